//! What a morning was like for people and for hosts.

use chrono::{DateTime, TimeDelta, Utc};

/// Means are over all people, also those who did not wait; times are minutes.
pub struct Figures {
    /// How long people waited for their cloud PC on average.
    pub mean_wait: f64,
    /// What 95 % of people waited at most.
    pub p95_wait: f64,
    /// How long cloud PCs were ready before their person came, on average.
    pub mean_idle: f64,
    /// The share of people who did not wait, 0 to 1.
    pub ready_on_time: f64,
}

impl Figures {
    /// Of when each person came and when their cloud PC was ready.
    pub fn of(visits: &[(DateTime<Utc>, DateTime<Utc>)]) -> Self {
        let mut waits: Vec<f64> = visits.iter().map(|(arrival, ready)| minutes(*ready - *arrival)).collect();
        let idle: Vec<f64> = visits.iter().map(|(arrival, ready)| minutes(*arrival - *ready)).collect();
        waits.sort_by(f64::total_cmp);
        let rank = (waits.len() * 95).div_ceil(100).saturating_sub(1);
        let none = waits.iter().filter(|wait| **wait == 0.0).count();
        Self {
            mean_wait: mean(&waits),
            p95_wait: waits.get(rank).copied().unwrap_or_default(),
            mean_idle: mean(&idle),
            ready_on_time: none as f64 / visits.len() as f64,
        }
    }
}

/// Zero if negative.
fn minutes(time: TimeDelta) -> f64 {
    time.num_seconds().max(0) as f64 / 60.0
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_and_idling_are_counted_apart_and_over_everybody() {
        let at = |minute: i64| DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
        let found = Figures::of(&[(at(0), at(3)), (at(0), at(-5)), (at(7), at(7)), (at(10), at(11))]);
        assert_eq!((found.mean_wait, found.p95_wait), (1.0, 3.0));
        assert_eq!((found.mean_idle, found.ready_on_time), (1.25, 0.5));
    }
}
