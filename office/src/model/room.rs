//! What a host of cloud PCs has room for: how many sessions hold at one moment, and whether one more fits.

use super::{
    cloud_pc::Cause,
    place::words,
    time::{Instant, Interval},
};
use serde::{Deserialize, Serialize};

words! {
    /// Why a host has no room for a session.
    NoRoom {
        /// As many are promised for that time as it has room for.
        Full = "full",
        /// It takes no new sessions.
        Draining = "draining",
        /// It runs none.
        Stopped = "stopped",
    }
}

words! {
    /// What a host does.
    HostState {
        /// It runs sessions.
        Open = "open",
        /// What runs stays until its booking ends; nothing new is started.
        Draining = "draining",
        /// It runs none.
        Stopped = "stopped",
    }
}

impl HostState {
    /// Why nothing new starts there; `None` where it does.
    pub fn closed(self) -> Option<NoRoom> {
        match self {
            Self::Open => None,
            Self::Draining => Some(NoRoom::Draining),
            Self::Stopped => Some(NoRoom::Stopped),
        }
    }
}

/// Sessions that are promised for the same stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised {
    /// When, in UTC.
    pub during: Interval,
    /// How many.
    pub count: u32,
}

/// The most sessions that hold at one moment of an interval. That number only grows where one of them begins, so it is
/// looked at there and where the interval begins.
pub fn peak(promised: &[Promised], during: Interval) -> u32 {
    let begins = promised.iter().map(|one| one.during.starts_at).filter(|at| during.contains(*at));
    let held = |at: Instant| promised.iter().filter(|one| one.during.contains(at)).map(|one| one.count).sum();
    begins.chain([during.starts_at]).map(held).max().unwrap_or(0)
}

/// A host as far as it matters for a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What it does.
    pub state: HostState,
    /// How many sessions it has room for at one moment; `None` for no limit.
    pub capacity: Option<u32>,
}

impl Room {
    /// The same where its provider may run no more than so many.
    pub fn within(self, most: Option<u32>) -> Self {
        let capacity = self.capacity.into_iter().chain(most).min();
        Self { capacity, ..self }
    }

    /// Why there is no room for one more session beside those that are promised already; `None` when there is.
    pub fn lacks(self, promised: &[Promised], wanted: Interval) -> Option<NoRoom> {
        let full = || self.capacity.is_some_and(|most| peak(promised, wanted) >= most).then_some(NoRoom::Full);
        self.state.closed().or_else(full)
    }
}

/// What is promised of a host at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// Sessions promised for that moment.
    pub promised: u32,
    /// Sessions of bookings at that moment for which there is no room.
    pub without: u32,
}

/// How a host's provider is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Health {
    /// It can start cloud PCs.
    Well,
    /// Something must be installed or allowed first.
    Lacks {
        /// The kind of thing.
        cause: Cause,
        /// What is missing, for whoever runs the host.
        missing: String,
        /// What they can do about it.
        remedy: String,
    },
    /// It does not answer, or not well; in its own words, if it said any.
    Silent(String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    fn at(hour: i64) -> Instant {
        DateTime::from_timestamp(hour * 3600, 0).unwrap()
    }

    fn promised(from: i64, to: i64, count: u32) -> Promised {
        Promised { during: Interval::new(at(from), at(to)).unwrap(), count }
    }

    fn wanted(from: i64, to: i64) -> Interval {
        Interval::new(at(from), at(to)).unwrap()
    }

    #[test]
    fn sessions_that_follow_each_other_count_once() {
        let day = [promised(9, 12, 1), promised(12, 18, 1)];
        assert_eq!(peak(&day, wanted(9, 18)), 1);
        assert_eq!(peak(&day, wanted(18, 20)), 0, "the end is no part of it");
        assert_eq!(peak(&[promised(9, 12, 2), promised(11, 13, 3)], wanted(9, 13)), 5);
        assert_eq!(peak(&[promised(9, 12, 2), promised(11, 13, 3)], wanted(12, 13)), 3);
    }

    #[test]
    fn a_host_is_full_when_as_many_are_promised_at_one_moment_as_it_has_room_for() {
        let room = Room { state: HostState::Open, capacity: Some(2) };
        let day = [promised(9, 12, 1), promised(10, 11, 1)];
        assert_eq!(room.lacks(&day, wanted(9, 12)), Some(NoRoom::Full));
        assert_eq!(room.lacks(&day, wanted(11, 18)), None);
        assert_eq!(Room { capacity: Some(0), ..room }.lacks(&[], wanted(9, 12)), Some(NoRoom::Full));
        assert_eq!(Room { capacity: None, ..room }.lacks(&[promised(9, 18, 10_000)], wanted(9, 18)), None);
    }

    #[test]
    fn a_closed_host_has_no_room_however_empty_it_is() {
        for (state, why) in [(HostState::Draining, NoRoom::Draining), (HostState::Stopped, NoRoom::Stopped)] {
            assert_eq!(Room { state, capacity: None }.lacks(&[], wanted(9, 12)), Some(why));
        }
    }

    proptest! {
        #[test]
        fn the_peak_is_the_most_that_any_hour_has(
            spans in prop::collection::vec((0i64..24, 1i64..8, 1u32..4), 0..12),
            (from, long) in (0i64..24, 1i64..10),
        ) {
            let all: Vec<Promised> = spans.iter().map(|(from, long, count)| promised(*from, from + long, *count)).collect();
            let hours = (from..from + long).map(|hour| {
                all.iter().filter(|one| one.during.contains(at(hour))).map(|one| one.count).sum::<u32>()
            });
            prop_assert_eq!(peak(&all, wanted(from, from + long)), hours.max().unwrap_or(0));
        }
    }
}
