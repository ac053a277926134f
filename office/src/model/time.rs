//! Instants are UTC; what people choose is local to the site.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

/// A moment in UTC.
pub type Instant = DateTime<Utc>;

/// Custom times are chosen in steps of this many minutes.
pub const STEP_MINUTES: u16 = 15;

/// A local time of day in minutes since midnight, 0 to 1440 (`24:00` is the end of the day). Written `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Minute(u16);

impl Minute {
    /// The first moment of a day.
    pub const START: Minute = Minute(0);
    /// The last moment of a day.
    pub const END: Minute = Minute(1440);

    /// A time of day; `None` beyond 24:00.
    pub const fn new(minutes: u16) -> Option<Self> {
        if minutes <= 1440 { Some(Self(minutes)) } else { None }
    }

    /// A whole hour of the day; hours beyond 24 become 24.
    pub const fn hour(hour: u16) -> Self {
        Self(if hour > 24 { 1440 } else { hour * 60 })
    }

    /// Minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// Whether it lies on the grid that custom times use.
    pub const fn on_step(self) -> bool {
        self.0.is_multiple_of(STEP_MINUTES)
    }

    /// The local time of day of a local date-time; seconds are dropped.
    pub fn of(local: NaiveDateTime) -> Self {
        Self((local.hour() * 60 + local.minute()) as u16)
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A text that is not a time of day like `09:15`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time of day like 09:15")]
pub struct NotATime;

impl FromStr for Minute {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let (hour, minute) = text.split_once(':').ok_or(NotATime)?;
        let two_digits =
            |s: &str| (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<u16>().ok());
        let (Some(Some(hour)), Some(Some(minute))) = (two_digits(hour), two_digits(minute)) else {
            return Err(NotATime);
        };
        if minute > 59 {
            return Err(NotATime);
        }
        Minute::new(hour * 60 + minute).ok_or(NotATime)
    }
}

impl Serialize for Minute {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Minute {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

/// A half-open interval of instants: it holds its start and not its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// First instant inside.
    pub starts_at: Instant,
    /// First instant after.
    pub ends_at: Instant,
}

impl Interval {
    /// An interval of positive length, else `None`.
    pub fn new(starts_at: Instant, ends_at: Instant) -> Option<Self> {
        (starts_at < ends_at).then_some(Self { starts_at, ends_at })
    }

    /// The second that begins at an instant: what overlaps it holds then.
    pub fn moment(at: Instant) -> Self {
        Self { starts_at: at, ends_at: at + TimeDelta::seconds(1) }
    }

    /// Whether both share an instant. 13:00 end and 13:00 start do not.
    pub fn overlaps(&self, other: &Interval) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }

    /// Whether all of another interval lies inside.
    pub fn covers(&self, other: Interval) -> bool {
        self.starts_at <= other.starts_at && other.ends_at <= self.ends_at
    }

    /// Whether the instant lies inside.
    pub fn contains(&self, at: Instant) -> bool {
        self.starts_at <= at && at < self.ends_at
    }
}

/// Which part of a day somebody chooses, in the site's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The site's working hours.
    AllDay,
    /// From opening to the start of lunch.
    Morning,
    /// From the end of lunch to closing.
    Afternoon,
    /// Own times on the 15-minute grid.
    Custom {
        /// Start, local.
        from: Minute,
        /// End, local.
        to: Minute,
    },
}

/// A day and a part of it, local to a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Choice {
    /// The local date.
    pub date: NaiveDate,
    /// The part of that day.
    pub part: Part,
}

/// Why a choice is no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadChoice {
    /// The end is not after the start.
    EndsBeforeItStarts,
    /// A custom time is off the 15-minute grid.
    OffStep,
    /// The part is empty at this site (for example a morning of no length).
    Empty,
}

/// When a site works, in its local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingHours {
    /// Opening.
    pub opens: Minute,
    /// Closing.
    pub closes: Minute,
    /// Start of lunch, the end of a morning.
    pub lunch_starts: Minute,
    /// End of lunch, the start of an afternoon.
    pub lunch_ends: Minute,
}

impl WorkingHours {
    /// The local times of a part.
    pub fn times(&self, part: Part) -> (Minute, Minute) {
        match part {
            Part::AllDay => (self.opens, self.closes),
            Part::Morning => (self.opens, self.lunch_starts),
            Part::Afternoon => (self.lunch_ends, self.closes),
            Part::Custom { from, to } => (from, to),
        }
    }
}

impl Choice {
    /// The interval of instants this choice means at a site.
    ///
    /// A local time that a clock change skips becomes the first instant after the gap; one that happens twice
    /// means the earlier as a start and the later as an end, so nobody loses time they chose.
    pub fn interval(&self, zone: Tz, hours: &WorkingHours) -> Result<Interval, BadChoice> {
        if let Part::Custom { from, to } = self.part {
            if !from.on_step() || !to.on_step() {
                return Err(BadChoice::OffStep);
            }
            if to <= from {
                return Err(BadChoice::EndsBeforeItStarts);
            }
        }
        let (from, to) = hours.times(self.part);
        Interval::new(starts(zone, self.date, from), ends(zone, self.date, to)).ok_or(BadChoice::Empty)
    }
}

/// The instant a local time starts; the earlier where it happens twice.
pub fn starts(zone: Tz, date: NaiveDate, at: Minute) -> Instant {
    resolve(zone, date, at, false)
}

/// The instant a local time ends; the later where it happens twice. The end of a day is the start of the next.
pub fn ends(zone: Tz, date: NaiveDate, at: Minute) -> Instant {
    if at == Minute::END {
        return starts(zone, next_day(date), Minute::START);
    }
    resolve(zone, date, at, true)
}

fn resolve(zone: Tz, date: NaiveDate, at: Minute, later: bool) -> Instant {
    let midnight = date.and_time(chrono::NaiveTime::MIN);
    let mut local = midnight.checked_add_signed(TimeDelta::minutes(at.minutes().into())).unwrap_or(midnight);
    // No zone has skipped more than a day at once.
    for _ in 0..=1440 {
        match zone.from_local_datetime(&local) {
            chrono::LocalResult::Single(found) => return found.to_utc(),
            chrono::LocalResult::Ambiguous(first, second) => {
                return if later { second.to_utc() } else { first.to_utc() };
            }
            chrono::LocalResult::None => match local.checked_add_signed(TimeDelta::minutes(1)) {
                Some(next) => local = next,
                None => break,
            },
        }
    }
    midnight.and_utc()
}

/// The local date and time of an instant; at the edge of representable time UTC.
pub fn local(zone: Tz, at: Instant) -> NaiveDateTime {
    let utc = at.naive_utc();
    let offset = zone.offset_from_utc_datetime(&utc).fix();
    utc.checked_add_offset(offset).unwrap_or(utc)
}

/// A time that holds a date whole, whichever clocks show it: none is a day ahead of UTC's or behind.
pub fn anywhere(date: NaiveDate) -> Interval {
    let before = date.pred_opt().unwrap_or(date);
    Interval { starts_at: day(Tz::UTC, before).starts_at, ends_at: day(Tz::UTC, next_day(date)).ends_at }
}

/// The whole local day as instants: 23, 24 or 25 hours.
pub fn day(zone: Tz, date: NaiveDate) -> Interval {
    Interval { starts_at: starts(zone, date, Minute::START), ends_at: starts(zone, next_day(date), Minute::START) }
}

/// The day after; the last representable day stays.
pub fn next_day(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}

/// Monday of the date's week.
pub fn monday_of(date: NaiveDate) -> NaiveDate {
    date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into())).unwrap_or(date)
}

#[cfg(test)]
mod tests;
