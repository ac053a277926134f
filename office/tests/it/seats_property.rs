//! The promise of the map: a seat that it shows free is accepted, and any other is refused for the reasons shown.

use crate::common::{Db, TestOffice, date, office_on, wish};
use chrono::NaiveDate;
use office::{
    backend::{
        bookings::{
            check_in::check_in,
            find,
            move_seat::{To, move_seat},
            reserve::{Reserve, reserve},
        },
        caller::Caller,
        error::{Error, Result},
        places::seats::{self, Seats},
    },
    model::{
        booking::{Booking, BookingState},
        id::PersonId,
        refusal::{Reason, Refusal},
        rules::{ForWhom, Rules},
        seat::{Seat, SeatState},
        time::{Choice, Minute, Part},
    },
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use std::cell::Cell;

/// A day at the office: rules, what was booked before, the moment, and what somebody now wants to see.
#[derive(Clone, Debug)]
struct Scene {
    rules: Rules,
    earlier: Vec<(usize, usize, Choice)>,
    came: bool,
    kept: Option<(bool, Minute)>,
    assigned: Option<(usize, usize)>,
    broken: Option<usize>,
    closed: Option<u8>,
    now: i64,
    viewer: usize,
    choice: Choice,
}

const FIRST: &str = "2026-12-03";

fn day_after(days: u8) -> NaiveDate {
    date(FIRST) + chrono::Days::new(days.into())
}

fn minutes() -> impl Strategy<Value = Minute> {
    prop_oneof![9 => (0u16..=96).prop_map(|quarter| quarter * 15), 1 => 0u16..=1440]
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

fn choices(days: u8) -> impl Strategy<Value = Choice> {
    (0..days, parts()).prop_map(|(day, part)| Choice { date: day_after(day), part })
}

fn rules() -> impl Strategy<Value = Rules> {
    let days = (prop_oneof![1 => 0u16..4, 3 => Just(14u16)], minutes(), any::<bool>());
    let limits = (
        prop_oneof![1 => 0u16..4, 3 => Just(10u16)],
        any::<bool>(),
        proptest::option::of(minutes()),
        proptest::option::of(0u16..90),
    );
    (days, limits).prop_map(
        |((horizon_days, opens_at, weekends), (most_active, within_hours, assigned_release, grace))| Rules {
            horizon_days,
            opens_at,
            working_days: [true, true, true, true, true, weekends, weekends],
            most_active,
            check_in_before_min: 30,
            no_show_grace_min: grace,
            for_whom: ForWhom::Oneself,
            within_hours,
            assigned_release,
            away: Default::default(),
            clipboard: Default::default(),
        },
    )
}

fn scenes() -> impl Strategy<Value = Scene> {
    let past = (proptest::collection::vec((0usize..5, 0usize..8, choices(3)), 0..20), any::<bool>());
    let places = (
        proptest::option::of((any::<bool>(), minutes())),
        proptest::option::of((0usize..8, 0usize..5)),
        proptest::option::of(0usize..8),
        proptest::option::weighted(0.2, 0u8..4),
    );
    let now = (-4i64 * 3600..86400, 0usize..5, choices(4));
    (rules(), past, places, now).prop_map(
        |(rules, (earlier, came), (kept, assigned, broken, closed), (now, viewer, choice))| Scene {
            rules,
            earlier,
            came,
            kept,
            assigned,
            broken,
            closed,
            now,
            viewer,
            choice,
        },
    )
}

fn people(t: &TestOffice) -> [PersonId; 5] {
    [t.jimin, t.seoyeon, t.dohyun, t.harin, t.yujin]
}

/// Empties the office and sets the scene.
async fn set(t: &TestOffice, scene: &Scene) {
    for table in ["work", "session_tickets", "idempotency_keys", "closures", "site_rules"] {
        t.sql(&format!("DELETE FROM {table}")).await;
    }
    t.sql("UPDATE bookings SET state = 'cancelled', ended_at = 0 WHERE ended_at IS NULL").await;
    t.sql("UPDATE sessions SET state = 'released'").await;
    t.sql("UPDATE zones SET kept_team_id = NULL, kept_until = NULL").await;
    t.sql("UPDATE desks SET assigned_to = NULL, out_of_service = NULL, version = version + 1").await;
    t.clock.set(crate::common::MORNING);
    t.rules(Rules { working_days: [true; 7], ..Rules::default() }).await;
    let mut made = Vec::new();
    for (person, desk, choice) in &scene.earlier {
        // Some clash with earlier ones; whatever the office accepts belongs to the scene.
        made.extend(reserve(&t.office, &t.caller(people(t)[*person]), wish(t.desks[*desk], *choice)).await);
    }
    t.clock.set(&(crate::common::at(crate::common::MORNING) + chrono::TimeDelta::seconds(scene.now)).to_rfc3339());
    for booking in made.iter().filter(|_| scene.came) {
        let _ = check_in(&t.office, &t.caller(booking.person), booking.id).await;
    }
    t.rules(scene.rules.clone()).await;
    if let Some((planning, until)) = scene.kept {
        t.keep_zone(if planning { t.planning } else { t.safety }, until).await;
    }
    if let Some((desk, person)) = scene.assigned {
        t.set_desk(t.desks[desk], "assigned_to", &t.uuid(people(t)[person].0)).await;
    }
    if let Some(desk) = scene.broken {
        t.set_desk(t.desks[desk], "out_of_service", "'모니터 고장'").await;
    }
    if let Some(day) = scene.closed {
        t.closure(&day_after(day).to_string()).await;
    }
}

/// Takes a seat as the page does: a move where the viewer already has a seat then, else a new booking.
async fn take(t: &TestOffice, caller: &Caller, shown: &Seats, seat: &Seat, choice: Choice) -> Result<Booking> {
    match &shown.mine {
        Some(mine) => move_seat(&t.office, caller, mine.id, To { desk: seat.desk, choice: Some(choice) }).await,
        None => reserve(&t.office, caller, Reserve { desk: seat.desk, choice, person: None, key: None }).await,
    }
}

/// Puts the office back to where it was before a seat was taken.
async fn put_back(t: &TestOffice, before: Option<&Booking>, taken: &Booking) {
    let id = t.uuid(taken.id.0);
    t.sql(&format!("UPDATE bookings SET state = 'cancelled', checked_in_at = NULL, check_in_source = NULL, ended_at = 0 WHERE id = {id}")).await;
    if let Some(before) = before {
        let came = before.checked_in_at.map_or("NULL".into(), |at| at.timestamp().to_string());
        let source = before.checked_in_at.map_or("NULL", |_| "'page'");
        t.sql(&format!(
            "UPDATE bookings SET desk_id = {}, starts_at = {}, ends_at = {}, state = '{}', checked_in_at = {came}, check_in_source = {source}, ended_at = NULL WHERE id = {id}",
            t.uuid(before.desk.0),
            before.interval.starts_at.timestamp(),
            before.interval.ends_at.timestamp(),
            before.state.word(),
        ))
        .await;
    }
}

async fn holds(t: &TestOffice, scene: &Scene, seen: &Seen) {
    set(t, scene).await;
    let caller = t.caller(people(t)[scene.viewer]);
    let shown = seats::seats(&t.office, &caller, t.floor, scene.choice).await.unwrap();
    let before = match &shown.mine {
        Some(mine) => Some(find::one(&t.office, &caller, mine.id).await.unwrap()),
        None => None,
    };
    assert_eq!(shown.seats.len(), 8);
    for reason in &shown.against_all {
        assert!(shown.seats.iter().all(|seat| seat.reasons.contains(reason)));
    }
    for seat in &shown.seats {
        if seat.state == SeatState::Mine {
            seen.mine.set(seen.mine.get() + 1);
            continue;
        }
        let outcome = take(t, &caller, &shown, seat, scene.choice).await;
        match (seat.state, outcome) {
            (SeatState::Free, Ok(taken)) => {
                assert_eq!((taken.desk, taken.person), (seat.desk, caller.person));
                assert!(matches!(taken.state, BookingState::Reserved | BookingState::InUse));
                assert_eq!(Some(&taken.local), shown.local.as_ref());
                put_back(t, before.as_ref(), &taken).await;
                seen.free.set(seen.free.get() + 1);
            }
            (SeatState::Free, Err(error)) => panic!("{} is shown free and refused: {error:?}", seat.label),
            (_, Ok(_)) => panic!("{} is shown {:?} for {:?} and accepted", seat.label, seat.state, seat.reasons),
            (_, Err(Error::Refused(Refusal::Rules { reasons, offer }))) => {
                assert_eq!(seat.reasons, reasons, "{}", seat.label);
                if let Some(offer) = offer {
                    let offered = shown.seats.iter().find(|seat| seat.desk == offer.desk).unwrap();
                    assert_eq!(offered.state, SeatState::Free, "{} is offered", offer.label);
                    seen.offers.set(seen.offers.get() + 1);
                }
                for reason in reasons {
                    seen.count(&reason);
                }
            }
            (_, Err(error)) => panic!("{}: {error:?}", seat.label),
        }
    }
}

/// What the scenes brought up, so that a test that looks at nothing fails.
#[derive(Default)]
struct Seen {
    free: Cell<u32>,
    mine: Cell<u32>,
    offers: Cell<u32>,
    refused: std::cell::RefCell<std::collections::BTreeMap<&'static str, u32>>,
}

impl Seen {
    fn count(&self, reason: &Reason) {
        *self.refused.borrow_mut().entry(reason.code()).or_default() += 1;
    }
}

#[test]
fn what_the_map_shows_as_free_is_exactly_what_is_accepted() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let office = runtime.block_on(office_on(Db::Sqlite)).unwrap();
    runtime.block_on(office.sql("PRAGMA synchronous = OFF"));
    let seen = Seen::default();
    let mut runner =
        TestRunner::new(Config { cases: 128, failure_persistence: None, max_shrink_iters: 60, ..Config::default() });
    let outcome = runner.run(&scenes(), |scene| {
        runtime.block_on(holds(&office, &scene, &seen));
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    println!(
        "free {}, mine {}, offers {}, refused {:?}",
        seen.free.get(),
        seen.mine.get(),
        seen.offers.get(),
        seen.refused.borrow()
    );
    assert!(seen.free.get() > 20 && seen.mine.get() > 0 && seen.offers.get() > 0);
    for code in ["desk_taken", "past", "beyond_horizon", "closed", "too_many_active", "out_of_service"] {
        assert!(seen.refused.borrow().contains_key(code), "no scene was refused as {code}");
    }
    runtime.block_on(office.close());
}
