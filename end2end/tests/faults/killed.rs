//! The process dies in the middle of its work.

use crate::{load::Load, with_office};
use end2end::{database::Kind, events::Follower, office::Office};
use std::time::Duration;
use tokio::{io::AsyncWriteExt, net::TcpStream};

/// How often a server is killed.
const KILLS: usize = 3;

/// Kills one server after the other during load. Whatever was acknowledged is there afterwards, nothing is there
/// twice, and whoever follows the floor is told everything once and in order.
async fn kill_during_load(office: &mut Office) {
    let last = newest(office).await;
    let follower = Follower::from(&office.people[0], (&office.url(0), &office.floor), last);
    let load = Load::start(office, 16);
    for round in 0..KILLS {
        load.until_more(60).await;
        let which = round % office.servers.len();
        office.servers[which].kill().await.unwrap();
        office.servers[which].restart().await.unwrap();
    }
    load.until_more(60).await;
    let told = load.stop().await;
    all_there(office, told).await;
    told_everything(office, &follower, last).await;
}

/// Holds what people were told against what is stored.
pub async fn all_there(office: &Office, told: Vec<Vec<crate::load::Told>>) {
    let (mut bookings, mut live) = (0, 0);
    for (person, told) in office.people.iter().zip(told) {
        for mut told in told {
            let answer = person.get(&office.url(0), &format!("/bookings/{}", told.id)).await.unwrap();
            assert_eq!(answer.status, 200, "an acknowledged booking is there: {told:?}");
            told.check(&answer);
            bookings += 1;
            live += usize::from(told.state == "reserved");
        }
    }
    println!("{bookings} acknowledged bookings, {live} of them still held");
    assert!(bookings > 20, "{bookings} bookings");
    assert_eq!(office.look.overlaps().await.unwrap(), 0);
    let without_event = "SELECT count(*) FROM bookings b WHERE b.starts_at > (SELECT max(at) FROM ledger)
        AND b.state <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.booking_id = b.id AND l.kind = 'booking.reserved')";
    assert_eq!(office.look.number(without_event).await.unwrap(), 0, "no booking without its event");
    let without_booking = "SELECT count(*) FROM ledger l WHERE l.booking_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM bookings b WHERE b.id = l.booking_id)";
    assert_eq!(office.look.number(without_booking).await.unwrap(), 0, "no event without its booking");
}

/// The newest event that a page would follow from.
pub async fn newest(office: &Office) -> i64 {
    let path = format!("/floors/{}/seats?date={}&part=all_day", office.floor, office.date);
    let seats = office.people[0].get(&office.url(0), &path).await.unwrap();
    seats.body["last_event_id"].as_i64().unwrap()
}

/// Waits until a follower has seen the floor's last event, and holds what it saw against the ledger.
pub async fn told_everything(office: &Office, follower: &Follower, after: i64) {
    let floor = office.look.id(&office.floor);
    let query = format!(
        "SELECT CAST(seq AS text) FROM ledger WHERE floor_id = {floor} AND desk_id IS NOT NULL AND seq > {after} ORDER BY ledger.seq"
    );
    let all: Vec<i64> = office.look.texts(&query).await.unwrap().iter().map(|seq| seq.parse().unwrap()).collect();
    assert!(all.len() > 100, "{} events", all.len());
    let waiting = async {
        while follower.seen().last() != all.last() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(60), waiting).await;
    assert!(waited.is_ok(), "the last event is {:?}, the last that was told {:?}", all.last(), follower.seen().last());
    assert_eq!(follower.seen(), all, "each once, in order, none left out");
}

/// A server that is asked to stop does so, although somebody has begun a request and never ends it.
async fn stop_with_a_request_that_never_ends(office: &mut Office) {
    let server = office.servers.remove(0);
    let mut hanging = TcpStream::connect(server.address()).await.unwrap();
    hanging.write_all(b"POST /sign-in HTTP/1.1\r\nHost: jari\r\nContent-Length: 10\r\n\r\n").await.unwrap();
    // Answered after the request that hangs has been accepted.
    reqwest::get(format!("{}/healthz", server.url())).await.unwrap();
    tokio::time::timeout(Duration::from_secs(120), server.stop()).await.expect("in time").unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_never_ends_keeps_no_server_running() {
    with_office(Kind::Sqlite, 1, stop_with_a_request_that_never_ends).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_during_load_loses_nothing_on_sqlite() {
    with_office(Kind::Sqlite, 1, kill_during_load).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_of_one_of_two_servers_loses_nothing_on_one_sqlite_file() {
    with_office(Kind::Sqlite, 2, kill_during_load).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_during_load_loses_nothing_on_postgres() {
    with_office(Kind::Postgres, 1, kill_during_load).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_of_one_of_two_servers_loses_nothing_on_postgres() {
    with_office(Kind::Postgres, 2, kill_during_load).await;
}
