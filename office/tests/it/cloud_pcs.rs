//! The life of a cloud PC beside its booking, with a host that fails, lags and loses desktops.

use crate::common::{TestOffice, all_day, between, codes, reasons, refusal};
use async_trait::async_trait;
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
            restore::restore,
        },
        cloud_pcs::{
            hosts, orphans,
            place::GIVEN_UP_SECONDS,
            provider::{Capacity, DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen},
            reconcile, sessions, steer,
            tickets::{self, Fate},
        },
        live,
        office::{Clock, Office},
    },
    model::{
        booking::Booking,
        cloud_pc::{Ask, Cause, Session, SessionState},
        id::{PersonId, SessionId},
        refusal::Refusal,
        room::{HostState, NoRoom},
        time::Choice,
    },
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{
    collections::HashMap,
    num::NonZeroUsize,
    sync::{Arc, Mutex},
    time::Duration,
};
use uuid::Uuid;

const TODAY: &str = "2026-12-03";

/// A host of desktops that does what the test says.
#[derive(Default)]
struct Host(Mutex<Desktops>);

#[derive(Default)]
struct Desktops {
    /// Handle, whose, and how many looks until it is ready.
    running: HashMap<String, (PersonId, u32)>,
    /// Every start that was asked for, with when, in UTC seconds.
    asked: Vec<(Key, i64)>,
    /// Looks until a new desktop is ready.
    lag: u32,
    /// How many starts fail from now on.
    failing: u32,
    /// A start does its work and then says that it failed.
    lies: bool,
    /// Nothing is installed.
    bare: bool,
    /// Whose settings were put back to those of the first day, and whether their desktop was gone then.
    resets: Vec<(PersonId, bool)>,
    /// Under which keys that was done.
    reset_as: Vec<Key>,
    /// Ending a desktop takes so many looks.
    slow_to_end: u32,
    /// The most desktops that one person has had at once.
    most: usize,
    /// The most desktops that were on their way at once.
    most_booting: usize,
    clock: Option<Arc<crate::common::TestClock>>,
    /// The machine on which they can be seen; without one, from everywhere.
    place: Option<String>,
}

impl Desktops {
    /// From now on it takes so many looks until the screens of those that run answer again.
    fn hang(&mut self, looks: u32) {
        self.running.values_mut().for_each(|(_, until)| *until = looks);
    }
}

impl Host {
    fn tell<T>(&self, change: impl FnOnce(&mut Desktops) -> T) -> T {
        change(&mut self.0.lock().unwrap())
    }

    fn running(&self) -> usize {
        self.tell(|host| host.running.len())
    }

    fn starts(&self) -> usize {
        self.tell(|host| host.asked.len())
    }
}

#[async_trait]
impl DesktopProvider for Host {
    async fn health(&self) -> Result<(), ProviderError> {
        match self.tell(|host| host.bare) {
            true => Err(ProviderError::Unavailable {
                cause: Cause::Packages,
                missing: "not installed: openbox".into(),
                remedy: "apt-get install openbox".into(),
            }),
            false => Ok(()),
        }
    }

    fn capacity(&self) -> Capacity {
        Capacity { at_once: NonZeroUsize::new(4).unwrap(), boot: Duration::from_secs(10) }
    }
    async fn start(&self, key: Key, owner: &Owner) -> Result<Handle, ProviderError> {
        // Others get their turn in the middle of it.
        tokio::task::yield_now().await;
        self.tell(|host| {
            host.asked.push((key, host.clock.as_ref().unwrap().now().timestamp()));
            if host.failing > 0 {
                host.failing -= 1;
                return Err(ProviderError::Transient("no room".into()));
            }
            let lag = host.lag;
            host.running.entry(key.to_string()).or_insert((owner.person, lag));
            let theirs = host.running.values().filter(|(person, _)| *person == owner.person).count();
            host.most = host.most.max(theirs);
            let booting = host.running.values().filter(|(_, looks)| *looks > 0).count();
            host.most_booting = host.most_booting.max(booting);
            if host.lies {
                return Err(ProviderError::Transient("no answer".into()));
            }
            Ok(Handle(key.to_string()))
        })
    }

    async fn observe(&self, handle: &Handle) -> Result<Power, ProviderError> {
        tokio::task::yield_now().await;
        Ok(self.tell(|host| match host.running.get_mut(&handle.0) {
            None => Power::Absent,
            Some((_, 0)) => Power::Ready,
            Some((_, lag)) => {
                *lag -= 1;
                Power::Starting
            }
        }))
    }

    async fn connect(&self, _handle: &Handle) -> Result<Screen, ProviderError> {
        Err(ProviderError::NotFound)
    }

    async fn release(&self, handle: &Handle) -> Result<(), ProviderError> {
        tokio::task::yield_now().await;
        self.tell(|host| {
            if host.slow_to_end > 0 {
                host.slow_to_end -= 1;
                return;
            }
            host.running.remove(&handle.0);
        });
        Ok(())
    }

    async fn reset(&self, key: Key, owner: &Owner) -> Result<(), ProviderError> {
        self.tell(|host| {
            let gone = host.running.values().all(|(person, _)| *person != owner.person);
            host.resets.push((owner.person, gone));
            host.reset_as.push(key);
        });
        Ok(())
    }

    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        Ok(self.tell(|host| host.running.keys().cloned().map(Handle).collect()))
    }

    fn place(&self) -> Option<String> {
        self.tell(|host| host.place.clone())
    }
}

/// A server of the test's office whose cloud PCs run on a host.
struct Server<'a> {
    t: &'a TestOffice,
    office: Office,
    host: Arc<Host>,
}

impl<'a> Server<'a> {
    async fn of(t: &'a TestOffice) -> Self {
        let host = Arc::new(Host::default());
        host.tell(|host| host.clock = Some(t.clock.clone()));
        Self { t, office: Office::open(&t.url, t.clock.clone(), host.clone()).await.unwrap(), host }
    }

    /// A server on a machine whose desktops no other machine sees.
    async fn on_machine(t: &'a TestOffice, name: &str) -> Self {
        let server = Self::of(t).await;
        server.host.tell(|host| host.place = Some(name.into()));
        server
    }

    /// Another server beside this one, with the same host.
    async fn beside(&self) -> Self {
        let office = Office::open(&self.t.url, self.t.clock.clone(), self.host.clone()).await.unwrap();
        Self { t: self.t, office, host: self.host.clone() }
    }

    /// Lets time pass in steps, with what recurs being done.
    async fn pass(&self, steps: usize, seconds: i64) {
        for _ in 0..steps {
            let then = self.t.clock.now() + chrono::TimeDelta::seconds(seconds);
            self.t.clock.set(&then.to_rfc3339());
            release_due(&self.office).await.unwrap();
            self.work().await;
        }
    }

    /// Does everything that is due.
    async fn work(&self) {
        while reconcile::pass(&self.office).await.unwrap() > 0 {}
    }

    async fn session(&self, person: PersonId, booking: &Booking) -> Session {
        sessions::one(&self.office, &self.t.caller(person), booking.session.unwrap()).await.unwrap()
    }

    async fn open(&self, person: PersonId, session: SessionId) -> tickets::Opened {
        let caller = self.t.caller(person);
        let ticket = tickets::issue(&self.office, &caller, session).await.unwrap();
        tickets::redeem(&self.office, &caller, session, &ticket).await.unwrap()
    }

    /// A booking of 지민's that began a while ago and whose desktop is ready.
    async fn ready(&self) -> (Booking, SessionId) {
        let made = self.t.book(self.t.jimin, self.t.desks[0], all_day(TODAY)).await.unwrap();
        self.t.clock.set("2026-12-03T00:00:00Z");
        self.pass(3, 1).await;
        assert_eq!(self.session(self.t.jimin, &made).await.state, SessionState::Ready);
        let session = made.session.unwrap();
        (made, session)
    }

    async fn told(&self) -> Vec<String> {
        self.t.texts("SELECT kind FROM ledger WHERE session_id IS NOT NULL ORDER BY seq").await
    }
}

on_both_databases! {
    async fn a_desktop_is_ready_before_its_person_comes_and_not_long_before(t) {
        let server = Server::of(t).await;
        server.host.tell(|host| host.lag = 3);
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-02T23:49:00Z");
        server.work().await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Planned);
        assert_eq!(server.host.starts(), 0, "a desktop runs for nobody");
        t.clock.set("2026-12-02T23:50:00Z");
        server.work().await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Starting);
        server.pass(6, 1).await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Ready);
        assert_eq!(server.host.starts(), 1);
        assert_eq!(server.told().await, ["session.started", "session.ready"]);
    }

    async fn somebody_who_comes_early_by_habit_finds_it_ready_then(t) {
        let server = Server::of(t).await;
        for day in ["2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02"] {
            t.clock.set(&format!("{day}T07:00:00+09:00"));
            let made = t.book(t.jimin, t.desks[0], all_day(day)).await.unwrap();
            t.clock.set(&format!("{day}T08:35:00+09:00"));
            check_in(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
            check_out(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        }
        t.clock.set("2026-12-02T22:00:00Z");
        server.work().await;
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let others = t.book(t.seoyeon, t.desks[1], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-02T23:24:59Z");
        server.work().await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Planned);
        t.clock.set("2026-12-02T23:25:00Z");
        server.work().await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Starting);
        assert_eq!(server.session(t.seoyeon, &others).await.state, SessionState::Planned);
    }

    async fn a_screen_that_could_not_be_shown_leaves_the_one_before_open(t) {
        let server = Server::of(t).await;
        let (_, session) = server.ready().await;
        let first = server.open(t.jimin, session).await.screen;
        let second = server.open(t.jimin, session).await.screen;
        tickets::not_shown(&server.office, session, second).await.unwrap();
        assert_eq!(tickets::fate(&server.office, session, first).await.unwrap(), Fate::Open);
        // What is not the newest any more takes nothing back.
        let third = server.open(t.jimin, session).await.screen;
        let fourth = server.open(t.jimin, session).await.screen;
        tickets::not_shown(&server.office, session, third).await.unwrap();
        assert_eq!(tickets::fate(&server.office, session, third).await.unwrap(), Fate::Moved);
        assert_eq!(tickets::fate(&server.office, session, fourth).await.unwrap(), Fate::Open);
    }

    async fn a_desktop_whose_screen_hangs_is_given_up_after_a_while_and_started_anew(t) {
        let server = Server::of(t).await;
        let (made, _) = server.ready().await;
        server.host.tell(|host| host.hang(u32::MAX));
        server.pass(13, 10).await;
        let seen = server.session(t.jimin, &made).await.state;
        assert_eq!((server.host.starts(), seen), (1, SessionState::Ready), "it was not waited for");
        server.pass(6, 10).await;
        let seen = server.session(t.jimin, &made).await.state;
        assert_eq!((server.host.starts(), server.host.running(), seen), (2, 1, SessionState::Ready));
    }

    async fn a_desktop_that_is_slow_to_answer_now_and_then_is_not_given_up(t) {
        let server = Server::of(t).await;
        let (made, _) = server.ready().await;
        for _ in 0..3 {
            server.host.tell(|host| host.hang(1));
            server.pass(14, 10).await;
        }
        let seen = server.session(t.jimin, &made).await.state;
        assert_eq!((server.host.starts(), seen), (1, SessionState::Ready));
    }

    async fn a_crowd_is_started_in_time_and_never_more_at_once_than_the_host_boots(t) {
        let server = Server::of(t).await;
        server.host.tell(|host| host.lag = 9);
        let people = t.crowd(8).await;
        let mut made = Vec::new();
        for (person, desk) in people.iter().zip(&t.desks) {
            made.push((*person, t.book(*person, *desk, all_day(TODAY)).await.unwrap()));
        }
        t.clock.set("2026-12-02T23:49:30Z");
        server.work().await;
        assert_eq!(server.host.starts(), 0, "nobody needs one so early");
        server.pass(90, 1).await;
        assert_eq!((server.host.starts(), server.host.tell(|host| host.most_booting)), (8, 4));
        for (person, booking) in &made {
            assert_eq!(server.session(*person, booking).await.state, SessionState::Ready);
        }
        let first = server.host.tell(|host| host.asked[0].1);
        assert!(first >= crate::common::at("2026-12-02T23:49:45Z").timestamp(), "started {first} needlessly early");
    }

    async fn a_booking_for_now_starts_its_desktop_at_once(t) {
        let server = Server::of(t).await;
        t.clock.set("2026-12-03T01:20:00Z");
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        server.work().await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Starting);
        server.pass(1, 1).await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Ready);
    }

    async fn a_booking_cancelled_before_its_time_never_starts_one(t) {
        let server = Server::of(t).await;
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        cancel(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        server.pass(20, 300).await;
        assert_eq!(server.host.starts(), 0);
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Released);
        assert_eq!(t.number("SELECT count(*) FROM work").await, 0, "nothing is left to do");
    }

    async fn checking_out_ends_the_desktop_at_once(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        server.open(t.jimin, session).await;
        check_out(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        server.work().await;
        assert_eq!((server.host.running(), server.session(t.jimin, &made).await.state), (0, SessionState::Released));
        assert_eq!(server.told().await, ["session.started", "session.ready", "session.connected", "session.released"]);
    }

    async fn a_booking_that_runs_out_leaves_five_minutes_to_finish(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        server.open(t.jimin, session).await;
        t.clock.set("2026-12-03T09:04:50Z");
        server.pass(1, 1).await;
        assert_eq!(server.host.running(), 1);
        server.pass(2, 10).await;
        assert_eq!((server.host.running(), server.session(t.jimin, &made).await.state), (0, SessionState::Released));
    }

    async fn a_no_shows_desktop_is_released_with_the_seat(t) {
        let server = Server::of(t).await;
        let (made, _) = server.ready().await;
        t.clock.set("2026-12-03T01:00:30Z");
        server.pass(2, 1).await;
        assert_eq!(t.state(made.id).await, "released");
        assert_eq!((server.host.running(), server.session(t.jimin, &made).await.state), (0, SessionState::Released));
    }

    async fn a_quick_undo_keeps_or_renews_the_desktop(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        cancel(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        restore(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        server.pass(20, 1).await;
        let found = server.session(t.jimin, &made).await;
        assert_eq!((found.id, found.state, server.host.running()), (session, SessionState::Ready, 1));
        cancel(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        server.work().await;
        let back = restore(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        server.pass(3, 1).await;
        assert_ne!(back.session, Some(session), "what was released is over");
        assert_eq!((server.session(t.jimin, &back).await.state, server.host.running()), (SessionState::Ready, 1));
    }

    async fn a_failing_host_is_tried_again_with_growing_patience_and_says_so(t) {
        let server = Server::of(t).await;
        server.host.tell(|host| host.failing = 4);
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-02T23:50:00Z");
        server.work().await;
        let failed = server.session(t.jimin, &made).await;
        assert_eq!((failed.state, failed.failures, failed.problem.as_deref()), (SessionState::Failed, 1, Some("no room")));
        server.pass(90, 1).await;
        let found = server.session(t.jimin, &made).await;
        assert_eq!((found.state, found.failures, found.problem), (SessionState::Ready, 0, None));
        let times = server.host.tell(|host| host.asked.iter().map(|(_, at)| *at).collect::<Vec<_>>());
        let waits: Vec<i64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert_eq!(waits, [1, 2, 4, 8]);
        let keys = server.host.tell(|host| host.asked.iter().map(|(key, _)| key.epoch).collect::<Vec<_>>());
        assert_eq!(keys, [1, 2, 3, 4, 5], "each attempt has its own key");
    }

    async fn a_desktop_that_dies_while_starting_does_not_start_in_a_hurry_for_ever(t) {
        let server = Server::of(t).await;
        server.host.tell(|host| host.lag = 1_000_000);
        t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-02T23:50:00Z");
        for _ in 0..60 {
            server.pass(1, 1).await;
            server.host.tell(|host| host.running.clear());
        }
        assert!(server.host.starts() <= 8, "{} starts in a minute", server.host.starts());
    }

    async fn a_host_without_the_programs_says_what_is_missing_and_is_looked_at_each_minute(t) {
        let server = Server::of(t).await;
        server.host.tell(|host| host.bare = true);
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-02T23:50:00Z");
        server.work().await;
        let found = server.session(t.jimin, &made).await;
        assert_eq!((found.state, found.cause), (SessionState::Unavailable, Some(Cause::Packages)));
        assert_eq!(found.remedy.as_deref(), Some("apt-get install openbox"));
        server.pass(3, 60).await;
        assert_eq!(server.told().await, ["session.unavailable"], "the same is not told again and again");
        server.host.tell(|host| host.bare = false);
        server.pass(1, 59).await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Unavailable);
        server.pass(2, 1).await;
        let found = server.session(t.jimin, &made).await;
        assert_eq!((found.state, found.cause, found.remedy), (SessionState::Ready, None, None));
    }

    async fn a_lost_desktop_is_started_again_under_another_key(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        let opened = server.open(t.jimin, session).await;
        server.host.tell(|host| host.running.clear());
        tickets::disconnected(&server.office, session, opened.screen).await.unwrap();
        server.work().await;
        assert_eq!(tickets::fate(&server.office, session, opened.screen).await.unwrap(), Fate::Stopped);
        server.pass(2, 1).await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Ready);
        assert_ne!(server.open(t.jimin, session).await.handle, opened.handle);
    }

    async fn a_start_whose_answer_was_lost_is_found_by_looking(t) {
        let server = Server::of(t).await;
        server.host.tell(|host| host.lies = true);
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-02T23:50:00Z");
        server.pass(2, 1).await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Ready);
        assert_eq!((server.host.running(), server.host.starts()), (1, 1));
    }

    async fn a_screen_that_was_not_heard_of_for_a_while_is_open_again_with_its_next_word(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        let opened = server.open(t.jimin, session).await;
        // As when the database is away: the screen is there and can't say so.
        server.pass(6, 15).await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Disconnected);
        assert_eq!(tickets::fate(&server.office, session, opened.screen).await.unwrap(), Fate::Open);
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Connected);
        let now = server.office.now();
        tickets::touched(&server.office, &t.caller(t.jimin), (session, opened.screen)).await.unwrap();
        assert_eq!(t.number("SELECT input_at FROM sessions WHERE state = 'connected'").await, now.timestamp());
        // Once its person has closed it, nothing opens it but they.
        tickets::disconnected(&server.office, session, opened.screen).await.unwrap();
        let second = server.open(t.jimin, session).await;
        assert_eq!(tickets::fate(&server.office, session, opened.screen).await.unwrap(), Fate::Moved);
        assert_eq!(tickets::fate(&server.office, session, second.screen).await.unwrap(), Fate::Open);
    }

    async fn what_a_dead_server_left_is_gone_on_with_by_the_next(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        server.open(t.jimin, session).await;
        let next = server.beside().await;
        drop(server.office);
        assert_eq!(orphans::end(&next.office).await.unwrap(), 0, "a desktop in use is no orphan");
        // The dead server could not say that its screens are closed.
        next.pass(6, 15).await;
        assert_eq!(next.session(t.jimin, &made).await.state, SessionState::Disconnected);
        next.open(t.jimin, session).await;
        assert_eq!((next.host.running(), next.host.starts()), (1, 1));
    }

    async fn of_two_machines_one_runs_the_desktops_and_the_other_leaves_them_alone(t) {
        let here = Server::on_machine(t, "here").await;
        let (made, session) = here.ready().await;
        here.open(t.jimin, session).await;
        let there = Server::on_machine(t, "there").await;
        for _ in 0..10 {
            here.pass(1, 15).await;
            there.work().await;
            assert_eq!(orphans::end(&here.office).await.unwrap(), 0, "it is in use");
        }
        assert_eq!(there.host.starts(), 0, "it runs here");
        assert_eq!((here.host.running(), here.host.starts()), (1, 1));
        assert_ne!(here.session(t.jimin, &made).await.state, SessionState::Failed);
    }

    async fn another_machine_takes_over_when_nothing_is_heard_of_the_first(t) {
        let here = Server::on_machine(t, "here").await;
        let (made, _) = here.ready().await;
        let there = Server::on_machine(t, "there").await;
        there.pass(1, GIVEN_UP_SECONDS - 30).await;
        assert_eq!(there.host.starts(), 0, "it may come back");
        drop(here.office);
        there.pass(6, 15).await;
        assert_eq!((there.host.starts(), there.host.running()), (1, 1));
        assert_eq!(there.session(t.jimin, &made).await.state, SessionState::Ready);
        let back = Office::open(&t.url, t.clock.clone(), here.host.clone()).await.unwrap();
        assert_eq!(reconcile::pass(&back).await.unwrap(), 0);
        assert_eq!((orphans::end(&back).await.unwrap(), here.host.running()), (1, 0), "what it had run is in nobody's way");
        assert_eq!(there.host.running(), 1);
    }

    async fn a_desktop_without_a_session_is_ended_when_a_server_starts(t) {
        let server = Server::of(t).await;
        server.ready().await;
        server.host.tell(|host| host.running.insert("left-over-1".into(), (t.dohyun, 0)));
        assert_eq!(orphans::end(&server.office).await.unwrap(), 1);
        assert_eq!(server.host.running(), 1);
    }

    async fn a_second_screen_takes_the_session_over(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        let first = server.open(t.jimin, session).await;
        let second = server.open(t.jimin, session).await;
        assert_eq!(first.handle, second.handle);
        assert_eq!(tickets::fate(&server.office, session, first.screen).await.unwrap(), Fate::Moved);
        tickets::disconnected(&server.office, session, first.screen).await.unwrap();
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Connected, "the newer screen is open");
        assert_eq!(tickets::fate(&server.office, session, second.screen).await.unwrap(), Fate::Open);
        tickets::disconnected(&server.office, session, second.screen).await.unwrap();
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Disconnected);
    }

    async fn a_ticket_opens_one_screen_of_its_person_once_and_soon(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        let (jimin, dohyun) = (t.caller(t.jimin), t.caller(t.dohyun));
        assert_eq!(refusal(tickets::issue(&server.office, &dohyun, session).await), Refusal::NotFound);
        let ticket = tickets::issue(&server.office, &jimin, session).await.unwrap();
        assert_eq!(refusal(tickets::redeem(&server.office, &dohyun, session, &ticket).await), Refusal::Forbidden);
        tickets::redeem(&server.office, &jimin, session, &ticket).await.unwrap();
        assert_eq!(t.state(made.id).await, "in_use", "opening the desktop is the check-in");
        assert_eq!(refusal(tickets::redeem(&server.office, &jimin, session, &ticket).await), Refusal::Forbidden);
        let late = tickets::issue(&server.office, &jimin, session).await.unwrap();
        t.clock.set(&(t.clock.now() + chrono::TimeDelta::seconds(30)).to_rfc3339());
        let outcome = tickets::redeem(&server.office, &t.caller(t.jimin), session, &late).await;
        assert_eq!(refusal(outcome), Refusal::Forbidden);
    }

    async fn tickets_are_forgotten_a_day_after_they_ran_out_used_or_not(t) {
        let server = Server::of(t).await;
        let (_, session) = server.ready().await;
        server.open(t.jimin, session).await;
        tickets::issue(&server.office, &t.caller(t.jimin), session).await.unwrap();
        t.clock.set(&t.clock.now_plus(tickets::GOOD_FOR_SECONDS + 24 * 3600 - 1));
        tickets::forget_old(&server.office).await.unwrap();
        assert_eq!(t.number("SELECT count(*) FROM session_tickets").await, 2);
        t.clock.set(&t.clock.now_plus(1));
        tickets::forget_old(&server.office).await.unwrap();
        assert_eq!(t.number("SELECT count(*) FROM session_tickets").await, 0);
    }

    async fn the_next_booking_goes_on_with_the_same_desktop(t) {
        let server = Server::of(t).await;
        t.clock.set("2026-12-02T23:50:00Z");
        let first = t.book(t.jimin, t.desks[0], between(TODAY, "09:00", "10:00")).await.unwrap();
        let second = t.book(t.jimin, t.desks[5], between(TODAY, "10:00", "11:00")).await.unwrap();
        server.pass(2, 1).await;
        let opened = server.open(t.jimin, first.session.unwrap()).await;
        t.clock.set("2026-12-03T00:55:00Z");
        server.pass(2, 1).await;
        assert_eq!(server.session(t.jimin, &second).await.state, SessionState::Planned, "the desktop is in use until ten");
        t.clock.set("2026-12-03T01:00:00Z");
        server.pass(3, 1).await;
        assert_eq!(server.session(t.jimin, &first).await.state, SessionState::Released);
        assert_eq!(server.open(t.jimin, second.session.unwrap()).await.handle, opened.handle);
        assert_eq!((server.host.starts(), server.host.running()), (1, 1));
        t.clock.set("2026-12-03T02:05:10Z");
        server.pass(3, 1).await;
        assert_eq!(server.host.running(), 0);
    }

    async fn a_booking_put_off_lends_its_desktop_to_an_earlier_one(t) {
        let server = Server::of(t).await;
        let (made, _) = server.ready().await;
        change_times(&server.office, &t.caller(t.jimin), made.id, between(TODAY, "15:00", "18:00")).await.unwrap();
        let sooner = t.book(t.jimin, t.desks[3], between(TODAY, "09:00", "11:00")).await.unwrap();
        server.pass(4, 1).await;
        assert_eq!(server.session(t.jimin, &sooner).await.state, SessionState::Ready);
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Planned);
        assert_eq!((server.host.starts(), server.host.tell(|host| host.most)), (1, 1));
    }

    async fn a_person_hears_of_their_own_desktop_and_of_nobody_elses(t) {
        let server = Server::of(t).await;
        t.book(t.dohyun, t.desks[1], all_day(TODAY)).await.unwrap();
        let seen = live::newest(&server.office).await.unwrap();
        let (made, session) = server.ready().await;
        server.open(t.jimin, session).await;
        let heard = live::own_since(&server.office, &t.caller(t.jimin), seen).await.unwrap();
        let kinds: Vec<&str> = heard.iter().map(|fact| fact.kind.as_str()).collect();
        assert_eq!(kinds, ["booking.reserved", "session.started", "session.ready", "booking.checked_in", "session.connected"]);
        assert!(heard.iter().all(|fact| fact.booking == Some(made.id)));
        let theirs = live::own_since(&server.office, &t.caller(t.dohyun), seen).await.unwrap();
        assert!(theirs.iter().all(|fact| fact.booking != Some(made.id)));
        let seats = live::since(&server.office, t.floor, seen).await.unwrap();
        assert!(seats.iter().all(|fact| fact.kind.starts_with("booking.")), "a map has nothing to do with desktops");
    }

    async fn two_servers_start_every_desktop_once(t) {
        let server = Server::of(t).await;
        server.host.tell(|host| host.lag = 2);
        let beside = server.beside().await;
        let people = t.crowd(8).await;
        for (person, desk) in people.iter().zip(&t.desks) {
            t.book(*person, *desk, all_day(TODAY)).await.unwrap();
        }
        t.clock.set("2026-12-02T23:50:00Z");
        for _ in 0..20 {
            tokio::join!(server.work(), beside.work());
            server.pass(1, 1).await;
        }
        assert_eq!((server.host.starts(), server.host.running()), (8, 8));
        assert_eq!(t.number("SELECT count(*) FROM sessions WHERE state = 'ready'").await, 8);
    }

    async fn whatever_happens_the_right_desktops_run_in_the_end(t) {
        for seed in 0..6 {
            muddle(t, seed).await;
        }
    }
}

/// Three people book, change their minds and come and go while the host fails and loses desktops and two servers work
/// at once; then it becomes quiet, and exactly the desktops run that bookings promise.
async fn muddle(t: &TestOffice, seed: u64) {
    let (server, mut random) = (Server::of(t).await, StdRng::seed_from_u64(seed));
    let beside = server.beside().await;
    let day = 4 + seed % 2;
    t.clock.set(&format!("2026-12-{:02}T{:02}:00:00Z", day - 1, 23));
    let people = t.crowd_of(3, &format!("muddle{seed}")).await;
    let mut made: Vec<(PersonId, Booking)> = Vec::new();
    for _ in 0..40 {
        let person = people[random.random_range(0..people.len())];
        act(&server, (person, &mut made), (day, &mut random)).await;
        server.host.tell(|host| match random.random_range(0..10) {
            0 => host.failing = random.random_range(1..4),
            1 => host.lag = random.random_range(0..5),
            2 => host.running.clear(),
            3 => host.bare = !host.bare,
            _ => {}
        });
        tokio::join!(server.work(), beside.work());
        server.pass(random.random_range(1..4), random.random_range(1..200)).await;
    }
    server.host.tell(|host| (host.failing, host.bare, host.lag) = (0, false, 0));
    server.pass(80, 10).await;
    assert_eq!(server.host.tell(|host| host.most).max(1), 1, "seed {seed}: somebody had two desktops at once");
    let now = t.clock.now().timestamp();
    let wanted = t
        .number(&format!(
            "SELECT count(DISTINCT person_id) FROM bookings WHERE state IN ('reserved', 'in_use')
             AND starts_at - 600 <= {now} AND ends_at > {now}"
        ))
        .await;
    let open = t.number("SELECT count(*) FROM sessions WHERE state IN ('ready', 'connected', 'disconnected')").await;
    assert_eq!(open, server.host.running() as i64, "seed {seed}: what is said to run does not");
    assert!(open >= wanted, "seed {seed}: {wanted} people need a desktop and {open} run");
    for (person, booking) in made {
        let _ = cancel(&server.office, &t.caller(person), booking.id).await;
        let _ = check_out(&server.office, &t.caller(person), booking.id).await;
    }
    server.pass(40, 10).await;
    assert_eq!(server.host.running(), 0, "seed {seed}: a desktop runs for nobody");
    assert_eq!(t.number("SELECT count(*) FROM sessions WHERE state <> 'released'").await, 0);
}

/// One person does one thing, as far as it is allowed.
async fn act(
    server: &Server<'_>,
    (person, made): (PersonId, &mut Vec<(PersonId, Booking)>),
    (day, random): (u64, &mut StdRng),
) {
    let (t, office) = (server.t, &server.office);
    let caller = t.caller(person);
    let own: Vec<Booking> = made.iter().filter(|(who, _)| *who == person).map(|(_, booking)| booking.clone()).collect();
    let some = (!own.is_empty()).then(|| own[random.random_range(0..own.len())].clone());
    match (random.random_range(0..6), some) {
        (0 | 1, _) | (_, None) => {
            let from = random.random_range(8..14);
            let choice: Choice = between(
                &format!("2026-12-{day:02}"),
                &format!("{from:02}:00"),
                &format!("{:02}:00", from + random.random_range(1..4)),
            );
            let desk = t.desks[random.random_range(0..t.desks.len())];
            if let Ok(booking) = t.book(person, desk, choice).await {
                made.push((person, booking));
            }
        }
        (2, Some(booking)) => {
            let _ = cancel(office, &caller, booking.id).await;
        }
        (3, Some(booking)) => {
            let _ = restore(office, &caller, booking.id).await;
        }
        (4, Some(booking)) => {
            let _ = check_out(office, &caller, booking.id).await;
        }
        (_, Some(booking)) => {
            let Some(session) = booking.session else { return };
            if let Ok(ticket) = tickets::issue(office, &caller, session).await {
                let _ = tickets::redeem(office, &caller, session, &ticket).await;
            }
        }
    }
}

on_both_databases! {
    async fn whoever_leaves_the_desktop_counts_as_away_unless_they_say_they_are_there(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        let opened = server.open(t.jimin, session).await;
        tickets::disconnected(&server.office, session, opened.screen).await.unwrap();
        server.pass(19, 60).await;
        assert_eq!(t.state(made.id).await, "in_use");
        server.pass(2, 60).await;
        assert_eq!(t.state(made.id).await, "away");
        assert_eq!(t.texts("SELECT away_cause FROM bookings WHERE state = 'away'").await, ["disconnected"]);
        check_in(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        server.pass(30, 60).await;
        assert_eq!(t.state(made.id).await, "in_use", "their own word is newer than the desktop's");
        let opened = server.open(t.jimin, session).await;
        tickets::disconnected(&server.office, session, opened.screen).await.unwrap();
        server.pass(21, 60).await;
        assert_eq!(t.state(made.id).await, "away");
        server.open(t.jimin, session).await;
        assert_eq!(t.state(made.id).await, "in_use", "opening the desktop is being back");
    }

    async fn whoever_does_not_touch_an_open_desktop_is_away_until_they_do(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        let screen = server.open(t.jimin, session).await.screen;
        for minute in 0..25 {
            server.pass(1, 60).await;
            assert_eq!(tickets::fate(&server.office, session, screen).await.unwrap(), Fate::Open);
            if minute == 10 {
                tickets::touched(&server.office, &t.caller(t.jimin), (session, screen)).await.unwrap();
            }
        }
        assert_eq!(t.state(made.id).await, "in_use");
        for _ in 0..7 {
            server.pass(1, 60).await;
            tickets::fate(&server.office, session, screen).await.unwrap();
        }
        assert_eq!(t.state(made.id).await, "away");
        assert_eq!(t.texts("SELECT away_cause FROM bookings WHERE state = 'away'").await, ["idle"]);
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Connected, "the screen stays open");
        tickets::touched(&server.office, &t.caller(t.jimin), (session, screen)).await.unwrap();
        assert_eq!(t.state(made.id).await, "in_use");
    }

    async fn whoever_moved_to_later_and_works_on_comes_when_that_time_has_come(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        let screen = server.open(t.jimin, session).await.screen;
        let later = To { desk: t.desks[1], choice: Some(between(TODAY, "13:00", "18:00")) };
        move_seat(&server.office, &t.caller(t.jimin), made.id, later).await.unwrap();
        tickets::touched(&server.office, &t.caller(t.jimin), (session, screen)).await.expect("too early is no fault");
        assert_eq!(t.state(made.id).await, "reserved");
        t.clock.set("2026-12-03T13:00:00+09:00");
        tickets::touched(&server.office, &t.caller(t.jimin), (session, screen)).await.unwrap();
        assert_eq!(t.state(made.id).await, "in_use");
    }

    async fn a_seat_that_is_given_back_ends_no_program_and_another_seat_has_the_same_desktop(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        let opened = server.open(t.jimin, session).await;
        tickets::disconnected(&server.office, session, opened.screen).await.unwrap();
        server.pass(60, 300).await;
        assert_eq!(t.state(made.id).await, "released");
        assert_eq!((server.host.running(), server.host.starts()), (1, 1), "the programs were ended");
        let again = t.book(t.jimin, t.desks[2], between(TODAY, "14:00", "18:00")).await.unwrap();
        server.pass(5, 30).await;
        let session = server.session(t.jimin, &again).await;
        assert_eq!(session.state, SessionState::Ready);
        assert_eq!(server.open(t.jimin, session.id).await.handle, opened.handle, "it is another desktop");
        assert_eq!((server.host.running(), server.host.starts()), (1, 1));
        t.clock.set("2026-12-03T10:00:00Z");
        server.pass(3, 60).await;
        assert_eq!(server.host.running(), 0, "it runs after everything is over");
    }
}

on_both_databases! {
    async fn a_restarted_desktop_is_another_one_of_the_same_session(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        let before = server.open(t.jimin, session).await;
        server.host.tell(|host| (host.slow_to_end, host.lag) = (2, 1));
        let asked = steer::ask(&server.office, &t.caller(t.jimin), session, Ask::Restart).await.unwrap();
        assert_eq!((asked.state, asked.asked, asked.may.len()), (SessionState::Starting, Some(Ask::Restart), 0));
        assert!(asked.ready_at.is_some(), "nobody says when it can be opened");
        assert_eq!(tickets::fate(&server.office, session, before.screen).await.unwrap(), Fate::Stopped);
        let refused = tickets::issue(&server.office, &t.caller(t.jimin), session).await;
        assert_eq!(refusal(refused), Refusal::Stale, "the old desktop was opened");
        server.pass(8, 1).await;
        let after = server.session(t.jimin, &made).await;
        assert_eq!((after.id, after.state, after.asked), (session, SessionState::Ready, None));
        let opened = server.open(t.jimin, session).await;
        assert_ne!(opened.handle, before.handle, "it is the old desktop");
        assert_eq!((server.host.starts(), server.host.running()), (2, 1));
        assert_eq!(t.state(made.id).await, "in_use", "the seat was given up");
    }

    async fn an_ended_desktop_leaves_the_seat_and_can_be_started_again(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        server.open(t.jimin, session).await;
        steer::ask(&server.office, &t.caller(t.jimin), session, Ask::End).await.unwrap();
        server.pass(2, 1).await;
        let ended = server.session(t.jimin, &made).await;
        assert_eq!((ended.state, ended.may.as_slice()), (SessionState::Released, [Ask::Restart].as_slice()));
        assert_eq!((server.host.running(), t.state(made.id).await.as_str()), (0, "in_use"));
        let same = steer::ask(&server.office, &t.caller(t.jimin), session, Ask::End).await.unwrap();
        assert_eq!(same.state, SessionState::Released, "to ask twice is no mistake");
        let again = steer::ask(&server.office, &t.caller(t.jimin), session, Ask::Restart).await.unwrap();
        assert_ne!(again.id, session);
        server.pass(3, 1).await;
        let opened = server.open(t.jimin, again.id).await;
        assert!(opened.handle.starts_with(&again.id.to_string()));
        assert_eq!(server.host.running(), 1);
    }

    async fn of_sessions_that_are_all_over_a_booking_names_the_last(t) {
        let server = Server::of(t).await;
        let (made, first) = server.ready().await;
        steer::ask(&server.office, &t.caller(t.jimin), first, Ask::End).await.unwrap();
        server.pass(2, 1).await;
        let second = steer::ask(&server.office, &t.caller(t.jimin), first, Ask::Restart).await.unwrap().id;
        assert_ne!(second, first);
        steer::ask(&server.office, &t.caller(t.jimin), second, Ask::End).await.unwrap();
        server.pass(2, 1).await;
        // Rows may be stored in another order than that in which they began.
        t.sql(&format!(
            "INSERT INTO sessions (id, booking_id, cloud_pc_id, state, starts_from, host)
             SELECT {}, booking_id, cloud_pc_id, state, starts_from, host FROM sessions WHERE id = {}",
            t.uuid(Uuid::from_u128(1)),
            t.uuid(first.0)
        ))
        .await;
        let named = find::one(&server.office, &t.caller(t.jimin), made.id).await.unwrap();
        assert_eq!((named.session, named.session_state), (Some(second), Some(SessionState::Released)));
    }

    async fn settings_are_reset_only_while_nothing_of_theirs_runs(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        server.open(t.jimin, session).await;
        server.host.tell(|host| host.slow_to_end = 2);
        steer::ask(&server.office, &t.caller(t.jimin), session, Ask::Reset).await.unwrap();
        server.pass(8, 1).await;
        assert_eq!(server.host.tell(|host| host.resets.clone()), [(t.jimin, true)]);
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Ready);
        assert_eq!((server.host.starts(), server.host.running()), (2, 1));
    }

    async fn settings_are_reset_on_a_host_that_is_stopped_meanwhile_and_nothing_is_planned_there(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        server.host.tell(|host| host.slow_to_end = 2);
        steer::ask(&server.office, &t.caller(t.jimin), session, Ask::Reset).await.unwrap();
        let host = hosts::Seen { name: "local".into(), version: 1 };
        hosts::set_state(&server.office, &t.caller(t.yujin), host, HostState::Stopped).await.unwrap();
        server.pass(8, 1).await;
        assert_eq!(server.host.tell(|host| host.resets.clone()), [(t.jimin, true)]);
        let after = server.session(t.jimin, &made).await;
        assert_eq!((after.state, after.no_room, after.asked), (SessionState::Unavailable, Some(NoRoom::Stopped), None));
    }

    async fn settings_are_put_aside_under_another_name_each_time(t) {
        let server = Server::of(t).await;
        server.host.tell(|host| host.bare = true);
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:00:00Z");
        server.work().await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Unavailable);
        for bare in [true, false, false] {
            server.host.tell(|host| host.bare = bare);
            steer::ask(&server.office, &t.caller(t.jimin), made.session.unwrap(), Ask::Reset).await.unwrap();
            server.pass(6, 1).await;
        }
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Ready);
        let keys = server.host.tell(|host| host.reset_as.clone());
        assert_eq!(keys.iter().map(|key| key.epoch).collect::<Vec<_>>(), [1, 2, 3]);
    }

    async fn settings_wait_for_the_desktop_that_is_in_use_for_another_booking(t) {
        let server = Server::of(t).await;
        t.clock.set("2026-12-02T23:50:00Z");
        let first = t.book(t.jimin, t.desks[0], between(TODAY, "09:00", "10:00")).await.unwrap();
        let second = t.book(t.jimin, t.desks[5], between(TODAY, "10:00", "11:00")).await.unwrap();
        server.pass(2, 1).await;
        server.open(t.jimin, first.session.unwrap()).await;
        server.host.tell(|host| host.bare = true);
        t.clock.set("2026-12-03T00:00:00Z");
        server.work().await;
        assert_eq!(server.session(t.jimin, &second).await.state, SessionState::Unavailable);
        steer::ask(&server.office, &t.caller(t.jimin), second.session.unwrap(), Ask::Reset).await.unwrap();
        server.pass(3, 20).await;
        assert!(server.host.tell(|host| host.resets.is_empty()), "they were taken away from what runs");
        check_out(&server.office, &t.caller(t.jimin), first.id).await.unwrap();
        server.pass(3, 20).await;
        assert_eq!(server.host.tell(|host| host.resets.clone()), [(t.jimin, true)]);
    }

    async fn a_desktop_to_spare_is_ended_for_whoever_wants_fresh_settings_sooner(t) {
        let server = Server::of(t).await;
        let (made, _) = server.ready().await;
        change_times(&server.office, &t.caller(t.jimin), made.id, between(TODAY, "15:00", "18:00")).await.unwrap();
        let sooner = t.book(t.jimin, t.desks[3], between(TODAY, "09:00", "11:00")).await.unwrap();
        steer::ask(&server.office, &t.caller(t.jimin), sooner.session.unwrap(), Ask::End).await.unwrap();
        server.pass(1, 1).await;
        let reset = steer::ask(&server.office, &t.caller(t.jimin), sooner.session.unwrap(), Ask::Reset).await.unwrap();
        server.pass(6, 1).await;
        assert_eq!(server.host.tell(|host| host.resets.clone()), [(t.jimin, true)]);
        let found = sessions::one(&server.office, &t.caller(t.jimin), reset.id).await.unwrap();
        assert_eq!((found.state, found.asked), (SessionState::Ready, None));
        assert_eq!((server.host.starts(), server.host.running(), server.host.tell(|host| host.most)), (2, 1, 1));
    }

    async fn a_wish_outlives_the_server_that_heard_it(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        steer::ask(&server.office, &t.caller(t.jimin), session, Ask::Reset).await.unwrap();
        let next = server.beside().await;
        drop(server.office);
        next.pass(8, 1).await;
        assert_eq!(next.session(t.jimin, &made).await.state, SessionState::Ready);
        assert_eq!(next.host.tell(|host| host.resets.len()), 1);
    }

    async fn nobody_steers_what_is_not_theirs(t) {
        let server = Server::of(t).await;
        let (_, session) = server.ready().await;
        for other in [t.seoyeon, t.harin, t.yujin] {
            for ask in Ask::ALL {
                let refused = steer::ask(&server.office, &t.caller(other), session, *ask).await;
                assert_eq!(refusal(refused), Refusal::NotFound, "{ask:?}");
            }
        }
        server.pass(3, 1).await;
        assert_eq!((server.host.starts(), server.host.running()), (1, 1));
    }

    async fn what_can_not_be_done_is_refused_with_its_reason(t) {
        let server = Server::of(t).await;
        let jimin = |t: &TestOffice| t.caller(t.jimin);
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let session = made.session.unwrap();
        let early = steer::ask(&server.office, &jimin(t), session, Ask::Restart).await;
        assert_eq!(codes(&reasons(early)), ["cloud_pc_planned"]);
        t.clock.set("2026-12-03T00:00:00Z");
        server.pass(3, 1).await;
        let admin = t.caller(t.yujin);
        let host = |version| hosts::Seen { name: "local".into(), version };
        hosts::set_state(&server.office, &admin, host(1), HostState::Draining).await.unwrap();
        let draining = steer::ask(&server.office, &jimin(t), session, Ask::Restart).await;
        assert_eq!(codes(&reasons(draining)), ["no_cloud_pc"]);
        assert_eq!(server.host.running(), 1, "it was ended although it could not be started again");
        assert_eq!(server.session(t.jimin, &made).await.may, [Ask::End]);
        cancel(&server.office, &jimin(t), made.id).await.unwrap();
        let over = steer::ask(&server.office, &jimin(t), session, Ask::End).await;
        assert_eq!(codes(&reasons(over)), ["not_now"]);
    }

    async fn a_desktop_that_dies_on_a_draining_host_is_not_started_again_and_its_person_is_told(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        server.open(t.jimin, session).await;
        let host = hosts::Seen { name: "local".into(), version: 1 };
        hosts::set_state(&server.office, &t.caller(t.yujin), host, HostState::Draining).await.unwrap();
        server.pass(3, 20).await;
        assert_eq!(server.host.running(), 1, "a draining host ended what runs");
        server.host.tell(|host| host.running.clear());
        server.pass(3, 20).await;
        assert_eq!((server.host.running(), server.host.starts()), (0, 1));
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Unavailable);
        assert_eq!(server.told().await.last().map(String::as_str), Some("session.unpromised"));
    }

    async fn a_stopped_host_runs_nothing_and_starts_what_was_promised_when_it_goes_on(t) {
        let server = Server::of(t).await;
        let (made, session) = server.ready().await;
        server.open(t.jimin, session).await;
        let (admin, host) = (t.caller(t.yujin), |version| hosts::Seen { name: "local".into(), version });
        hosts::set_state(&server.office, &admin, host(1), HostState::Stopped).await.unwrap();
        server.pass(2, 1).await;
        assert_eq!((server.host.running(), server.session(t.jimin, &made).await.state), (0, SessionState::Unavailable));
        hosts::set_state(&server.office, &admin, host(2), HostState::Open).await.unwrap();
        server.pass(4, 1).await;
        assert_eq!((server.host.running(), server.session(t.jimin, &made).await.state), (1, SessionState::Ready));
    }

    async fn when_it_will_be_ready_is_known_before_it_is(t) {
        let server = Server::of(t).await;
        server.host.tell(|host| host.lag = 30);
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        let planned = server.session(t.jimin, &made).await;
        assert_eq!(planned.ready_at, Some(crate::common::at("2026-12-02T23:50:10Z")), "ten minutes before, and a boot of ten seconds");
        t.clock.set("2026-12-02T23:50:00Z");
        server.work().await;
        assert_eq!(server.session(t.jimin, &made).await.ready_at, Some(crate::common::at("2026-12-02T23:50:10Z")));
        server.pass(35, 1).await;
        assert_eq!(server.session(t.jimin, &made).await.ready_at, None);
    }
}

on_both_databases! {
    async fn whoever_will_have_no_desktop_is_told_before_they_come_and_again_when_they_will(t) {
        let server = Server::of(t).await;
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        server.host.tell(|host| host.bare = true);
        t.clock.set("2026-12-02T22:30:00Z");
        server.work().await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Planned, "too early to say");
        t.clock.set("2026-12-02T22:35:00Z");
        server.pass(2, 30).await;
        let early = server.session(t.jimin, &made).await;
        assert_eq!((early.state, early.cause), (SessionState::Unavailable, Some(Cause::Packages)));
        assert_eq!(server.told().await, ["session.unavailable"], "they are told once");
        server.host.tell(|host| host.bare = false);
        server.pass(3, 60).await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Planned);
        assert_eq!(server.host.starts(), 0, "it was started more than an hour early");
        assert_eq!(server.told().await, ["session.unavailable", "session.promised"]);
        t.clock.set("2026-12-02T23:50:00Z");
        server.pass(3, 1).await;
        assert_eq!(server.session(t.jimin, &made).await.state, SessionState::Ready);
    }
}
