//! The ledger: nothing in it changes, nothing happens without it, and whoever follows it misses nothing.

use crate::common::{TestOffice, afternoon, all_day, morning};
use office::{
    backend::{
        bookings::{
            cancel::{cancel, cancel_range},
            change_times::change_times,
            check_in::check_in,
            check_out::check_out,
            move_seat::{To, move_seat},
            release::release_due,
            restore::restore,
        },
        live,
    },
    model::{id::PersonId, live::SeatFact},
};
use sea_orm::ConnectionTrait;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
use tokio_util::sync::CancellationToken;

const TODAY: &str = "2026-12-03";

async fn numbers(t: &TestOffice) -> Vec<i64> {
    t.texts("SELECT CAST(seq AS text) FROM ledger ORDER BY ledger.seq")
        .await
        .iter()
        .map(|seq| seq.parse().unwrap())
        .collect()
}

/// A busy minute: everybody books, moves and gives back at the same time.
async fn busy(t: &TestOffice, people: &[PersonId]) {
    let tasks = people.iter().enumerate().map(|(number, person)| {
        let (office, caller, desks) = (t.office.clone(), t.caller(*person), t.desks.clone());
        tokio::spawn(async move {
            let choice = if number % 2 == 0 { morning(TODAY) } else { afternoon(TODAY) };
            for step in 0..4 {
                let wish = crate::common::wish(desks[(number + step) % 8], choice);
                let Ok(made) = office::backend::bookings::reserve::reserve(&office, &caller, wish).await else {
                    continue;
                };
                let _ = move_seat(&office, &caller, made.id, To { desk: desks[(number + step + 3) % 8], choice: None })
                    .await;
                cancel(&office, &caller, made.id).await.unwrap();
            }
        })
    });
    for task in futures::future::join_all(tasks.collect::<Vec<_>>()).await {
        task.unwrap();
    }
}

on_both_databases! {
    async fn nothing_in_the_ledger_changes_or_goes_away(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        for statement in ["UPDATE ledger SET kind = 'nothing'", "UPDATE ledger SET at = 0 WHERE seq = 1", "DELETE FROM ledger"] {
            let refused = t.raw.execute_unprepared(statement).await.unwrap_err();
            assert!(refused.to_string().contains("ledger_is_append_only"), "{statement}: {refused}");
        }
        assert_eq!(t.events(made.id).await, ["booking.reserved"]);
    }

    async fn every_step_of_a_booking_writes_its_event(t) {
        let made = t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        let o = &t.office;
        change_times(o, &t.caller(t.jimin), made.id, all_day(TODAY)).await.unwrap();
        move_seat(o, &t.caller(t.jimin), made.id, To { desk: t.desks[1], choice: None }).await.unwrap();
        cancel(o, &t.caller(t.jimin), made.id).await.unwrap();
        restore(o, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set("2026-12-03T00:00:00Z");
        check_in(o, &t.caller(t.jimin), made.id).await.unwrap();
        check_out(o, &t.caller(t.jimin), made.id).await.unwrap();
        restore(o, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set("2026-12-03T09:00:00Z");
        release_due(o).await.unwrap();
        let kinds = [
            "booking.reserved", "booking.times_changed", "booking.left_seat", "booking.moved", "booking.cancelled",
            "booking.restored", "booking.checked_in", "booking.checked_out", "booking.restored", "booking.ended",
        ];
        assert_eq!(t.events(made.id).await, kinds);
    }

    async fn an_event_says_who_did_what_where_and_when(t) {
        t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let (actor, desk, floor, site) = (t.uuid(t.jimin.0), t.uuid(t.desks[0].0), t.uuid(t.floor.0), t.uuid(t.seoul.0));
        let query = format!(
            "SELECT count(*) FROM ledger WHERE actor_id = {actor} AND person_id = {actor} AND desk_id = {desk} AND floor_id = {floor}
             AND site_id = {site} AND starts_at = 1796256000 AND ends_at = 1796288400 AND at = 1796252400"
        );
        assert_eq!(t.number(&query).await, 1);
    }

    async fn what_time_does_has_no_actor(t) {
        t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T03:00:00Z");
        release_due(&t.office).await.unwrap();
        assert_eq!(t.number("SELECT count(*) FROM ledger WHERE kind = 'booking.released' AND actor_id IS NULL").await, 1);
    }

    async fn what_is_refused_leaves_no_trace(t) {
        t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let before = numbers(t).await;
        t.book(t.dohyun, t.desks[0], all_day(TODAY)).await.unwrap_err();
        t.book(t.jimin, t.desks[1], all_day(TODAY)).await.unwrap_err();
        cancel_range(&t.office, &t.caller(t.dohyun), crate::common::date(TODAY), crate::common::date(TODAY)).await.unwrap();
        assert_eq!(numbers(t).await, before);
    }

    async fn a_page_hears_what_happened_on_its_floor_since_it_looked(t) {
        let (_, _, london) = t.london().await;
        let seen = live::newest(&t.office).await.unwrap();
        t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        t.book(t.jimin, london, all_day(TODAY)).await.unwrap();
        let facts = live::since(&t.office, t.floor, seen).await.unwrap();
        assert_eq!(facts.iter().map(|fact| (fact.kind.as_str(), fact.desk)).collect::<Vec<_>>(), [("booking.reserved", Some(t.desks[0]))]);
        assert!(live::since(&t.office, t.floor, facts[0].seq).await.unwrap().is_empty());
    }

    async fn whoever_reads_on_from_the_last_number_misses_nothing(t) {
        let people = t.crowd(16).await;
        let (second, over) = (t.second_handle().await, Arc::new(AtomicBool::new(false)));
        let (floor, ended) = (t.floor, over.clone());
        let reader = tokio::spawn(async move {
            let (mut read, mut last): (Vec<SeatFact>, i64) = (Vec::new(), 0);
            loop {
                let over = ended.load(Ordering::SeqCst);
                let facts = live::since(&second, floor, last).await.unwrap();
                last = facts.last().map_or(last, |fact| fact.seq);
                if facts.is_empty() && over {
                    return read;
                }
                read.extend(facts);
            }
        });
        busy(t, &people).await;
        over.store(true, Ordering::SeqCst);
        let read: Vec<i64> = reader.await.unwrap().iter().map(|fact| fact.seq).collect();
        assert!(read.len() > 50, "{} facts", read.len());
        assert_eq!(read, numbers(t).await);
    }

    async fn an_open_page_is_told_everything_in_order_also_by_another_server(t) {
        let people = t.crowd(8).await;
        let (second, stop) = (t.second_handle().await, CancellationToken::new());
        let mut listener = second.live().listen();
        let following = tokio::spawn(live::follow(second.clone(), stop.clone()));
        let told = Arc::new(Mutex::new(Vec::new()));
        let ears = told.clone();
        let listening = tokio::spawn(async move {
            while let Ok((_, fact)) = listener.recv().await {
                ears.lock().unwrap().push(fact.seq);
            }
        });
        // Something is told before the rest happens, so that following has begun.
        crate::common::until("the follower has begun", async || {
            let made = t.book(t.jimin, t.desks[0], all_day("2026-12-04")).await.unwrap();
            cancel(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
            !told.lock().unwrap().is_empty()
        })
        .await;
        busy(t, &people).await;
        let all = numbers(t).await;
        crate::common::until("everything was told", async || told.lock().unwrap().last() == all.last()).await;
        stop.cancel();
        following.await.unwrap();
        listening.abort();
        let told = told.lock().unwrap().clone();
        assert_eq!(told, all[all.len() - told.len()..], "each once, in order, none left out");
        assert!(told.len() > 30);
    }
}
