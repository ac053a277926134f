//! An office for tests: a fresh database, a clock that stands where the test puts it, and people with names.
//!
//! SQLite is a file in a temporary folder. PostgreSQL is a database of its own on the server of
//! `JARI_TEST_POSTGRES_URL` (for example `postgres://user@localhost/db?host=/socket/folder`), dropped afterwards. Without that
//! variable only SQLite is tested, unless `JARI_REQUIRE_POSTGRES=1` says that this is a failure.
#![allow(dead_code)]

use async_trait::async_trait;
use chrono::NaiveDate;
use office::{
    backend::{
        bookings::reserve::{self, Reserve},
        caller::Caller,
        cloud_pcs::provider::{Capacity, DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen},
        db::{self, lasting},
        error::{Error, Result},
        office::{Clock, Office},
    },
    model::{
        booking::{Booking, CheckInSource},
        id::{BookingId, DeskId, FloorId, PersonId, SiteId, TeamId, ZoneId},
        person::Role,
        refusal::{Reason, Refusal},
        rules::Rules,
        time::{Choice, Instant, Minute, Part},
    },
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::{
    future::Future,
    num::NonZeroUsize,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex},
    time::Duration,
};
use tempfile::TempDir;
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};
use uuid::Uuid;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Db {
    Sqlite,
    Postgres,
}

/// Runs each test's body on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! on_both_databases {
    ($(async fn $name:ident($office:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($office: &$crate::common::TestOffice) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                $crate::common::run($crate::common::Db::Sqlite, async |office| body(office).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                $crate::common::run($crate::common::Db::Postgres, async |office| body(office).await).await;
            }
        }
    )+};
}

/// How many tests use the one PostgreSQL server at the same time: each opens pools of its own there.
static POSTGRES_TURNS: Semaphore = Semaphore::const_new(4);

/// A turn at that server, for as long as it is kept; SQLite needs none.
pub async fn turn(db: Db) -> Option<SemaphorePermit<'static>> {
    if db == Db::Postgres { Some(POSTGRES_TURNS.acquire().await.unwrap()) } else { None }
}

/// Runs one body on one database and tidies up, also when the body fails.
pub async fn run(db: Db, body: impl AsyncFnOnce(&TestOffice)) {
    let _turn = turn(db).await;
    let Some(office) = office_on(db).await else { return };
    let outcome = futures::FutureExt::catch_unwind(AssertUnwindSafe(body(&office))).await;
    office.close().await;
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure);
    }
}

/// A clock that stands still until it is set.
pub struct TestClock(Mutex<Instant>);

impl TestClock {
    /// A clock that stands at an instant.
    pub fn at(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(at(text))))
    }

    /// Puts the clock to an instant.
    pub fn set(&self, text: &str) {
        *self.0.lock().unwrap() = at(text);
    }

    /// A number of seconds after where it stands.
    pub fn now_plus(&self, seconds: i64) -> String {
        (self.now() + chrono::TimeDelta::seconds(seconds)).to_rfc3339()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

/// A provider whose cloud PCs are ready at once and exist nowhere.
pub struct NoDesktops;

#[async_trait]
impl DesktopProvider for NoDesktops {
    async fn health(&self) -> Result<(), ProviderError> {
        Ok(())
    }
    fn capacity(&self) -> Capacity {
        Capacity { at_once: NonZeroUsize::new(20).unwrap(), boot: Duration::from_secs(90) }
    }
    async fn start(&self, key: Key, _owner: &Owner) -> Result<Handle, ProviderError> {
        Ok(Handle(key.to_string()))
    }
    async fn observe(&self, _handle: &Handle) -> Result<Power, ProviderError> {
        Ok(Power::Ready)
    }
    async fn connect(&self, _handle: &Handle) -> Result<Screen, ProviderError> {
        Err(ProviderError::NotFound)
    }
    async fn release(&self, _handle: &Handle) -> Result<(), ProviderError> {
        Ok(())
    }
    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        Ok(Vec::new())
    }
}

/// An office with places and people. Its clock first stands at Thursday 3 December 2026, 08:00 in Seoul.
pub struct TestOffice {
    pub office: Office,
    pub clock: Arc<TestClock>,
    /// A connection of the test's own to the same database.
    pub raw: DatabaseConnection,
    pub url: String,
    pub db: Db,
    /// The site in Seoul: open 09:00 to 18:00, lunch from 12:00 to 13:00.
    pub seoul: SiteId,
    /// The site's floor with eight desks in a row, two metres apart.
    pub floor: FloorId,
    /// Desks; lie in zone A, the others in no zone.
    pub desks: Vec<DeskId>,
    pub zone_a: ZoneId,
    pub planning: TeamId,
    pub safety: TeamId,
    /// 지민, an employee of the planning team.
    pub jimin: PersonId,
    /// 서연, an employee of the planning team.
    pub seoyeon: PersonId,
    /// 도현, an employee of the safety team.
    pub dohyun: PersonId,
    /// 하린, a facility manager without a team.
    pub harin: PersonId,
    /// 유진, an admin without a team.
    pub yujin: PersonId,
    home: Home,
}

/// Where the database lives; dropped at the end.
enum Home {
    Folder(TempDir),
    Postgres { admin: String, name: String },
}

/// The beginning of a test's day.
pub const MORNING: &str = "2026-12-02T23:00:00Z";

/// Opens an office on a fresh database; `None` where there is no PostgreSQL to test on.
pub async fn office_on(db: Db) -> Option<TestOffice> {
    let (url, home) = fresh(db).await?;
    let clock = TestClock::at(MORNING);
    let office = Office::open(&url, clock.clone(), Arc::new(NoDesktops)).await.unwrap();
    let raw = Database::connect(lasting(&url)).await.unwrap();
    let id = Uuid::now_v7;
    let mut made = TestOffice {
        office,
        clock,
        raw,
        url,
        db,
        seoul: id().into(),
        floor: id().into(),
        desks: Vec::new(),
        zone_a: id().into(),
        planning: id().into(),
        safety: id().into(),
        jimin: id().into(),
        seoyeon: id().into(),
        dohyun: id().into(),
        harin: id().into(),
        yujin: id().into(),
        home,
    };
    furnish(&mut made).await;
    Some(made)
}

async fn fresh(db: Db) -> Option<(String, Home)> {
    if db == Db::Sqlite {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("jari.db");
        std::fs::write(&file, schema_on_sqlite().await).unwrap();
        return Some((format!("sqlite://{}?mode=rwc", file.display()), Home::Folder(folder)));
    }
    let Ok(admin) = std::env::var("JARI_TEST_POSTGRES_URL") else {
        let required = std::env::var("JARI_REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
        assert!(!required, "JARI_REQUIRE_POSTGRES=1 but JARI_TEST_POSTGRES_URL is not set");
        println!("JARI_TEST_POSTGRES_URL is not set: tested on SQLite only");
        return None;
    };
    let name = format!("jari_test_{}", Uuid::now_v7().simple());
    let schema = schema_on_postgres(&admin).await;
    on_server(&admin, &format!("CREATE DATABASE {name} TEMPLATE {schema}")).await;
    Some((with_database(&admin, &name), Home::Postgres { admin, name }))
}

/// A database with the schema and nothing in it, made once by this program: a copy is there sooner than every step of the
/// schema's history.
async fn schema_on_sqlite() -> &'static [u8] {
    static SCHEMA: OnceCell<Vec<u8>> = OnceCell::const_new();
    let make = async || {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("jari.db");
        migrated(&format!("sqlite://{}?mode=rwc", file.display())).await;
        std::fs::read(file).unwrap()
    };
    SCHEMA.get_or_init(make).await
}

async fn schema_on_postgres(admin: &str) -> &'static str {
    static SCHEMA: OnceCell<String> = OnceCell::const_new();
    let make = async || {
        let name = format!("jari_schema_{}", Uuid::now_v7().simple());
        on_server(admin, &format!("CREATE DATABASE {name}")).await;
        migrated(&with_database(admin, &name)).await;
        name
    };
    SCHEMA.get_or_init(make).await
}

async fn migrated(url: &str) {
    let made = db::open(url).await.unwrap();
    db::migrate(&made).await.unwrap();
    made.read.close().await.unwrap();
    made.write.close().await.unwrap();
}

async fn on_server(admin: &str, statement: &str) {
    let server = Database::connect(lasting(admin)).await.unwrap();
    // Whoever is told to go has five seconds for it, which a busy machine may take.
    let mut tries = 0;
    while let Err(error) = server.execute_unprepared(statement).await {
        tries += 1;
        assert!(tries < 12 && error.to_string().contains("being accessed by other users"), "{error}");
    }
    server.close().await.unwrap();
}

/// The name by which this program runs one test alone, as another process; `module` is its `module_path!()`.
pub fn name_of(module: &str, test: &str) -> String {
    let (_program, within) = module.split_once("::").unwrap();
    format!("{within}::{test}")
}

/// The same URL with another database: what stands between the last `/` before the query and the query.
pub fn with_database(url: &str, name: &str) -> String {
    let (path, query) = url.split_once('?').map_or((url, String::new()), |(path, query)| (path, format!("?{query}")));
    let (server, _) = path.rsplit_once('/').unwrap();
    format!("{server}/{name}{query}")
}

async fn furnish(made: &mut TestOffice) {
    let (seoul, floor, zone, planning, safety) =
        (made.seoul.0, made.floor.0, made.zone_a.0, made.planning.0, made.safety.0);
    made.team(planning, ("기획팀", "Planning")).await;
    made.team(safety, ("안전팀", "Safety")).await;
    made.site(seoul, "Asia/Seoul").await;
    made.floor(floor, seoul).await;
    made.sql(&format!(
        "INSERT INTO zones (id, floor_id, code, name_ko, name_en, kind, outline) VALUES ({}, {}, 'A', '집중', 'Focus', 'focus', '[]')",
        made.uuid(zone),
        made.uuid(floor)
    ))
    .await;
    for number in 1..=8u16 {
        let zone = (number <= 4).then_some(made.zone_a);
        let desk = made.desk(made.floor, (&format!("A-{number:02}"), f64::from(number) * 2.0), zone).await;
        made.desks.push(desk);
    }
    made.person(made.jimin, ("지민", "jimin"), (Role::Employee, Some(made.planning))).await;
    made.person(made.seoyeon, ("서연", "seoyeon"), (Role::Employee, Some(made.planning))).await;
    made.person(made.dohyun, ("도현", "dohyun"), (Role::Employee, Some(made.safety))).await;
    made.person(made.harin, ("하린", "harin"), (Role::FacilityManager, None)).await;
    made.person(made.yujin, ("유진", "yujin"), (Role::Admin, None)).await;
}

impl TestOffice {
    /// Another handle on the same database, with pools of its own, as a second server has.
    pub async fn second_handle(&self) -> Office {
        Office::open(&self.url, self.clock.clone(), Arc::new(NoDesktops)).await.unwrap()
    }

    /// A person as the caller of this moment, through a page.
    pub fn caller(&self, person: PersonId) -> Caller {
        let (role, team) = match person {
            who if who == self.jimin || who == self.seoyeon => (Role::Employee, Some(self.planning)),
            who if who == self.dohyun => (Role::Employee, Some(self.safety)),
            who if who == self.harin => (Role::FacilityManager, None),
            who if who == self.yujin => (Role::Admin, None),
            _ => (Role::Employee, None),
        };
        Caller { person, role, team, now: self.clock.now(), door: CheckInSource::Page }
    }

    /// Books a desk for a person who asks for it themselves.
    pub async fn book(&self, person: PersonId, desk: DeskId, choice: Choice) -> Result<Booking> {
        reserve::reserve(&self.office, &self.caller(person), wish(desk, choice)).await
    }

    /// Gives the site in Seoul other rules.
    pub async fn rules(&self, rules: Rules) {
        let body = serde_json::to_string(&rules).unwrap();
        self.sql(&format!("DELETE FROM site_rules WHERE site_id = {}", self.uuid(self.seoul.0))).await;
        self.sql(&format!("INSERT INTO site_rules (site_id, body) VALUES ({}, '{body}')", self.uuid(self.seoul.0)))
            .await;
    }

    /// Closes the site in Seoul on a date.
    pub async fn closure(&self, date: &str) {
        let site = self.uuid(self.seoul.0);
        self.sql(&format!("INSERT INTO closures (site_id, date, name_ko, name_en) VALUES ({site}, '{date}', '창립기념일', 'Founding day')"))
            .await;
    }

    /// Keeps zone A for a team until a local time.
    pub async fn keep_zone(&self, team: TeamId, until: Minute) {
        let (zone, team) = (self.uuid(self.zone_a.0), self.uuid(team.0));
        self.sql(&format!(
            "UPDATE zones SET kept_team_id = {team}, kept_until = {} WHERE id = {zone}",
            until.minutes()
        ))
        .await;
    }

    /// Adds a site, open 09:00 to 18:00 with lunch from 12:00 to 13:00.
    pub async fn site(&self, id: Uuid, zone: &str) {
        let id = self.uuid(id);
        self.sql(&format!(
            "INSERT INTO sites (id, name_ko, name_en, zone, opens, closes, lunch_starts, lunch_ends, position)
             VALUES ({id}, '사업장', 'Site', '{zone}', 540, 1080, 720, 780, 1)"
        ))
        .await;
    }

    /// A second site in London with one floor and one desk.
    pub async fn london(&self) -> (SiteId, FloorId, DeskId) {
        let (site, floor) = (Uuid::now_v7(), Uuid::now_v7());
        self.site(site, "Europe/London").await;
        self.floor(floor, site).await;
        let desk = self.desk(floor.into(), ("L-01", 1.0), None).await;
        (site.into(), floor.into(), desk)
    }

    /// Adds the twelfth floor of a site.
    pub async fn floor(&self, id: Uuid, site: Uuid) {
        let (id, site) = (self.uuid(id), self.uuid(site));
        self.sql(&format!(
            "INSERT INTO floors (id, site_id, name_ko, name_en, level) VALUES ({id}, {site}, '12층', '12F', 12)"
        ))
        .await;
    }

    /// Adds another floor of the site in Seoul.
    pub async fn floor_at(&self, level: i32) -> FloorId {
        let id = Uuid::now_v7();
        let (floor, site) = (self.uuid(id), self.uuid(self.seoul.0));
        self.sql(&format!(
            "INSERT INTO floors (id, site_id, name_ko, name_en, level)
             VALUES ({floor}, {site}, '{level}층', '{level}F', {level})"
        ))
        .await;
        id.into()
    }

    /// Adds a desk at a distance from the west wall.
    pub async fn desk(&self, floor: FloorId, (label, x): (&str, f64), zone: Option<ZoneId>) -> DeskId {
        let id = Uuid::now_v7();
        let zone = zone.map_or("NULL".into(), |zone| self.uuid(zone.0));
        let (desk, floor) = (self.uuid(id), self.uuid(floor.0));
        self.sql(&format!(
            "INSERT INTO desks (id, floor_id, zone_id, label, x, y, kind) VALUES ({desk}, {floor}, {zone}, '{label}', {x}, 1.0, 'standard')"
        ))
        .await;
        id.into()
    }

    /// Sets one column of a desk to an SQL value.
    pub async fn set_desk(&self, desk: DeskId, column: &str, value: &str) {
        self.sql(&format!(
            "UPDATE desks SET {column} = {value}, version = version + 1 WHERE id = {}",
            self.uuid(desk.0)
        ))
        .await;
    }

    async fn team(&self, id: Uuid, (ko, en): (&str, &str)) {
        let id = self.uuid(id);
        self.sql(&format!("INSERT INTO teams (id, name_ko, name_en) VALUES ({id}, '{ko}', '{en}')")).await;
    }

    /// Adds a person; the address is `WORD@example.test`.
    pub async fn person(&self, id: PersonId, (name, word): (&str, &str), (role, team): (Role, Option<TeamId>)) {
        let team = team.map_or("NULL".into(), |team| self.uuid(team.0));
        let (id, role) = (self.uuid(id.0), role.word());
        self.sql(&format!(
            "INSERT INTO people (id, email, name, given_name, role, team_id, created_at)
             VALUES ({id}, '{word}@example.test', '{name}', '{name}', '{role}', {team}, 0)"
        ))
        .await;
    }

    /// Adds a number of employees without a team.
    pub async fn crowd(&self, many: usize) -> Vec<PersonId> {
        self.crowd_of(many, "crowd").await
    }

    /// The same with another word in their addresses.
    pub async fn crowd_of(&self, many: usize, word: &str) -> Vec<PersonId> {
        let mut people = Vec::with_capacity(many);
        for number in 0..many {
            let id: PersonId = Uuid::now_v7().into();
            self.person(id, (&format!("직원{number}"), &format!("{word}{number}")), (Role::Employee, None)).await;
            people.push(id);
        }
        people
    }

    /// Runs one statement.
    pub async fn sql(&self, statement: &str) {
        self.raw.execute_unprepared(statement).await.unwrap();
    }

    /// The one number that a query answers.
    pub async fn number(&self, query: &str) -> i64 {
        let row = self.raw.query_one_raw(self.statement(query)).await.unwrap().unwrap();
        row.try_get_by_index::<i64>(0).unwrap()
    }

    /// The first column of every row of a query, as text.
    pub async fn texts(&self, query: &str) -> Vec<String> {
        let rows = self.raw.query_all_raw(self.statement(query)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
    }

    /// Kinds of the ledger's events about a booking, in order.
    pub async fn events(&self, booking: BookingId) -> Vec<String> {
        let id = self.uuid(booking.0);
        self.texts(&format!("SELECT kind FROM ledger WHERE booking_id = {id} ORDER BY seq")).await
    }

    /// The stored state of a booking.
    pub async fn state(&self, booking: BookingId) -> String {
        let id = self.uuid(booking.0);
        self.texts(&format!("SELECT state FROM bookings WHERE id = {id}")).await.pop().unwrap()
    }

    /// How many live bookings a desk has.
    pub async fn live_on(&self, desk: DeskId) -> i64 {
        let id = self.uuid(desk.0);
        self.number(&format!(
            "SELECT count(*) FROM bookings WHERE desk_id = {id} AND state IN ('reserved', 'in_use', 'away')"
        ))
        .await
    }

    /// How many pairs of live bookings overlap on a desk that both hold or on a person. Always 0.
    pub async fn overlaps(&self) -> i64 {
        self.number(
            "SELECT count(*) FROM bookings a JOIN bookings b ON a.id < b.id AND (a.person_id = b.person_id OR
                 (a.desk_id = b.desk_id AND a.lent_at IS NULL AND b.lent_at IS NULL))
             AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
             WHERE a.state IN ('reserved', 'in_use', 'away') AND b.state IN ('reserved', 'in_use', 'away')",
        )
        .await
    }

    /// An id as this database writes it.
    pub fn uuid(&self, id: Uuid) -> String {
        match self.db {
            Db::Sqlite => format!("X'{}'", id.simple()),
            Db::Postgres => format!("'{id}'::uuid"),
        }
    }

    fn statement(&self, text: &str) -> Statement {
        let backend = if self.db == Db::Sqlite { DbBackend::Sqlite } else { DbBackend::Postgres };
        Statement::from_string(backend, text)
    }

    /// Ends the office and drops its database.
    pub async fn close(self) {
        self.raw.close().await.unwrap();
        drop(self.office);
        if let Home::Postgres { admin, name } = self.home {
            on_server(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

/// An instant from its RFC 3339 text.
pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// A local date.
pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A whole working day.
pub fn all_day(day: &str) -> Choice {
    Choice { date: date(day), part: Part::AllDay }
}

/// A morning.
pub fn morning(day: &str) -> Choice {
    Choice { date: date(day), part: Part::Morning }
}

/// An afternoon.
pub fn afternoon(day: &str) -> Choice {
    Choice { date: date(day), part: Part::Afternoon }
}

/// Own times of a day.
pub fn between(day: &str, from: &str, to: &str) -> Choice {
    Choice { date: date(day), part: Part::Custom { from: from.parse().unwrap(), to: to.parse().unwrap() } }
}

/// A wish for oneself, without a key.
pub fn wish(desk: DeskId, choice: Choice) -> Reserve {
    Reserve { desk, choice, person: None, key: None }
}

/// The reasons of a refusal by rule.
#[track_caller]
pub fn reasons<T: std::fmt::Debug>(outcome: Result<T>) -> Vec<Reason> {
    match outcome {
        Err(Error::Refused(Refusal::Rules { reasons, .. })) => reasons,
        other => panic!("expected a refusal by rule, found {other:?}"),
    }
}

/// The refusal of an outcome.
#[track_caller]
pub fn refusal<T: std::fmt::Debug>(outcome: Result<T>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, found {other:?}"),
    }
}

/// The words of reasons.
pub fn codes(reasons: &[Reason]) -> Vec<&'static str> {
    reasons.iter().map(Reason::code).collect()
}

/// Waits until something is so; fails when it is not within a minute.
pub async fn until<F: Future<Output = bool>>(what: &str, holds: impl Fn() -> F) {
    let waiting = async {
        while !holds().await {
            // What is waited for needs the processor too.
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    let outcome = tokio::time::timeout(std::time::Duration::from_secs(60), waiting).await;
    assert!(outcome.is_ok(), "waited in vain: {what}");
}
