//! Days at an office, generated: its rules, what was booked before, the moment, and what somebody now wants to see.

use crate::common::date;
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use office::model::{
    rules::{ForWhom, Rules},
    time::{self, Choice, Instant, Minute, Part},
};
use proptest::{collection::vec, option, prelude::*};

/// Where a scene plays and its first day: an ordinary one, the end of a month and of a year, and the days around both
/// changes of London's clocks, which are Sundays.
const STAGES: [(Tz, &str); 8] = [
    (Tz::Asia__Seoul, "2026-12-03"),
    (Tz::Asia__Seoul, "2026-11-29"),
    (Tz::Asia__Seoul, "2026-12-30"),
    (Tz::Europe__London, "2026-12-30"),
    (Tz::Europe__London, "2026-10-24"),
    (Tz::Europe__London, "2026-10-25"),
    (Tz::Europe__London, "2027-03-27"),
    (Tz::Europe__London, "2027-03-28"),
];

/// How many desks the floor has.
pub const DESKS: usize = 8;
/// How many people there are.
pub const PEOPLE: usize = 5;
/// Stands for whoever looks, where somebody is named by their number.
pub const VIEWER: usize = PEOPLE;
/// Stands for the colleague for whom the viewer would book.
pub const COLLEAGUE: usize = PEOPLE + 1;

/// A part of a day so many days after a scene's first.
pub type When = (u8, Part);

/// Who wanted which desk, and when.
pub type Wanted = (usize, usize, When);

/// What people did by the moment at which the viewer looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Nobody has come yet.
    Nobody,
    /// Whoever could check in has done so.
    Came,
    /// They went out again since, and their seats are lent.
    Lent,
}

/// What is particular about single desks.
#[derive(Clone, Debug)]
pub struct Oddities {
    /// For which of the two teams a zone is kept, and until when.
    pub kept: Option<(bool, Minute)>,
    /// Which desk is whose.
    pub assigned: Option<(usize, usize)>,
    /// Which one is out of service.
    pub broken: Option<usize>,
    /// Which one is no longer on the plan.
    pub retired: Option<usize>,
}

/// What the viewer wants.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who looks.
    pub viewer: usize,
    /// Whose number comes so many after the viewer's.
    pub colleague: usize,
    /// Which desk the colleague is to have.
    pub theirs: usize,
    /// At which desk the viewer says to have come.
    pub comes: usize,
    /// When they want a seat.
    pub when: When,
}

/// A day at the office.
#[derive(Clone, Debug)]
pub struct Scene {
    stage: (Tz, &'static str),
    pub rules: Rules,
    /// Desks at which the viewer sits in the morning and in the afternoon of the day that is asked for.
    pub split: Option<(usize, usize)>,
    /// What people wanted before; some came too late.
    pub earlier: Vec<Wanted>,
    pub presence: Presence,
    /// What others wanted while seats were lent.
    pub guests: Vec<Wanted>,
    pub oddities: Oddities,
    /// A day on which the site is closed.
    pub closed: Option<u8>,
    /// Seconds between eight o'clock of the first day and the moment.
    now: i64,
    pub asked: Asked,
}

impl Scene {
    /// The site's time zone.
    pub fn zone(&self) -> Tz {
        self.stage.0
    }

    /// A day's local date.
    pub fn date(&self, day: u8) -> NaiveDate {
        date(self.stage.1) + chrono::Days::new(day.into())
    }

    /// A part of a day as it is chosen.
    pub fn choice(&self, (day, part): When) -> Choice {
        Choice { date: self.date(day), part }
    }

    /// Eight o'clock of the first day, when the first seats were booked.
    pub fn begins(&self) -> Instant {
        time::starts(self.zone(), self.date(0), Minute::hour(8))
    }

    /// The moment at which the viewer looks.
    pub fn now(&self) -> Instant {
        self.begins() + TimeDelta::seconds(self.now)
    }

    /// Whether the day that is asked for has 23 or 25 hours.
    pub fn is_of_another_length(&self) -> bool {
        let day = time::day(self.zone(), self.date(self.asked.when.0));
        day.ends_at - day.starts_at != TimeDelta::hours(24)
    }
}

/// Mostly on the grid, and oftener in the small hours, when clocks are changed.
fn minutes() -> impl Strategy<Value = Minute> {
    prop_oneof![
        6 => (0u16..=96).prop_map(|quarter| quarter * 15),
        2 => (0u16..=16).prop_map(|quarter| quarter * 15),
        2 => 0u16..=1440,
    ]
    .prop_map(|at| Minute::new(at).unwrap())
}

fn parts() -> impl Strategy<Value = Part> {
    prop_oneof![
        3 => Just(Part::AllDay),
        2 => Just(Part::Morning),
        2 => Just(Part::Afternoon),
        3 => (minutes(), minutes()).prop_map(|(a, b)| Part::Custom { from: a.min(b), to: a.max(b) }),
    ]
}

fn days(many: u8) -> impl Strategy<Value = u8> {
    prop_oneof![Just(0u8), 0..many]
}

fn whens(many: u8) -> impl Strategy<Value = When> {
    (days(many), parts())
}

fn wanted(fewer_than: usize) -> impl Strategy<Value = Vec<Wanted>> {
    let people = prop_oneof![2 => Just(VIEWER), 2 => Just(COLLEAGUE), 5 => 0..PEOPLE];
    vec((people, 0..DESKS, whens(3)), 0..fewer_than)
}

fn rules() -> impl Strategy<Value = Rules> {
    let days = (prop_oneof![1 => 0u16..3, 2 => Just(14u16)], minutes(), proptest::bool::weighted(0.75));
    let limits = (
        prop_oneof![1 => 0u16..4, 2 => Just(10u16)],
        proptest::bool::weighted(0.65),
        option::of(minutes()),
        option::of(0u16..90),
    );
    let people = (0u16..=120, prop_oneof![Just(ForWhom::Oneself), Just(ForWhom::Team), Just(ForWhom::Everybody)]);
    (days, limits, people).prop_map(|(days, limits, (check_in_before_min, for_whom))| {
        let (horizon_days, opens_at, weekends) = days;
        let (most_active, within_hours, assigned_release, no_show_grace_min) = limits;
        Rules {
            horizon_days,
            opens_at,
            working_days: [true, true, true, true, true, weekends, weekends],
            most_active,
            check_in_before_min,
            no_show_grace_min,
            for_whom,
            within_hours,
            assigned_release,
            away: Default::default(),
            clipboard: Default::default(),
        }
    })
}

fn oddities() -> impl Strategy<Value = Oddities> {
    let kept = option::of((any::<bool>(), minutes()));
    let desks = (option::of((0..DESKS, 0..PEOPLE)), option::of(0..DESKS), option::weighted(0.2, 0..DESKS));
    (kept, desks).prop_map(|(kept, (assigned, broken, retired))| Oddities { kept, assigned, broken, retired })
}

fn asked() -> impl Strategy<Value = Asked> {
    let who = (0..PEOPLE, 1..PEOPLE);
    (who, 0..DESKS, 0..DESKS, whens(4)).prop_map(|((viewer, colleague), theirs, comes, when)| Asked {
        viewer,
        colleague,
        theirs,
        comes,
        when,
    })
}

/// Scenes of every kind.
pub fn scenes() -> impl Strategy<Value = Scene> {
    let presence = prop_oneof![1 => Just(Presence::Nobody), 1 => Just(Presence::Came), 3 => Just(Presence::Lent)];
    let split = option::weighted(0.35, (0..DESKS, 0..DESKS));
    let before = (split, wanted(20), presence, wanted(4));
    // Within working hours, or at any time from four in the morning until the next one.
    let now = prop_oneof![3 => 3_600i64..32_400, 2 => -14_400i64..86_400];
    let places = (oddities(), option::weighted(0.2, days(4)));
    (0..STAGES.len(), rules(), before, places, now, asked()).prop_map(|(stage, rules, before, places, now, asked)| {
        let ((split, earlier, presence, guests), (oddities, closed)) = (before, places);
        Scene { stage: STAGES[stage], rules, split, earlier, presence, guests, oddities, closed, now, asked }
    })
}
