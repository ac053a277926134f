//! The promise of the map: a seat that it shows free is accepted, and any other is refused for the reasons shown.

mod scenes;
mod stage;

use crate::common::{Db, TestOffice, codes, office_on, turn, wish};
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
        id::DeskId,
        person::Role,
        refusal::{Reason, Refusal},
        rules::{ForWhom, check_in_opens},
        seat::{Seat, SeatState},
        time::Choice,
    },
};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use scenes::{COLLEAGUE, DESKS, Scene, VIEWER, scenes};
use stage::{person, put_back};
use std::{cell::RefCell, collections::BTreeMap};

/// A scene that is set, as its viewer sees it.
struct Play<'a> {
    t: &'a TestOffice,
    scene: &'a Scene,
    seen: &'a Seen,
    viewer: Caller,
    choice: Choice,
    shown: Seats,
    /// The viewer's booking that another seat would replace.
    before: Option<Booking>,
}

async fn shown_to(t: &TestOffice, caller: &Caller, choice: Choice) -> Seats {
    seats::seats(&t.office, caller, t.floor, choice).await.unwrap()
}

impl<'a> Play<'a> {
    async fn begin(t: &'a TestOffice, scene: &'a Scene, seen: &'a Seen) -> Self {
        stage::set(t, scene).await;
        let viewer = t.caller(person(t, scene, VIEWER));
        let choice = scene.choice(scene.asked.when);
        let shown = shown_to(t, &viewer, choice).await;
        let before = match &shown.mine {
            Some(mine) => Some(find::one(&t.office, &viewer, mine.id).await.unwrap()),
            None => None,
        };
        Self { t, scene, seen, viewer, choice, shown, before }
    }

    /// Takes a seat as the page does: a move where the viewer already has a seat then, else a new booking.
    async fn take(&self, desk: DeskId) -> Result<Booking> {
        match &self.shown.mine {
            Some(mine) => {
                let to = To { desk, choice: Some(self.choice) };
                move_seat(&self.t.office, &self.viewer, mine.id, to).await
            }
            None => reserve(&self.t.office, &self.viewer, wish(desk, self.choice)).await,
        }
    }

    /// Tries a seat that is shown.
    async fn try_out(&self, seat: &Seat) {
        if seat.state == SeatState::Mine {
            return self.seen.note("mine");
        }
        match (seat.state, self.take(seat.desk).await) {
            (SeatState::Free, Ok(taken)) => self.accepted(seat, &taken).await,
            (SeatState::Free, Err(error)) => panic!("{} is shown free and refused: {error:?}", seat.label),
            (_, Ok(_)) => panic!("{} is shown {:?} for {:?} and accepted", seat.label, seat.state, seat.reasons),
            (_, Err(error)) => assert_eq!(seat.reasons, self.refused(error, &self.shown), "{}", seat.label),
        }
    }

    async fn accepted(&self, seat: &Seat, taken: &Booking) {
        assert_eq!((taken.desk, taken.person), (seat.desk, self.viewer.person));
        assert!(taken.state.is_live(), "{:?}", taken.state);
        assert_eq!(Some(&taken.local), self.shown.local.as_ref());
        assert_eq!(taken.check_in_from, check_in_opens(&self.scene.rules, taken.interval.starts_at));
        self.seen.note("free");
        if seat.lent {
            self.seen.note("free and lent");
        }
        if self.scene.is_of_another_length() {
            self.seen.note("free on a day of 23 or 25 hours");
        }
        if seat.desk == self.t.desks[self.scene.asked.comes] {
            self.comes(taken).await;
        }
        put_back(self.t, self.before.as_ref(), taken).await;
    }

    /// Whoever has taken a seat is there from the time on that the booking says, and not before.
    async fn comes(&self, taken: &Booking) {
        match check_in(&self.t.office, &self.viewer, taken.id).await {
            Ok(booking) => {
                assert!(self.viewer.now >= taken.check_in_from, "they came too early");
                assert_eq!(booking.state, BookingState::InUse);
                self.seen.note("came");
            }
            Err(error) => {
                assert!(self.viewer.now < taken.check_in_from, "{error:?}");
                assert_eq!(codes(&self.refused(error, &self.shown)), ["check_in_opens_at"]);
            }
        }
    }

    /// A desk that is gone is shown to nobody but who holds it, and can't be had by whoever still names it.
    async fn try_what_is_gone(&self) {
        let Some(gone) = self.scene.oddities.retired.map(|desk| self.t.desks[desk]) else { return };
        assert!(self.shown.seats.iter().all(|seat| seat.desk != gone || seat.state == SeatState::Mine));
        let reasons = self.refused(self.take(gone).await.unwrap_err(), &self.shown);
        // Of a time that makes no sense or is over nothing else is said.
        assert!(self.shown.local.is_none() || reasons.contains(&Reason::Retired), "{reasons:?}");
    }

    /// A seat for a colleague is had by whoever may book for them where they could have it themselves.
    async fn try_for_a_colleague(&self) {
        let (t, desk) = (self.t, self.t.desks[self.scene.asked.theirs]);
        let colleague = t.caller(person(t, self.scene, COLLEAGUE));
        let theirs = shown_to(t, &colleague, self.choice).await;
        let Some(seat) = theirs.seats.iter().find(|seat| seat.desk == desk) else { return };
        let may = self.may_book_for(&colleague);
        let wanted = Reserve { person: Some(colleague.person), ..wish(desk, self.choice) };
        match reserve(&t.office, &self.viewer, wanted).await {
            Ok(taken) => {
                assert_eq!((may, seat.state, taken.person), (true, SeatState::Free, colleague.person));
                self.seen.note("for a colleague");
                put_back(t, None, &taken).await;
            }
            Err(error) => {
                let reasons = self.refused(error, &theirs);
                if theirs.local.is_some() && !may {
                    assert_eq!(reasons, [Reason::NotForOthers]);
                } else if theirs.mine.is_some() && theirs.local.is_some() {
                    assert!(reasons.contains(&Reason::ColleagueBusy), "{reasons:?}");
                } else {
                    assert_eq!(reasons, seat.reasons, "{} for a colleague", seat.label);
                }
            }
        }
    }

    fn may_book_for(&self, colleague: &Caller) -> bool {
        let allowed = match self.scene.rules.for_whom {
            ForWhom::Oneself => false,
            ForWhom::Team => colleague.team.is_some() && colleague.team == self.viewer.team,
            ForWhom::Everybody => true,
        };
        allowed || self.viewer.role == Role::Admin
    }

    /// The reasons of a refusal. What it offers is shown free to whom it is offered for.
    fn refused(&self, error: Error, shown: &Seats) -> Vec<Reason> {
        let Error::Refused(Refusal::Rules { reasons, offer }) = error else { panic!("{error:?}") };
        if let Some(offer) = offer {
            let offered = shown.seats.iter().find(|seat| seat.desk == offer.desk).unwrap();
            assert_eq!(offered.state, SeatState::Free, "{} is offered", offer.label);
            self.seen.note("offered");
        }
        reasons.iter().for_each(|reason| self.seen.note(reason.code()));
        reasons
    }
}

async fn holds(t: &TestOffice, scene: &Scene, seen: &Seen) {
    let play = Play::begin(t, scene, seen).await;
    let shown = &play.shown;
    let gone = scene.oddities.retired.map(|desk| t.desks[desk]);
    let on_plan = shown.seats.iter().filter(|seat| Some(seat.desk) != gone).count();
    assert_eq!(on_plan, DESKS - usize::from(gone.is_some()));
    for reason in &shown.against_all {
        let mut others = shown.seats.iter().filter(|seat| seat.state != SeatState::Mine);
        assert!(!reason.is_about_the_desk() && others.all(|seat| seat.reasons.contains(reason)), "{reason:?}");
    }
    for seat in &shown.seats {
        play.try_out(seat).await;
    }
    play.try_what_is_gone().await;
    play.try_for_a_colleague().await;
}

/// How often the scenes brought something up, so that a test that looks at nothing fails.
#[derive(Debug, Default)]
struct Seen(RefCell<BTreeMap<&'static str, u32>>);

impl Seen {
    fn note(&self, what: &'static str) {
        *self.0.borrow_mut().entry(what).or_default() += 1;
    }

    fn must_have(&self, all: &[&str]) {
        let missing: Vec<_> = all.iter().filter(|what| !self.0.borrow().contains_key(**what)).collect();
        assert!(missing.is_empty(), "no scene brought up {missing:?}: {self:?}");
    }
}

/// Plays so many scenes, the same ones of a seed every time; `None` without a database to play on.
fn play(db: Db, (seed, cases): (u64, u32)) -> Option<Seen> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let _turn = runtime.block_on(turn(db));
    let office = runtime.block_on(office_on(db))?;
    if db == Db::Sqlite {
        runtime.block_on(office.sql("PRAGMA synchronous = OFF"));
    }
    let seen = Seen::default();
    let rng_seed = RngSeed::Fixed(seed);
    let config = Config { cases, rng_seed, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let outcome = TestRunner::new(config).run(&scenes(), |scene| {
        runtime.block_on(holds(&office, &scene, &seen));
        Ok(())
    });
    runtime.block_on(office.close());
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    println!("{db:?}: {seen:?}");
    Some(seen)
}

#[test]
fn what_the_map_shows_as_free_is_exactly_what_is_accepted() {
    let seen = play(Db::Sqlite, (20_261_203, 128)).unwrap();
    seen.must_have(&["free", "free and lent", "free on a day of 23 or 25 hours", "mine", "offered", "came"]);
    seen.must_have(&["for a colleague", "not_for_others", "colleague_busy", "person_busy", "too_many_active"]);
    seen.must_have(&["bad_time", "past", "beyond_horizon", "closed", "outside_hours", "check_in_opens_at"]);
    seen.must_have(&["desk_taken", "out_of_service", "retired", "assigned_to_another", "kept_for_team"]);
}

/// Fewer scenes, and other ones: what a seat is judged by is the same, what the database refuses and answers is not.
#[test]
fn it_is_so_on_postgres_as_well() {
    if let Some(seen) = play(Db::Postgres, (20_261_204, 24)) {
        seen.must_have(&["free", "mine", "desk_taken"]);
    }
}
