use super::*;
use crate::model::{
    away::{AwayCause, Steps},
    booking::{Absence, LocalTimes},
    time::{Interval, Minute},
};
use chrono::{DateTime, NaiveDate};
use uuid::Uuid;

/// The ledger's kinds of which somebody may have to be told.
const KINDS: [&str; 13] = [
    "booking.away",
    "seat.lent",
    "booking.released",
    "seat.reclaimed",
    "booking.reserved",
    "booking.restored",
    "booking.moved",
    "booking.times_changed",
    "booking.cancelled",
    "session.unpromised",
    "session.promised",
    "session.failed",
    "session.unavailable",
];

fn at(seconds: i64) -> Instant {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// A booking from 1,000 to 2,000 whose person sits there.
fn booking() -> Booking {
    Booking {
        id: Uuid::nil().into(),
        person: Uuid::nil().into(),
        person_name: "지민".into(),
        desk: Uuid::nil().into(),
        label: "A-01".into(),
        floor: Uuid::nil().into(),
        site: Uuid::nil().into(),
        interval: Interval { starts_at: at(1_000), ends_at: at(2_000) },
        local: LocalTimes { date: NaiveDate::default(), from: Minute::END, to: Minute::END },
        state: BookingState::InUse,
        checked_in_at: Some(at(1_000)),
        check_in_from: at(900),
        released_at: None,
        away: None,
        session: None,
        session_state: Some(SessionState::Ready),
        no_pc: None,
        pc_until: None,
    }
}

fn away(lent: bool) -> Booking {
    let steps = Steps { lent_from: None, released_at: None };
    let away = Absence { since: at(1_100), cause: AwayCause::Idle, back_by: None, lent, steps };
    Booking { state: BookingState::Away, away: Some(away), ..booking() }
}

fn state(state: BookingState) -> Booking {
    Booking { state, ..booking() }
}

fn session(state: SessionState) -> Booking {
    Booking { session_state: Some(state), ..booking() }
}

#[test]
fn people_are_told_what_others_and_rules_did_and_not_what_they_did_themselves() {
    for kind in KINDS {
        assert_eq!(Notice::of_event(kind, By::Themself), None, "{kind}");
        let told = [By::Another, By::Nobody].map(|by| Notice::of_event(kind, by).is_some());
        assert!(told.contains(&true), "{kind} is told by nobody");
    }
    assert_eq!(Notice::of_event("booking.away", By::Nobody), Some(Notice::Away));
    assert_eq!(Notice::of_event("booking.away", By::Another), None);
    assert_eq!(Notice::of_event("booking.cancelled", By::Another), Some(Notice::Cancelled));
    assert_eq!(Notice::of_event("booking.checked_in", By::Another), None);
}

#[test]
fn who_acted_is_seen_from_the_event() {
    let [one, other] = [1, 2].map(|number| PersonId(Uuid::from_u128(number)));
    assert_eq!([None, Some(one), Some(other)].map(|actor| By::of(actor, one)), [By::Nobody, By::Themself, By::Another]);
}

#[test]
fn what_was_undone_meanwhile_is_no_news() {
    let now = at(1_500);
    let so = [
        (Notice::Away, away(false)),
        (Notice::Lent, away(true)),
        (Notice::Released, state(BookingState::Released)),
        (Notice::Cancelled, state(BookingState::Cancelled)),
        (Notice::Reserved, state(BookingState::Reserved)),
        (Notice::Restored, state(BookingState::Reserved)),
        (Notice::Moved, booking()),
        (Notice::TimesChanged, booking()),
        (Notice::NoPc, Booking { no_pc: Some(NoRoom::Stopped), ..booking() }),
        (Notice::PcAgain, session(SessionState::Planned)),
        (Notice::PcTrouble, session(SessionState::Failed)),
        (Notice::PcTrouble, session(SessionState::Unavailable)),
    ];
    for (notice, booking) in so {
        assert!(notice.is_so(&booking, now), "{notice:?}");
    }
    let no_more = [
        (Notice::Away, booking()),
        (Notice::Away, away(true)),
        (Notice::Lent, away(false)),
        (Notice::Released, booking()),
        (Notice::Cancelled, state(BookingState::Reserved)),
        (Notice::Reserved, state(BookingState::Cancelled)),
        (Notice::Restored, state(BookingState::Cancelled)),
        (Notice::NoPc, booking()),
        (Notice::NoPc, Booking { no_pc: Some(NoRoom::Full), ..booking() }),
        (Notice::PcAgain, session(SessionState::Failed)),
        (Notice::PcTrouble, booking()),
        (Notice::PcTrouble, Booking { state: BookingState::Ended, ..session(SessionState::Failed) }),
    ];
    for (notice, booking) in no_more {
        assert!(!notice.is_so(&booking, now), "{notice:?}");
    }
}

#[test]
fn nothing_is_news_once_the_bookings_time_is_over() {
    assert!(Notice::GaveWay.is_so(&booking(), at(1_999)));
    assert!(!Notice::GaveWay.is_so(&booking(), at(2_000)));
    assert!(!Notice::Released.is_so(&state(BookingState::Released), at(2_000)));
}

#[test]
fn each_person_says_which_notices_they_want() {
    assert!(Notice::ALL.iter().all(|notice| Mail::Every.wants(*notice) && !Mail::Never.wants(*notice)));
    let left_out: Vec<_> = Notice::ALL.iter().filter(|notice| !Mail::Changes.wants(**notice)).collect();
    assert_eq!(left_out, [&Notice::Away, &Notice::Lent]);
}
