//! A request that is sent again does nothing again.

use crate::common::{TestOffice, all_day, morning, refusal, wish};
use chrono::TimeDelta;
use office::{
    backend::bookings::{
        cancel::cancel,
        reserve::{KEY_DAYS, Reserve, forget_old_keys, reserve},
    },
    model::{
        booking::BookingState,
        id::DeskId,
        refusal::{Reason, Refusal},
        time::Choice,
    },
};

const TODAY: &str = "2026-12-03";

fn keyed(desk: DeskId, choice: Choice, key: &str) -> Reserve {
    Reserve { key: Some(key.into()), ..wish(desk, choice) }
}

async fn bookings(t: &TestOffice) -> i64 {
    t.number("SELECT count(*) FROM bookings").await
}

on_both_databases! {
    async fn a_repeated_request_gets_the_same_booking(t) {
        let caller = t.caller(t.jimin);
        let request = keyed(t.desks[0], all_day(TODAY), "아침");
        let first = reserve(&t.office, &caller, request.clone()).await.unwrap();
        let again = reserve(&t.office, &caller, request).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(bookings(t).await, 1);
        assert_eq!(t.events(first.id).await, ["booking.reserved"]);
    }

    async fn a_request_repeated_after_its_time_still_gets_its_answer(t) {
        let request = keyed(t.desks[0], morning(TODAY), "k");
        let first = reserve(&t.office, &t.caller(t.jimin), request.clone()).await.unwrap();
        t.clock.set("2026-12-03T05:00:00Z");
        let again = reserve(&t.office, &t.caller(t.jimin), request).await.unwrap();
        assert_eq!(first.id, again.id);
    }

    async fn a_request_repeated_after_a_cancellation_books_nothing_anew(t) {
        let caller = t.caller(t.jimin);
        let request = keyed(t.desks[0], all_day(TODAY), "k");
        let first = reserve(&t.office, &caller, request.clone()).await.unwrap();
        cancel(&t.office, &caller, first.id).await.unwrap();
        let again = reserve(&t.office, &caller, request).await.unwrap();
        assert_eq!((again.id, again.state), (first.id, BookingState::Cancelled));
    }

    async fn a_key_is_forgotten_after_a_month_and_not_before(t) {
        let caller = t.caller(t.jimin);
        let request = keyed(t.desks[0], all_day(TODAY), "k");
        let first = reserve(&t.office, &caller, request.clone()).await.unwrap();
        cancel(&t.office, &caller, first.id).await.unwrap();
        let month = caller.now + TimeDelta::days(KEY_DAYS);
        forget_old_keys(&t.office, month - TimeDelta::seconds(1)).await.unwrap();
        assert_eq!(reserve(&t.office, &caller, request.clone()).await.unwrap().id, first.id);
        forget_old_keys(&t.office, month).await.unwrap();
        assert_ne!(reserve(&t.office, &caller, request).await.unwrap().id, first.id);
    }

    async fn a_key_used_for_something_else_is_refused(t) {
        let caller = t.caller(t.jimin);
        reserve(&t.office, &caller, keyed(t.desks[0], all_day(TODAY), "k")).await.unwrap();
        let others = [
            keyed(t.desks[1], all_day(TODAY), "k"),
            keyed(t.desks[0], morning(TODAY), "k"),
            keyed(t.desks[0], all_day("2026-12-04"), "k"),
            Reserve { person: Some(t.seoyeon), ..keyed(t.desks[0], all_day(TODAY), "k") },
        ];
        for other in others {
            assert_eq!(refusal(reserve(&t.office, &caller, other).await), Refusal::KeyReused);
        }
        t.clock.set("2026-12-03T05:00:00Z");
        let over = keyed(t.desks[0], morning(TODAY), "k");
        assert_eq!(refusal(reserve(&t.office, &t.caller(t.jimin), over).await), Refusal::KeyReused);
        assert_eq!(bookings(t).await, 1);
    }

    async fn keys_of_two_people_have_nothing_to_do_with_each_other(t) {
        reserve(&t.office, &t.caller(t.jimin), keyed(t.desks[0], all_day(TODAY), "k")).await.unwrap();
        reserve(&t.office, &t.caller(t.dohyun), keyed(t.desks[1], all_day(TODAY), "k")).await.unwrap();
        assert_eq!(bookings(t).await, 2);
    }

    async fn a_refused_request_uses_no_key_up(t) {
        let held = t.book(t.dohyun, t.desks[0], all_day(TODAY)).await.unwrap();
        let request = keyed(t.desks[0], all_day(TODAY), "k");
        assert!(matches!(
            refusal(reserve(&t.office, &t.caller(t.jimin), request.clone()).await),
            Refusal::Rules { reasons, .. } if matches!(reasons[..], [Reason::DeskTaken { .. }])
        ));
        cancel(&t.office, &t.caller(t.dohyun), held.id).await.unwrap();
        reserve(&t.office, &t.caller(t.jimin), request).await.unwrap();
    }

    async fn the_same_request_many_times_at_once_books_once(t) {
        let second = t.second_handle().await;
        let request = keyed(t.desks[0], all_day(TODAY), "k");
        let tasks = (0..20).map(|number| {
            let (office, caller, request) = (if number % 2 == 0 { &t.office } else { &second }.clone(), t.caller(t.jimin), request.clone());
            tokio::spawn(async move { reserve(&office, &caller, request).await })
        });
        let mut ids: Vec<_> =
            futures::future::join_all(tasks.collect::<Vec<_>>()).await.into_iter().map(|done| done.unwrap().unwrap().id).collect();
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(bookings(t).await, 1);
    }

    async fn one_key_for_two_wishes_at_once_serves_one_of_them(t) {
        for round in 0..10 {
            let key = format!("k{round}");
            let for_whom = |desk, person| Reserve { person: Some(person), ..keyed(desk, all_day(TODAY), &key) };
            let caller = t.caller(t.yujin);
            let (one, other) = tokio::join!(
                reserve(&t.office, &caller, for_whom(t.desks[0], t.jimin)),
                reserve(&t.office, &caller, for_whom(t.desks[1], t.dohyun))
            );
            let (made, refused) = if one.is_ok() { (one, other) } else { (other, one) };
            assert_eq!(refusal(refused), Refusal::KeyReused);
            cancel(&t.office, &caller, made.unwrap().id).await.unwrap();
        }
    }

    async fn to_name_oneself_asks_for_the_same(t) {
        let caller = t.caller(t.jimin);
        let first = reserve(&t.office, &caller, keyed(t.desks[0], all_day(TODAY), "k")).await.unwrap();
        let named = Reserve { person: Some(t.jimin), ..keyed(t.desks[0], all_day(TODAY), "k") };
        assert_eq!(reserve(&t.office, &caller, named).await.unwrap().id, first.id);
    }

    async fn a_key_has_between_1_and_200_printable_characters(t) {
        for key in ["".to_owned(), "가".repeat(201), "a\0b".to_owned(), "\n".to_owned()] {
            let refused = refusal(reserve(&t.office, &t.caller(t.jimin), keyed(t.desks[0], all_day(TODAY), &key)).await);
            assert!(matches!(refused, Refusal::BadInput { field, .. } if field == "idempotency_key"));
        }
        reserve(&t.office, &t.caller(t.jimin), keyed(t.desks[0], all_day(TODAY), &"가".repeat(200))).await.unwrap();
    }
}
