//! How a site's desks are used on one day, for facility managers. Every figure is a count with its whole beside it;
//! what is not known is never counted as empty.

use super::{
    id::{FloorId, ZoneId},
    place::{Names, Site},
    time::{Instant, Minute},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub mod count;
pub mod facts;
pub mod intervals;

/// Groups smaller than this are never told apart by when they came.
pub const SMALLEST_GROUP: u32 = 5;
/// A check-in counts as late after this many minutes from the booking's start (or from when it was made, if later).
pub const LATE_AFTER_MIN: i64 = 15;
/// A place is nearly full when its peak is above this share of its desks, in percent.
pub const NEARLY_FULL_PERCENT: u32 = 85;

/// A numerator and its denominator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// What is counted.
    pub part: u64,
    /// What it is counted out of.
    pub whole: u64,
}

impl Share {
    /// Both numbers at once.
    pub fn new(part: impl Into<u64>, whole: impl Into<u64>) -> Self {
        Self { part: part.into(), whole: whole.into() }
    }

    /// The quotient; `None` out of nothing.
    pub fn ratio(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }

    /// The quotient in whole percent, rounded; `None` out of nothing.
    pub fn percent(self) -> Option<i64> {
        self.ratio().map(|ratio| (ratio * 100.0).round() as i64)
    }
}

/// How many desks would still be free at the peak if a place counted as full at a share of its desks; below 0 it
/// was fuller than that.
pub fn free_at_peak(desks: u32, peak: u32, full_at_percent: u32) -> f64 {
    f64::from(desks) * f64::from(full_at_percent) / 100.0 - f64::from(peak)
}

/// Whether a day is over, running or to come, at the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tense {
    /// Over.
    Past,
    /// Running.
    Today,
    /// To come.
    Coming,
}

/// The desks of a place at this moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NowCounts {
    /// Desks whose booking is checked in.
    pub in_use: u32,
    /// Desks held by a booking that nobody has checked in.
    pub reserved: u32,
    /// Desks that nobody holds and that are not out of service.
    pub free: u32,
}

/// The most desks at one instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeakCount {
    /// How many.
    pub desks: u32,
    /// The local time at which it was first reached; `None` when there was none.
    pub at: Option<Minute>,
}

/// The counts of one place on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceCounts {
    /// Desks on the plan.
    pub desks: u32,
    /// Of these, out of service now; `None` for a day that is over, of which it is not known.
    pub out_of_service: Option<u32>,
    /// Bookings, not over yet, of desks that are out of service.
    pub affected: u32,
    /// This moment; `None` on another day than today.
    pub now: Option<NowCounts>,
    /// Bookings that hold, held or will hold a desk: all but those given back before they began.
    pub bookings: u32,
    /// Bookings that somebody checked in.
    pub taken: u32,
    /// Bookings released because nobody came.
    pub no_shows: u32,
    /// Bookings that have begun, not checked in and not released yet.
    pub waiting: u32,
    /// Bookings that ran to their end and of which nobody knows whether somebody sat there.
    pub unknown: u32,
    /// The most desks held by bookings at one instant of the day.
    pub peak: PeakCount,
    /// The most desks held by bookings at one instant from now to the day's end; `None` on another day than today.
    pub peak_ahead: Option<PeakCount>,
    /// The most desks in use at one instant so far; `None` on a day to come.
    pub peak_in_use: Option<PeakCount>,
    /// Distinct desks that were used at all, out of all; `None` on a day to come.
    pub touched: Option<Share>,
    /// Seat-seconds in use out of those available in working hours so far; `None` on a day to come.
    pub used_time: Option<Share>,
    /// Seat-seconds held by bookings out of those available in the day's working hours.
    pub booked_time: Share,
}

impl PlaceCounts {
    /// Bookings checked in, out of those decided: checked in or released.
    pub fn check_ins(&self) -> Share {
        Share::new(self.taken, self.taken + self.no_shows)
    }

    /// Bookings released because nobody came, out of those decided.
    pub fn released(&self) -> Share {
        Share::new(self.no_shows, self.taken + self.no_shows)
    }

    /// Of the bookings that have begun, those of which it is known whether somebody came.
    pub fn coverage(&self) -> Share {
        let known = self.taken + self.no_shows;
        Share::new(known, known + self.waiting + self.unknown)
    }

    /// Desks that could be booked: all but those known to be out of service.
    pub fn bookable(&self) -> u32 {
        self.desks - self.out_of_service.unwrap_or(0).min(self.desks)
    }

    /// Whether the peak is above [`NEARLY_FULL_PERCENT`] of the bookable desks.
    pub fn nearly_full(&self) -> bool {
        self.is_above(self.peak)
    }

    /// Whether it still is or will be so today.
    pub fn nearly_full_ahead(&self) -> bool {
        self.peak_ahead.is_some_and(|peak| self.is_above(peak))
    }

    fn is_above(&self, peak: PeakCount) -> bool {
        self.bookable() > 0 && free_at_peak(self.bookable(), peak.desks, NEARLY_FULL_PERCENT) < 0.0
    }
}

/// Which desks a line of the table counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// All of a floor.
    Floor,
    /// One zone of it.
    Zone(ZoneId),
    /// Those of the floor that lie in no zone.
    Rest,
}

/// One line of the day's table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceUsage {
    /// The floor.
    pub floor: FloorId,
    /// Which of its desks.
    pub part: Part,
    /// The floor's or the zone's name; the floor's for the rest.
    pub name: Names,
    /// The counts.
    pub counts: PlaceCounts,
}

/// One hour of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourUsage {
    /// When it begins, in UTC.
    pub starts_at: Instant,
    /// The same as the site's clocks show it.
    pub hour: Minute,
    /// The clocks show this hour for the second time, on the day they go back.
    pub again: bool,
    /// The most desks held by bookings at one instant of the hour.
    pub booked: u32,
    /// The most desks in use at one instant of the hour, of what is known so far; `None` for hours to come.
    pub in_use: Option<u32>,
    /// Bookings released in the hour because nobody came; `None` for hours to come.
    pub no_shows: Option<u32>,
}

/// A number of people, told only when it says nothing about one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum People {
    /// Nobody, or so many.
    Count(u32),
    /// Somebody, but fewer than [`SMALLEST_GROUP`].
    Few,
}

impl People {
    /// The number as it may be told.
    pub fn of(count: u32) -> Self {
        if count == 0 || count >= SMALLEST_GROUP { Self::Count(count) } else { Self::Few }
    }
}

/// Why a site is closed on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Closed {
    /// The holiday's name; `None` on a day that is no working day.
    pub name: Option<Names>,
}

/// The same weekday a week earlier, as it was known a week before these figures were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekBefore {
    /// The local date.
    pub date: NaiveDate,
    /// The site was open.
    pub open: bool,
    /// The whole site's counts.
    pub whole: PlaceCounts,
}

/// A site's day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayUsage {
    /// The site.
    pub site: Site,
    /// The local date.
    pub date: NaiveDate,
    /// Today at the site.
    pub today: NaiveDate,
    /// Whether the day is over, running or to come.
    pub tense: Tense,
    /// Why the site is closed that day, if it is.
    pub closed: Option<Closed>,
    /// When these figures were counted, in UTC.
    pub as_of: Instant,
    /// The same as the site's clocks show it.
    pub as_of_local: Minute,
    /// The whole site.
    pub whole: PlaceCounts,
    /// How many people checked in late; `None` on a day to come.
    pub late: Option<People>,
    /// No-shows whose desk was booked again after it was released.
    pub rebooked: u32,
    /// Floors from the top down, each followed by its zones. Floors without desks are in `bare`.
    pub places: Vec<PlaceUsage>,
    /// Names of floors without desks.
    pub bare: Vec<Names>,
    /// The day by the hour: the working hours, and others in which a desk was held.
    pub hours: Vec<HourUsage>,
    /// The same weekday a week earlier.
    pub before: WeekBefore,
}

#[cfg(test)]
mod tests;
