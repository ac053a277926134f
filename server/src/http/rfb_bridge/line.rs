//! How long the way to a browser and back takes. The browser answers pings below the page, so a page that is busy makes no
//! line look slow.

use axum::body::Bytes;
use office::model::seat_health::RoundTrips;
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Instant,
};

/// How many questions may be under way; whoever answers none of them is hung up on before there are more.
const MOST_UNDER_WAY: usize = 16;
/// A bucket's width is a sixteenth of what it holds at least, so a figure is wrong by 3 % at most.
const FINE: u32 = 4;
/// What takes longer than 2²⁶ microseconds (67 seconds) is counted as that.
const LONGEST: u32 = 26;
const BUCKETS: usize = ((LONGEST - FINE + 1) << FINE) as usize;

/// Measures the line of one screen. It takes the same memory however long the screen is open.
#[derive(Default)]
pub struct Line(Mutex<Measuring>);

#[derive(Default)]
struct Measuring {
    asked: VecDeque<(u64, Instant)>,
    next: u64,
    taken: Histogram,
}

impl Line {
    /// Notes that the browser is asked now, and answers what to ask it.
    pub fn ask(&self, now: Instant) -> Bytes {
        let mut measuring = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = measuring.next;
        measuring.next += 1;
        if measuring.asked.len() == MOST_UNDER_WAY {
            measuring.asked.pop_front();
        }
        measuring.asked.push_back((number, now));
        Bytes::copy_from_slice(&number.to_be_bytes())
    }

    /// Notes that the browser has answered. What it was not asked counts for nothing; a browser that was asked several
    /// times may answer only the last.
    pub fn answered(&self, answer: &[u8], now: Instant) {
        let Ok(number) = <[u8; 8]>::try_from(answer).map(u64::from_be_bytes) else { return };
        let mut measuring = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(at) = measuring.asked.iter().position(|(asked, _)| *asked == number) else { return };
        let asked = measuring.asked.drain(..=at).next_back();
        if let Some((_, asked)) = asked {
            let took = now.saturating_duration_since(asked).as_micros();
            measuring.taken.count(u32::try_from(took).unwrap_or(u32::MAX));
        }
    }

    /// What was measured so far.
    pub fn measured(&self) -> RoundTrips {
        let measuring = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = &measuring.taken;
        RoundTrips { samples: taken.all(), p50_us: taken.quantile(50), p95_us: taken.quantile(95) }
    }
}

/// Counts by size; buckets grow with what they hold.
struct Histogram([u32; BUCKETS]);

impl Default for Histogram {
    fn default() -> Self {
        Self([0; BUCKETS])
    }
}

impl Histogram {
    fn count(&mut self, us: u32) {
        if let Some(count) = self.0.get_mut(bucket(us)) {
            *count = count.saturating_add(1);
        }
    }

    fn all(&self) -> u32 {
        self.0.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// The middle of the bucket below whose end a percentage of all lies, in microseconds; 0 where there is nothing.
    fn quantile(&self, percent: u64) -> u32 {
        let wanted = (u64::from(self.all()) * percent).div_ceil(100);
        let mut passed = 0;
        let reached = self.0.iter().position(|count| {
            passed += u64::from(*count);
            *count > 0 && passed >= wanted
        });
        reached.map_or(0, middle)
    }
}

/// The bucket of a duration: by its highest bit, then by the four below.
fn bucket(us: u32) -> usize {
    let us = us.min((1 << LONGEST) - 1);
    let power = us.max(1).ilog2();
    match power.checked_sub(FINE) {
        None => us as usize,
        Some(shift) => (((shift + 1) << FINE) + ((us >> shift) & ((1 << FINE) - 1))) as usize,
    }
}

fn middle(bucket: usize) -> u32 {
    let bucket = bucket as u32;
    match (bucket >> FINE).checked_sub(1) {
        None => bucket,
        Some(shift) => {
            let first = ((1 << FINE) + (bucket & ((1 << FINE) - 1))) << shift;
            first + ((1 << shift) >> 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn after(ms: u64) -> Instant {
        static BEGUN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
        *BEGUN.get_or_init(Instant::now) + Duration::from_millis(ms)
    }

    #[test]
    fn every_duration_has_a_bucket_whose_middle_is_near() {
        let mut last = 0;
        for us in (0..100_000).chain((100_000..(1 << LONGEST)).step_by(997)) {
            let found = bucket(us);
            assert!(found < BUCKETS && found >= last && found - last <= 1, "{us}");
            last = found;
            assert!(f64::from(middle(found).abs_diff(us)) <= f64::from(us) / 32.0 + 0.5, "{us}: {}", middle(found));
        }
        assert_eq!(bucket(u32::MAX), BUCKETS - 1);
    }

    #[test]
    fn half_of_the_answers_took_no_longer_than_the_median() {
        let line = Line::default();
        for ms in 1..=100 {
            let asked = line.ask(after(1_000 * ms));
            line.answered(&asked, after(1_000 * ms + ms));
        }
        let RoundTrips { samples, p50_us, p95_us } = line.measured();
        assert_eq!(samples, 100);
        assert!(p50_us.abs_diff(50_000) < 1_600 && p95_us.abs_diff(95_000) < 3_000, "{p50_us} {p95_us}");
    }

    #[test]
    fn nothing_measured_says_nothing() {
        assert_eq!(Line::default().measured(), RoundTrips::default());
    }

    #[test]
    fn only_what_was_asked_counts_and_counts_once() {
        let line = Line::default();
        let asked = line.ask(after(0));
        for answer in [b"".as_slice(), b"12345678", &[0; 9], &7u64.to_be_bytes()] {
            line.answered(answer, after(1));
        }
        assert_eq!(line.measured().samples, 0);
        line.answered(&asked, after(2));
        line.answered(&asked, after(3));
        assert_eq!(line.measured().samples, 1);
    }

    #[test]
    fn an_answer_that_comes_after_the_next_question_is_measured_all_the_same() {
        let line = Line::default();
        let (first, second, third) = (line.ask(after(0)), line.ask(after(5_000)), line.ask(after(10_000)));
        line.answered(&first, after(7_000));
        assert!(line.measured().p50_us.abs_diff(7_000_000) < 230_000);
        // The last one answers for the one before as well.
        line.answered(&third, after(10_005));
        line.answered(&second, after(10_006));
        assert_eq!(line.measured().samples, 2);
    }

    #[test]
    fn who_never_answers_is_not_remembered_for_ever() {
        let line = Line::default();
        let first = line.ask(after(0));
        for _ in 0..1_000 {
            line.ask(after(1));
        }
        assert_eq!(line.0.lock().unwrap().asked.len(), MOST_UNDER_WAY);
        line.answered(&first, after(2));
        assert_eq!(line.measured().samples, 0);
    }
}
