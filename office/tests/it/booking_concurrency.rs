//! Nothing that happens at once books a seat twice or loses an acknowledged booking: not many requests, not two
//! servers, not two processes, not a statement that goes around the office, not a process that is killed.

use crate::common::{
    Db, MORNING, NoDesktops, TestClock, TestOffice, all_day, at, codes, date, morning, name_of, reasons, wish,
};
use office::{
    backend::{
        bookings::{
            cancel::cancel,
            move_seat::{To, move_seat},
            reserve::{Reserve, reserve},
        },
        caller::Caller,
        db::lasting,
        error::{Error, Result},
        office::Office,
        people::directory,
    },
    model::{
        booking::{Booking, CheckInSource},
        id::{BookingId, DeskId, PersonId},
        refusal::Refusal,
        rules::Rules,
    },
};
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};
use sea_orm::{ConnectionTrait, Database};
use std::{
    io::{BufRead, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
    sync::Arc,
};
use uuid::Uuid;

const TODAY: &str = "2026-12-03";
const REQUESTS: usize = 50;
const ROUNDS: usize = 20;
/// How many requests another process has under way: enough to meet others, few enough that each has its turn on a busy
/// machine.
const CHILD_REQUESTS: usize = 8;

/// The one booking that was made; everybody else was refused by rule.
#[track_caller]
fn only_one(outcomes: Vec<Result<Booking>>) -> Booking {
    let (mut made, many) = (Vec::new(), outcomes.len());
    for outcome in outcomes {
        match outcome {
            Ok(booking) => made.push(booking),
            Err(Error::Refused(Refusal::Rules { .. })) => {}
            Err(other) => panic!("neither a booking nor a refusal by rule: {other:?}"),
        }
    }
    assert_eq!(made.len(), 1, "of {many} requests");
    made.remove(0)
}

/// Requests that really run at the same time, each as a task of its own.
async fn at_once(requests: Vec<(Office, Caller, Reserve)>) -> Vec<Result<Booking>> {
    let tasks = requests
        .into_iter()
        .map(|(office, caller, wish)| tokio::spawn(async move { reserve(&office, &caller, wish).await }));
    futures::future::join_all(tasks.collect::<Vec<_>>()).await.into_iter().map(|task| task.unwrap()).collect()
}

/// Rounds of a crowd that wants one desk, through one or more servers.
async fn crowd_wants_one_desk(t: &TestOffice, servers: &[Office]) {
    let crowd = t.crowd(REQUESTS).await;
    for round in 0..ROUNDS {
        let requests = crowd.iter().enumerate().map(|(number, person)| {
            let server = servers[number % servers.len()].clone();
            (server, t.caller(*person), wish(t.desks[round % 8], all_day(TODAY)))
        });
        let made = only_one(at_once(requests.collect()).await);
        assert_eq!(t.live_on(made.desk).await, 1);
        cancel(&t.office, &t.caller(made.person), made.id).await.unwrap();
    }
    assert_eq!(t.overlaps().await, 0);
    assert_eq!(t.number("SELECT count(*) FROM bookings").await, ROUNDS as i64);
    assert_eq!(t.number("SELECT count(*) FROM ledger").await, 2 * ROUNDS as i64);
}

on_both_databases! {
    async fn fifty_people_who_want_one_desk_get_it_once(t) {
        crowd_wants_one_desk(t, std::slice::from_ref(&t.office)).await;
    }

    async fn two_servers_give_one_desk_once(t) {
        crowd_wants_one_desk(t, &[t.office.clone(), t.second_handle().await]).await;
    }

    async fn one_person_who_asks_for_every_desk_at_once_gets_one(t) {
        let second = t.second_handle().await;
        for _ in 0..ROUNDS {
            let requests = t.desks.iter().enumerate().map(|(number, desk)| {
                let server = if number % 2 == 0 { &t.office } else { &second };
                (server.clone(), t.caller(t.jimin), wish(*desk, all_day(TODAY)))
            });
            let made = only_one(at_once(requests.collect()).await);
            assert_eq!(t.number("SELECT count(*) FROM bookings WHERE state = 'reserved'").await, 1);
            cancel(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        }
    }

    async fn people_who_change_seats_in_a_circle_never_sit_on_each_other(t) {
        let people = t.crowd(8).await;
        let mut made = Vec::new();
        for (person, desk) in people.iter().zip(&t.desks).take(6) {
            made.push((*person, t.book(*person, *desk, all_day(TODAY)).await.unwrap().id));
        }
        for step in 1..=ROUNDS {
            let moves = made.iter().enumerate().map(|(number, (person, booking))| {
                let (office, caller, booking) = (t.office.clone(), t.caller(*person), *booking);
                let to = To { desk: t.desks[(number + step) % 8], choice: None };
                tokio::spawn(async move { move_seat(&office, &caller, booking, to).await })
            });
            for outcome in futures::future::join_all(moves.collect::<Vec<_>>()).await {
                match outcome.unwrap() {
                    Ok(_) | Err(Error::Refused(Refusal::Rules { .. })) => {}
                    Err(other) => panic!("neither moved nor refused by rule: {other:?}"),
                }
            }
            assert_eq!(t.overlaps().await, 0);
        }
        assert_eq!(t.number("SELECT count(*) FROM bookings WHERE state = 'reserved'").await, 6);
    }

    async fn a_statement_that_goes_around_the_office_books_nothing_twice(t) {
        let held = t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        let (starts, ends) = (at("2026-12-03T02:00:00Z").timestamp(), at("2026-12-03T05:00:00Z").timestamp());
        let insert = |desk: DeskId, person: PersonId, (starts, ends): (i64, i64), state: &str| {
            let over = if state == "reserved" { "NULL" } else { "0" };
            let (id, desk, person) = (t.uuid(Uuid::now_v7()), t.uuid(desk.0), t.uuid(person.0));
            format!(
                "INSERT INTO bookings (id, desk_id, person_id, booked_by, starts_at, ends_at, state, made_at, ended_at)
                 VALUES ({id}, {desk}, {person}, {person}, {starts}, {ends}, '{state}', 0, {over})"
            )
        };
        let stranger = Database::connect(lasting(&t.url)).await.unwrap();
        let same_desk = stranger.execute_unprepared(&insert(t.desks[0], t.dohyun, (starts, ends), "reserved")).await.unwrap_err();
        assert!(same_desk.to_string().contains("bookings_desk_overlap"), "{same_desk}");
        let same_person = stranger.execute_unprepared(&insert(t.desks[1], t.jimin, (starts, ends), "reserved")).await.unwrap_err();
        assert!(same_person.to_string().contains("bookings_person_overlap"), "{same_person}");
        let after = (at("2026-12-03T03:00:00Z").timestamp(), ends);
        stranger.execute_unprepared(&insert(t.desks[0], t.dohyun, after, "reserved")).await.expect("what touches does not clash");
        stranger.execute_unprepared(&insert(t.desks[0], t.seoyeon, (starts, ends), "cancelled")).await.expect("what is over holds nothing");
        let longer = format!("UPDATE bookings SET ends_at = {ends} WHERE id = {}", t.uuid(held.id.0));
        let longer = stranger.execute_unprepared(&longer).await.unwrap_err();
        assert!(longer.to_string().contains("bookings_desk_overlap"), "{longer}");
        let alive = stranger.execute_unprepared("UPDATE bookings SET state = 'reserved', ended_at = NULL WHERE state = 'cancelled'").await;
        assert!(alive.unwrap_err().to_string().contains("bookings_desk_overlap"));
        assert_eq!(t.live_on(t.desks[0]).await, 2);
        stranger.close().await.unwrap();
    }

    async fn two_writers_on_two_connections_that_go_around_the_office_book_one_desk_once(t) {
        let (one, other) = (Database::connect(lasting(&t.url)).await.unwrap(), Database::connect(lasting(&t.url)).await.unwrap());
        let (starts, ends) = (at("2026-12-03T00:00:00Z").timestamp(), at("2026-12-03T09:00:00Z").timestamp());
        for round in 0..2 * ROUNDS {
            let row = |person: PersonId| {
                let (id, desk, person) = (t.uuid(Uuid::now_v7()), t.uuid(t.desks[round % 8].0), t.uuid(person.0));
                format!(
                    "INSERT INTO bookings (id, desk_id, person_id, booked_by, starts_at, ends_at, state, made_at)
                     VALUES ({id}, {desk}, {person}, {person}, {starts}, {ends}, 'reserved', 0)"
                )
            };
            let writes = [(one.clone(), row(t.jimin)), (other.clone(), row(t.dohyun))].map(|(writer, row)| {
                tokio::spawn(async move { writer.execute_unprepared(&row).await })
            });
            let outcomes = futures::future::join_all(writes).await.into_iter().map(|write| write.unwrap());
            let (stored, refused): (Vec<_>, Vec<_>) = outcomes.partition(|outcome| outcome.is_ok());
            assert_eq!((stored.len(), refused.len()), (1, 1), "round {round}");
            let why = refused[0].as_ref().unwrap_err().to_string();
            // Each may wait in the constraint for the other, until PostgreSQL gives one of them up.
            let given_up = t.db == Db::Postgres && why.contains("deadlock detected");
            assert!(why.contains("bookings_desk_overlap") || given_up, "{why}");
            assert_eq!(t.overlaps().await, 0);
            t.sql("UPDATE bookings SET state = 'cancelled', ended_at = 1 WHERE state = 'reserved'").await;
        }
        one.close().await.unwrap();
        other.close().await.unwrap();
    }

    async fn two_writers_who_move_two_bookings_to_one_desk_at_once_move_one(t) {
        let (first, second) = (t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap(), t.book(t.dohyun, t.desks[1], all_day(TODAY)).await.unwrap());
        let (one, other) = (Database::connect(lasting(&t.url)).await.unwrap(), Database::connect(lasting(&t.url)).await.unwrap());
        for round in 0..ROUNDS {
            let to = |booking: BookingId| format!("UPDATE bookings SET desk_id = {} WHERE id = {}", t.uuid(t.desks[2 + round % 6].0), t.uuid(booking.0));
            let (a, b) = (to(first.id), to(second.id));
            let writes = [(one.clone(), a), (other.clone(), b)].map(|(writer, row)| {
                tokio::spawn(async move { writer.execute_unprepared(&row).await })
            });
            let outcomes = futures::future::join_all(writes).await.into_iter().map(|write| write.unwrap());
            assert_eq!(outcomes.filter(|outcome| outcome.is_ok()).count(), 1, "round {round}");
            assert_eq!(t.overlaps().await, 0);
            for (booking, desk) in [(first.id, t.desks[0]), (second.id, t.desks[1])] {
                t.sql(&format!("UPDATE bookings SET desk_id = {} WHERE id = {}", t.uuid(desk.0), t.uuid(booking.0))).await;
            }
        }
        one.close().await.unwrap();
        other.close().await.unwrap();
    }

    async fn two_processes_that_open_a_new_database_together_take_turns(t) {
        let url = fresh_beside(t).await;
        let mut children: Vec<_> = (0..4).map(|_| child("open", &url, &[])).collect();
        for child in &mut children {
            assert!(child.wait().unwrap().success());
        }
        drop_beside(t, &url).await;
    }

    async fn two_processes_give_each_desk_once(t) {
        t.rules(Rules { most_active: 1000, horizon_days: 60, ..Rules::default() }).await;
        t.crowd(REQUESTS).await;
        let mut children: Vec<_> = ["1", "2"].iter().map(|number| child("book", &t.url, &[("JARI_CHILD", number), ("JARI_CHILD_DAYS", &FEW_DAYS.to_string())])).collect();
        // They begin together, or the first would have every seat before the second is there.
        let told: Vec<_> = children.iter_mut().map(ready).collect();
        children.iter_mut().for_each(begin);
        let told: Vec<Vec<String>> = told.into_iter().map(|lines| lines.collect()).collect();
        for child in &mut children {
            assert!(child.wait().unwrap().success());
        }
        assert!(told.iter().flatten().all(|line| !line.starts_with("fault")), "{told:?}");
        let made: Vec<BookingId> = told.iter().flatten().filter_map(|line| acknowledged(line)).collect();
        assert!(told.iter().all(|lines| lines.iter().any(|line| acknowledged(line).is_some())), "both processes got seats: {told:?}");
        assert_eq!(made.len() as i64, t.number("SELECT count(*) FROM bookings").await);
        assert_eq!(made.len(), FEW_DAYS * 8, "every desk of every day found its one person");
        assert_eq!(t.overlaps().await, 0);
    }

    async fn a_killed_process_loses_no_booking_that_it_acknowledged(t) {
        t.rules(Rules { most_active: 1000, horizon_days: 60, ..Rules::default() }).await;
        t.crowd(REQUESTS).await;
        let mut child = child("book", &t.url, &[("JARI_CHILD", "1"), ("JARI_CHILD_DAYS", &MANY_DAYS.to_string())]);
        let mut told = ready(&mut child);
        begin(&mut child);
        let mut made: Vec<BookingId> = told.by_ref().filter_map(|line| acknowledged(&line)).take(25).collect();
        child.kill().unwrap();
        child.wait().unwrap();
        made.extend(told.filter_map(|line| acknowledged(&line)));
        assert!((25..MANY_DAYS * 8).contains(&made.len()), "killed while it was at work, after {}", made.len());
        for booking in &made {
            assert_eq!(t.state(*booking).await, "reserved");
            assert_eq!(t.events(*booking).await, ["booking.reserved"]);
            let id = t.uuid(booking.0);
            assert_eq!(t.number(&format!("SELECT count(*) FROM sessions WHERE booking_id = {id}")).await, 1);
        }
        let (bookings, events) = ("SELECT count(*) FROM bookings", "SELECT count(*) FROM ledger WHERE kind = 'booking.reserved'");
        assert_eq!(t.number(bookings).await, t.number(events).await, "no booking without its event, no event without its booking");
        t.book(t.jimin, t.desks[7], all_day("2027-01-29")).await.expect("the others go on");
        assert_eq!(t.overlaps().await, 0);
    }
}

/// How many working days children book that are waited for.
const FEW_DAYS: usize = 5;
/// How many working days a child would book that is killed before.
const MANY_DAYS: usize = 15;

/// This test program as another process that does one thing at the same database.
fn child(what: &str, url: &str, more: &[(&str, &str)]) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &name_of(module_path!(), "another_process"), "--ignored", "--nocapture"])
        .env("JARI_CHILD_DOES", what)
        .env("JARI_CHILD_URL", url)
        .envs(more.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What a child says from the moment on in which it is ready to book.
fn ready(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    let out: ChildStdout = child.stdout.take().unwrap();
    // A killed process may leave half a line, which acknowledges nothing.
    let mut told = BufReader::new(out).lines().map_while(|line| line.ok());
    // The name of the test may stand before it.
    assert!(told.any(|line| line.ends_with("ready")), "a process did not come up");
    told
}

/// Lets a child book: it waits until nobody has anything to say to it any more.
fn begin(child: &mut Child) {
    drop(child.stdin.take());
}

fn acknowledged(line: &str) -> Option<BookingId> {
    line.strip_prefix("made ")?.strip_suffix('.')?.parse().ok()
}

/// Not a test of its own: what another process does, started by the tests above.
#[ignore = "run by other tests as a process of its own"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process() {
    let Ok(url) = std::env::var("JARI_CHILD_URL") else { return };
    let office = Office::open(&url, TestClock::at(MORNING), Arc::new(NoDesktops)).await.unwrap();
    if std::env::var("JARI_CHILD_DOES").unwrap() == "book" {
        println!("ready");
        std::io::stdin().read_line(&mut String::new()).unwrap();
        book_everything(office).await;
    }
}

/// Everybody wants every desk but one on every day: each desk finds one person, each person at most one desk.
async fn book_everything(office: Office) {
    let everybody: Vec<PersonId> = directory::everybody(&office)
        .await
        .unwrap()
        .into_iter()
        .filter(|who| who.name.starts_with("직원"))
        .map(|who| who.id)
        .collect();
    let every_desk = desks(&office).await;
    let said = |name: &str| std::env::var(name).unwrap().parse::<usize>().unwrap();
    // Each process has an order of its own, so they meet all the time, and one desk that the other doesn't ask for: which of
    // them gets to SQLite's lock is chance, and the quicker one may have all the others.
    let number = said("JARI_CHILD");
    let mut order = StdRng::seed_from_u64(number as u64);
    let desks = if number == 1 { &every_desk[..7] } else { &every_desk[1..] };
    let days = date(TODAY)
        .iter_days()
        .filter(|day| chrono::Datelike::weekday(day).num_days_from_monday() < 5)
        .take(said("JARI_CHILD_DAYS"));
    for day in days {
        let wishes = desks.iter().flat_map(|desk| everybody.iter().map(move |person| (*desk, *person)));
        let mut wishes: Vec<_> = wishes.collect();
        wishes.shuffle(&mut order);
        for chunk in wishes.chunks(CHILD_REQUESTS) {
            let requests = chunk
                .iter()
                .map(|(desk, person)| tell(office.clone(), *person, wish(*desk, all_day(&day.to_string()))));
            futures::future::join_all(requests.collect::<Vec<_>>()).await;
        }
    }
}

async fn desks(office: &Office) -> Vec<DeskId> {
    let caller = caller(PersonId(Uuid::nil()), office);
    let floors = office::backend::places::find::floors(office, &caller).await.unwrap();
    let desks = office::backend::places::find::desks(office, &caller, floors[0].id).await.unwrap();
    desks.into_iter().map(|desk| desk.id).collect()
}

async fn tell(office: Office, person: PersonId, wish: Reserve) {
    match reserve(&office, &caller(person, &office), wish).await {
        Ok(booking) => println!("made {}.", booking.id),
        Err(Error::Refused(Refusal::Rules { .. })) => {}
        Err(other) => println!("fault {other:?}"),
    }
}

fn caller(person: PersonId, office: &Office) -> Caller {
    let role = office::model::person::Role::Employee;
    Caller { person, role, team: None, now: office.now(), door: CheckInSource::Page }
}

/// The URL of an empty database beside a test's own.
async fn fresh_beside(t: &TestOffice) -> String {
    if t.db == Db::Sqlite {
        return t.url.replace("jari.db", "beside.db");
    }
    let name = format!("jari_test_beside_{}", Uuid::now_v7().simple());
    t.sql(&format!("CREATE DATABASE {name}")).await;
    crate::common::with_database(&t.url, &name)
}

async fn drop_beside(t: &TestOffice, url: &str) {
    if t.db == Db::Postgres {
        let name = url.split(['/', '?']).find(|part| part.starts_with("jari_test_beside_")).unwrap();
        t.sql(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
}

#[test]
fn only_a_whole_line_acknowledges_a_booking() {
    let id = Uuid::now_v7();
    assert_eq!(acknowledged(&format!("made {id}.")), Some(BookingId(id)));
    assert_eq!(acknowledged(&format!("made {id}")), None);
    assert_eq!(acknowledged("running 1 test"), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_file_handle_waits_for_the_first_instead_of_failing() {
    crate::common::run(Db::Sqlite, async |t: &TestOffice| {
        let second = t.second_handle().await;
        let crowd = t.crowd(8).await;
        let requests = crowd.iter().zip(&t.desks).enumerate().map(|(number, (person, desk))| {
            let server = if number % 2 == 0 { &t.office } else { &second };
            (server.clone(), t.caller(*person), wish(*desk, all_day(TODAY)))
        });
        for outcome in at_once(requests.collect()).await {
            outcome.unwrap();
        }
        assert_eq!(codes(&reasons(t.book(t.jimin, t.desks[0], all_day(TODAY)).await)), ["desk_taken"]);
    })
    .await;
}
