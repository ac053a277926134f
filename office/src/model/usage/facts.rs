//! What is known of a site's day before anything is counted.

use super::intervals::without;
use crate::model::{
    booking::BookingState,
    id::{BookingId, DeskId, FloorId, PersonId, ZoneId},
    place::{Names, Site},
    time::{Instant, Interval},
};
use chrono::NaiveDate;
use chrono_tz::Tz;

/// A desk that was on the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskFacts {
    /// Identity.
    pub desk: DeskId,
    /// Its floor.
    pub floor: FloorId,
    /// Its zone.
    pub zone: Option<ZoneId>,
    /// Out of service now.
    pub out_of_service: bool,
    /// No longer on the plan: it is here for whoever held it that day, and free for nobody.
    pub retired: bool,
}

/// A booking as it is stored: when it was made, taken and ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookingFacts {
    /// Identity.
    pub booking: BookingId,
    /// Whose it is.
    pub person: PersonId,
    /// The desk.
    pub desk: DeskId,
    /// When it was booked for.
    pub interval: Interval,
    /// When it was made, or came to this desk.
    pub made_at: Instant,
    /// When somebody came.
    pub checked_in_at: Option<Instant>,
    /// When it stopped holding its desk.
    pub ended_at: Option<Instant>,
    /// Where it is in its life.
    pub state: BookingState,
}

/// What became of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Given back before or after it began, by somebody.
    GivenBack,
    /// Has not begun.
    Coming,
    /// Somebody checked in.
    Taken,
    /// Released because nobody came.
    NoShow,
    /// Has begun; nobody has checked in and it is not released.
    Waiting,
    /// Ran to its end without a check-in, and no rule released it.
    Unknown,
}

impl BookingFacts {
    /// The booking as it was known at an earlier instant; `None` before it was made.
    pub fn known_at(mut self, at: Instant) -> Option<Self> {
        if self.made_at > at {
            return None;
        }
        self.checked_in_at = self.checked_in_at.filter(|came| *came <= at);
        if self.ended_at.is_some_and(|ended| ended > at) {
            self.ended_at = None;
            self.state = if self.checked_in_at.is_some() { BookingState::InUse } else { BookingState::Reserved };
        } else if self.state.is_live() && self.checked_in_at.is_none() {
            self.state = BookingState::Reserved;
        }
        Some(self)
    }

    /// When it holds or held its desk: from its start or an earlier check-in to where it ended. `None` when it was
    /// given back before it began.
    pub fn held(&self) -> Option<Interval> {
        let starts_at = self.came().map_or(self.interval.starts_at, |came| came.min(self.interval.starts_at));
        Interval::new(starts_at, self.ends_at())
    }

    /// When its person sat there: from the check-in to where it ends.
    pub fn used(&self) -> Option<Interval> {
        Interval::new(self.came()?, self.ends_at())
    }

    /// What became of it by an instant.
    pub fn outcome(&self, now: Instant) -> Outcome {
        match self.state {
            BookingState::Cancelled => Outcome::GivenBack,
            _ if self.checked_in_at.is_some() => Outcome::Taken,
            BookingState::Released => Outcome::NoShow,
            _ if self.interval.ends_at <= now || self.state == BookingState::Ended => Outcome::Unknown,
            _ if self.interval.starts_at <= now => Outcome::Waiting,
            _ => Outcome::Coming,
        }
    }

    /// When its person came to this desk; somebody who changed desks sat elsewhere before.
    fn came(&self) -> Option<Instant> {
        self.checked_in_at.map(|came| came.max(self.made_at))
    }

    fn ends_at(&self) -> Instant {
        self.ended_at.map_or(self.interval.ends_at, |ended| ended.min(self.interval.ends_at))
    }
}

/// A time in which a booking's seat was lent to others: its person did not hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loan {
    /// The booking.
    pub booking: BookingId,
    /// The desk, which the booking may have left since.
    pub desk: DeskId,
    /// When it was lent.
    pub from: Instant,
    /// When its person had it back, or gave it up; `None` while it is lent.
    pub until: Option<Instant>,
}

impl Loan {
    /// The loan as it was known at an earlier instant; `None` before it began.
    pub fn known_at(self, at: Instant) -> Option<Self> {
        (self.from <= at).then(|| Self { until: self.until.filter(|until| *until <= at), ..self })
    }
}

/// Everything that is counted of one day.
#[derive(Clone, Debug)]
pub struct SiteDay {
    /// The site.
    pub site: Site,
    /// Its time zone.
    pub zone: Tz,
    /// The local date.
    pub date: NaiveDate,
    /// When it is counted, in UTC.
    pub now: Instant,
    /// Floors from the top down with their names.
    pub floors: Vec<(FloorId, Names)>,
    /// Zones by code with their floor and name.
    pub zones: Vec<(ZoneId, FloorId, Names)>,
    /// Desks that were on the plan at its end, or by now while it runs, and those that somebody held that day.
    pub desks: Vec<DeskFacts>,
    /// The day's bookings of these desks.
    pub bookings: Vec<BookingFacts>,
    /// Stays at desks that a booking has left since: they held and used the desk but are no booking of it.
    pub left: Vec<BookingFacts>,
    /// When seats of these bookings and stays were lent.
    pub lent: Vec<Loan>,
}

impl SiteDay {
    /// When a booking holds or held its desk: not while it is lent.
    pub fn held(&self, booking: &BookingFacts) -> Vec<Interval> {
        self.but_lent(booking, booking.held())
    }

    /// When a booking's person had their seat in use: not while it is lent.
    pub fn used(&self, booking: &BookingFacts) -> Vec<Interval> {
        self.but_lent(booking, booking.used())
    }

    fn but_lent(&self, booking: &BookingFacts, time: Option<Interval>) -> Vec<Interval> {
        let Some(time) = time else { return Vec::new() };
        let own = self.lent.iter().filter(|loan| loan.booking == booking.booking && loan.desk == booking.desk);
        without(time, own.filter_map(|loan| Interval::new(loan.from, loan.until.unwrap_or(time.ends_at))))
    }
}
