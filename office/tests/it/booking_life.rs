//! A booking's life: every step it may take, and every step it may not.

use crate::common::{TestOffice, afternoon, all_day, at, between, codes, date, morning, reasons, refusal, wish};
use office::{
    backend::{
        bookings::{
            cancel::{cancel, cancel_range},
            change_times::change_times,
            check_in::check_in,
            check_out::check_out,
            find,
            move_seat::{To, move_back, move_seat},
            release::release_due,
            reserve::{Reserve, reserve},
            restore::restore,
        },
        cloud_pcs::sessions,
        places::{self, seats},
    },
    model::{
        booking::BookingState,
        id::DeskId,
        place::Names,
        refusal::{Nearby, Offer, Reason, Refusal},
        rules::Rules,
        seat::SeatState,
        time::Minute,
    },
};

const TODAY: &str = "2026-12-03";
const TOMORROW: &str = "2026-12-04";
/// 10:20 in Seoul, today.
const MID_MORNING: &str = "2026-12-03T01:20:00Z";
/// 09:00 in Seoul, today.
const OPENING: &str = "2026-12-03T00:00:00Z";
/// 18:00 in Seoul, today.
const CLOSING: &str = "2026-12-03T09:00:00Z";

fn there(desk: office::model::id::DeskId) -> To {
    To { desk, choice: None }
}

/// What 도현 is offered who would have a taken seat for all of today.
async fn offered(t: &TestOffice, desk: DeskId) -> Option<Offer> {
    match refusal(t.book(t.dohyun, desk, all_day(TODAY)).await) {
        Refusal::Rules { offer, .. } => offer,
        other => panic!("{other:?}"),
    }
}

on_both_databases! {
    async fn a_booking_holds_its_seat_for_the_chosen_hours(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        assert_eq!(made.state, BookingState::Reserved);
        assert_eq!((made.interval.starts_at, made.interval.ends_at), (at(OPENING), at(CLOSING)));
        assert_eq!(made.person_name, "지민");
        assert_eq!((made.local.from.to_string(), made.local.to.to_string()), ("09:00".into(), "18:00".into()));
        assert_eq!(t.events(made.id).await, ["booking.reserved"]);
        assert!(made.session.is_some(), "a desktop is promised with the seat");
    }

    async fn a_taken_seat_is_refused_with_until_when_and_the_nearest_free_one(t) {
        t.book(t.jimin, t.desks[2], morning(TODAY)).await.unwrap();
        let refused = refusal(t.book(t.dohyun, t.desks[2], all_day(TODAY)).await);
        let Refusal::Rules { reasons, offer } = refused else { panic!("{refused:?}") };
        assert_eq!(reasons, [Reason::DeskTaken { until: "12:00".parse().unwrap() }]);
        let offer = offer.expect("a seat is offered instead");
        assert!([t.desks[1], t.desks[3]].contains(&offer.desk), "{offer:?}");
        assert_eq!(offer.nearby, Nearby::SameFloor(2.0));
        t.book(t.dohyun, offer.desk, all_day(TODAY)).await.expect("the offered seat is accepted");
    }

    async fn a_full_floor_offers_the_nearest_other_floor_s_seat(t) {
        let (_, _, london) = t.london().await;
        let [high, low, above] = [t.floor_at(14).await, t.floor_at(10).await, t.floor_at(13).await];
        let far = [t.desk(high, ("D-01", 2.0), None).await, t.desk(low, ("C-01", 2.0), None).await];
        let [standing, equal] = [t.desk(above, ("B-01", 2.0), None).await, t.desk(above, ("B-02", 4.0), None).await];
        t.set_desk(standing, "kind", "'standing'").await;
        t.set_desk(t.desks[7], "kind", "'carrel'").await;
        let people = t.crowd(t.desks.len() + 4).await;
        for (person, desk) in people.iter().zip(&t.desks[..7]) {
            t.book(*person, *desk, all_day(TODAY)).await.unwrap();
        }
        // As long as the floor itself has one, of whatever kind, it is that one.
        let own = offered(t, t.desks[0]).await.unwrap();
        assert_eq!((own.desk, own.floor, own.nearby), (t.desks[7], t.floor, Nearby::SameFloor(14.0)));
        t.book(people[7], t.desks[7], all_day(TODAY)).await.unwrap();
        // Then the nearest floor's, of the same kind first; of two floors that are equally far, the lower one's.
        let expected = [(equal, above, "13"), (standing, above, "13"), (far[1], low, "10"), (far[0], high, "14")];
        for ((desk, floor, level), person) in expected.into_iter().zip(&people[8..]) {
            let name = Box::new(Names::new(format!("{level}층"), format!("{level}F")));
            let elsewhere = offered(t, t.desks[0]).await.unwrap();
            assert_eq!((elsewhere.desk, elsewhere.floor, elsewhere.nearby), (desk, floor, Nearby::OtherFloor(name)));
            t.book(*person, desk, all_day(TODAY)).await.expect("the offered seat is accepted");
        }
        // Nothing of another site's.
        assert_eq!(offered(t, t.desks[0]).await, None);
        assert_eq!(t.live_on(london).await, 0);
    }

    async fn a_seat_of_another_floor_is_offered_only_to_whom_it_is_open(t) {
        let above = t.floor_at(13).await;
        let wished = t.desk(above, ("B-01", 2.0), None).await;
        let someone = t.crowd(1).await[0];
        t.book(someone, wished, all_day(TODAY)).await.unwrap();
        // are kept for another team than 도현's, A-05 is broken, A-06 somebody's own.
        t.keep_zone(t.planning, Minute::hour(12)).await;
        t.set_desk(t.desks[4], "out_of_service", "'모니터 고장'").await;
        t.set_desk(t.desks[5], "assigned_to", &t.uuid(t.jimin.0)).await;
        let offer = offered(t, wished).await.unwrap();
        assert_eq!((offer.desk, offer.floor), (t.desks[6], t.floor));
        t.book(t.dohyun, offer.desk, all_day(TODAY)).await.expect("the offered seat is accepted");
    }

    async fn an_offer_is_made_also_when_the_hours_lie_off_the_quarter(t) {
        t.sql("UPDATE sites SET opens = 535").await;
        t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let refused = refusal(t.book(t.dohyun, t.desks[0], all_day(TODAY)).await);
        assert!(matches!(refused, Refusal::Rules { offer: Some(offer), .. } if offer.desk == t.desks[1]));
    }

    async fn no_seat_is_offered_when_another_seat_would_not_help(t) {
        t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let refused = refusal(t.book(t.jimin, t.desks[1], all_day(TODAY)).await);
        let Refusal::Rules { reasons, offer } = refused else { panic!("{refused:?}") };
        assert_eq!(codes(&reasons), ["person_busy"]);
        assert_eq!(offer, None);
    }

    async fn the_afternoon_is_free_beside_somebody_elses_morning(t) {
        t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        t.book(t.dohyun, t.desks[0], afternoon(TODAY)).await.unwrap();
        t.book(t.seoyeon, t.desks[0], between(TODAY, "12:00", "13:00")).await.expect("13:00 end and 13:00 start are no conflict");
        assert_eq!(t.live_on(t.desks[0]).await, 3);
    }

    async fn everything_one_has_ever_booked_is_there_for_a_file(t) {
        let desk = t.uuid(t.desks[0].0);
        let who = t.uuid(t.jimin.0);
        for day in 0..620 {
            let (id, starts) = (t.uuid(uuid::Uuid::now_v7()), day * 86_400);
            t.sql(&format!(
                "INSERT INTO bookings (id, desk_id, person_id, booked_by, starts_at, ends_at, state, made_at, ended_at)
                 VALUES ({id}, {desk}, {who}, {who}, {starts}, {}, 'ended', 0, 0)", starts + 3600
            )).await;
        }
        t.book(t.jimin, t.desks[1], all_day(TODAY)).await.unwrap();
        let all = find::all_mine(&t.office, &t.caller(t.jimin)).await.unwrap();
        assert_eq!(all.len(), 621);
        assert!(all.windows(2).all(|two| two[0].interval.starts_at < two[1].interval.starts_at));
    }

    async fn one_person_never_holds_two_seats_at_once(t) {
        let first = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let against = reasons(t.book(t.jimin, t.desks[1], afternoon(TODAY)).await);
        assert!(matches!(&against[..], [Reason::PersonBusy { booking, label, .. }] if *booking == first.id && label == "A-01"));
        let (_, _, london) = t.london().await;
        assert_eq!(codes(&reasons(t.book(t.jimin, london, between(TODAY, "08:00", "10:00")).await)), ["person_busy"]);
    }

    async fn a_booking_at_another_site_is_told_by_the_clocks_there(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let (_, floor, london) = t.london().await;
        let meanwhile = between(TODAY, "08:00", "10:00");
        let against = reasons(t.book(t.jimin, london, meanwhile).await);
        assert!(matches!(&against[..], [Reason::PersonBusy { local, .. }] if *local == made.local), "{against:?}");
        let seen = seats::seats(&t.office, &t.caller(t.jimin), floor, meanwhile).await.unwrap();
        assert_eq!(seen.mine.unwrap().local, made.local);
    }

    async fn a_move_frees_the_old_seat_in_the_same_step(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let moved = move_seat(&t.office, &t.caller(t.jimin), made.id, there(t.desks[5])).await.unwrap();
        assert_eq!((moved.id, moved.desk, moved.interval), (made.id, t.desks[5], made.interval));
        assert_eq!(t.events(made.id).await, ["booking.reserved", "booking.left_seat", "booking.moved"]);
        t.book(t.dohyun, t.desks[0], all_day(TODAY)).await.expect("the old seat is free");
        assert_eq!(codes(&reasons(t.book(t.seoyeon, t.desks[5], all_day(TODAY)).await)), ["desk_taken"]);
    }

    async fn a_refused_move_keeps_the_old_seat(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.book(t.dohyun, t.desks[1], all_day(TODAY)).await.unwrap();
        let against = reasons(move_seat(&t.office, &t.caller(t.jimin), made.id, there(t.desks[1])).await);
        assert_eq!(codes(&against), ["desk_taken"]);
        assert_eq!(find::one(&t.office, &t.caller(t.jimin), made.id).await.unwrap().desk, t.desks[0]);
        assert_eq!(t.events(made.id).await, ["booking.reserved"]);
    }

    async fn a_move_to_the_same_seat_changes_nothing(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        move_seat(&t.office, &t.caller(t.jimin), made.id, there(t.desks[0])).await.unwrap();
        assert_eq!(t.events(made.id).await, ["booking.reserved"]);
    }

    async fn a_move_during_the_day_takes_what_is_left_of_it(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set(OPENING);
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set(MID_MORNING);
        let moved = move_seat(&t.office, &t.caller(t.jimin), made.id, there(t.desks[1])).await.unwrap();
        assert_eq!(moved.state, BookingState::InUse);
        assert_eq!((moved.interval.starts_at, moved.interval.ends_at), (at("2026-12-03T01:15:00Z"), at(CLOSING)));
    }

    async fn a_seat_taken_for_later_is_not_in_use_yet(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set(OPENING);
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        let to = To { desk: t.desks[1], choice: Some(afternoon(TODAY)) };
        let moved = move_seat(&t.office, &t.caller(t.jimin), made.id, to).await.unwrap();
        assert_eq!((moved.state, moved.checked_in_at), (BookingState::Reserved, None));
    }

    async fn a_move_for_later_that_is_taken_back_leaves_the_seat_in_use(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set(OPENING);
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set(MID_MORNING);
        let caller = t.caller(t.jimin);
        let later = To { desk: t.desks[1], choice: Some(afternoon(TODAY)) };
        move_seat(&t.office, &caller, made.id, later).await.unwrap();
        let before = To { desk: t.desks[0], choice: Some(all_day(TODAY)) };
        let back = move_back(&t.office, &caller, made.id, before).await.unwrap();
        assert_eq!((back.desk, back.state, back.interval.ends_at), (t.desks[0], BookingState::InUse, at(CLOSING)));
        // Whoever never came would lose the seat by now.
        t.clock.set("2026-12-03T03:00:00Z");
        assert_eq!(release_due(&t.office).await.unwrap(), 0);
        assert_eq!(t.state(made.id).await, "in_use");
    }

    async fn a_move_that_is_taken_back_for_later_waits_for_its_person(t) {
        let made = t.book(t.jimin, t.desks[0], afternoon(TODAY)).await.unwrap();
        let caller = t.caller(t.jimin);
        move_seat(&t.office, &caller, made.id, there(t.desks[1])).await.unwrap();
        let before = To { desk: t.desks[0], choice: Some(afternoon(TODAY)) };
        let back = move_back(&t.office, &caller, made.id, before).await.unwrap();
        assert_eq!((back.desk, back.state, back.checked_in_at), (t.desks[0], BookingState::Reserved, None));
    }

    async fn moving_is_not_held_up_by_the_quota(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        t.rules(Rules { most_active: 1, ..Rules::default() }).await;
        move_seat(&t.office, &t.caller(t.jimin), made.id, there(t.desks[1])).await.expect("a move adds no booking");
        assert_eq!(codes(&reasons(t.book(t.jimin, t.desks[0], all_day("2026-12-07")).await)), ["too_many_active"]);
    }

    async fn a_booking_that_is_over_neither_moves_nor_changes(t) {
        let made = t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        t.clock.set(CLOSING);
        let caller = t.caller(t.jimin);
        let later = To { desk: t.desks[1], choice: Some(all_day(TOMORROW)) };
        assert_eq!(reasons(move_seat(&t.office, &caller, made.id, there(t.desks[1])).await), [Reason::Past]);
        assert_eq!(reasons(move_seat(&t.office, &caller, made.id, later).await), [Reason::Past]);
        assert_eq!(reasons(change_times(&t.office, &caller, made.id, all_day(TOMORROW)).await), [Reason::Past]);
    }

    async fn other_times_keep_the_seat(t) {
        let made = t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        let changed = change_times(&t.office, &t.caller(t.jimin), made.id, between(TODAY, "11:00", "15:30")).await.unwrap();
        assert_eq!(changed.desk, t.desks[0]);
        assert_eq!((changed.interval.starts_at, changed.interval.ends_at), (at("2026-12-03T02:00:00Z"), at("2026-12-03T06:30:00Z")));
        assert_eq!(t.events(made.id).await, ["booking.reserved", "booking.times_changed"]);
        t.book(t.dohyun, t.desks[0], between(TODAY, "09:00", "11:00")).await.expect("the hours given back are free");
    }

    async fn other_times_are_refused_where_somebody_holds_the_seat(t) {
        let made = t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        t.book(t.dohyun, t.desks[0], afternoon(TODAY)).await.unwrap();
        let against = reasons(change_times(&t.office, &t.caller(t.jimin), made.id, all_day(TODAY)).await);
        assert_eq!(against, [Reason::DeskTaken { until: "18:00".parse().unwrap() }]);
    }

    async fn a_booking_in_use_keeps_its_start_and_its_day(t) {
        let made = t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        t.clock.set(OPENING);
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set(MID_MORNING);
        let longer = change_times(&t.office, &t.caller(t.jimin), made.id, all_day(TODAY)).await.unwrap();
        assert_eq!((longer.interval.starts_at, longer.interval.ends_at), (at(OPENING), at(CLOSING)));
        let against = reasons(change_times(&t.office, &t.caller(t.jimin), made.id, all_day(TOMORROW)).await);
        assert_eq!(against, [Reason::NotNow { state: BookingState::InUse }]);
    }

    async fn a_cancelled_seat_is_free_at_once(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let gone = cancel(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        assert_eq!(gone.state, BookingState::Cancelled);
        t.book(t.dohyun, t.desks[0], all_day(TODAY)).await.unwrap();
        assert_eq!(t.events(made.id).await, ["booking.reserved", "booking.cancelled"]);
    }

    async fn only_a_reserved_booking_is_cancelled(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let caller = t.caller(t.jimin);
        cancel(&t.office, &caller, made.id).await.unwrap();
        assert_eq!(reasons(cancel(&t.office, &caller, made.id).await), [Reason::NotNow { state: BookingState::Cancelled }]);
        restore(&t.office, &caller, made.id).await.unwrap();
        t.clock.set(OPENING);
        let caller = t.caller(t.jimin);
        check_in(&t.office, &caller, made.id).await.unwrap();
        assert_eq!(reasons(cancel(&t.office, &caller, made.id).await), [Reason::NotNow { state: BookingState::InUse }]);
        check_out(&t.office, &caller, made.id).await.unwrap();
        assert_eq!(reasons(cancel(&t.office, &caller, made.id).await), [Reason::NotNow { state: BookingState::Ended }]);
    }

    async fn a_booking_that_is_over_is_not_given_back_any_more(t) {
        let over = t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        let coming = t.book(t.jimin, t.desks[0], all_day(TOMORROW)).await.unwrap();
        // Nothing has been written down yet of what time did to it.
        t.clock.set("2026-12-03T03:00:00Z");
        let caller = t.caller(t.jimin);
        assert_eq!(reasons(cancel(&t.office, &caller, over.id).await), [Reason::Past]);
        assert_eq!(cancel_range(&t.office, &caller, date(TODAY), date(TOMORROW)).await.unwrap(), [coming.id]);
        release_due(&t.office).await.unwrap();
        assert_eq!(t.state(over.id).await, "released", "a no-show stays one");
    }

    async fn the_times_a_booking_has_change_nothing(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let same = change_times(&t.office, &t.caller(t.jimin), made.id, between(TODAY, "09:00", "18:00")).await.unwrap();
        assert_eq!(same, made);
        assert_eq!(t.events(made.id).await, ["booking.reserved"]);
    }

    async fn the_times_a_booking_has_change_nothing_once_it_has_begun_either(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:50:00Z");
        let same = change_times(&t.office, &t.caller(t.jimin), made.id, between(TODAY, "09:00", "18:00")).await.unwrap();
        assert_eq!((same.interval, same.released_at), (made.interval, made.released_at));
        assert_eq!(t.events(made.id).await, ["booking.reserved"]);
        // Of other times what is over is left out; asked for again a quarter of an hour later they are no others.
        let shorter = change_times(&t.office, &t.caller(t.jimin), made.id, between(TODAY, "09:00", "17:00")).await.unwrap();
        assert_eq!(shorter.interval.starts_at, at("2026-12-03T00:45:00Z"));
        t.clock.set("2026-12-03T01:05:00Z");
        let again = change_times(&t.office, &t.caller(t.jimin), made.id, between(TODAY, "09:00", "17:00")).await.unwrap();
        assert_eq!((again.interval, again.released_at), (shorter.interval, shorter.released_at));
        assert_eq!(t.events(made.id).await, ["booking.reserved", "booking.times_changed"]);
    }

    async fn a_leave_of_several_days_is_given_back_in_one_step(t) {
        let mut days = Vec::new();
        for day in [TODAY, TOMORROW, "2026-12-07", "2026-12-08"] {
            days.push(t.book(t.jimin, t.desks[0], all_day(day)).await.unwrap().id);
        }
        let other = t.book(t.dohyun, t.desks[1], all_day(TOMORROW)).await.unwrap();
        let caller = t.caller(t.jimin);
        let gone = cancel_range(&t.office, &caller, date(TOMORROW), date("2026-12-07")).await.unwrap();
        assert_eq!(gone, days[1..3]);
        assert_eq!(t.state(days[0]).await, "reserved");
        assert_eq!(t.state(days[1]).await, "cancelled");
        assert_eq!(t.state(days[3]).await, "reserved");
        assert_eq!(t.state(other.id).await, "reserved");
        assert!(matches!(
            refusal(cancel_range(&t.office, &caller, date(TOMORROW), date(TODAY)).await),
            Refusal::BadInput { .. }
        ));
    }

    async fn a_cancellation_is_taken_back_while_the_seat_is_free(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let caller = t.caller(t.jimin);
        cancel(&t.office, &caller, made.id).await.unwrap();
        let back = restore(&t.office, &caller, made.id).await.unwrap();
        assert_eq!((back.id, back.state, back.interval), (made.id, BookingState::Reserved, made.interval));
        let session = sessions::of_booking(&t.office, &caller, made.id).await.unwrap();
        assert_ne!(session.state.word(), "released");
        cancel(&t.office, &caller, made.id).await.unwrap();
        t.book(t.dohyun, t.desks[0], morning(TODAY)).await.unwrap();
        assert_eq!(codes(&reasons(restore(&t.office, &caller, made.id).await)), ["desk_taken"]);
        assert_eq!(t.events(made.id).await, ["booking.reserved", "booking.cancelled", "booking.restored", "booking.cancelled"]);
    }

    async fn a_cancellation_taken_back_late_gives_what_is_left_and_its_grace(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        cancel(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set(MID_MORNING);
        let back = restore(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        assert_eq!(back.interval.starts_at, at("2026-12-03T01:15:00Z"));
        assert_eq!(release_due(&t.office).await.unwrap(), 0);
        assert_eq!(t.state(made.id).await, "reserved");
        t.clock.set(CLOSING);
        release_due(&t.office).await.unwrap();
        assert_eq!(reasons(restore(&t.office, &t.caller(t.jimin), made.id).await), [Reason::NotNow { state: BookingState::Released }]);
    }

    async fn what_is_over_is_not_taken_back(t) {
        let made = t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        cancel(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set(CLOSING);
        assert_eq!(reasons(restore(&t.office, &t.caller(t.jimin), made.id).await), [Reason::Past]);
    }

    async fn a_check_out_is_taken_back(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set(OPENING);
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set(MID_MORNING);
        check_out(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        let back = restore(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        assert_eq!((back.state, back.checked_in_at), (BookingState::InUse, Some(at(OPENING))));
    }

    async fn a_live_booking_has_nothing_to_take_back(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        assert_eq!(reasons(restore(&t.office, &t.caller(t.jimin), made.id).await), [Reason::NotNow { state: BookingState::Reserved }]);
    }

    async fn coming_too_early_is_told_from_when(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let against = reasons(check_in(&t.office, &t.caller(t.jimin), made.id).await);
        let opens = "2026-12-02T23:30:00Z";
        assert_eq!(against, [Reason::CheckInOpensAt { at: at(opens), local: "08:30".parse().unwrap() }]);
        t.clock.set(opens);
        check_in(&t.office, &t.caller(t.jimin), made.id).await.expect("from then on it is accepted");
    }

    async fn coming_twice_is_coming_once(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set(OPENING);
        let first = check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set(MID_MORNING);
        let second = check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        assert_eq!(first.state, BookingState::InUse);
        assert_eq!(second.checked_in_at, Some(at(OPENING)));
        assert_eq!(t.events(made.id).await, ["booking.reserved", "booking.checked_in"]);
    }

    async fn nobody_comes_to_what_is_over_or_given_back(t) {
        let over = t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        let gone = t.book(t.dohyun, t.desks[1], all_day(TODAY)).await.unwrap();
        cancel(&t.office, &t.caller(t.dohyun), gone.id).await.unwrap();
        t.clock.set(CLOSING);
        assert_eq!(reasons(check_in(&t.office, &t.caller(t.jimin), over.id).await), [Reason::Past]);
        assert_eq!(
            reasons(check_in(&t.office, &t.caller(t.dohyun), gone.id).await),
            [Reason::NotNow { state: BookingState::Cancelled }]
        );
    }

    async fn leaving_early_frees_the_rest(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set(OPENING);
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set(MID_MORNING);
        let left = check_out(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        assert_eq!(left.state, BookingState::Ended);
        check_out(&t.office, &t.caller(t.jimin), made.id).await.expect("leaving twice is leaving once");
        assert_eq!(t.events(made.id).await, ["booking.reserved", "booking.checked_in", "booking.checked_out"]);
        let next = t.book(t.dohyun, t.desks[0], all_day(TODAY)).await.unwrap();
        assert_eq!(next.interval.starts_at, at("2026-12-03T01:15:00Z"));
        t.book(t.jimin, t.desks[1], all_day(TODAY)).await.expect("whoever left may take another seat");
    }

    async fn nobody_leaves_a_seat_they_never_took(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let caller = t.caller(t.jimin);
        assert_eq!(reasons(check_out(&t.office, &caller, made.id).await), [Reason::NotNow { state: BookingState::Reserved }]);
        cancel(&t.office, &caller, made.id).await.unwrap();
        assert_eq!(reasons(check_out(&t.office, &caller, made.id).await), [Reason::NotNow { state: BookingState::Cancelled }]);
    }

    async fn a_no_show_is_released_at_its_deadline_and_not_before(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        assert_eq!(made.released_at, Some(at("2026-12-03T01:00:00Z")));
        t.clock.set("2026-12-03T00:59:59Z");
        assert_eq!(release_due(&t.office).await.unwrap(), 0);
        t.clock.set("2026-12-03T01:00:00Z");
        assert_eq!(release_due(&t.office).await.unwrap(), 1);
        assert_eq!(release_due(&t.office).await.unwrap(), 0);
        assert_eq!(t.state(made.id).await, "released");
        assert_eq!(t.events(made.id).await, ["booking.reserved", "booking.released"]);
        t.book(t.dohyun, t.desks[0], all_day(TODAY)).await.expect("the seat is free for others");
    }

    async fn whoever_works_on_their_desktop_is_no_no_show(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let session = t.uuid(made.session.unwrap().0);
        let opens = made.check_in_from.timestamp();
        let used = |at: i64| format!("UPDATE sessions SET state = 'connected', input_at = {at} WHERE id = {session}");
        t.sql(&used(opens)).await;
        t.clock.set("2026-12-03T01:00:00Z");
        assert_eq!(release_due(&t.office).await.unwrap(), 0);
        assert_eq!(t.state(made.id).await, "reserved");
        // A screen that was left open before is nobody.
        t.sql(&used(opens - 1)).await;
        assert_eq!(release_due(&t.office).await.unwrap(), 1);
        assert_eq!(t.state(made.id).await, "released");
    }

    async fn a_booking_made_after_its_own_deadline_still_has_its_grace(t) {
        t.clock.set(MID_MORNING);
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        assert_eq!(release_due(&t.office).await.unwrap(), 0);
        t.clock.set("2026-12-03T02:19:59Z");
        assert_eq!(release_due(&t.office).await.unwrap(), 0);
        t.clock.set("2026-12-03T02:20:00Z");
        assert_eq!(release_due(&t.office).await.unwrap(), 1);
        assert_eq!(t.state(made.id).await, "released");
    }

    async fn a_booking_moved_after_its_deadline_has_its_grace_again(t) {
        t.rules(Rules { no_show_grace_min: Some(10), ..Rules::default() }).await;
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:09:00Z");
        move_seat(&t.office, &t.caller(t.jimin), made.id, there(t.desks[1])).await.unwrap();
        t.clock.set("2026-12-03T00:18:59Z");
        assert_eq!(release_due(&t.office).await.unwrap(), 0);
        t.clock.set("2026-12-03T00:19:00Z");
        assert_eq!(release_due(&t.office).await.unwrap(), 1);
    }

    async fn without_a_grace_nobody_is_released(t) {
        t.rules(Rules { no_show_grace_min: None, ..Rules::default() }).await;
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        assert_eq!(made.released_at, None);
        t.clock.set("2026-12-03T08:59:59Z");
        assert_eq!(release_due(&t.office).await.unwrap(), 0);
        t.clock.set(CLOSING);
        assert_eq!(release_due(&t.office).await.unwrap(), 1);
        assert_eq!(t.state(made.id).await, "ended");
    }

    async fn whoever_came_keeps_the_seat_to_its_end(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set(OPENING);
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set("2026-12-03T08:59:59Z");
        assert_eq!(release_due(&t.office).await.unwrap(), 0);
        t.clock.set(CLOSING);
        assert_eq!(release_due(&t.office).await.unwrap(), 1);
        assert_eq!(t.state(made.id).await, "ended");
        assert_eq!(t.events(made.id).await, ["booking.reserved", "booking.checked_in", "booking.ended"]);
        assert_eq!(reasons(restore(&t.office, &t.caller(t.jimin), made.id).await), [Reason::Past]);
    }

    async fn one_site_that_cannot_be_read_holds_up_no_other(t) {
        let (london, _, desk) = t.london().await;
        t.book(t.dohyun, desk, between("2026-12-02", "23:00", "23:30")).await.unwrap();
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.sql(&format!("INSERT INTO site_rules (site_id, body) VALUES ({}, 'nonsense')", t.uuid(london.0))).await;
        t.clock.set("2026-12-03T01:00:00Z");
        let _ = release_due(&t.office).await;
        assert_eq!(t.state(made.id).await, "released");
    }

    async fn somebody_elses_booking_is_not_found(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let (o, stranger) = (&t.office, t.caller(t.dohyun));
        assert_eq!(refusal(find::one(o, &stranger, made.id).await), Refusal::NotFound);
        assert_eq!(refusal(cancel(o, &stranger, made.id).await), Refusal::NotFound);
        assert_eq!(refusal(check_in(o, &stranger, made.id).await), Refusal::NotFound);
        assert_eq!(refusal(check_out(o, &stranger, made.id).await), Refusal::NotFound);
        assert_eq!(refusal(restore(o, &stranger, made.id).await), Refusal::NotFound);
        assert_eq!(refusal(move_seat(o, &stranger, made.id, there(t.desks[1])).await), Refusal::NotFound);
        assert_eq!(refusal(change_times(o, &stranger, made.id, morning(TODAY)).await), Refusal::NotFound);
        assert_eq!(refusal(sessions::of_booking(o, &stranger, made.id).await), Refusal::NotFound);
        assert!(find::mine(o, &stranger, find::When::Coming).await.unwrap().is_empty());
        let manager = t.caller(t.harin);
        find::one(o, &manager, made.id).await.expect("a facility manager sees how seats are used");
        assert_eq!(refusal(cancel(o, &manager, made.id).await), Refusal::NotFound);
        assert_eq!(refusal(sessions::of_booking(o, &t.caller(t.yujin), made.id).await), Refusal::NotFound);
        assert_eq!(t.events(made.id).await, ["booking.reserved"]);
    }

    async fn a_seat_is_booked_for_a_teammate_and_not_for_a_stranger(t) {
        let for_whom = |person| Reserve { person: Some(person), ..wish(t.desks[0], all_day(TODAY)) };
        let made = reserve(&t.office, &t.caller(t.jimin), for_whom(t.seoyeon)).await.unwrap();
        assert_eq!(made.person, t.seoyeon);
        cancel(&t.office, &t.caller(t.jimin), made.id).await.expect("who booked it may give it back");
        let against = reasons(reserve(&t.office, &t.caller(t.jimin), for_whom(t.dohyun)).await);
        assert_eq!(codes(&against), ["not_for_others"]);
        reserve(&t.office, &t.caller(t.yujin), for_whom(t.dohyun)).await.expect("an admin books for everybody");
    }

    async fn a_seat_offered_to_a_booker_is_one_for_whom_it_is_booked(t) {
        t.set_desk(t.desks[1], "assigned_to", &t.uuid(t.yujin.0)).await;
        t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let wish = Reserve { person: Some(t.dohyun), ..wish(t.desks[0], all_day(TODAY)) };
        let refused = refusal(reserve(&t.office, &t.caller(t.yujin), wish).await);
        assert!(matches!(&refused, Refusal::Rules { offer: Some(offer), .. } if offer.desk == t.desks[2]), "{refused:?}");
    }

    async fn the_map_shows_what_became_of_a_booking(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let of = async |person| seats::seats(&t.office, &t.caller(person), t.floor, all_day(TODAY)).await.unwrap().seats[0].clone();
        assert_eq!(of(t.jimin).await.state, SeatState::Mine);
        assert_eq!(of(t.dohyun).await.state, SeatState::Taken);
        assert_eq!(of(t.dohyun).await.holder.unwrap().name, "지민");
        t.sql("UPDATE people SET visibility = 'team'").await;
        assert_eq!(of(t.dohyun).await.holder, None);
        assert!(of(t.seoyeon).await.holder.unwrap().teammate);
        cancel(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        assert_eq!(of(t.dohyun).await.state, SeatState::Free);
    }

    async fn a_quota_holds_when_twenty_requests_come_at_once(t) {
        t.rules(Rules { most_active: 5, horizon_days: 40, ..Rules::default() }).await;
        let days: Vec<_> = date(TODAY).iter_days().filter(|day| chrono::Datelike::weekday(day).num_days_from_monday() < 5).take(20).collect();
        let outcomes = futures::future::join_all(days.iter().map(|day| t.book(t.jimin, t.desks[0], all_day(&day.to_string())))).await;
        let (made, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(|outcome| outcome.is_ok());
        assert_eq!(made.len(), 5);
        for outcome in refused {
            assert_eq!(codes(&reasons(outcome)), ["too_many_active"]);
        }
    }

    async fn a_cancellation_and_a_check_in_at_once_leave_one_of_them(t) {
        for round in 0..10 {
            t.clock.set(crate::common::MORNING);
            let made = t.book(t.jimin, t.desks[round % 8], all_day(TODAY)).await.unwrap();
            t.clock.set(OPENING);
            let caller = t.caller(t.jimin);
            let (gone, came) = tokio::join!(cancel(&t.office, &caller, made.id), check_in(&t.office, &caller, made.id));
            assert_eq!(u8::from(gone.is_ok()) + u8::from(came.is_ok()), 1, "round {round}: {gone:?} {came:?}");
            assert_eq!(t.events(made.id).await.len(), 2);
            if came.is_ok() {
                check_out(&t.office, &caller, made.id).await.unwrap();
            }
        }
    }

    async fn an_unheard_of_day_is_refused_and_breaks_nothing(t) {
        for day in [chrono::NaiveDate::MAX, chrono::NaiveDate::MIN, date("9999-12-31"), date("0001-01-01")] {
            for part in [office::model::time::Part::AllDay, between(TODAY, "00:00", "24:00").part] {
                let choice = office::model::time::Choice { date: day, part };
                assert!(!reasons(t.book(t.jimin, t.desks[0], choice).await).is_empty());
                let seen = seats::seats(&t.office, &t.caller(t.jimin), t.floor, choice).await.unwrap();
                assert!(seen.seats.iter().all(|seat| seat.state == SeatState::Unavailable));
            }
            let here = places::find::floor(&t.office, &t.caller(t.jimin), t.floor).await.unwrap();
            seats::fill(&t.office, &here, (day, 7)).await.unwrap();
        }
    }
}
