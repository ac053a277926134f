//! The demo office's bookings: weeks behind and ahead of today, as people are. They come at their own times, some
//! late, some not at all; they leave early; a seat that is released is often taken again.

use super::{
    floors::{DeskDraft, FloorDraft},
    people::PersonDraft,
    seed::{SiteDraft, id},
};
use crate::{
    backend::rows::booking,
    model::{
        rules::{Rules, quarter_begun, works_on},
        time::{self, Choice, Instant, Interval, Minute, Part},
    },
};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta};
use rand::{Rng, rngs::StdRng, seq::SliceRandom};
use std::collections::HashSet;
use uuid::Uuid;

/// Days of bookings before and after today.
const PAST_DAYS: u64 = 35;
const COMING_DAYS: u64 = 14;

/// A drawn booking with its floor.
pub(super) type Drawn = (booking::Model, Uuid);

/// The bookings of a site's people on every open day around today.
pub(super) fn bookings(site: &SiteDraft, people: &[PersonDraft], (now, random): (Instant, &mut StdRng)) -> Vec<Drawn> {
    let today = time::local(site.zone, now).date();
    let rules = Rules::default();
    let closed: HashSet<NaiveDate> = site.closures.iter().filter_map(|(date, ..)| date.parse().ok()).collect();
    let first = today.checked_sub_days(Days::new(PAST_DAYS)).unwrap_or(today);
    let dates = first.iter_days().take((PAST_DAYS + COMING_DAYS) as usize);
    let open = dates.filter(|date| works_on(&rules, *date) && !closed.contains(date));
    open.flat_map(|date| Day { site, people, date, now }.draw(random)).collect()
}

/// One day of a site before it is drawn.
#[derive(Clone, Copy)]
struct Day<'a> {
    site: &'a SiteDraft,
    people: &'a [PersonDraft],
    date: NaiveDate,
    now: Instant,
}

/// A desk with its floor.
type Place<'a> = (&'a FloorDraft, &'a DeskDraft);

impl<'a> Day<'a> {
    fn draw(self, random: &mut StdRng) -> Vec<Drawn> {
        let mut desks: Vec<Place<'a>> = self
            .site
            .floors
            .iter()
            .flat_map(|floor| floor.desks.iter().map(move |desk| (floor, desk)))
            .filter(|(_, desk)| desk.out_of_service.is_none())
            .collect();
        desks.shuffle(random);
        let share = self.share();
        let (mut drawn, mut absent) = (Vec::new(), Vec::new());
        for index in self.site.people.clone() {
            if !random.random_bool(share) || self.picks_alone(index) {
                absent.push(index);
                continue;
            }
            if let Some(place) = self.choose(&mut desks, index)
                && let Some(one) = self.booking(place, index, random)
            {
                drawn.push((one, place));
            }
        }
        absent.retain(|index| !self.picks_alone(*index));
        let again = self.taken_again(&drawn, (absent, random));
        drawn.into_iter().map(|(row, (floor, _))| (row, id(&floor.key))).chain(again).collect()
    }

    fn days_ahead(self) -> i64 {
        (self.date - time::local(self.site.zone, self.now).date()).num_days()
    }

    /// Midweek is the busiest; the further ahead, the fewer have booked yet.
    fn share(self) -> f64 {
        let weekday = [0.66, 0.84, 0.92, 0.82, 0.54, 0.0, 0.0][self.date.weekday().num_days_from_monday() as usize];
        weekday * (1.0 - self.days_ahead().max(0) as f64 * 0.055).max(0.12)
    }

    /// The three people that the sign-in page offers pick their own seats today and in the next days.
    fn picks_alone(self, index: usize) -> bool {
        index < 3 && (0..3).contains(&self.days_ahead())
    }

    /// A desk in the zone kept for one's team, else on its floor, else anywhere; none in another team's zone.
    fn choose(self, desks: &mut Vec<Place<'a>>, index: usize) -> Option<Place<'a>> {
        let team = self.people[index].team;
        let home = &self.site.floors[team % self.site.floors.len().max(1)].key;
        let kept = |(floor, desk): &Place| {
            let zone = floor.zones.iter().find(|zone| zone.code == desk.zone);
            zone.and_then(|zone| zone.kept).map(|(team, _)| team)
        };
        let open = |one: &Place| kept(one).is_none();
        let own = desks.iter().position(|one| kept(one) == Some(team));
        let near = own.or_else(|| desks.iter().position(|one| open(one) && one.0.key == *home));
        let place = near.or_else(|| desks.iter().position(open))?;
        Some(desks.swap_remove(place))
    }

    fn booking(self, (floor, desk): Place, index: usize, random: &mut StdRng) -> Option<booking::Model> {
        let choice = Choice { date: self.date, part: part(random) };
        let interval = choice.interval(self.site.zone, &self.site.hours).ok()?;
        let made = (interval.starts_at - TimeDelta::hours(random.random_range(2..90))).min(self.now);
        let row = self.row((floor, desk), index, (interval, made));
        Some(live(row, self.now, random))
    }

    fn row(self, (floor, desk): Place, index: usize, (interval, made): (Interval, Instant)) -> booking::Model {
        let person = id(&self.people[index].email);
        booking::Model {
            id: id(&format!("{}-{}-{}", floor.key, self.date, self.people[index].email)),
            desk_id: id(&format!("{}-{}", floor.key, desk.label)),
            person_id: person,
            booked_by: person,
            starts_at: interval.starts_at.timestamp(),
            ends_at: interval.ends_at.timestamp(),
            state: "reserved".into(),
            made_at: made.timestamp(),
            checked_in_at: None,
            check_in_source: None,
            ended_at: None,
            away_since: None,
            away_cause: None,
            back_by: None,
            lent_at: None,
            present_at: None,
        }
    }

    /// Two of three released seats are taken by somebody who came without a booking.
    fn taken_again(
        self,
        drawn: &[(booking::Model, Place<'a>)],
        (mut absent, random): (Vec<usize>, &mut StdRng),
    ) -> Vec<Drawn> {
        let mut again = Vec::new();
        for (row, place) in drawn.iter().filter(|(row, _)| row.state == "released") {
            let came = row.ended_at.and_then(|at| DateTime::from_timestamp(at + random.random_range(2..75) * 60, 0));
            let Some(came) = came.filter(|came| *came <= self.now && random.random_bool(0.66)) else { continue };
            let ends = DateTime::from_timestamp(row.ends_at, 0).unwrap_or(came);
            let Some((interval, index)) = Interval::new(quarter_begun(came), ends).zip(absent.pop()) else { continue };
            let taken = self.row(*place, index, (interval, came));
            again.push((sit(taken, came.timestamp(), (self.now, random)), id(&place.0.key)));
        }
        again
    }
}

fn part(random: &mut StdRng) -> Part {
    match random.random_range(0..100) {
        0..74 => Part::AllDay,
        74..84 => Part::Morning,
        84..94 => Part::Afternoon,
        _ => {
            let from = random.random_range(36..56u16);
            let to = from + random.random_range(6..14u16);
            match (Minute::new(from * 15), Minute::new(to * 15)) {
                (Some(from), Some(to)) => Part::Custom { from, to },
                _ => Part::AllDay,
            }
        }
    }
}

/// What became of a booking by now.
fn live(mut row: booking::Model, now: Instant, random: &mut StdRng) -> booking::Model {
    let minutes = match random.random_range(0..100) {
        0..92 => random.random_range(-25..=12),
        _ => random.random_range(16..=50),
    };
    let arrival = (row.starts_at + minutes * 60).max(row.made_at);
    let grace = Rules::default().no_show_grace_min.map_or(i64::MAX, |minutes| i64::from(minutes) * 60);
    let deadline = row.starts_at.max(row.made_at).saturating_add(grace).min(row.ends_at);
    let seconds = now.timestamp();
    match random.random_range(0..100) {
        0..4 if row.starts_at < seconds => {
            (row.state, row.ended_at) = ("cancelled".into(), Some(row.made_at.max(row.starts_at - 3600)));
        }
        4..10 if deadline <= seconds => (row.state, row.ended_at) = ("released".into(), Some(deadline)),
        10.. if arrival <= seconds => return sit(row, arrival, (now, random)),
        _ => {}
    }
    row
}

/// Somebody has come; by now they may have left, at the end or before.
fn sit(mut row: booking::Model, came: i64, (now, random): (Instant, &mut StdRng)) -> booking::Model {
    let source = if random.random_bool(0.7) { "desktop" } else { "page" };
    (row.checked_in_at, row.check_in_source) = (Some(came), Some(source.into()));
    let early = if random.random_bool(0.3) { random.random_range(5..90) * 60 } else { 0 };
    let leaves = (row.ends_at - early).max(came + 600).min(row.ends_at);
    if leaves <= now.timestamp() {
        (row.state, row.ended_at) = ("ended".into(), Some(leaves));
    } else {
        row.state = "in_use".into();
    }
    row
}

/// What the ledger says of a booking's life so far: when, and its word for it.
pub(super) fn steps(row: &booking::Model) -> Vec<(i64, &'static str)> {
    let over = match row.state.as_str() {
        "released" => "booking.released",
        "cancelled" => "booking.cancelled",
        _ if row.ended_at.is_some_and(|ended| ended < row.ends_at) => "booking.checked_out",
        _ => "booking.ended",
    };
    let mut steps = vec![(row.made_at, "booking.reserved")];
    steps.extend(row.checked_in_at.map(|at| (at, "booking.checked_in")));
    steps.extend(row.ended_at.map(|at| (at, over)));
    steps
}
