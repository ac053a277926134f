//! Which free seats suit a person, and why: a sum of small features whose strongest two are the reasons shown.

use super::{
    id::DeskId,
    order,
    place::Amenity,
    seat::{Holder, Seat, SeatState},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How many seats are suggested.
pub const MOST: usize = 3;
/// At this distance a teammate counts for about a third, in metres.
const TEAM_REACH: f64 = 6.0;
/// Up to this distance somebody sits right beside, in metres: next desk, opposite, or across the corner.
const BESIDE: f64 = 1.9;
/// After so many days a habit counts for half.
const HALF_LIFE_DAYS: f64 = 21.0;
/// Within this distance two seats are nearly the same suggestion, in metres.
const ALIKE: f64 = 3.0;
/// A feature that adds less than this is no reason.
const LEAST_REASON: f64 = 0.012;

/// A seat the person had before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Habit {
    /// The desk.
    pub desk: DeskId,
    /// How many days before today at its site.
    pub days_ago: u16,
}

/// Why a seat suits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A teammate sits right beside.
    BesideMate,
    /// Teammates sit near.
    NearTeam,
    /// The person sat there, the last time so many days ago.
    SatHere {
        /// Days since then.
        days_ago: u16,
    },
    /// It has what the person's seats usually have.
    Usual(Amenity),
    /// Calls are not made there.
    Quiet,
    /// At a window.
    Window,
    /// Nobody sits right beside.
    Roomy,
}

/// A seat for somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The desk.
    pub desk: DeskId,
    /// The strongest reasons first, at most two.
    pub whys: Vec<Why>,
    /// The nearest teammates, at most two.
    pub near: Vec<Holder>,
}

struct Scored<'a> {
    seat: &'a Seat,
    score: f64,
    whys: Vec<Why>,
}

/// Up to three free seats that a filter admits, best first, that differ from each other. The same facts give the same
/// answer.
pub fn suggest(seats: &[Seat], habits: &[Habit], admits: impl Fn(&Seat) -> bool) -> Vec<Suggestion> {
    let taste = Taste::of(seats, habits);
    // A lent seat may have to be left again.
    let free = seats.iter().filter(|seat| seat.state == SeatState::Free && !seat.lent && admits(seat));
    let mut left: Vec<Scored<'_>> = free.map(|seat| taste.score(seats, seat)).collect();
    let mut chosen: Vec<Suggestion> = Vec::new();
    let mut taken: Vec<&Seat> = Vec::new();
    while chosen.len() < MOST {
        let worth = |one: &Scored<'_>| {
            let alike = taken.iter().map(|other| (-metres(one.seat, other) / ALIKE).exp()).fold(0.0, f64::max);
            0.8 * one.score - 0.2 * alike
        };
        let best = left
            .iter()
            .enumerate()
            .max_by(|(_, a), (_, b)| worth(a).total_cmp(&worth(b)).then_with(|| b.seat.label.cmp(&a.seat.label)));
        let Some(index) = best.map(|(index, _)| index) else { break };
        let one = left.swap_remove(index);
        taken.push(one.seat);
        chosen.push(Suggestion { desk: one.seat.desk, whys: one.whys, near: mates(seats, one.seat) });
    }
    chosen
}

/// The distance of two seats' centres in metres.
pub fn metres(one: &Seat, other: &Seat) -> f64 {
    (one.at[0] - other.at[0]).hypot(one.at[1] - other.at[1])
}

/// The free seats nearest to one, at most so many, with their distance in metres.
pub fn nearest_free<'a>(seats: &'a [Seat], seat: &Seat, most: usize) -> Vec<(f64, &'a Seat)> {
    let free = seats.iter().filter(|other| other.state == SeatState::Free && !other.lent && other.desk != seat.desk);
    let mut found: Vec<(f64, &Seat)> = free.map(|other| (metres(seat, other), other)).collect();
    order::sort_by(&mut found, |a, b| a.0.total_cmp(&b.0));
    found.truncate(most);
    found
}

/// The teammates that sit nearest to a seat, at most two.
fn mates(seats: &[Seat], seat: &Seat) -> Vec<Holder> {
    let mut near: Vec<(f64, &Holder)> = seats
        .iter()
        .filter_map(|other| Some((metres(seat, other), other.holder.as_ref().filter(|holder| holder.teammate)?)))
        .filter(|(away, _)| *away <= TEAM_REACH)
        .collect();
    order::sort_by(&mut near, |a, b| a.0.total_cmp(&b.0));
    near.into_iter().take(2).map(|(_, holder)| holder.clone()).collect()
}

/// What a person's seats were like.
struct Taste {
    sat: HashMap<DeskId, (f64, u16)>,
    /// The share of the person's seats that had an amenity; what every desk has says nothing.
    usual: Vec<(Amenity, f64)>,
}

impl Taste {
    fn of(seats: &[Seat], habits: &[Habit]) -> Self {
        let weight = |days: u16| 0.5f64.powf(f64::from(days) / HALF_LIFE_DAYS);
        let mut sat: HashMap<DeskId, (f64, u16)> = HashMap::new();
        for habit in habits {
            let known = sat.entry(habit.desk).or_insert((0.0, habit.days_ago));
            *known = (known.0 + weight(habit.days_ago), known.1.min(habit.days_ago));
        }
        let total: f64 = sat.values().map(|(weight, _)| weight).sum();
        let share = |amenity: Amenity| {
            let had = seats.iter().filter(|seat| seat.amenities.contains(&amenity));
            had.filter_map(|seat| sat.get(&seat.desk)).map(|(weight, _)| weight).sum::<f64>() / total
        };
        let usual = Amenity::ALL
            .iter()
            .filter(|_| total > 0.0)
            .filter(|amenity| !matches!(amenity, Amenity::Dock | Amenity::Accessible))
            .map(|amenity| (*amenity, share(*amenity)))
            .filter(|(_, share)| *share > 0.3)
            .collect();
        Self { sat, usual }
    }

    fn score<'a>(&self, seats: &[Seat], seat: &'a Seat) -> Scored<'a> {
        let mut parts = vec![self.team(seats, seat), self.habit(seat), self.likes(seat)];
        let has = |amenity| f64::from(u8::from(seat.amenities.contains(&amenity)));
        parts.push((0.08 * has(Amenity::Quiet), Why::Quiet));
        parts.push((0.05 * has(Amenity::Window), Why::Window));
        let beside = seats
            .iter()
            .any(|other| other.desk != seat.desk && other.state == SeatState::Taken && metres(seat, other) <= BESIDE);
        parts.push((if beside { 0.0 } else { 0.04 }, Why::Roomy));
        let score = parts.iter().map(|(part, _)| part).sum();
        parts.retain(|(part, _)| *part >= LEAST_REASON);
        order::sort_by(&mut parts, |a, b| b.0.total_cmp(&a.0));
        Scored { seat, score, whys: parts.into_iter().take(2).map(|(_, why)| why).collect() }
    }

    fn team(&self, seats: &[Seat], seat: &Seat) -> (f64, Why) {
        let away: Vec<f64> = seats
            .iter()
            .filter(|other| other.holder.as_ref().is_some_and(|holder| holder.teammate))
            .map(|other| metres(seat, other))
            .collect();
        let near: f64 = away.iter().map(|metres| (-metres / TEAM_REACH).exp()).sum();
        let why = if away.iter().any(|metres| *metres <= BESIDE) { Why::BesideMate } else { Why::NearTeam };
        // Somebody at the other end of the floor is no reason.
        let heard = away.iter().any(|metres| *metres <= TEAM_REACH);
        (if heard { 0.35 * near.min(1.0) } else { 0.0 }, why)
    }

    fn habit(&self, seat: &Seat) -> (f64, Why) {
        match self.sat.get(&seat.desk) {
            Some((weight, days_ago)) => (0.15 * weight.min(1.0), Why::SatHere { days_ago: *days_ago }),
            None => (0.0, Why::SatHere { days_ago: u16::MAX }),
        }
    }

    fn likes(&self, seat: &Seat) -> (f64, Why) {
        let all: f64 = self.usual.iter().map(|(_, share)| share).sum();
        let had: Vec<&(Amenity, f64)> =
            self.usual.iter().filter(|(amenity, _)| seat.amenities.contains(amenity)).collect();
        let strongest = had.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        match strongest {
            Some((amenity, _)) => (0.20 * had.iter().map(|(_, share)| share).sum::<f64>() / all, Why::Usual(*amenity)),
            None => (0.0, Why::Roomy),
        }
    }
}

#[cfg(test)]
mod tests;
