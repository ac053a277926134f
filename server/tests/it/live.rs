//! Changes on a floor as they happen, and after a break everything that was missed, once and in order.

use crate::{
    common::TestOffice,
    on_both_databases,
    serving::{Client, PATIENCE, Server, all_day},
};
use reqwest::Method;
use serde_json::Value;
use std::collections::VecDeque;
use tokio::time::timeout;

/// An event as a browser would get it.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    id: i64,
    kind: String,
    data: Value,
}

/// An open stream.
struct Following {
    answer: reqwest::Response,
    text: String,
    events: VecDeque<Told>,
}

impl Following {
    /// Opens a floor's stream; it is open once this is answered.
    async fn open(client: &Client, office: &TestOffice, from: Option<i64>) -> Self {
        Self::at(client, &format!("/api/v1/floors/{}/events", office.floor), from).await
    }

    async fn at(client: &Client, path: &str, from: Option<i64>) -> Self {
        let mut request = client.ask(Method::GET, path).timeout(3 * PATIENCE);
        if let Some(seq) = from {
            request = request.header("last-event-id", seq);
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        let mut following = Self { answer, text: String::new(), events: VecDeque::new() };
        assert_eq!(following.next().await.kind, "hello");
        following
    }

    async fn next(&mut self) -> Told {
        loop {
            if let Some(event) = self.events.pop_front() {
                return event;
            }
            let chunk = timeout(PATIENCE, self.answer.chunk()).await.expect("an event in time").unwrap();
            self.text.push_str(std::str::from_utf8(&chunk.expect("the stream goes on")).unwrap());
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let field =
                    |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim();
                if let Ok(id) = field("id:").parse() {
                    let data = serde_json::from_str(field("data:")).unwrap();
                    self.events.push_back(Told { id, kind: field("event:").to_owned(), data });
                }
                self.text = rest.to_owned();
            }
        }
    }
}

on_both_databases! {
    async fn a_booking_is_told_to_everybody_who_follows_the_floor(office) {
        let server = Server::of(office).await;
        let (jimin, seoyeon) = (server.program_of("jimin").await, server.program_of("seoyeon").await);
        let mut following = Following::open(&seoyeon, office, None).await;
        jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-03")).await.expect(201);
        let told = following.next().await;
        assert_eq!((told.kind.as_str(), &told.data["kind"]), ("seat", &Value::from("booking.reserved")));
        assert_eq!(told.data["desk"], office.desks[0].to_string());
        assert_eq!(told.data["interval"]["starts_at"], "2026-12-03T00:00:00Z");
        assert!(!told.data.to_string().contains(&office.jimin.to_string()), "who sits there is nobody's business");
    }

    async fn after_a_break_nothing_is_missed_and_nothing_told_twice(office) {
        let server = Server::of(office).await;
        let jimin = server.program_of("jimin").await;
        let mut following = Following::open(&jimin, office, None).await;
        let place = jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-03")).await.expect(201).header("location").to_owned();
        let last = following.next().await.id;
        drop(following);

        jimin.delete(&place).await.expect(204);
        jimin.step(&format!("{place}/restore")).await.expect(200);
        let mut following = Following::open(&jimin, office, Some(last)).await;
        jimin.delete(&place).await.expect(204);
        let mut kinds = Vec::new();
        let mut seen = last;
        for _ in 0..3 {
            let told = following.next().await;
            assert!(told.id > seen, "{} after {seen}", told.id);
            seen = told.id;
            kinds.push(told.data["kind"].as_str().unwrap().to_owned());
        }
        assert_eq!(kinds, ["booking.cancelled", "booking.restored", "booking.cancelled"]);
    }

    async fn another_server_s_changes_are_told_as_well(office) {
        let (here, there) = (Server::of(office).await, Server::start(office.second_handle().await, crate::serving::Setting::USUAL).await);
        let mut following = Following::open(&here.program_of("seoyeon").await, office, None).await;
        there.program_of("jimin").await.post("/api/v1/bookings", all_day(office.desks[3], "2026-12-03")).await.expect(201);
        assert_eq!(following.next().await.data["desk"], office.desks[3].to_string());
    }
}

#[tokio::test]
async fn a_reader_of_seats_follows_from_where_it_read() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-03")).await.expect(201);
    let seats = jimin.get(&format!("/api/v1/floors/{}/seats", office.floor)).await.expect(200);
    let from = seats.body["last_event_id"].as_i64().unwrap();
    jimin.post("/api/v1/bookings", all_day(office.desks[1], "2026-12-04")).await.expect(201);
    let mut following = Following::open(&jimin, &office, Some(from)).await;
    assert_eq!(following.next().await.data["desk"], office.desks[1].to_string());
}

#[tokio::test]
async fn every_stream_asks_proxies_to_hand_each_event_on() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let yujin = server.program_of("yujin").await;
    let floor = format!("/floors/{}/events", office.floor);
    let (api, site) = (format!("/api/v1{floor}"), format!("/sites/{}/events", office.seoul));
    for path in ["/me/events", "/admin/sessions/events", &floor, &api, &site] {
        let answer = yujin.ask(Method::GET, path).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "text/event-stream", "{path}");
        assert_eq!(answer.headers()["x-accel-buffering"], "no", "{path}");
    }
}

/// Reads a stream until it ends.
async fn ended(mut answer: reqwest::Response) {
    let end = async { while let Ok(Some(_)) = answer.chunk().await {} };
    timeout(2 * PATIENCE, end).await.expect("the stream ends");
}

/// Opens a stream that ends in time by itself, or the test fails.
async fn opened(client: &Client, path: &str) -> reqwest::Response {
    let answer = client.ask(Method::GET, path).timeout(3 * PATIENCE).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    answer
}

#[tokio::test]
async fn every_stream_ends_soon_after_its_reader_is_not_let_in_any_more() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let (browser, program) = (server.browser_of(office.yujin).await, server.program_of("yujin").await);
    let (floor, site) = (format!("/floors/{}/events", office.floor), format!("/sites/{}/events", office.seoul));
    let mut open = Vec::new();
    for path in ["/me/events", "/admin/sessions/events", &floor, &site] {
        open.push(opened(&browser, path).await);
        open.push(opened(&program, path).await);
    }
    let mut other = Following::open(&server.program_of("jimin").await, &office, None).await;
    office.sql("DELETE FROM sign_ins").await;
    let yujin = office.uuid(office.yujin.0);
    office.sql(&format!("DELETE FROM api_tokens WHERE person_id = {yujin}")).await;
    futures::future::join_all(open.into_iter().map(ended)).await;
    let seoyeon = server.program_of("seoyeon").await;
    seoyeon.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-03")).await.expect(201);
    assert_eq!(other.next().await.data["kind"], "booking.reserved", "who may read on is sent away");
}

#[tokio::test]
async fn every_open_stream_is_counted() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let yujin = server.program_of("yujin").await;
    let (floor, site) = (format!("/floors/{}/events", office.floor), format!("/sites/{}/events", office.seoul));
    let paths = ["/me/events", "/admin/sessions/events", &floor, &site];
    let mut open = Vec::new();
    for path in paths {
        open.push(opened(&yujin, path).await);
    }
    // Other tests of this process have streams open too.
    let metrics = yujin.get("/metrics").await.expect(200).text;
    let counted = metrics.lines().find_map(|line| line.strip_prefix("jari_streams_open ")).unwrap_or_default();
    assert!(counted.parse::<f64>().unwrap() >= paths.len() as f64, "{counted}");
}

#[tokio::test]
async fn a_number_of_another_ledger_does_not_make_the_stream_deaf() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let mut following = Following::open(&jimin, &office, Some(1_000_000)).await;
    jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-03")).await.expect(201);
    assert_eq!(following.next().await.data["kind"], "booking.reserved");
}

#[tokio::test]
async fn a_floor_hears_nothing_of_other_floors() {
    let office = crate::serving::office().await;
    let (_, _, elsewhere) = office.london().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let mut following = Following::open(&jimin, &office, None).await;
    jimin.post("/api/v1/bookings", all_day(elsewhere, "2026-12-04")).await.expect(201);
    jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-03")).await.expect(201);
    assert_eq!(following.next().await.data["desk"], office.desks[0].to_string());
}

#[tokio::test]
async fn a_page_of_a_floor_hears_of_its_viewer_s_own_bookings_elsewhere_and_nobody_else_does() {
    let office = crate::serving::office().await;
    let (_, _, elsewhere) = office.london().await;
    let server = Server::of(&office).await;
    let (jimin, seoyeon) = (server.program_of("jimin").await, server.program_of("seoyeon").await);
    let path = format!("/floors/{}/events", office.floor);
    let (mut own, mut other) = (Following::at(&jimin, &path, None).await, Following::at(&seoyeon, &path, None).await);
    jimin.post("/api/v1/bookings", all_day(elsewhere, "2026-12-04")).await.expect(201);
    let told = own.next().await;
    assert_eq!((told.kind.as_str(), &told.data["kind"]), ("own", &Value::from("booking.reserved")));
    jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-03")).await.expect(201);
    assert_eq!(other.next().await.data["desk"], office.desks[0].to_string());
    let mut kinds = [own.next().await.kind, own.next().await.kind];
    kinds.sort();
    assert_eq!(kinds, ["own", "seat"], "what happened here is told of the seat and of the booking");
}
