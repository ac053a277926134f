//! Out for a while: the seat is kept, lent with the right of return, and given back at last.

use crate::common::{TestOffice, afternoon, all_day, at, between, codes, morning, reasons, refusal};
use office::{
    backend::{
        bookings::{
            away::leave, cancel::cancel, change_times::change_times, check_in::check_in, find, lost,
            release::release_due, restore::restore,
        },
        places::seats,
    },
    model::{
        away::{AwayCause, AwayRules, Steps},
        booking::{Booking, BookingState, Lost},
        id::{DeskId, PersonId},
        refusal::{Reason, Refusal},
        rules::Rules,
        seat::SeatState,
        time::Minute,
    },
};

const TODAY: &str = "2026-12-03";

fn local(time: &str) -> String {
    format!("{TODAY}T{time}:00+09:00")
}

/// 지민 sits at a desk since nine.
async fn sits(t: &TestOffice, desk: DeskId) -> Booking {
    let made = t.book(t.jimin, desk, all_day(TODAY)).await.unwrap();
    t.clock.set(&local("09:00"));
    check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap()
}

async fn goes(t: &TestOffice, when: &str, back_by: Option<&str>, booking: &Booking) -> Booking {
    t.clock.set(&local(when));
    let back_by = back_by.map(|text| text.parse().unwrap());
    leave(&t.office, &t.caller(t.jimin), booking.id, back_by).await.unwrap()
}

async fn becomes(t: &TestOffice, when: &str) {
    t.clock.set(&local(when));
    release_due(&t.office).await.unwrap();
}

async fn now(t: &TestOffice, who: PersonId, booking: &Booking) -> Booking {
    find::one(&t.office, &t.caller(who), booking.id).await.unwrap()
}

/// 지민 is out since ten and the seat is lent since eleven.
async fn lent(t: &TestOffice, desk: DeskId) -> Booking {
    let booking = sits(t, desk).await;
    goes(t, "10:00", None, &booking).await;
    becomes(t, "11:00").await;
    now(t, t.jimin, &booking).await
}

/// 서연 sits at a lent desk while everybody else's is taken, and 지민 is back; answers the guest's booking.
async fn gives_way_on_a_full_floor(t: &TestOffice) -> Booking {
    let booking = lent(t, t.desks[0]).await;
    let guest = t.book(t.seoyeon, t.desks[0], between(TODAY, "11:00", "17:00")).await.unwrap();
    check_in(&t.office, &t.caller(t.seoyeon), guest.id).await.unwrap();
    let people = t.crowd(t.desks.len() - 1).await;
    for (person, desk) in people.iter().zip(&t.desks[1..]) {
        t.book(*person, *desk, between(TODAY, "11:00", "18:00")).await.unwrap();
    }
    check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
    guest
}

on_both_databases! {
    async fn whoever_goes_out_keeps_the_seat_and_is_back_by_checking_in(t) {
        let booking = sits(t, t.desks[0]).await;
        let out = goes(t, "10:00", None, &booking).await;
        assert_eq!(out.state, BookingState::Away);
        let away = out.away.unwrap();
        assert_eq!((away.since, away.cause, away.back_by, away.lent), (at(&local("10:00")), AwayCause::Said, None, false));
        let expected = Steps { lent_from: Some(at(&local("11:00"))), released_at: Some(at(&local("14:00"))) };
        assert_eq!(away.steps, expected, "lunch does not count");
        becomes(t, "10:59").await;
        let refused = reasons(t.book(t.seoyeon, t.desks[0], between(TODAY, "11:00", "12:00")).await);
        assert_eq!(codes(&refused), ["desk_taken"]);
        let back = check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert_eq!((back.state, back.away), (BookingState::InUse, None));
        assert_eq!(back.checked_in_at, booking.checked_in_at, "they came only once");
        let told = t.events(booking.id).await;
        assert_eq!(told, ["booking.reserved", "booking.checked_in", "booking.away", "booking.back"]);
    }

    async fn a_time_that_is_said_delays_every_step(t) {
        let booking = sits(t, t.desks[0]).await;
        let out = goes(t, "10:00", Some("14:00"), &booking).await.away.unwrap();
        assert_eq!(out.back_by, Some(at(&local("14:00"))));
        assert_eq!(out.steps.lent_from, Some(at(&local("15:00"))));
        let out = goes(t, "10:20", Some("16:30"), &booking).await.away.unwrap();
        assert_eq!((out.since, out.steps.lent_from), (at(&local("10:00")), Some(at(&local("17:30")))));
        becomes(t, "16:00").await;
        assert_eq!(t.state(booking.id).await, "away");
    }

    async fn a_time_that_makes_no_sense_is_refused_and_nothing_changes(t) {
        let booking = sits(t, t.desks[0]).await;
        t.clock.set(&local("10:00"));
        for (time, problem) in [("09:45", "over"), ("10:00", "over"), ("18:15", "after_end")] {
            let asked: Minute = time.parse().unwrap();
            let refused = refusal(leave(&t.office, &t.caller(t.jimin), booking.id, Some(asked)).await);
            assert_eq!(refused, Refusal::input("back_by", problem), "{time}");
        }
        assert_eq!(t.state(booking.id).await, "in_use");
    }

    async fn only_whoever_has_come_can_go_out(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set(&local("09:00"));
        let refused = reasons(leave(&t.office, &t.caller(t.jimin), made.id, None).await);
        assert_eq!(refused, [Reason::NotNow { state: BookingState::Reserved }]);
        let stranger = leave(&t.office, &t.caller(t.dohyun), made.id, None).await;
        assert_eq!(refusal(stranger), Refusal::NotFound);
    }

    async fn a_lent_seat_is_free_for_others_and_says_so(t) {
        let booking = lent(t, t.desks[0]).await;
        assert!(booking.away.unwrap().lent);
        let choice = between(TODAY, "11:00", "12:00");
        let seen = seats::seats(&t.office, &t.caller(t.seoyeon), t.floor, choice).await.unwrap();
        let seat = seen.seats.iter().find(|seat| seat.desk == t.desks[0]).unwrap();
        assert_eq!((seat.state, seat.lent, seat.reasons.len()), (SeatState::Free, true, 0));
        let own = seats::seats(&t.office, &t.caller(t.jimin), t.floor, choice).await.unwrap();
        let seat = own.seats.iter().find(|seat| seat.desk == t.desks[0]).unwrap();
        assert_eq!((seat.state, seat.lent), (SeatState::Mine, false));
        t.book(t.seoyeon, t.desks[0], choice).await.unwrap();
        let third = reasons(t.book(t.dohyun, t.desks[0], choice).await);
        assert_eq!(codes(&third), ["desk_taken"], "it is lent once at a time");
        assert_eq!(t.overlaps().await, 0);
    }

    async fn a_lent_seat_is_any_free_one_at_times_that_whoever_lent_it_has_not_booked(t) {
        let made = t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        t.clock.set(&local("09:00"));
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        goes(t, "10:00", None, &made).await;
        becomes(t, "11:00").await;
        for (choice, lent) in [(morning(TODAY), true), (all_day(TODAY), true), (afternoon(TODAY), false)] {
            let seen = seats::seats(&t.office, &t.caller(t.seoyeon), t.floor, choice).await.unwrap();
            let seat = seen.seats.iter().find(|seat| seat.desk == t.desks[0]).unwrap();
            assert_eq!((seat.state, seat.lent), (SeatState::Free, lent), "{choice:?}");
        }
    }

    async fn whoever_returns_has_the_seat_and_the_guest_the_nearest_one(t) {
        let booking = lent(t, t.desks[0]).await;
        let guest = t.book(t.seoyeon, t.desks[0], between(TODAY, "11:00", "17:00")).await.unwrap();
        t.clock.set(&local("11:30"));
        check_in(&t.office, &t.caller(t.seoyeon), guest.id).await.unwrap();
        let back = check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert_eq!((back.state, back.desk), (BookingState::InUse, t.desks[0]));
        let moved = now(t, t.seoyeon, &guest).await;
        assert_eq!((moved.state, moved.desk), (BookingState::InUse, t.desks[1]));
        let told = lost::today(&t.office, &t.caller(t.seoyeon)).await.unwrap();
        assert_eq!(told, [Lost::GaveWay { now: Some(moved.label) }]);
        assert_eq!(t.overlaps().await, 0);
    }

    async fn other_times_of_a_lent_seat_are_not_held_up_by_its_guest(t) {
        let booking = lent(t, t.desks[0]).await;
        let guest = t.book(t.seoyeon, t.desks[0], between(TODAY, "11:00", "17:00")).await.unwrap();
        t.book(t.dohyun, t.desks[0], between(TODAY, "19:00", "20:00")).await.unwrap();
        let until = async |end: &str| {
            let changed = change_times(&t.office, &t.caller(t.jimin), booking.id, between(TODAY, "09:00", end)).await;
            changed.map(|changed| changed.local.to.to_string())
        };
        assert_eq!(until("16:00").await.unwrap(), "16:00");
        assert_eq!(now(t, t.seoyeon, &guest).await, guest, "the guest sits there as before");
        // What lies beyond is not lent: whoever holds it keeps it.
        assert_eq!(reasons(until("16:30").await), [Reason::DeskTaken { until: Minute::hour(17) }]);
        t.sql(&format!("UPDATE bookings SET ends_at = ends_at - 3600 WHERE id = {}", t.uuid(guest.id.0))).await;
        assert_eq!(until("19:00").await.unwrap(), "19:00");
        assert_eq!(reasons(until("19:30").await), [Reason::DeskTaken { until: Minute::hour(20) }]);
        let back = check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert_eq!((back.state, back.desk, t.overlaps().await), (BookingState::InUse, t.desks[0], 0));
    }

    async fn a_guest_is_sent_to_no_other_floor(t) {
        let above = t.floor_at(13).await;
        t.desk(above, ("B-01", 2.0), None).await;
        let guest = gives_way_on_a_full_floor(t).await;
        assert_eq!(t.state(guest.id).await, "released");
    }

    async fn a_guest_without_another_seat_is_told_and_keeps_the_programs(t) {
        let guest = gives_way_on_a_full_floor(t).await;
        assert_eq!(t.state(guest.id).await, "released");
        let told = lost::today(&t.office, &t.caller(t.seoyeon)).await.unwrap();
        assert_eq!(told, [Lost::GaveWay { now: None }]);
        t.clock.set(&local("12:30"));
        let later = lost::today(&t.office, &t.caller(t.seoyeon)).await.unwrap();
        assert!(later.is_empty(), "they were not out: {later:?}");
        assert_eq!(t.overlaps().await, 0);
    }

    async fn a_guest_who_has_left_the_office_for_good_gives_way_all_the_same(t) {
        let booking = lent(t, t.desks[0]).await;
        let guest = t.book(t.seoyeon, t.desks[0], between(TODAY, "11:00", "17:00")).await.unwrap();
        check_in(&t.office, &t.caller(t.seoyeon), guest.id).await.unwrap();
        t.sql(&format!("UPDATE people SET active = FALSE WHERE id = {}", t.uuid(t.seoyeon.0))).await;
        let back = check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert_eq!((back.state, back.desk), (BookingState::InUse, t.desks[0]));
        assert_eq!(t.state(guest.id).await, "released");
        assert_eq!((t.live_on(t.desks[1]).await, t.overlaps().await), (0, 0));
    }

    async fn a_guest_whose_time_is_over_stands_in_nobody_s_way(t) {
        let booking = lent(t, t.desks[0]).await;
        let came = t.book(t.seoyeon, t.desks[0], between(TODAY, "11:00", "12:00")).await.unwrap();
        let never_came = t.book(t.dohyun, t.desks[0], between(TODAY, "12:00", "12:30")).await.unwrap();
        check_in(&t.office, &t.caller(t.seoyeon), came.id).await.unwrap();
        // Nothing has been written down yet of what time did to them.
        t.clock.set(&local("12:30"));
        let back = check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert_eq!((back.state, back.desk), (BookingState::InUse, t.desks[0]));
        assert_eq!((t.state(came.id).await, t.state(never_came.id).await), ("ended".into(), "released".into()));
        let told = t.events(came.id).await;
        assert_eq!(told, ["booking.reserved", "booking.checked_in", "booking.ended"], "nobody had to give way");
        assert_eq!(t.overlaps().await, 0);
    }

    async fn a_guest_who_has_not_come_is_no_no_show(t) {
        let booking = lent(t, t.desks[0]).await;
        let guest = t.book(t.seoyeon, t.desks[0], between(TODAY, "15:00", "17:00")).await.unwrap();
        let people = t.crowd(t.desks.len() - 1).await;
        for (person, desk) in people.iter().zip(&t.desks[1..]) {
            t.book(*person, *desk, between(TODAY, "11:00", "18:00")).await.unwrap();
        }
        check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        assert_eq!(t.state(guest.id).await, "cancelled");
        let told = lost::today(&t.office, &t.caller(t.seoyeon)).await.unwrap();
        assert_eq!(told, [Lost::GaveWay { now: None }]);
    }

    async fn a_guest_who_goes_out_as_well_gives_way_but_stays_out(t) {
        let booking = lent(t, t.desks[0]).await;
        let guest = t.book(t.seoyeon, t.desks[0], between(TODAY, "11:00", "17:00")).await.unwrap();
        check_in(&t.office, &t.caller(t.seoyeon), guest.id).await.unwrap();
        leave(&t.office, &t.caller(t.seoyeon), guest.id, None).await.unwrap();
        becomes(t, "13:00").await;
        assert!(now(t, t.seoyeon, &guest).await.away.unwrap().lent, "a guest's seat is lent on");
        let third = t.book(t.dohyun, t.desks[0], between(TODAY, "13:00", "16:00")).await.unwrap();

        // The guest returns first: whoever came after them gives way, whoever was there before does not.
        check_in(&t.office, &t.caller(t.seoyeon), guest.id).await.unwrap();
        assert_eq!(now(t, t.dohyun, &third).await.desk, t.desks[1]);
        assert!(now(t, t.jimin, &booking).await.away.unwrap().lent);

        leave(&t.office, &t.caller(t.seoyeon), guest.id, None).await.unwrap();
        check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        let moved = now(t, t.seoyeon, &guest).await;
        assert_eq!((moved.state, moved.away.map(|away| away.lent)), (BookingState::Away, Some(false)));
        assert_ne!(moved.desk, t.desks[0]);
        assert_eq!(t.overlaps().await, 0);
    }

    async fn the_first_holder_returns_before_a_guest_that_has_lent_on(t) {
        let booking = lent(t, t.desks[0]).await;
        let guest = t.book(t.seoyeon, t.desks[0], between(TODAY, "11:00", "17:00")).await.unwrap();
        check_in(&t.office, &t.caller(t.seoyeon), guest.id).await.unwrap();
        leave(&t.office, &t.caller(t.seoyeon), guest.id, None).await.unwrap();
        becomes(t, "13:00").await;
        check_in(&t.office, &t.caller(t.jimin), booking.id).await.unwrap();
        check_in(&t.office, &t.caller(t.seoyeon), guest.id).await.unwrap();
        let holder = now(t, t.jimin, &booking).await;
        assert_eq!((holder.state, holder.desk), (BookingState::InUse, t.desks[0]), "a guest came before the holder");
        assert_eq!(now(t, t.seoyeon, &guest).await.desk, t.desks[1]);
        assert_eq!(t.overlaps().await, 0);
    }

    async fn a_seat_is_given_back_at_last_and_can_be_taken_again(t) {
        let booking = lent(t, t.desks[0]).await;
        becomes(t, "13:59").await;
        assert_eq!(t.state(booking.id).await, "away");
        becomes(t, "14:00").await;
        assert_eq!(t.state(booking.id).await, "released");
        t.clock.set(&local("14:10"));
        let caller = t.caller(t.jimin);
        let told = lost::today(&t.office, &caller).await.unwrap();
        let at = Minute::hour(14);
        assert_eq!(told, [Lost::TakenBack { booking: booking.id, label: booking.label.clone(), at }]);
        let back = restore(&t.office, &caller, booking.id).await.unwrap();
        assert_eq!((back.state, back.away), (BookingState::InUse, None));
        assert!(lost::today(&t.office, &caller).await.unwrap().is_empty());
    }

    async fn when_a_seat_was_given_back_is_told_in_the_time_of_its_own_site(t) {
        let (_, _, desk) = t.london().await;
        let made = t.book(t.jimin, desk, all_day(TODAY)).await.unwrap();
        let london = |time: &str| format!("{TODAY}T{time}:00Z");
        t.clock.set(&london("09:00"));
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set(&london("10:00"));
        leave(&t.office, &t.caller(t.jimin), made.id, None).await.unwrap();
        for step in ["11:00", "14:00"] {
            t.clock.set(&london(step));
            release_due(&t.office).await.unwrap();
        }
        let told = lost::today(&t.office, &t.caller(t.jimin)).await.unwrap();
        assert_eq!(told, [Lost::TakenBack { booking: made.id, label: made.label, at: Minute::hour(14) }]);
    }

    async fn a_seat_that_others_have_since_is_not_taken_again(t) {
        let booking = lent(t, t.desks[0]).await;
        becomes(t, "14:00").await;
        t.book(t.seoyeon, t.desks[0], between(TODAY, "14:00", "18:00")).await.unwrap();
        let refused = reasons(restore(&t.office, &t.caller(t.jimin), booking.id).await);
        assert_eq!(codes(&refused), ["desk_taken"]);
    }

    async fn a_no_show_is_not_taken_again_like_a_long_absence(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        becomes(t, "10:00").await;
        assert_eq!(t.state(made.id).await, "released");
        let refused = reasons(restore(&t.office, &t.caller(t.jimin), made.id).await);
        assert_eq!(refused, [Reason::NotNow { state: BookingState::Released }]);
        assert!(lost::today(&t.office, &t.caller(t.jimin)).await.unwrap().is_empty());
    }

    async fn a_site_without_these_rules_keeps_every_seat(t) {
        let away = AwayRules { notice_min: None, lend_min: None, release_min: None };
        t.rules(Rules { away, ..Rules::default() }).await;
        let booking = sits(t, t.desks[0]).await;
        goes(t, "09:30", None, &booking).await;
        becomes(t, "17:59").await;
        assert_eq!(t.state(booking.id).await, "away");
        becomes(t, "18:00").await;
        assert_eq!(t.state(booking.id).await, "ended");
    }

    async fn guests_who_give_way_at_the_same_moment_each_get_a_seat_while_there_are_seats(t) {
        let other = t.second_handle().await;
        let first = lent(t, t.desks[0]).await;
        let second = t.book(t.harin, t.desks[1], between(TODAY, "11:00", "18:00")).await.unwrap();
        check_in(&t.office, &t.caller(t.harin), second.id).await.unwrap();
        let guests = t.crowd(2).await;
        for _ in 0..6 {
            for (who, booking) in [(t.jimin, &first), (t.harin, &second)] {
                t.sql(&format!(
                    "UPDATE bookings SET state = 'away', away_since = 1, away_cause = 'said', lent_at = 1 WHERE id = {}",
                    t.uuid(booking.id.0)
                ))
                .await;
                assert!(now(t, who, booking).await.away.is_some_and(|away| away.lent));
            }
            let mut made = Vec::new();
            for (guest, desk) in guests.iter().zip([t.desks[0], t.desks[1]]) {
                made.push(t.book(*guest, desk, between(TODAY, "11:00", "18:00")).await.unwrap());
            }
            let (jimin, harin) = (t.caller(t.jimin), t.caller(t.harin));
            let (one, two) = tokio::join!(
                check_in(&t.office, &jimin, first.id),
                check_in(&other, &harin, second.id),
            );
            assert_eq!((one.unwrap().state, two.unwrap().state), (BookingState::InUse, BookingState::InUse));
            for (guest, booking) in guests.iter().zip(&made) {
                let found = now(t, *guest, booking).await;
                assert_eq!(found.state, BookingState::Reserved, "{found:?}");
                cancel(&t.office, &t.caller(*guest), booking.id).await.unwrap();
            }
        }
    }

    async fn a_return_and_a_new_guest_at_the_same_moment_never_share_the_desk(t) {
        let booking = lent(t, t.desks[0]).await;
        let guests = t.crowd(12).await;
        let other = t.second_handle().await;
        for guest in guests {
            let caller = t.caller(guest);
            let wish = crate::common::wish(t.desks[0], between(TODAY, "11:00", "18:00"));
            let returning = t.caller(t.jimin);
            let (returned, booked) = tokio::join!(
                check_in(&t.office, &returning, booking.id),
                office::backend::bookings::reserve::reserve(&other, &caller, wish),
            );
            assert_eq!(returned.unwrap().state, BookingState::InUse);
            // Whoever was first has given way, and is at another desk or, where none was left, without one: nobody is a
            // no-show who had not yet come.
            if let Ok(booked) = booked {
                let booked = now(t, guest, &booked).await;
                assert!(booked.desk != t.desks[0] || booked.state == BookingState::Cancelled, "{booked:?}");
            }
            assert_eq!(t.overlaps().await, 0);
            t.sql(&format!(
                "UPDATE bookings SET state = 'away', away_since = 1, away_cause = 'said', lent_at = 1 WHERE id = {}",
                t.uuid(booking.id.0)
            ))
            .await;
        }
    }
}
