//! What facility managers are told of a floor's seats: noted while screens are open, and never of a single one.

use crate::common::{TestOffice, all_day, at, refusal};
use office::{
    backend::{
        bookings::move_seat::{To, move_seat},
        cloud_pcs::seat_health::{OpenScreen, forget_old, note, of_floor},
    },
    model::{
        id::{PersonId, SessionId},
        refusal::Refusal,
        seat_health::{FloorHealth, RoundTrips, SeatOnFloor},
    },
};
use uuid::Uuid;

/// A line of a median in milliseconds.
fn line(ms: u32) -> RoundTrips {
    RoundTrips { samples: 100, p50_us: ms * 1_000, p95_us: ms * 2_000 }
}

/// Books a desk and answers the session.
async fn booked(t: &TestOffice, person: PersonId, (day, desk): (&str, usize)) -> SessionId {
    t.book(person, t.desks[desk], all_day(day)).await.unwrap().session.unwrap()
}

fn screen(t: &TestOffice, session: SessionId, number: i32) -> OpenScreen {
    let opened_at = t.office.now();
    OpenScreen { session, screen: number, at_terminal: false, again: number > 1, opened_at }
}

async fn seen(t: &TestOffice) -> FloorHealth {
    of_floor(&t.office, &t.caller(t.harin), t.floor).await.unwrap()
}

async fn seat(t: &TestOffice, desk: usize) -> SeatOnFloor {
    seen(t).await.seats.swap_remove(desk)
}

/// One person at one desk on three days: enough to know it.
async fn three_days(t: &TestOffice, person: PersonId, (desk, ms): (usize, u32)) {
    for day in ["2026-12-03", "2026-12-04", "2026-12-07"] {
        let session = booked(t, person, (day, desk)).await;
        note(&t.office, &screen(t, session, 1), line(ms)).await.unwrap();
    }
}

on_both_databases! {
    async fn only_facility_managers_and_admins_are_told(t) {
        assert_eq!(refusal(of_floor(&t.office, &t.caller(t.jimin), t.floor).await), Refusal::Forbidden);
        assert_eq!(refusal(of_floor(&t.office, &t.caller(t.harin), Uuid::now_v7().into()).await), Refusal::NotFound);
        let found = of_floor(&t.office, &t.caller(t.yujin), t.floor).await.unwrap();
        assert_eq!((found.seats.len(), found.whole.screens, found.whole.known), (8, 0, 0));
        assert_eq!(found.seats[0].label, "A-01");
    }

    async fn a_screen_is_noted_again_and_again_at_the_seat_where_it_was_opened(t) {
        let session = booked(t, t.jimin, ("2026-12-03", 0)).await;
        let first = screen(t, session, 1);
        note(&t.office, &first, RoundTrips::default()).await.unwrap();
        assert_eq!(t.texts("SELECT CAST(samples AS text) FROM screen_readings WHERE p50_us IS NULL").await, ["0"]);
        let booking = t.texts("SELECT CAST(count(*) AS text) FROM bookings").await;
        assert_eq!(booking, ["1"]);
        let mine = office::backend::bookings::find::mine(&t.office, &t.caller(t.jimin), office::backend::bookings::find::When::Coming).await.unwrap();
        move_seat(&t.office, &t.caller(t.jimin), mine[0].id, To { desk: t.desks[5], choice: None }).await.unwrap();
        t.clock.set("2026-12-02T23:20:00Z");
        note(&t.office, &first, line(5)).await.unwrap();
        note(&t.office, &screen(t, session, 2), line(5)).await.unwrap();
        let found = seen(t).await;
        let told: Vec<_> = [0, 5].map(|desk| &found.seats[desk].health).map(|seat| (seat.screens, seat.sessions, seat.reconnects)).into();
        assert_eq!(told, [(1, 1, 0), (1, 1, 1)]);
        assert_eq!(t.number("SELECT last_at - opened_at FROM screen_readings WHERE screen = 1").await, 20 * 60);
    }

    async fn nothing_of_a_single_session_is_told(t) {
        let session = booked(t, t.jimin, ("2026-12-03", 0)).await;
        note(&t.office, &screen(t, session, 1), line(5)).await.unwrap();
        let health = seat(t, 0).await.health;
        assert_eq!((health.sessions, health.line, health.flags.len()), (1, None, 0));
        three_days(t, t.seoyeon, (1, 5)).await;
        assert_eq!(seat(t, 1).await.health.line.unwrap().p50_us, 5_000);
    }

    async fn a_seat_that_is_worse_than_its_floor_is_flagged(t) {
        let people: Vec<PersonId> = (0..6).map(|_| Uuid::now_v7().into()).collect();
        for (index, person) in people.iter().enumerate() {
            t.person(*person, ("사람", &format!("person{index}")), (office::model::person::Role::Employee, None)).await;
            three_days(t, *person, (index, if index == 3 { 40 } else { 5 })).await;
        }
        let found = seen(t).await;
        let flagged: Vec<&str> = found.flagged().map(|seat| seat.label.as_str()).collect();
        assert_eq!(flagged, ["A-04"]);
        assert_eq!((found.whole.known, found.whole.comparable, found.whole.p50_us), (6, true, Some(5_000)));
        // A seat that is no longer on the plan is neither shown nor compared with.
        t.set_desk(t.desks[0], "retired_at", "1000").await;
        assert_eq!(seen(t).await.flagged().count(), 0);
    }

    async fn what_is_older_than_a_fortnight_does_not_count_and_is_forgotten_after_a_month(t) {
        three_days(t, t.jimin, (0, 5)).await;
        t.clock.set("2026-12-16T23:00:00Z");
        assert_eq!(seat(t, 0).await.health.screens, 3);
        t.clock.set("2026-12-16T23:00:01Z");
        assert_eq!(seat(t, 0).await.health.screens, 0);
        forget_old(&t.office, at("2027-01-01T23:00:00Z")).await.unwrap();
        assert_eq!(t.number("SELECT count(*) FROM screen_readings").await, 3);
        forget_old(&t.office, at("2027-01-01T23:00:01Z")).await.unwrap();
        assert_eq!(t.number("SELECT count(*) FROM screen_readings").await, 0);
    }

    async fn the_database_refuses_what_can_not_be(t) {
        let session = booked(t, t.jimin, ("2026-12-03", 0)).await;
        let wrong = RoundTrips { samples: 3, p50_us: 9, p95_us: 8 };
        assert!(note(&t.office, &screen(t, session, 1), wrong).await.is_err());
        assert!(note(&t.office, &screen(t, session, 0), line(1)).await.is_err());
        // A session that is not there has no seat, so nothing is noted of it.
        note(&t.office, &screen(t, Uuid::now_v7().into(), 1), line(1)).await.unwrap();
        assert_eq!(t.number("SELECT count(*) FROM screen_readings").await, 0);
    }
}
