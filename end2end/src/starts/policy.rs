//! Ways to decide when cloud PCs are started.

use crate::{
    people::{BOOKING_START, Person},
    planned::{self, Coming},
    queue,
};
use chrono::{DateTime, TimeDelta, Utc};
use office::model::starts::{Hosts, early_arrival};

/// When a cloud PC is started.
#[derive(Clone, Copy, Debug)]
pub enum Policy {
    /// When its person connects.
    OnConnect,
    /// So many minutes before its person comes, which is known.
    BeforeArrival(i64),
    /// So many minutes before the booking's start.
    BeforeBooking(i64),
    /// By the product's plan, needed when its person comes, which is known.
    Known,
    /// By the product's plan, needed so many minutes before its person's habit, which is known.
    Habit(i64),
    /// By the product's plan, needed at a quantile of its person's earlier arrivals.
    Learned {
        /// The quantile in percent.
        percent: usize,
        /// How many arrivals are known.
        of: usize,
    },
    /// By the product's plan, needed at the booking's start.
    NothingKnown,
}

impl Policy {
    /// When each person's cloud PC is ready.
    pub fn ready(self, people: &[Person], hosts: &Hosts) -> Vec<DateTime<Utc>> {
        let queued = |request: &dyn Fn(&Person) -> DateTime<Utc>| {
            queue::ready(&people.iter().map(request).collect::<Vec<_>>(), hosts)
        };
        let planned = |expected: &dyn Fn(&Person) -> DateTime<Utc>| {
            let coming = people.iter().map(|one| Coming { expected: expected(one), arrival: one.arrival });
            planned::ready(&coming.collect::<Vec<_>>(), hosts)
        };
        match self {
            Self::OnConnect => queued(&|one| one.arrival),
            Self::BeforeArrival(lead) => queued(&|one| one.arrival - TimeDelta::minutes(lead)),
            Self::BeforeBooking(lead) => queued(&|one| one.arrival.min(BOOKING_START - TimeDelta::minutes(lead))),
            Self::Known => planned(&|one| one.arrival),
            Self::Habit(margin) => planned(&|one| BOOKING_START + one.habit - TimeDelta::minutes(margin)),
            Self::Learned { percent, of } => {
                planned(&|one| early_arrival(BOOKING_START, one.past.get(..of).unwrap_or(&one.past), percent).at)
            }
            Self::NothingKnown => planned(&|_| BOOKING_START),
        }
    }
}
