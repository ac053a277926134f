//! Out for a while: the seat is kept, then lent to whoever needs it with the right of return, then given back. The
//! grace for each step counts from when the person was to be back, and lunch does not count.

use super::{
    place::words,
    refusal::Refusal,
    time::{self, Instant, Interval, Minute, WorkingHours},
};
use chrono::TimeDelta;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

words! {
    /// How it is known that somebody is out.
    AwayCause {
        /// The person said so.
        Said = "said",
        /// The desktop is open and nobody has touched it.
        Idle = "idle",
        /// The desktop was left.
        Disconnected = "disconnected",
    }
}

/// A site's grace times, in minutes; `None` never does it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AwayRules {
    /// How long a desktop may be left or untouched before its person counts as out.
    pub notice_min: Option<u16>,
    /// How long a seat is kept before others may sit there, with the right of return.
    pub lend_min: Option<u16>,
    /// How long until the seat is given back.
    pub release_min: Option<u16>,
}

impl Default for AwayRules {
    fn default() -> Self {
        Self { notice_min: Some(20), lend_min: Some(60), release_min: Some(180) }
    }
}

impl AwayRules {
    /// Refuses what makes no sense.
    pub fn check(&self) -> Result<(), Refusal> {
        let fields = [
            ("away_notice_min", self.notice_min),
            ("away_lend_min", self.lend_min),
            ("away_release_min", self.release_min),
        ];
        if let Some((field, _)) = fields.iter().find(|(_, minutes)| minutes.is_some_and(|it| !(5..=720).contains(&it)))
        {
            return Err(Refusal::input(field, "grace_range"));
        }
        match (self.lend_min, self.release_min) {
            (Some(lend), Some(release)) if release < lend => Err(Refusal::input("away_release_min", "release_order")),
            _ => Ok(()),
        }
    }
}

/// When somebody is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Out {
    /// Since when, in UTC.
    pub since: Instant,
    /// When they said they would be back, in UTC.
    pub back_by: Option<Instant>,
}

/// When the steps of being out come, in UTC; never after the booking's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    /// From when others may sit there.
    pub lent_from: Option<Instant>,
    /// When the seat is given back.
    pub released_at: Option<Instant>,
}

/// The steps for somebody who is out, at a site with these hours.
pub fn steps(rules: &AwayRules, (zone, hours): (Tz, &WorkingHours), out: Out, booking: Interval) -> Steps {
    let from = out.back_by.map_or(out.since, |back| back.max(out.since));
    let after = |minutes: Option<u16>| {
        let at = without_lunch((zone, hours), from, TimeDelta::minutes(minutes?.into()));
        (at < booking.ends_at).then_some(at)
    };
    Steps { lent_from: after(rules.lend_min), released_at: after(rules.release_min) }
}

/// The instant until which so much time has passed outside of lunch.
fn without_lunch((zone, hours): (Tz, &WorkingHours), from: Instant, length: TimeDelta) -> Instant {
    let date = time::local(zone, from).date();
    let starts = time::starts(zone, date, hours.lunch_starts);
    let ends = time::ends(zone, date, hours.lunch_ends);
    let begun = if from >= starts && from < ends { ends } else { from };
    let over = begun + length;
    if begun < starts && over > starts { over + (ends - starts) } else { over }
}

/// When somebody who goes now may say to be back: the next half hours, at least 20 minutes ahead, and the end of lunch from
/// an hour before lunch on.
pub fn offers(now: Minute, lunch: (Minute, Minute), ends: Minute) -> Vec<Minute> {
    let hour = (now.minutes() / 60 + 1) * 60;
    let half_hours = (0..6).filter_map(|step| Minute::new(hour + step * 30));
    let soon = half_hours.filter(|at| at.minutes() >= now.minutes() + 20);
    let lunch_is_near = lunch.1 > now && now.minutes() + 60 >= lunch.0.minutes();
    let mut found: Vec<Minute> = soon.chain(lunch_is_near.then_some(lunch.1)).filter(|at| *at < ends).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests;
