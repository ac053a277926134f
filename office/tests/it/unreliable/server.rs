//! A server of the test's office, and people who use what it gives them.

use super::{centre::Centre, proxy::Unreliable};
use crate::common::{Db, TestOffice};
use office::{
    backend::{
        bookings::release::release_due,
        cloud_pcs::{
            orphans,
            providers::patience::Patience,
            reconcile,
            tickets::{self, Opened},
        },
        office::{Clock, Office},
    },
    model::{
        booking::Booking,
        id::{PersonId, SessionId},
        time::Instant,
    },
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

/// How long a desktop may be on its way when nothing goes wrong.
const STARTING_SECONDS: i64 = 2 * 60;
/// How long a server of a test waits for a provider.
pub const SHORT: Patience = Patience { look: Duration::from_millis(60), change: Duration::from_millis(60) };

/// A screen that somebody has open.
pub struct Open {
    person: PersonId,
    session: SessionId,
    until: Instant,
    opened: Opened,
}

impl Open {
    fn shown(&self) -> (SessionId, i32) {
        (self.session, self.opened.screen)
    }
}

/// A server whose cloud PCs run in a data centre that can't be relied on.
pub struct Server<'a> {
    pub t: &'a TestOffice,
    pub office: Office,
    pub proxy: Arc<Unreliable<Centre>>,
    screens: Mutex<Vec<Open>>,
}

impl<'a> Server<'a> {
    /// A server with a data centre of its own; what goes wrong follows from the seed.
    pub async fn of(t: &'a TestOffice, seed: u64) -> Self {
        let proxy = Unreliable::before(Centre::default(), t.clock.clone(), seed);
        let office = Office::open(&t.url, t.clock.clone(), proxy.clone()).await.unwrap().with_patience(SHORT);
        Self { t, office, proxy, screens: Mutex::default() }
    }

    /// Another server beside this one.
    pub async fn beside(&self) -> Office {
        Office::open(&self.t.url, self.t.clock.clone(), self.proxy.clone()).await.unwrap().with_patience(SHORT)
    }

    /// Lets time pass at once; what is late comes, and open screens say that they are.
    pub async fn wait(&self, seconds: i64) {
        let then = self.t.clock.now() + chrono::TimeDelta::seconds(seconds);
        self.close(|screen| screen.until <= then).await;
        self.t.clock.set(&then.to_rfc3339());
        self.proxy.catch_up().await;
        let open: Vec<_> = self.screens(|screens| screens.iter().map(|one| (one.person, one.shown())).collect());
        for (person, (session, screen)) in open {
            tickets::fate(&self.office, session, screen).await.unwrap();
            let _ = tickets::touched(&self.office, &self.t.caller(person), (session, screen)).await;
        }
    }

    /// Does what is due, also what recurs, as far as it can be done.
    pub async fn work(&self) {
        let _ = release_due(&self.office).await;
        work(&self.office).await;
        let _ = orphans::end(&self.office).await;
    }

    /// Lets time pass in steps and does what is due.
    pub async fn pass(&self, steps: usize, seconds: i64) {
        for _ in 0..steps {
            self.wait(seconds).await;
            self.work().await;
        }
    }

    /// Somebody opens the desktop of a booking, if it can be opened.
    pub async fn open(&self, person: PersonId, booking: &Booking) -> bool {
        let Some(session) = booking.session else { return false };
        let caller = self.t.caller(person);
        let Ok(ticket) = tickets::issue(&self.office, &caller, session).await else { return false };
        let Ok(opened) = tickets::redeem(&self.office, &caller, session, &ticket).await else { return false };
        self.proxy.behind.tell(|centre| centre.in_use.insert(opened.handle.clone()));
        let screen = Open { person, session, until: booking.interval.ends_at, opened };
        self.screens(|screens| {
            // The one before is closed by this one.
            screens.retain(|one| one.session != session);
            screens.push(screen);
        });
        true
    }

    /// Somebody closes every screen they have open.
    pub async fn leave(&self, person: PersonId) {
        self.close(|screen| screen.person == person).await;
    }

    /// Machines break down, and whoever looks at them loses the screen.
    pub async fn lose(&self, handles: &[String]) {
        handles.iter().for_each(|handle| self.proxy.behind.lose(handle));
        self.close(|screen| handles.contains(&screen.opened.handle)).await;
    }

    async fn close(&self, which: impl Fn(&Open) -> bool) {
        let closed = self.screens(|screens| {
            let (closed, open) = screens.drain(..).partition::<Vec<_>, _>(|screen| which(screen));
            *screens = open;
            closed
        });
        for screen in closed {
            self.proxy.behind.tell(|centre| centre.in_use.remove(&screen.opened.handle));
            let (session, number) = screen.shown();
            let _ = tickets::disconnected(&self.office, session, number).await;
        }
    }

    fn screens<T>(&self, change: impl FnOnce(&mut Vec<Open>) -> T) -> T {
        change(&mut self.screens.lock().unwrap())
    }

    /// Cuts every connection to the database, where it is a server.
    pub async fn cut(&self) {
        if self.t.db == Db::Postgres {
            self.t
                .sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'")
                .await;
        }
    }

    /// Every session with its booking as they are stored: what is wrong about them, in words.
    pub async fn wrong(&self) -> Vec<String> {
        let now = self.t.clock.now().timestamp();
        let rows = self.t.texts(SESSIONS).await;
        let sessions: Vec<Stored> = rows.iter().map(|row| Stored::read(row)).collect();
        let mut wrong: Vec<String> = sessions
            .iter()
            .filter(|one| !one.is_right(now, &sessions))
            .map(|one| format!("at {now}: {one:?}"))
            .collect();
        let there = self.proxy.behind.machines();
        let (mut named, mut runs) = (BTreeSet::new(), BTreeSet::new());
        for (one, handle) in sessions.iter().filter_map(|one| Some((one, one.handle.clone()?))) {
            if one.is_live() && one.can_be_opened() {
                runs.insert(handle.clone());
            }
            if !named.insert(handle) {
                wrong.push(format!("two sessions have one desktop: {one:?}"));
            }
        }
        wrong.extend(there.difference(&named).map(|handle| format!("{handle} runs for nobody")));
        wrong.extend(runs.difference(&there).map(|handle| format!("{handle} does not run")));
        let ended = self.proxy.behind.tell(|centre| centre.ended_in_use.clone());
        wrong.extend(ended.into_iter().map(|handle| format!("{handle} was ended while somebody looked at it")));
        wrong
    }
}

/// Does everything that is due; gives up where the database does.
pub async fn work(office: &Office) {
    for _ in 0..60 {
        if !matches!(reconcile::pass(office).await, Ok(1..)) {
            return;
        }
    }
}

const SESSIONS: &str =
    "SELECT s.state || ' ' || COALESCE(CASE WHEN s.state = 'released' THEN NULL ELSE s.handle END, '-')
    || ' ' || CAST(s.starts_from AS text) || ' ' || b.state || ' ' || CAST(b.starts_at AS text) || ' '
    || CAST(b.ends_at AS text) || ' ' || CAST(COALESCE(b.ended_at, 0) AS text) || ' '
    || CASE WHEN b.checked_in_at IS NULL THEN 'never' ELSE 'came' END || ' ' || p.name
    FROM sessions s JOIN bookings b ON b.id = s.booking_id JOIN people p ON p.id = b.person_id ORDER BY s.id";

/// A session with its booking.
#[derive(Debug)]
struct Stored {
    state: String,
    handle: Option<String>,
    starts_from: i64,
    booking: String,
    starts_at: i64,
    ends_at: i64,
    ended_at: i64,
    came: bool,
    person: String,
}

impl Stored {
    fn read(row: &str) -> Self {
        let words: Vec<&str> = row.split(' ').collect();
        let [state, handle, starts_from, booking, starts_at, ends_at, ended_at, came, person] = words[..] else {
            panic!("a strange row: {row}")
        };
        Self {
            state: state.into(),
            handle: (handle != "-").then(|| handle.into()),
            starts_from: starts_from.parse().unwrap(),
            booking: booking.into(),
            starts_at: starts_at.parse().unwrap(),
            ends_at: ends_at.parse().unwrap(),
            ended_at: ended_at.parse().unwrap(),
            came: came == "came",
            person: person.into(),
        }
    }

    fn is_live(&self) -> bool {
        ["reserved", "in_use", "away"].contains(&self.booking.as_str())
    }

    fn can_be_opened(&self) -> bool {
        ["ready", "connected", "disconnected"].contains(&self.state.as_str()) && self.handle.is_some()
    }

    /// Whether its desktop stays although its booking is over.
    fn stays(&self, now: i64) -> bool {
        let ran_out = self.ended_at == 0 || self.ended_at >= self.ends_at;
        (ran_out || self.booking == "released" && self.came) && now < self.ends_at + 5 * 60 + 30
    }

    /// Whether it is where its booking says. A person has one desktop: while an earlier booking has it, a later one waits.
    fn is_right(&self, now: i64, all: &[Self]) -> bool {
        if !self.is_live() {
            return self.state == "released" || self.stays(now);
        }
        let theirs = |other: &&Self| other.person == self.person && other.state != "released";
        let has_it = |other: &&Self| theirs(other) && other.starts_at < self.starts_at;
        match self.state.as_str() {
            // The booking came back after it had ended: it has another one.
            "released" => all.iter().any(|other| theirs(&other) && other.starts_at == self.starts_at),
            "planned" => now < self.starts_from || all.iter().any(|other| has_it(&other)),
            "starting" => now < self.starts_from + STARTING_SECONDS && self.handle.is_some(),
            _ => self.can_be_opened(),
        }
    }
}
