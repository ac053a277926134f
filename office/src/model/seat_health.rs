//! How well the line of each seat of a floor is, compared with the other seats of the same floor. Judged from what was
//! measured while desktops were open there; a seat of which too little is known is neither good nor bad.

use crate::model::{
    id::{DeskId, FloorId, SessionId, SiteId},
    order,
    place::Names,
    time::{Instant, Minute},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How many days back screens count.
pub const DAYS: i64 = 14;
/// How many round trips a session needs before its median counts: a minute's worth, at one in five seconds.
pub const LEAST_SAMPLES: u32 = 12;
/// How many such sessions a seat needs before anything is said of it: half of them can't be one person's bad day.
pub const LEAST_SESSIONS: u32 = 3;
/// How many other seats of the floor have to be known before a seat is compared with them.
pub const LEAST_OTHERS: usize = 5;
/// A slow seat takes at least so many times as long as the others …
pub const TIMES_SLOWER: u32 = 2;
/// … and at least so much longer, in microseconds.
pub const SLOWER_BY_US: u32 = 10_000;
/// A seat that drops its screens has lost at least so many …
pub const LEAST_RECONNECTS: u32 = 3;
/// … in at least so many sessions …
pub const LEAST_SESSIONS_LOST: u32 = 2;
/// … at least so many times as often as the others, by the hour …
pub const TIMES_OFTENER: u64 = 3;
/// … and as often as chance alone would bring it about less than once in so many seats.
pub const CHANCE_ONE_IN: u32 = 1_000;

/// Round trips between server and browser on one line, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundTrips {
    /// How many were measured; without any the others say nothing.
    pub samples: u32,
    /// Half of them took no longer.
    pub p50_us: u32,
    /// Of twenty of them nineteen took no longer.
    pub p95_us: u32,
}

/// What was measured while one screen was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Where its booking sat when it was opened.
    pub desk: DeskId,
    /// The session that it showed.
    pub session: SessionId,
    /// How long it was open, in seconds.
    pub seconds: u32,
    /// Its round trips.
    pub line: RoundTrips,
    /// Whether the browser opened it by itself because it had lost the one before.
    pub again: bool,
    /// Whether it was open at the seat's own terminal; any other may have stood elsewhere.
    pub at_terminal: bool,
}

/// The figures of a seat of which enough is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The median of its sessions' medians, in microseconds: every session counts once, however long it was.
    pub p50_us: u32,
    /// The median of what its sessions stayed below for 95 % of the time, in microseconds.
    pub p95_us: u32,
    /// How long its screens were open, in seconds.
    pub seconds: u64,
}

impl Line {
    /// How long its screens were open, in whole hours.
    pub fn hours(&self) -> u64 {
        (self.seconds + 1_800) / 3_600
    }
}

/// Why a seat is worse than its floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// It answers late.
    Slow {
        /// Its median, in microseconds.
        p50_us: u32,
        /// The median of the medians of the floor's other known seats, in microseconds.
        others_us: u32,
    },
    /// It loses its screens.
    Drops {
        /// How often it lost one.
        reconnects: u32,
        /// In how long, in seconds.
        seconds: u64,
        /// How often the floor's other known seats lost theirs together.
        others: u32,
        /// In how long altogether, in seconds.
        others_seconds: u64,
    },
}

impl Flag {
    /// Its word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Slow { .. } => "slow",
            Self::Drops { .. } => "drops",
        }
    }
}

/// One seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatHealth {
    /// The seat.
    pub desk: DeskId,
    /// How many sessions were open there long enough to be measured.
    pub sessions: u32,
    /// How many screens were open there, those opened again included.
    pub screens: u32,
    /// How many of them at the seat's own terminal.
    pub at_terminal: u32,
    /// How often a browser opened a screen by itself because it had lost the one before.
    pub reconnects: u32,
    /// Its figures; `None` while too little is known.
    pub line: Option<Line>,
    /// Why it is worse than its floor, if it is.
    pub flags: Vec<Flag>,
}

/// A floor's known seats together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// How many seats are known.
    pub known: u32,
    /// How many screens were open at the floor's seats.
    pub screens: u32,
    /// How many of them at a seat's own terminal.
    pub at_terminal: u32,
    /// The median of the known seats' medians, in microseconds.
    pub p50_us: Option<u32>,
    /// How often the known seats lost their screens.
    pub reconnects: u32,
    /// How long their screens were open, in seconds.
    pub seconds: u64,
    /// Whether enough seats are known for one to be compared with the others.
    pub comparable: bool,
}

/// A seat as it is shown: where it is, and how it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatOnFloor {
    /// Unique on its floor.
    pub label: String,
    /// Centre in metres from the floor's north-west corner.
    pub at: [f64; 2],
    /// Degrees clockwise.
    pub rotation: f64,
    /// What is known of it.
    pub health: SeatHealth,
}

/// A floor's seats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FloorHealth {
    /// The floor.
    pub floor: FloorId,
    /// Its name.
    pub name: Names,
    /// Its site.
    pub site: SiteId,
    /// The site's name.
    pub site_name: Names,
    /// The first instant from which screens count, in UTC.
    pub since: Instant,
    /// When it was looked at, in UTC.
    pub as_of: Instant,
    /// The same by the site's clocks.
    pub as_of_local: (NaiveDate, Minute),
    /// Its known seats together.
    pub whole: Whole,
    /// Its seats by label.
    pub seats: Vec<SeatOnFloor>,
}

impl FloorHealth {
    /// The seats that are worse than their floor.
    pub fn flagged(&self) -> impl Iterator<Item = &SeatOnFloor> {
        self.seats.iter().filter(|seat| !seat.health.flags.is_empty())
    }
}

/// Judges the seats of one floor, in their order. The order of the readings does not matter.
pub fn judge(desks: &[DeskId], readings: &[Reading]) -> (Whole, Vec<SeatHealth>) {
    let mut of: HashMap<DeskId, Vec<&Reading>> = HashMap::new();
    for reading in readings {
        of.entry(reading.desk).or_default().push(reading);
    }
    let mut seats: Vec<SeatHealth> =
        desks.iter().map(|desk| measured(*desk, of.get(desk).map_or(&[], Vec::as_slice))).collect();
    let lost: Vec<u32> = desks.iter().map(|desk| sessions_lost(of.get(desk).map_or(&[], Vec::as_slice))).collect();
    let flags: Vec<Vec<Flag>> = (0..seats.len())
        .map(|at| [slow(&seats, at), drops(&seats, at, lost[at])].into_iter().flatten().collect())
        .collect();
    for (seat, flags) in seats.iter_mut().zip(flags) {
        seat.flags = flags;
    }
    (whole(&seats), seats)
}

fn measured(desk: DeskId, readings: &[&Reading]) -> SeatHealth {
    let mut sessions: HashMap<SessionId, Vec<&Reading>> = HashMap::new();
    for reading in readings {
        sessions.entry(reading.session).or_default().push(reading);
    }
    let enough = |screens: &&Vec<&Reading>| screens.iter().map(|one| one.line.samples).sum::<u32>() >= LEAST_SAMPLES;
    let long: Vec<&Vec<&Reading>> = sessions.values().filter(enough).collect();
    let known = long.len() >= LEAST_SESSIONS as usize;
    let over = |of: fn(&RoundTrips) -> u32| median(long.iter().map(|screens| typical(screens, of)).collect());
    let line = over(|line| line.p50_us).zip(over(|line| line.p95_us)).map(|(p50_us, p95_us)| Line {
        p50_us,
        p95_us,
        seconds: readings.iter().map(|one| u64::from(one.seconds)).sum(),
    });
    SeatHealth {
        desk,
        sessions: long.len() as u32,
        screens: readings.len() as u32,
        at_terminal: readings.iter().filter(|one| one.at_terminal).count() as u32,
        reconnects: readings.iter().filter(|one| one.again).count() as u32,
        line: line.filter(|_| known),
        flags: Vec::new(),
    }
}

/// A figure of a session: that of its screens, each as weighty as it was measured.
fn typical(screens: &[&Reading], of: fn(&RoundTrips) -> u32) -> u32 {
    let mut figures: Vec<(u32, u32)> = screens.iter().map(|one| (of(&one.line), one.line.samples)).collect();
    order::sort_by_key(&mut figures, |figure| *figure);
    let half = figures.iter().map(|(_, samples)| u64::from(*samples)).sum::<u64>().div_ceil(2);
    let mut passed = 0;
    let middle = figures.iter().find(|(_, samples)| {
        passed += u64::from(*samples);
        *samples > 0 && passed >= half
    });
    middle.map_or(0, |(figure, _)| *figure)
}

/// The middle one; of an even number the mean of the two in the middle.
fn median(mut figures: Vec<u32>) -> Option<u32> {
    order::sort_by_key(&mut figures, |figure| *figure);
    let (lower, upper) = (figures.len().checked_sub(1)? / 2, figures.len() / 2);
    Some(figures[lower].midpoint(figures[upper]))
}

fn sessions_lost(readings: &[&Reading]) -> u32 {
    let mut lost: Vec<SessionId> = readings.iter().filter(|one| one.again).map(|one| one.session).collect();
    order::sort_by_key(&mut lost, |session| *session);
    lost.dedup();
    lost.len() as u32
}

/// The floor's other known seats; `None` where there are too few to compare with.
fn others(seats: &[SeatHealth], but: usize) -> Option<Vec<(&SeatHealth, Line)>> {
    let rest = seats.iter().enumerate().filter(|(at, _)| *at != but);
    let known: Vec<_> = rest.filter_map(|(_, seat)| Some((seat, seat.line?))).collect();
    (known.len() >= LEAST_OTHERS).then_some(known)
}

fn slow(seats: &[SeatHealth], at: usize) -> Option<Flag> {
    let Line { p50_us, .. } = seats[at].line?;
    let others_us = median(others(seats, at)?.iter().map(|(_, line)| line.p50_us).collect())?;
    let clearly = p50_us >= others_us.saturating_mul(TIMES_SLOWER) && p50_us >= others_us.saturating_add(SLOWER_BY_US);
    clearly.then_some(Flag::Slow { p50_us, others_us })
}

fn drops(seats: &[SeatHealth], at: usize, sessions_lost: u32) -> Option<Flag> {
    let (reconnects, seconds) = (seats[at].reconnects, seats[at].line?.seconds);
    let rest = others(seats, at)?;
    let others: u32 = rest.iter().map(|(seat, _)| seat.reconnects).sum();
    let others_seconds: u64 = rest.iter().map(|(_, line)| line.seconds).sum();
    // Cross-multiplied, so that nothing is divided by no time at all.
    let oftener = u128::from(reconnects) * u128::from(others_seconds)
        >= u128::from(TIMES_OFTENER) * u128::from(others) * u128::from(seconds);
    // One more than was seen: where nobody lost anything yet, it does not follow that nobody ever will.
    let expected = f64::from(others + 1) * seconds as f64 / (others_seconds as f64).max(1.0);
    let clearly = reconnects >= LEAST_RECONNECTS
        && sessions_lost >= LEAST_SESSIONS_LOST
        && oftener
        && by_chance(reconnects, expected) < 1.0 / f64::from(CHANCE_ONE_IN);
    clearly.then_some(Flag::Drops { reconnects, seconds, others, others_seconds })
}

/// How likely at least so many come about where a number is expected and each comes by itself (Poisson's distribution).
fn by_chance(seen: u32, expected: f64) -> f64 {
    let mut logarithm = -expected;
    let mut fewer = 0.0;
    for count in 0..seen {
        fewer += logarithm.exp();
        logarithm += expected.ln() - f64::from(count + 1).ln();
    }
    (1.0 - fewer).max(0.0)
}

fn whole(seats: &[SeatHealth]) -> Whole {
    let known: Vec<(&SeatHealth, Line)> = seats.iter().filter_map(|seat| Some((seat, seat.line?))).collect();
    Whole {
        known: known.len() as u32,
        screens: seats.iter().map(|seat| seat.screens).sum(),
        at_terminal: seats.iter().map(|seat| seat.at_terminal).sum(),
        p50_us: median(known.iter().map(|(_, line)| line.p50_us).collect()),
        reconnects: known.iter().map(|(seat, _)| seat.reconnects).sum(),
        seconds: known.iter().map(|(_, line)| line.seconds).sum(),
        comparable: known.len() > LEAST_OTHERS,
    }
}

/// How late a seat answers, in a few steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Below 10 ms.
    Swift,
    /// Below 30 ms.
    Good,
    /// Below 80 ms: who types quickly begins to see it.
    Felt,
    /// 80 ms and more.
    Late,
}

impl Step {
    /// All of them with the first microsecond that belongs to the next.
    pub const ALL: [(Self, Option<u32>); 4] =
        [(Self::Swift, Some(10_000)), (Self::Good, Some(30_000)), (Self::Felt, Some(80_000)), (Self::Late, None)];

    /// The step of a median in microseconds.
    pub fn of(p50_us: u32) -> Self {
        let within = Self::ALL.into_iter().find(|(_, end)| end.is_none_or(|end| p50_us < end));
        within.map_or(Self::Late, |(step, _)| step)
    }

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Swift => "swift",
            Self::Good => "good",
            Self::Felt => "felt",
            Self::Late => "late",
        }
    }
}

#[cfg(test)]
mod tests;
