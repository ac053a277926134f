//! People as they come in the morning: each has a habit, and every day differs from it.

use chrono::{DateTime, TimeDelta, Utc};
use office::model::starts::MOST_ARRIVALS;
use rand::{Rng, SeedableRng, rngs::StdRng};

/// When everybody's booking begins.
pub const BOOKING_START: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// The standard deviation of all arrivals around the booking's start, in minutes.
pub const SPREAD_MINUTES: f64 = 12.0;

/// Somebody on one morning. Offsets are from the booking's start, negative is early.
pub struct Person {
    /// The middle of their arrivals, as an offset.
    pub habit: TimeDelta,
    /// Their earlier arrivals, as offsets, the newest first.
    pub past: Vec<TimeDelta>,
    /// When they come this morning.
    pub arrival: DateTime<Utc>,
}

/// A morning of so many people whose arrivals differ from their habit with a standard deviation of `daily` minutes.
///
/// Habits are spread so that all arrivals together are N(0, 12 min), as far as the daily differences leave room: beyond
/// 12 minutes nobody has a habit, and arrivals are N(0, `daily`). The same seed makes the same morning.
pub fn morning(count: usize, daily: f64, seed: u64) -> Vec<Person> {
    let mut random = StdRng::seed_from_u64(seed);
    let habits = (SPREAD_MINUTES.powi(2) - daily.powi(2)).max(0.0).sqrt();
    (0..count).map(|_| person(&mut random, habits, daily)).collect()
}

fn person(random: &mut StdRng, habits: f64, daily: f64) -> Person {
    let habit = minutes(habits * normal(random));
    let mut day = || habit + minutes(daily * normal(random));
    Person { habit, arrival: BOOKING_START + day(), past: (0..MOST_ARRIVALS).map(|_| day()).collect() }
}

/// In whole seconds.
fn minutes(minutes: f64) -> TimeDelta {
    TimeDelta::seconds((minutes * 60.0).round() as i64)
}

/// A standard normal number, by the method of Box and Muller.
fn normal(random: &mut StdRng) -> f64 {
    let (one, other) = (1.0 - random.random::<f64>(), random.random::<f64>());
    (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and standard deviation in minutes.
    fn moments(offsets: impl Iterator<Item = TimeDelta>) -> (f64, f64) {
        let minutes: Vec<f64> = offsets.map(|offset| offset.num_seconds() as f64 / 60.0).collect();
        let mean = minutes.iter().sum::<f64>() / minutes.len() as f64;
        let squares: f64 = minutes.iter().map(|minute| (minute - mean).powi(2)).sum();
        (mean, (squares / minutes.len() as f64).sqrt())
    }

    #[test]
    fn all_arrivals_spread_by_twelve_minutes_however_much_days_differ() {
        for daily in [0.0, 5.0, 12.0] {
            let people = morning(20_000, daily, 1);
            let (mean, spread) = moments(people.iter().map(|person| person.arrival - BOOKING_START));
            assert!(mean.abs() < 0.4 && (spread - SPREAD_MINUTES).abs() < 0.3, "{daily}: {mean} ± {spread}");
        }
    }

    #[test]
    fn days_differ_from_the_habit_as_asked() {
        let people = morning(2_000, 5.0, 1);
        let past = people.iter().flat_map(|person| person.past.iter().map(|offset| *offset - person.habit));
        let (mean, spread) = moments(past);
        assert!(mean.abs() < 0.1 && (spread - 5.0).abs() < 0.1, "{mean} ± {spread}");
    }
}
