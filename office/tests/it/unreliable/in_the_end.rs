//! Days on which everything goes wrong: people book, come, change their minds and go while the provider does what it
//! wants, desktops break down, connections to the database are cut and two servers work at once. Then it becomes quiet.

use super::{
    proxy::Fault,
    server::{Server, work},
};
use crate::common::{TestOffice, between};
use chrono::DateTime;
use office::{
    backend::{
        bookings::{
            cancel::cancel,
            check_out::check_out,
            find::{self, When},
            restore::restore,
        },
        cloud_pcs::steer,
        office::{Clock, Office},
    },
    model::{booking::Booking, cloud_pc::Ask, id::PersonId},
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::collections::HashMap;

/// How many days there are on each database, and how often something happens on one.
const DAYS: u64 = 4;
const STEPS: usize = 30;
/// Days of December 2026 on which people work.
const WORKDAYS: [u32; 20] = [3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 21, 22, 23, 24, 28, 29, 30, 31];

on_both_databases! {
    async fn whatever_a_provider_does_every_session_is_where_its_booking_says(t) {
        let mut happened: HashMap<Fault, u32> = HashMap::new();
        for seed in 0..DAYS {
            for (fault, times) in day(t, seed).await {
                *happened.entry(fault).or_default() += times;
            }
        }
        assert_eq!(happened.len(), Fault::ALL.len(), "something never went wrong: {happened:?}");
        println!("{happened:?}");
    }
}

/// One day; answers how often what went wrong.
async fn day(t: &TestOffice, seed: u64) -> HashMap<Fault, u32> {
    t.clock.set(&format!("2026-12-{:02}T00:05:00Z", WORKDAYS[seed as usize]));
    let mut random = StdRng::seed_from_u64(seed);
    let people = t.crowd_of(4, &format!("day{seed}")).await;
    let server = Server::of(t, seed).await;
    let beside = server.beside().await;
    // Besides what chance brings, so that everything goes wrong on some day.
    let some = Fault::ALL.into_iter().skip(seed as usize).step_by(DAYS as usize);
    server.proxy.fail_next(&some.collect::<Vec<_>>());
    let mut made = Vec::new();
    for _ in 0..STEPS {
        weather(&server, &beside, &mut random).await;
        let person = people[random.random_range(0..people.len())];
        // Some act before the servers look, some while they do.
        if random.random_range(0..2) == 0 {
            act(&server, (person, &mut made), &mut random).await;
        }
        let cuts = random.random_range(0..6) == 0;
        tokio::join!(act(&server, (person, &mut made), &mut random), server.work(), work(&beside), async {
            if cuts {
                server.cut().await;
            }
        });
        server.wait(random.random_range(1..240)).await;
    }
    server.proxy.recover();
    server.pass(45, 20).await;
    assert_eq!(server.proxy.catch_up().await, 0, "seed {seed}: something is still to come");
    assert_eq!(server.wrong().await, Vec::<String>::new(), "seed {seed}");
    for person in people {
        server.leave(person).await;
        // Also what was booked when the answer was lost.
        for booking in find::mine(&server.office, &t.caller(person), When::Coming).await.unwrap() {
            let _ = cancel(&server.office, &t.caller(person), booking.id).await;
            let _ = check_out(&server.office, &t.caller(person), booking.id).await;
        }
    }
    server.pass(25, 20).await;
    assert_eq!(server.wrong().await, Vec::<String>::new(), "seed {seed}, after everybody went");
    assert_eq!(server.proxy.behind.machines().len(), 0, "seed {seed}: a desktop runs for nobody");
    server.proxy.happened()
}

/// What the provider does from now on.
async fn weather(server: &Server<'_>, beside: &Office, random: &mut StdRng) {
    match random.random_range(0..16) {
        0..3 => server.proxy.fail(random.random_range(0..50)),
        3 => server.proxy.behind.tell(|centre| centre.lag = random.random_range(0..4)),
        4 => {
            let there = server.proxy.behind.machines();
            let lost: Vec<String> = there.into_iter().filter(|_| random.random_range(0..2) == 0).collect();
            server.lose(&lost).await;
        }
        5 if random.random_range(0..2) == 0 => {
            server.proxy.be_down(3_600);
            for _ in 0..6 {
                server.wait(600).await;
                tokio::join!(server.work(), work(beside));
            }
        }
        _ => {}
    }
}

/// One person does one thing, as far as it is allowed.
async fn act(server: &Server<'_>, (person, made): (PersonId, &mut Vec<(PersonId, Booking)>), random: &mut StdRng) {
    let t = server.t;
    let caller = t.caller(person);
    let own: Vec<Booking> = made.iter().filter(|(who, _)| *who == person).map(|(_, booking)| booking.clone()).collect();
    let some = (!own.is_empty()).then(|| own[random.random_range(0..own.len())].clone());
    match (random.random_range(0..12), some) {
        (0..4, _) | (_, None) => {
            let from = random.random_range(0..4);
            let (day, from, to) = (quarter(t, 0).0, quarter(t, from).1, quarter(t, from + random.random_range(1..9)).1);
            let choice = between(&day, &from, &to);
            let desk = t.desks[random.random_range(0..t.desks.len())];
            if let Ok(booking) = t.book(person, desk, choice).await {
                made.push((person, booking));
            }
        }
        (4, Some(booking)) => {
            server.leave(person).await;
            let _ = cancel(&server.office, &caller, booking.id).await;
            if random.random_range(0..2) == 0 {
                let _ = restore(&server.office, &caller, booking.id).await;
            }
        }
        (5, Some(booking)) => {
            let _ = restore(&server.office, &caller, booking.id).await;
        }
        (6, Some(booking)) => {
            server.leave(person).await;
            let _ = check_out(&server.office, &caller, booking.id).await;
        }
        (7, Some(booking)) => {
            server.leave(person).await;
            if let Some(session) = booking.session {
                let _ = steer::ask(&server.office, &caller, session, Ask::Restart).await;
            }
        }
        (8, _) => server.leave(person).await,
        (_, Some(booking)) => {
            server.open(person, &booking).await;
        }
    }
}

/// The date and time in Seoul at the beginning of this quarter of an hour or a later one.
fn quarter(t: &TestOffice, later: i64) -> (String, String) {
    let now = t.clock.now().timestamp();
    let begins = DateTime::from_timestamp((now / 900 + later) * 900 + 9 * 3_600, 0).unwrap();
    (begins.format("%Y-%m-%d").to_string(), begins.format("%H:%M").to_string())
}
