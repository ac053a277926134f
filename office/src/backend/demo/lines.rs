//! What the demo office's screens measured in the last fortnight: quick on the whole, with one seat whose line is slow and
//! one that loses its screens.

use super::{
    days::Drawn,
    seed::{SiteDraft, id},
};
use crate::{
    backend::{
        cloud_pcs::sessions,
        rows::{booking, cloud_pc, screen_reading, session},
    },
    model::{cloud_pc::SessionState, seat_health::DAYS, time::Instant},
};
use chrono::TimeDelta;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Lines are drawn from a seed of their own, so that they change nothing of the days.
const SEED: u64 = 20_261_216;
/// A round trip is measured every five seconds.
const EVERY_S: i64 = 5;
/// Whose line is slow and who loses its screens: the seats of a floor that were sat at most often and next to most.
const ODD: [Odd; 2] = [Odd::Slow, Odd::Drops];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Odd {
    Slow,
    Drops,
}

/// Rows to store, in this order.
#[derive(Default)]
pub(super) struct Lines {
    pub pcs: Vec<cloud_pc::Model>,
    pub sessions: Vec<session::Model>,
    pub readings: Vec<screen_reading::Model>,
}

/// The screens of bookings that have ended lately and were checked in at a desktop.
pub(super) fn lines(site: &SiteDraft, drawn: &[Drawn], now: Instant) -> Lines {
    let since = (now - TimeDelta::days(DAYS)).timestamp();
    let opened = |row: &&booking::Model| {
        row.state == "ended" && row.starts_at >= since && row.check_in_source.as_deref() == Some("desktop")
    };
    let bookings: Vec<&booking::Model> = drawn.iter().map(|(row, _)| row).filter(opened).collect();
    let odd = odd(site, drawn, &bookings);
    let mut random = StdRng::seed_from_u64(SEED);
    let usual: HashMap<Uuid, f64> = desks(site).map(|desk| (desk, random.random_range(3.2..7.5))).collect();
    let (mut lines, mut known) = (Lines::default(), HashSet::new());
    for row in bookings {
        if known.insert(row.person_id) {
            lines.pcs.push(pc(row, now));
        }
        let line =
            Seat { odd: odd.get(&row.desk_id).copied(), usual_ms: usual.get(&row.desk_id).copied().unwrap_or(5.0) };
        lines.readings.extend(screens(row, line, &mut random));
        lines.sessions.push(ended(row));
    }
    lines
}

fn desks(site: &SiteDraft) -> impl Iterator<Item = Uuid> {
    site.floors
        .iter()
        .flat_map(|floor| floor.desks.iter().map(move |desk| id(&format!("{}-{}", floor.key, desk.label))))
}

/// The odd seats, on the top floor.
fn odd(site: &SiteDraft, drawn: &[Drawn], bookings: &[&booking::Model]) -> HashMap<Uuid, Odd> {
    let top = site.floors.last().map(|floor| id(&floor.key));
    let floor_of: HashMap<Uuid, Uuid> = drawn.iter().map(|(row, floor)| (row.desk_id, *floor)).collect();
    let mut times: HashMap<Uuid, usize> = HashMap::new();
    for row in bookings.iter().filter(|row| floor_of.get(&row.desk_id).copied() == top) {
        *times.entry(row.desk_id).or_default() += 1;
    }
    let mut often: Vec<(Uuid, usize)> = times.into_iter().collect();
    often.sort_by_key(|(desk, times)| (std::cmp::Reverse(*times), *desk));
    often.into_iter().map(|(desk, _)| desk).zip(ODD).collect()
}

fn pc(row: &booking::Model, now: Instant) -> cloud_pc::Model {
    let person = row.person_id;
    cloud_pc::Model {
        id: id(&format!("{person}-pc")),
        person_id: person,
        provider: "local".into(),
        created_at: (now - TimeDelta::days(90)).timestamp(),
    }
}

fn session_of(row: &booking::Model) -> Uuid {
    id(&format!("{}-session", row.id))
}

/// The session of a booking that has ended.
fn ended(row: &booking::Model) -> session::Model {
    session::Model {
        id: session_of(row),
        booking_id: row.id,
        cloud_pc_id: id(&format!("{}-pc", row.person_id)),
        state: SessionState::Released.word().into(),
        epoch: 1,
        handle: None,
        problem: None,
        attempts: 0,
        starts_from: row.starts_at - sessions::LEAD_SECONDS,
        version: 1,
        screen: 1,
        screen_seen_at: row.ended_at,
        cause: None,
        remedy: None,
        input_at: row.ended_at,
        provider_id: None,
        host: sessions::host_of(None),
        room_from: None,
        room_until: None,
        no_room: None,
        asked: None,
        started_at: None,
    }
}

/// The line of a seat.
#[derive(Clone, Copy)]
struct Seat {
    odd: Option<Odd>,
    usual_ms: f64,
}

/// The screens of one session, one after the other.
fn screens(row: &booking::Model, seat: Seat, random: &mut StdRng) -> Vec<screen_reading::Model> {
    let lost = match seat.odd {
        Some(Odd::Drops) => random.random_range(1..=3),
        _ => i64::from(random.random_bool(0.02)),
    };
    let (from, until) = (row.checked_in_at.unwrap_or(row.starts_at), row.ended_at.unwrap_or(row.ends_at));
    let each = (until - from).max(0) / (lost + 1);
    let at_terminal = random.random_bool(0.3);
    (0..=lost)
        .map(|number| {
            let opened_at = from + number * each;
            let p50 =
                seat.usual_ms * random.random_range(0.85..1.2) * if seat.odd == Some(Odd::Slow) { 6.0 } else { 1.0 };
            let p95 = p50 * random.random_range(1.6..2.6);
            let samples = each / EVERY_S;
            let us = |ms: f64| (samples > 0).then_some((ms * 1_000.0) as i32);
            screen_reading::Model {
                session_id: session_of(row),
                screen: i32::try_from(number).unwrap_or_default() + 1,
                desk_id: row.desk_id,
                at_terminal,
                again: number > 0,
                opened_at,
                last_at: opened_at + each,
                samples: i32::try_from(samples).unwrap_or_default(),
                p50_us: us(p50),
                p95_us: us(p95),
            }
        })
        .collect()
}
