//! What a host of cloud PCs has room for is part of what a booking promises.

use crate::common::{TestOffice, afternoon, all_day, between, morning, refusal};
use futures::future::join_all;
use office::{
    backend::{
        bookings::{
            cancel::cancel,
            change_times::change_times,
            check_in::check_in,
            check_out::check_out,
            find,
            move_seat::{To, move_seat},
            release::release_due,
            reserve::reserve,
            restore::restore,
        },
        cloud_pcs::{hosts, overview, reconcile, room},
        live,
        office::Clock,
        places::seats::seats,
    },
    model::{
        booking::Booking,
        cloud_pc::SessionState,
        id::{DeskId, PersonId},
        refusal::Refusal,
        room::{Health, HostState, Load, NoRoom},
        sessions::Which,
        time::Choice,
    },
};

const TODAY: &str = "2026-12-03";

fn seen(version: i32) -> hosts::Seen {
    hosts::Seen { name: "local".into(), version }
}

/// Gives the host room for so many.
async fn room_for(t: &TestOffice, most: u32) {
    t.sql(&format!("UPDATE hosts SET capacity = {most} WHERE name = 'local'")).await;
}

async fn version(t: &TestOffice) -> i32 {
    i32::try_from(t.number("SELECT CAST(version AS bigint) FROM hosts").await).unwrap()
}

async fn booked(t: &TestOffice, person: PersonId, desk: usize, choice: Choice) -> Booking {
    t.book(person, t.desks[desk], choice).await.unwrap()
}

async fn now(t: &TestOffice, person: PersonId, booking: &Booking) -> Booking {
    find::one(&t.office, &t.caller(person), booking.id).await.unwrap()
}

/// The most sessions with a promise at any one moment, counted anew from what is stored.
async fn most_promised(t: &TestOffice) -> i64 {
    t.number(
        "SELECT COALESCE(MAX(n), 0) FROM (SELECT count(*) AS n FROM sessions a JOIN sessions b
             ON b.room_from <= a.room_from AND a.room_from < b.room_until
             JOIN bookings k ON k.id = b.booking_id AND k.state IN ('reserved', 'in_use', 'away')
         WHERE a.state <> 'released' AND b.state <> 'released' AND a.room_from IS NOT NULL GROUP BY a.id) AS at_once",
    )
    .await
}

on_both_databases! {
    async fn of_thirty_who_book_at_once_ten_get_a_desktop_and_all_get_their_seat(t) {
        room_for(t, 10).await;
        let second = t.second_handle().await;
        let people = t.crowd(30).await;
        let mut desks: Vec<DeskId> = Vec::new();
        for number in 0..30 {
            desks.push(t.desk(t.floor, (&format!("R-{number:02}"), f64::from(number) * 2.0), None).await);
        }
        let asked = people.iter().zip(&desks).enumerate().map(|(number, (person, desk))| {
            let (office, caller) = (if number % 2 == 0 { &t.office } else { &second }, t.caller(*person));
            let desk = *desk;
            async move { reserve(office, &caller, crate::common::wish(desk, all_day(TODAY))).await }
        });
        let made: Vec<Booking> = join_all(asked).await.into_iter().map(Result::unwrap).collect();
        let with = made.iter().filter(|booking| booking.no_pc.is_none()).count();
        assert_eq!((made.len(), with), (30, 10));
        assert_eq!(made.iter().filter(|booking| booking.no_pc == Some(NoRoom::Full)).count(), 20);
        assert_eq!(t.number("SELECT count(*) FROM bookings WHERE state = 'reserved'").await, 30);
        assert_eq!(most_promised(t).await, 10);
    }

    async fn whoever_books_when_the_host_is_full_is_told_before_and_after(t) {
        room_for(t, 1).await;
        let before = seats(&t.office, &t.caller(t.seoyeon), t.floor, all_day(TODAY)).await.unwrap();
        assert_eq!(before.no_pc, None);
        booked(t, t.jimin, 0, all_day(TODAY)).await;
        let before = seats(&t.office, &t.caller(t.seoyeon), t.floor, morning(TODAY)).await.unwrap();
        assert_eq!(before.no_pc, Some(NoRoom::Full));
        let own = seats(&t.office, &t.caller(t.jimin), t.floor, all_day(TODAY)).await.unwrap();
        assert_eq!(own.no_pc, None, "whoever only changes the seat keeps the desktop");
        let made = booked(t, t.seoyeon, 1, morning(TODAY)).await;
        assert_eq!((made.no_pc, made.session_state), (Some(NoRoom::Full), Some(SessionState::Unavailable)));
        assert_eq!(t.events(made.id).await, ["session.unpromised", "booking.reserved"]);
    }

    async fn times_that_only_touch_need_one_desktop(t) {
        room_for(t, 1).await;
        assert_eq!(booked(t, t.jimin, 0, morning(TODAY)).await.no_pc, None);
        assert_eq!(booked(t, t.seoyeon, 0, afternoon(TODAY)).await.no_pc, None);
        assert_eq!(booked(t, t.dohyun, 1, between(TODAY, "11:00", "14:00")).await.no_pc, Some(NoRoom::Full));
    }

    async fn what_is_given_up_goes_to_whoever_has_waited_longest_and_they_are_told(t) {
        room_for(t, 1).await;
        let first = booked(t, t.jimin, 0, all_day(TODAY)).await;
        let waits = booked(t, t.seoyeon, 1, all_day(TODAY)).await;
        let later = booked(t, t.dohyun, 2, all_day(TODAY)).await;
        assert_eq!(room::hand_on(&t.office).await.unwrap(), 0, "nothing was given up");
        let told = live::newest(&t.office).await.unwrap();
        cancel(&t.office, &t.caller(t.jimin), first.id).await.unwrap();
        reconcile::pass(&t.office).await.unwrap();
        let got = now(t, t.seoyeon, &waits).await;
        assert_eq!((got.no_pc, got.session_state), (None, Some(SessionState::Planned)));
        assert_eq!(now(t, t.dohyun, &later).await.no_pc, Some(NoRoom::Full));
        let heard = live::own_since(&t.office, &t.caller(t.seoyeon), told).await.unwrap();
        assert_eq!(heard.iter().map(|fact| fact.kind.as_str()).collect::<Vec<_>>(), ["session.promised"]);
        t.clock.set("2026-12-02T23:55:00Z");
        while reconcile::pass(&t.office).await.unwrap() > 0 {}
        assert_eq!(now(t, t.seoyeon, &waits).await.session_state, Some(SessionState::Starting), "it is not started");
    }

    async fn an_undone_cancellation_finds_its_desktop_again_or_is_told(t) {
        room_for(t, 1).await;
        let first = booked(t, t.jimin, 0, all_day(TODAY)).await;
        cancel(&t.office, &t.caller(t.jimin), first.id).await.unwrap();
        assert_eq!(restore(&t.office, &t.caller(t.jimin), first.id).await.unwrap().no_pc, None);
        cancel(&t.office, &t.caller(t.jimin), first.id).await.unwrap();
        booked(t, t.seoyeon, 1, all_day(TODAY)).await;
        let back = restore(&t.office, &t.caller(t.jimin), first.id).await.unwrap();
        assert_eq!((back.no_pc, most_promised(t).await), (Some(NoRoom::Full), 1));
    }

    async fn a_move_keeps_what_was_promised_and_other_times_are_counted_anew(t) {
        room_for(t, 1).await;
        let made = booked(t, t.jimin, 0, morning(TODAY)).await;
        booked(t, t.seoyeon, 1, afternoon(TODAY)).await;
        room_for(t, 0).await;
        let to = To { desk: t.desks[4], choice: None };
        let moved = move_seat(&t.office, &t.caller(t.jimin), made.id, to).await.unwrap();
        assert_eq!(moved.no_pc, None, "a promise does not end because the host has less room");
        room_for(t, 1).await;
        let to = To { desk: t.desks[0], choice: Some(all_day(TODAY)) };
        let longer = move_seat(&t.office, &t.caller(t.jimin), made.id, to).await.unwrap();
        assert_eq!(longer.no_pc, Some(NoRoom::Full));
        let again = change_times(&t.office, &t.caller(t.jimin), made.id, morning(TODAY)).await.unwrap();
        assert_eq!((again.no_pc, most_promised(t).await), (None, 1));
        assert_eq!(again.session_state, Some(SessionState::Planned));
    }

    async fn whoever_sits_there_and_stays_longer_keeps_the_desktop_until_somebody_elses_begins(t) {
        room_for(t, 1).await;
        let made = booked(t, t.jimin, 0, morning(TODAY)).await;
        booked(t, t.seoyeon, 1, afternoon(TODAY)).await;
        t.clock.set("2026-12-03T00:05:00Z");
        for _ in 0..4 {
            reconcile::pass(&t.office).await.unwrap();
            let next = t.clock.now() + chrono::TimeDelta::seconds(2);
            t.clock.set(&next.to_rfc3339());
        }
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        let longer = change_times(&t.office, &t.caller(t.jimin), made.id, all_day(TODAY)).await.unwrap();
        assert_eq!((longer.no_pc, longer.pc_until), (Some(NoRoom::Full), Some(crate::common::at("2026-12-03T03:00:00Z"))));
        assert_eq!(longer.session_state, Some(SessionState::Ready), "what runs was ended");
        t.clock.set("2026-12-03T03:00:00Z");
        while reconcile::pass(&t.office).await.unwrap() > 0 {}
        let after = now(t, t.jimin, &made).await;
        assert_eq!((after.session_state, after.pc_until), (Some(SessionState::Unavailable), None));
    }

    async fn time_itself_makes_room(t) {
        room_for(t, 1).await;
        let first = booked(t, t.jimin, 0, morning(TODAY)).await;
        let waits = booked(t, t.seoyeon, 1, all_day(TODAY)).await;
        t.clock.set("2026-12-03T00:30:00Z");
        check_in(&t.office, &t.caller(t.jimin), first.id).await.unwrap();
        check_in(&t.office, &t.caller(t.seoyeon), waits.id).await.unwrap();
        t.clock.set("2026-12-03T03:00:05Z");
        release_due(&t.office).await.unwrap();
        reconcile::pass(&t.office).await.unwrap();
        assert_eq!(now(t, t.seoyeon, &waits).await.no_pc, None);
    }

    async fn leaving_early_makes_room(t) {
        room_for(t, 1).await;
        let first = booked(t, t.jimin, 0, all_day(TODAY)).await;
        let waits = booked(t, t.seoyeon, 1, all_day(TODAY)).await;
        t.clock.set("2026-12-03T00:30:00Z");
        check_in(&t.office, &t.caller(t.jimin), first.id).await.unwrap();
        check_out(&t.office, &t.caller(t.jimin), first.id).await.unwrap();
        reconcile::pass(&t.office).await.unwrap();
        assert_eq!(now(t, t.seoyeon, &waits).await.no_pc, None);
    }

    async fn more_room_is_given_to_those_who_wait(t) {
        let admin = t.caller(t.yujin);
        assert_eq!(hosts::set_capacity(&t.office, &admin, seen(1), Some(1)).await.unwrap(), None);
        booked(t, t.jimin, 0, all_day(TODAY)).await;
        let waits = booked(t, t.seoyeon, 1, all_day(TODAY)).await;
        let stale = hosts::set_capacity(&t.office, &admin, seen(1), Some(2)).await;
        assert_eq!(refusal(stale), Refusal::Stale);
        assert_eq!(hosts::set_capacity(&t.office, &admin, seen(2), Some(2)).await.unwrap(), Some(1));
        reconcile::pass(&t.office).await.unwrap();
        assert_eq!(now(t, t.seoyeon, &waits).await.no_pc, None);
        let refused = hosts::set_capacity(&t.office, &t.caller(t.harin), seen(3), None).await;
        assert_eq!(refusal(refused), Refusal::Forbidden);
        let refused = hosts::set_capacity(&t.office, &admin, seen(3), Some(hosts::MOST + 1)).await;
        assert_eq!(refusal(refused), Refusal::input("capacity", "capacity_range"));
    }

    async fn a_draining_host_keeps_what_runs_and_starts_nothing_and_everybody_is_told(t) {
        let admin = t.caller(t.yujin);
        let runs = booked(t, t.jimin, 0, all_day(TODAY)).await;
        t.clock.set("2026-12-02T23:55:00Z");
        reconcile::pass(&t.office).await.unwrap();
        let planned = booked(t, t.seoyeon, 1, afternoon(TODAY)).await;
        let told = live::newest(&t.office).await.unwrap();
        let version_now = version(t).await;
        assert_eq!(hosts::set_state(&t.office, &admin, seen(version_now), HostState::Draining).await.unwrap(), HostState::Open);
        assert_eq!(now(t, t.jimin, &runs).await.no_pc, None);
        let lost = now(t, t.seoyeon, &planned).await;
        assert_eq!((lost.no_pc, lost.session_state), (Some(NoRoom::Draining), Some(SessionState::Unavailable)));
        let heard = live::own_since(&t.office, &t.caller(t.seoyeon), told).await.unwrap();
        assert_eq!(heard.iter().map(|fact| fact.kind.as_str()).collect::<Vec<_>>(), ["session.unpromised"]);
        assert_eq!(booked(t, t.dohyun, 2, all_day(TODAY)).await.no_pc, Some(NoRoom::Draining));
        let moved = move_seat(&t.office, &t.caller(t.jimin), runs.id, To { desk: t.desks[3], choice: None }).await.unwrap();
        assert_eq!(moved.no_pc, None, "who moves takes the running desktop along");
        hosts::set_state(&t.office, &admin, seen(version_now + 1), HostState::Open).await.unwrap();
        reconcile::pass(&t.office).await.unwrap();
        assert_eq!(now(t, t.seoyeon, &planned).await.no_pc, None, "the host is open again");
    }

    async fn a_stopped_host_ends_what_runs_and_goes_on_with_it_when_it_is_started(t) {
        let admin = t.caller(t.yujin);
        let runs = booked(t, t.jimin, 0, all_day(TODAY)).await;
        t.clock.set("2026-12-02T23:55:00Z");
        reconcile::pass(&t.office).await.unwrap();
        hosts::set_state(&t.office, &admin, seen(1), HostState::Stopped).await.unwrap();
        let stopped = now(t, t.jimin, &runs).await;
        assert_eq!((stopped.no_pc, stopped.session_state), (Some(NoRoom::Stopped), Some(SessionState::Unavailable)));
        hosts::set_state(&t.office, &admin, seen(2), HostState::Open).await.unwrap();
        reconcile::pass(&t.office).await.unwrap();
        assert_eq!(now(t, t.jimin, &runs).await.no_pc, None);
        let refused = hosts::set_state(&t.office, &t.caller(t.jimin), seen(3), HostState::Stopped).await;
        assert_eq!(refusal(refused), Refusal::Forbidden);
    }
}

on_both_databases! {
    async fn an_admin_sees_every_session_and_what_is_promised_tomorrow(t) {
        room_for(t, 1).await;
        booked(t, t.jimin, 0, all_day(TODAY)).await;
        booked(t, t.seoyeon, 1, all_day(TODAY)).await;
        booked(t, t.jimin, 0, all_day("2026-12-04")).await;
        t.clock.set("2026-12-03T00:05:00Z");
        for _ in 0..3 {
            reconcile::pass(&t.office).await.unwrap();
        }
        let admin = t.caller(t.yujin);
        let all = overview::overview(&t.office, &admin, &Which::default()).await.unwrap();
        let rows: Vec<_> = all.sessions.iter().map(|row| (row.person_name.as_str(), row.no_room)).collect();
        assert_eq!(rows, [("지민", None), ("서연", Some(NoRoom::Full)), ("지민", None)]);
        assert_eq!((all.zone.as_str(), all.as_of.1.to_string().as_str()), ("Asia/Seoul", "09:05"));
        let host = &all.hosts[0];
        assert_eq!((host.name.as_str(), host.capacity, host.health.clone()), ("local", Some(1), Health::Well));
        assert_eq!((host.now, host.running), (Load { promised: 1, without: 1 }, 1));
        assert_eq!(host.tomorrow, Load { promised: 1, without: 0 });
        let one = |which: Which| {
            let admin = admin.clone();
            async move {
                let found = overview::overview(&t.office, &admin, &which).await.unwrap();
                found.sessions.iter().map(|row| row.person_name.clone()).collect::<Vec<_>>()
            }
        };
        for text in ["seoyeon@", "Seoyeon@"] {
            assert_eq!(one(Which { person: text.into(), ..Which::default() }).await, ["서연"]);
        }
        assert_eq!(one(Which { state: Some(SessionState::Planned), ..Which::default() }).await, ["지민"]);
        assert_eq!(one(Which { floor: Some(t.floor), ..Which::default() }).await.len(), 3);
        let (london, floor, _) = t.london().await;
        assert_eq!(one(Which { site: Some(london), ..Which::default() }).await.len(), 0);
        let which = Which { floor: Some(floor), ..Which::default() };
        let there = overview::overview(&t.office, &admin, &which).await.unwrap();
        assert_eq!((there.zone.as_str(), there.as_of.1.to_string().as_str()), ("Europe/London", "00:05"));
        for other in [t.jimin, t.harin] {
            let refused = overview::overview(&t.office, &t.caller(other), &Which::default()).await;
            assert_eq!(refusal(refused), Refusal::Forbidden);
        }
    }

    async fn a_sessions_log_tells_what_happened_newest_first(t) {
        room_for(t, 1).await;
        let first = booked(t, t.jimin, 0, all_day(TODAY)).await;
        let made = booked(t, t.seoyeon, 1, all_day(TODAY)).await;
        cancel(&t.office, &t.caller(t.jimin), first.id).await.unwrap();
        reconcile::pass(&t.office).await.unwrap();
        let log = overview::log(&t.office, &t.caller(t.yujin), made.session.unwrap()).await.unwrap();
        let told: Vec<_> = log.events.iter().map(|event| (event.kind.as_str(), event.detail.as_deref())).collect();
        assert_eq!(
            told,
            [("session.promised", None), ("booking.reserved", None), ("session.unpromised", Some("full"))]
        );
        assert_eq!(log.events[1].by.as_deref(), Some("서연"));
        let refused = overview::log(&t.office, &t.caller(t.seoyeon), made.session.unwrap()).await;
        assert_eq!(refusal(refused), Refusal::Forbidden);
    }
}
