//! Connecting at a desk is checking in there, whatever was booked, and in whatever order word of it comes.

use crate::common::{Db, TestOffice, afternoon, all_day, at, codes, morning, office_on, reasons, refusal};
use chrono::TimeDelta;
use office::{
    backend::{
        bookings::{
            arrive::{Arrival, arrive, foresee},
            cancel::cancel,
            contest, find,
            move_seat::{To, move_seat},
        },
        caller::Caller,
        error::Result,
    },
    model::{
        booking::{Booking, BookingState, CheckInSource},
        id::{DeskId, PersonId},
        refusal::{Reason, Refusal},
        terminal::{Arrived, Foreseen, Outcome},
        time::{Instant, Minute},
    },
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use uuid::Uuid;

const TODAY: &str = "2026-12-03";

fn by_desktop(t: &TestOffice, who: PersonId) -> Caller {
    Caller { door: CheckInSource::Desktop, ..t.caller(who) }
}

async fn comes(t: &TestOffice, who: PersonId, desk: DeskId) -> Result<Arrived> {
    let caller = by_desktop(t, who);
    arrive(&t.office, &caller, Arrival { id: Uuid::now_v7(), desk, at: caller.now }).await
}

async fn foreseen(t: &TestOffice, who: PersonId, desk: DeskId) -> Result<Foreseen> {
    let caller = by_desktop(t, who);
    foresee(&t.office, &caller, Arrival { id: Uuid::now_v7(), desk, at: caller.now }).await
}

on_both_databases! {
    async fn at_the_desk_that_was_booked_it_is_the_check_in(t) {
        let booked = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-02T23:45:00Z");
        let arrived = comes(t, t.jimin, t.desks[0]).await.unwrap();
        assert_eq!((arrived.outcome, arrived.left), (Outcome::Seated, None));
        assert_eq!((arrived.booking.id, arrived.booking.state), (booked.id, BookingState::InUse));
        assert_eq!(arrived.booking.checked_in_at, Some(at("2026-12-02T23:45:00Z")));
        let source = format!("SELECT check_in_source FROM bookings WHERE id = {}", t.uuid(booked.id.0));
        assert_eq!(t.texts(&source).await, ["desktop"]);
    }

    async fn at_another_free_desk_the_booking_comes_along_and_can_go_back(t) {
        let booked = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:10:00Z");
        let arrived = comes(t, t.jimin, t.desks[3]).await.unwrap();
        assert_eq!((arrived.outcome, arrived.left), (Outcome::Moved, Some(t.desks[0])));
        assert_eq!((arrived.booking.id, arrived.booking.desk), (booked.id, t.desks[3]));
        assert_eq!(arrived.booking.state, BookingState::InUse);
        assert_eq!(t.live_on(t.desks[0]).await, 0);
        let back = To { desk: t.desks[0], choice: None };
        let undone = move_seat(&t.office, &t.caller(t.jimin), booked.id, back).await.unwrap();
        assert_eq!((undone.desk, undone.state), (t.desks[0], BookingState::InUse));
    }

    async fn without_a_booking_one_is_made_until_the_working_day_ends(t) {
        t.clock.set("2026-12-03T00:52:00Z");
        let arrived = comes(t, t.jimin, t.desks[1]).await.unwrap();
        assert_eq!((arrived.outcome, arrived.booking.state), (Outcome::WalkedIn, BookingState::InUse));
        let local = &arrived.booking.local;
        assert_eq!((local.from.to_string(), local.to.to_string()), ("09:45".into(), "18:00".into()));
        assert!(arrived.booking.session.is_some(), "no cloud PC comes with it");
    }

    async fn a_walk_in_ends_where_the_desk_s_next_booking_begins(t) {
        t.book(t.seoyeon, t.desks[1], afternoon(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:00:00Z");
        let arrived = comes(t, t.jimin, t.desks[1]).await.unwrap();
        assert_eq!(arrived.booking.local.to, Minute::hour(13));
        assert_eq!(t.overlaps().await, 0);
    }

    async fn a_walk_in_after_hours_lasts_until_midnight(t) {
        t.clock.set("2026-12-03T10:07:00Z");
        let arrived = comes(t, t.jimin, t.desks[1]).await.unwrap();
        assert_eq!((arrived.booking.local.from, arrived.booking.local.to), (Minute::hour(19), Minute::END));
    }

    async fn a_walk_in_is_refused_by_the_same_rules(t) {
        t.closure(TODAY).await;
        t.clock.set("2026-12-03T00:00:00Z");
        let Refusal::Rules { reasons, .. } = refusal(comes(t, t.jimin, t.desks[1]).await) else { panic!() };
        assert!(matches!(reasons[..], [Reason::Closed { .. }]), "{reasons:?}");
    }

    async fn at_somebody_else_s_desk_both_are_told_once_and_another_desk_is_offered(t) {
        let theirs = t.book(t.seoyeon, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:05:00Z");
        let caller = by_desktop(t, t.jimin);
        let arrival = Arrival { id: Uuid::now_v7(), desk: t.desks[0], at: caller.now };
        for _ in 0..2 {
            let Refusal::Rules { reasons, offer } = refusal(arrive(&t.office, &caller, arrival).await) else { panic!() };
            assert_eq!(reasons, [Reason::DeskTaken { until: Minute::hour(18) }]);
            assert_eq!(offer.unwrap().desk, t.desks[1]);
        }
        assert_eq!(t.events(theirs.id).await, ["booking.reserved", "seat.contested"]);
        assert_eq!(find::mine(&t.office, &caller, find::When::Coming).await.unwrap(), []);
        let holder = t.caller(t.seoyeon);
        let theirs = find::one(&t.office, &holder, theirs.id).await.unwrap();
        let told = contest::of(&t.office, &holder, &theirs).await.unwrap().unwrap();
        assert_eq!((told.at.to_string(), told.offer.unwrap().desk), ("09:05".into(), t.desks[1]));
        assert_eq!(contest::of(&t.office, &caller, &theirs).await.unwrap(), None);
        t.clock.set("2026-12-03T00:35:00Z");
        assert_eq!(contest::of(&t.office, &t.caller(t.seoyeon), &theirs).await.unwrap(), None);
    }

    async fn what_is_foreseen_is_what_happens(t) {
        t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:05:00Z");
        for (who, desk) in [(t.jimin, t.desks[0]), (t.jimin, t.desks[3]), (t.dohyun, t.desks[5])] {
            let told = foreseen(t, who, desk).await.unwrap();
            let arrived = comes(t, who, desk).await.unwrap();
            assert_eq!((told.outcome, told.local), (arrived.outcome, arrived.booking.local));
        }
    }

    async fn a_desk_that_would_be_refused_is_promised_to_nobody(t) {
        t.book(t.jimin, t.desks[3], all_day(TODAY)).await.unwrap();
        t.book(t.seoyeon, t.desks[0], afternoon(TODAY)).await.unwrap();
        t.set_desk(t.desks[1], "out_of_service", "'모니터 고장'").await;
        t.clock.set("2026-12-03T00:05:00Z");
        let along = reasons(foreseen(t, t.jimin, t.desks[0]).await);
        assert_eq!(along, [Reason::DeskTaken { until: Minute::hour(18) }], "the booking can't come along");
        assert_eq!(codes(&reasons(foreseen(t, t.dohyun, t.desks[1]).await)), ["out_of_service"]);
        t.closure(TODAY).await;
        assert_eq!(codes(&reasons(foreseen(t, t.dohyun, t.desks[5]).await)), ["closed"]);
    }

    async fn whoever_holds_a_desk_is_told_once_of_somebody_who_only_looks_at_it(t) {
        let theirs = t.book(t.seoyeon, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:05:00Z");
        let caller = by_desktop(t, t.jimin);
        let arrival = Arrival { id: Uuid::now_v7(), desk: t.desks[0], at: caller.now };
        for _ in 0..2 {
            let Refusal::Rules { reasons, offer } = refusal(foresee(&t.office, &caller, arrival).await) else { panic!() };
            assert_eq!(reasons, [Reason::DeskTaken { until: Minute::hour(18) }]);
            assert_eq!(offer.unwrap().desk, t.desks[1]);
        }
        refusal(arrive(&t.office, &caller, arrival).await);
        assert_eq!(t.events(theirs.id).await, ["booking.reserved", "seat.contested"]);
        cancel(&t.office, &t.caller(t.seoyeon), theirs.id).await.unwrap();
        let arrived = arrive(&t.office, &caller, arrival).await.unwrap();
        assert_eq!((arrived.outcome, arrived.booking.desk), (Outcome::WalkedIn, t.desks[0]));
    }

    async fn word_that_comes_twice_changes_nothing_again(t) {
        t.clock.set("2026-12-03T00:10:00Z");
        let caller = by_desktop(t, t.jimin);
        let arrival = Arrival { id: Uuid::now_v7(), desk: t.desks[1], at: caller.now };
        let first = arrive(&t.office, &caller, arrival).await.unwrap();
        t.clock.set("2026-12-03T00:12:00Z");
        let again = arrive(&t.office, &by_desktop(t, t.jimin), arrival).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(t.events(first.booking.id).await, ["booking.reserved", "booking.checked_in"]);
    }

    async fn word_that_is_too_old_is_not_believed(t) {
        t.clock.set("2026-12-03T00:30:00Z");
        let caller = by_desktop(t, t.jimin);
        let old = Arrival { id: Uuid::now_v7(), desk: t.desks[1], at: at("2026-12-03T00:14:59Z") };
        assert!(matches!(refusal(arrive(&t.office, &caller, old).await), Refusal::Stale));
        assert_eq!(t.number("SELECT count(*) FROM bookings").await, 0);
    }

    async fn too_early_for_the_booking_the_time_before_it_is_a_walk_in(t) {
        t.book(t.jimin, t.desks[0], afternoon(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T01:00:00Z");
        let arrived = comes(t, t.jimin, t.desks[0]).await.unwrap();
        assert_eq!(arrived.outcome, Outcome::WalkedIn);
        assert_eq!((arrived.booking.local.from, arrived.booking.local.to), (Minute::hour(10), Minute::hour(13)));
    }

    async fn of_two_who_come_to_one_free_desk_at_once_one_sits(t) {
        t.clock.set("2026-12-03T00:10:00Z");
        let (a, b) = tokio::join!(comes(t, t.jimin, t.desks[5]), comes(t, t.dohyun, t.desks[5]));
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
        assert_eq!((t.live_on(t.desks[5]).await, t.overlaps().await), (1, 0));
    }
}

/// A morning's walk of one person: how many minutes after the one before, to which desk; and how word of it comes.
#[derive(Clone, Debug)]
struct Walk {
    booked: Option<usize>,
    steps: Vec<(i64, usize)>,
    order: Vec<usize>,
}

fn walks() -> impl Strategy<Value = Walk> {
    let steps = proptest::collection::vec((0i64..4, 0usize..4), 1..5);
    (proptest::option::of(0usize..4), steps).prop_flat_map(|(booked, steps)| {
        let once: Vec<usize> = (0..steps.len()).collect();
        let again = proptest::collection::vec(0..steps.len(), 0..4);
        again.prop_flat_map(move |again| {
            let all: Vec<usize> = once.iter().copied().chain(again).collect();
            let steps = steps.clone();
            Just(all).prop_shuffle().prop_map(move |order| Walk { booked, steps: steps.clone(), order })
        })
    })
}

/// What remains of a walk: each booking by desk, times, state and when its person came.
type Remains = Vec<(DeskId, String, String, BookingState, Option<Instant>)>;

async fn remains(t: &TestOffice, who: PersonId) -> Remains {
    let mine = find::mine(&t.office, &t.caller(who), find::When::Coming).await.unwrap();
    let shown =
        |one: Booking| (one.desk, one.local.from.to_string(), one.local.to.to_string(), one.state, one.checked_in_at);
    mine.into_iter().map(shown).collect()
}

/// One person walks while word of each step comes in an order; answers what remains.
async fn walked(t: &TestOffice, who: PersonId, (walk, order): (&Walk, &[usize])) -> Remains {
    t.clock.set("2026-12-02T23:00:00Z");
    if let Some(desk) = walk.booked {
        t.book(who, t.desks[desk], morning(TODAY)).await.unwrap();
    }
    let mut moment = at("2026-12-03T00:01:00Z");
    let mut arrivals = Vec::new();
    for (minutes, desk) in &walk.steps {
        // No two at the same moment: nobody is in two places.
        moment += TimeDelta::minutes(*minutes) + TimeDelta::seconds(7);
        arrivals.push(Arrival { id: Uuid::now_v7(), desk: t.desks[*desk], at: moment });
    }
    t.clock.set("2026-12-03T00:15:00Z");
    for number in order {
        arrive(&t.office, &by_desktop(t, who), arrivals[*number]).await.unwrap();
    }
    remains(t, who).await
}

#[test]
fn the_result_is_the_same_in_whatever_order_and_however_often_word_comes() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let rng_seed = RngSeed::Fixed(20_261_203);
    let config = Config { cases: 60, rng_seed, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let t = runtime.block_on(office_on(Db::Sqlite)).unwrap();
    runner
        .run(&walks(), |walk| {
            runtime.block_on(async {
                let people = t.crowd_of(2, &Uuid::now_v7().simple().to_string()).await;
                let in_order: Vec<usize> = (0..walk.steps.len()).collect();
                let expected = walked(&t, people[0], (&walk, &in_order)).await;
                clear(&t).await;
                let shuffled = walked(&t, people[1], (&walk, &walk.order)).await;
                clear(&t).await;
                prop_assert_eq!(expected, shuffled);
                Ok(())
            })
        })
        .unwrap();
    runtime.block_on(t.close());
}

/// Ends everything, so that the desks are free for the next walk.
async fn clear(t: &TestOffice) {
    t.sql("UPDATE bookings SET state = 'ended', ended_at = ends_at WHERE state = 'in_use'").await;
    t.sql("UPDATE bookings SET state = 'cancelled', ended_at = ends_at WHERE state = 'reserved'").await;
}
