//! Arithmetic on half-open intervals.

use crate::model::time::{Instant, Interval};

/// The part of an interval inside a window; `None` when they share no instant.
pub fn clip(interval: Interval, window: Interval) -> Option<Interval> {
    Interval::new(interval.starts_at.max(window.starts_at), interval.ends_at.min(window.ends_at))
}

/// What is left of an interval outside of others.
pub fn without(interval: Interval, others: impl IntoIterator<Item = Interval>) -> Vec<Interval> {
    others.into_iter().fold(vec![interval], |rest, other| {
        let around = |one: Interval| {
            let before = Interval::new(one.starts_at, one.ends_at.min(other.starts_at));
            let after = Interval::new(one.starts_at.max(other.ends_at), one.ends_at);
            before.into_iter().chain(after)
        };
        rest.into_iter().flat_map(around).collect()
    })
}

/// The same instants as intervals that neither overlap nor touch, in order.
pub fn merge(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_by_key(|interval| interval.starts_at);
    let mut merged: Vec<Interval> = Vec::with_capacity(intervals.len());
    for next in intervals {
        match merged.last_mut() {
            Some(last) if next.starts_at <= last.ends_at => last.ends_at = last.ends_at.max(next.ends_at),
            _ => merged.push(next),
        }
    }
    merged
}

/// The most intervals that share one instant of a window, and the first such instant. An interval that ends when
/// another starts shares none with it.
pub fn peak(intervals: impl IntoIterator<Item = Interval>, window: Interval) -> (u32, Option<Instant>) {
    let mut steps: Vec<(Instant, i32)> = Vec::new();
    for inside in intervals.into_iter().filter_map(|interval| clip(interval, window)) {
        steps.push((inside.starts_at, 1));
        steps.push((inside.ends_at, -1));
    }
    // At the same instant those that end go before those that start.
    steps.sort_unstable();
    let (mut held, mut most, mut when) = (0i32, 0i32, None);
    for (at, step) in steps {
        held += step;
        if held > most {
            (most, when) = (held, Some(at));
        }
    }
    (most.unsigned_abs(), when)
}

/// How many seconds of a window the intervals cover, each for itself.
pub fn seconds(intervals: impl IntoIterator<Item = Interval>, window: Interval) -> u64 {
    let inside = intervals.into_iter().filter_map(|interval| clip(interval, window));
    inside.map(length).sum()
}

/// An interval's length in seconds.
pub fn length(interval: Interval) -> u64 {
    (interval.ends_at - interval.starts_at).num_seconds().unsigned_abs()
}
