//! When cloud PCs are started so that they are ready on arrival: when a person is expected, and the latest starts that
//! keep to it although the hosts can boot only so many at once.
//!
//! The constants were chosen with `cargo run -p end2end --bin starts`, which simulates mornings with this very code.

use super::time::Instant;
use chrono::TimeDelta;
use std::{num::NonZeroUsize, time::Duration};

/// How many of a hundred arrivals may come before the cloud PC is expected to be needed.
///
/// Somebody whose arrivals vary by 5 minutes (standard deviation) finds it ready on 90 % of mornings and it idles for 7
/// minutes; with 20 % it would be 80 % and 5 minutes. Somebody who comes before it was started waits for one boot, longer
/// only while the hosts are full.
pub const EARLY_PERCENT: usize = 10;

/// With fewer arrivals than this nothing is learned from them.
pub const LEAST_ARRIVALS: usize = 5;

/// Older arrivals than this many say nothing: about a month of working days.
pub const MOST_ARRIVALS: usize = 20;

/// Nobody is expected earlier than this, from the booking's start.
pub const EARLIEST: TimeDelta = TimeDelta::minutes(-45);

/// Nobody is expected later than this, from the booking's start, however late they always were: well before a booking
/// is released by default (60 minutes), and few people's habit, because everybody cut to one moment is started at once.
pub const LATEST: TimeDelta = TimeDelta::minutes(30);

/// When a person's cloud PC is expected to be needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The moment, in UTC.
    pub at: Instant,
    /// How many earlier arrivals it was learned from; 0 when it is the booking's start, for want of enough.
    pub learned_from: usize,
}

/// When a person is expected at their seat: early among their own arrivals, so that most mornings they come later.
///
/// `past` are check-ins of the person's earlier bookings as offsets from those bookings' starts, the newest first;
/// negative is early. See [`early_arrival`] for the formula, [`EARLY_PERCENT`] for the choice.
pub fn expected_arrival(booking_start: Instant, past: &[TimeDelta]) -> Expected {
    early_arrival(booking_start, past, EARLY_PERCENT)
}

/// As [`expected_arrival`], for another share of early arrivals in percent.
///
/// Of the newest n arrivals it takes the k-th earliest, k = ⌊percent · (n + 1) / 100⌋ and at least 1. Whatever a
/// person's arrivals are distributed like, while they don't change, the next one is earlier than that with a chance of
/// k / (n + 1): 9.5 % for 10 % of 20 arrivals, 16.7 % for the earliest of five. It is kept between [`EARLIEST`] and
/// [`LATEST`].
pub fn early_arrival(booking_start: Instant, past: &[TimeDelta], percent: usize) -> Expected {
    let mut newest: Vec<TimeDelta> = past.iter().copied().take(MOST_ARRIVALS).collect();
    newest.sort_unstable();
    let rank = (percent * (newest.len() + 1) / 100).clamp(1, newest.len().max(1));
    match newest.get(rank - 1) {
        Some(offset) if newest.len() >= LEAST_ARRIVALS => {
            Expected { at: booking_start + (*offset).clamp(EARLIEST, LATEST), learned_from: newest.len() }
        }
        _ => Expected { at: booking_start, learned_from: 0 },
    }
}

/// A cloud PC that is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need<K> {
    /// Whose it is, for instance the session.
    pub key: K,
    /// When it has to be ready, in UTC; in the past for somebody who waits already.
    pub needed_at: Instant,
}

/// What can be booted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    /// How many cloud PCs may boot at the same time.
    pub at_once: NonZeroUsize,
    /// How long a boot takes, as estimated: the same for all.
    pub boot: Duration,
    /// When each of those that boot now was started, in UTC, in any order.
    pub booting: Vec<Instant>,
}

/// When to start a cloud PC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start<K> {
    /// Whose it is.
    pub key: K,
    /// When to start it, in UTC; never before the plan was made.
    pub start_at: Instant,
    /// When it will be ready, in UTC.
    pub ready_at: Instant,
    /// How long after its need it will be ready; zero when it is in time.
    pub late_by: TimeDelta,
}

/// The latest starts with which everybody's cloud PC is ready when needed, in the order of need; where that is
/// impossible, starts as soon as may be in the same order.
///
/// With m at once, boots of equal length p and needs d₀ ≤ d₁ ≤ … there are two bounds:
///
/// - backward from the needs, the latest start that spoils no later need: Lᵢ = min(dᵢ, Lᵢ₊ₘ) − p,
/// - forward from now, the soonest start that the hosts allow: Fᵢ = max(now, Fᵢ₋ₘ + p), where those that boot already
///   count as started before the first.
///
/// Each starts at max(Lᵢ, Fᵢ). Both bounds rise with i and each is a boot or more above its value m places before, so
/// is their maximum: never more than m boot at once. Nobody is late if any order of starts could achieve that, because
/// then Fᵢ ≤ dᵢ − p. Otherwise nobody is later than with starts in deadline order from now on, which makes both the
/// longest and the total wait as short as possible for equal boots (Jackson's rule); it does not make the fewest people
/// wait, which would mean that somebody who is late already waits for everybody else. O(n log n).
///
/// A boot that takes longer than estimated is thought to end now. Whoever carries the plan out therefore counts what
/// really boots before each start, and plans again when somebody comes unexpectedly.
pub fn plan<K>(mut needs: Vec<Need<K>>, hosts: &Hosts, now: Instant) -> Vec<Start<K>> {
    needs.sort_by_key(|need| need.needed_at);
    let bounds = latest_starts(&needs, hosts).into_iter().zip(soonest_starts(needs.len(), hosts, now));
    let starts = bounds.map(|(latest, soonest)| latest.max(soonest));
    needs.into_iter().zip(starts).map(|(need, start_at)| start(need, start_at, hosts.boot)).collect()
}

fn start<K>(need: Need<K>, start_at: Instant, boot: Duration) -> Start<K> {
    let ready_at = start_at + boot;
    Start { key: need.key, start_at, ready_at, late_by: (ready_at - need.needed_at).max(TimeDelta::zero()) }
}

/// The latest starts with which each of the needs, in their order, can be met as far as only the needs count.
fn latest_starts<K>(needs: &[Need<K>], hosts: &Hosts) -> Vec<Instant> {
    let mut starts: Vec<Instant> = needs.iter().map(|need| need.needed_at - hosts.boot).collect();
    let at_once = hosts.at_once.get();
    for index in (0..starts.len().saturating_sub(at_once)).rev() {
        starts[index] = starts[index].min(starts[index + at_once] - hosts.boot);
    }
    starts
}

/// The soonest that so many can start, one after the other.
fn soonest_starts(count: usize, hosts: &Hosts, now: Instant) -> Vec<Instant> {
    let mut starts: Vec<Instant> = hosts.booting.iter().map(|began| (*began).min(now)).collect();
    starts.sort_unstable();
    let began = starts.len();
    for _ in 0..count {
        let before = starts.len().checked_sub(hosts.at_once.get());
        let free = before.and_then(|index| starts.get(index)).map(|began| *began + hosts.boot);
        starts.push(free.map_or(now, |free| free.max(now)));
    }
    starts.split_off(began)
}

#[cfg(test)]
mod tests;
