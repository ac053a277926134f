//! Cloud PCs as part of the booking's answer, steered by their people, and looked after by an admin.

use crate::{
    on_both_databases,
    serving::{Answer, PATIENCE, Server, all_day, office, until},
};
use async_trait::async_trait;
use office::{
    backend::cloud_pcs::{
        provider::{Capacity, DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen},
        told,
    },
    model::room::NoRoom,
};
use reqwest::Method;
use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

const DAY: &str = "2026-12-03";

/// A host whose desktops are ready at once and gone when they are ended.
#[derive(Default)]
struct Host(Mutex<HashSet<String>>);

#[async_trait]
impl DesktopProvider for Host {
    async fn health(&self) -> Result<(), ProviderError> {
        Ok(())
    }
    fn capacity(&self) -> Capacity {
        Capacity { at_once: std::num::NonZeroUsize::MIN, boot: std::time::Duration::from_secs(60) }
    }
    async fn start(&self, key: Key, _owner: &Owner) -> Result<Handle, ProviderError> {
        self.0.lock().unwrap().insert(key.to_string());
        Ok(Handle(key.to_string()))
    }
    async fn observe(&self, handle: &Handle) -> Result<Power, ProviderError> {
        Ok(if self.0.lock().unwrap().contains(&handle.0) { Power::Ready } else { Power::Absent })
    }
    async fn connect(&self, _handle: &Handle) -> Result<Screen, ProviderError> {
        Err(ProviderError::NotFound)
    }
    async fn release(&self, handle: &Handle) -> Result<(), ProviderError> {
        self.0.lock().unwrap().remove(&handle.0);
        Ok(())
    }
    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        Ok(Vec::new())
    }
}

fn session_of(answer: &Answer) -> String {
    format!("/api/v1/sessions/{}", answer.text_at("/session"))
}

on_both_databases! {
    async fn a_booking_without_a_cloud_pc_says_so_before_in_and_after_its_answer(t) {
        t.sql("UPDATE hosts SET capacity = 1").await;
        let server = Server::of(t).await;
        let (jimin, seoyeon) = (server.program_of("jimin").await, server.program_of("seoyeon").await);
        let seats = format!("/api/v1/floors/{}/seats?date={DAY}&part=all_day", t.floor);
        assert!(seoyeon.get(&seats).await.expect(200).body["no_cloud_pc"].is_null());
        let first = jimin.post("/api/v1/bookings", all_day(t.desks[0], DAY)).await.expect(201);
        assert_eq!(first.body["cloud_pc"], serde_json::json!({ "promised": true, "why": null, "until": null }));
        assert_eq!(seoyeon.get(&seats).await.expect(200).text_at("/no_cloud_pc"), "full");
        let made = seoyeon.post("/api/v1/bookings", all_day(t.desks[1], DAY)).await.expect(201);
        assert_eq!((made.text_at("/state"), made.text_at("/session_state")), ("reserved", "unavailable"));
        assert_eq!(made.body["cloud_pc"], serde_json::json!({ "promised": false, "why": "full", "until": null }));
        let session = seoyeon.get(&session_of(&made)).await.expect(200);
        assert!(session.text_at("/why").starts_with("All cloud PCs are taken for this time."), "{}", session.text);
        jimin.delete(first.header("location")).await.expect(204);
        until("the desktop that was given up", async || {
            let found = seoyeon.get(made.header("location")).await.expect(200);
            (found.body["cloud_pc"]["promised"] == true).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_person_restarts_resets_and_ends_their_own_cloud_pc_and_nobody_else_does() {
    let t = office().await;
    let server = Server::with_desktops(&t, Arc::new(Host::default())).await;
    let jimin = server.program_of("jimin").await;
    let made = jimin.post("/api/v1/bookings", all_day(t.desks[0], DAY)).await.expect(201);
    let path = session_of(&made);
    let early = jimin.step(&format!("{path}/restart")).await.problem(409, "refused");
    assert_eq!(early.text_at("/reasons/0/code"), "cloud_pc_planned");
    assert_eq!(early.text_at("/detail"), "The cloud PC has not been started yet. It is started from 08:50.");
    t.clock.set("2026-12-03T00:00:00Z");
    let reaches = async |path: &str, state: &str| {
        let mut looks = 0;
        until(&format!("{path} is {state}"), async || {
            looks += 1;
            // Not with every look, or the day were over before a slow machine has done anything.
            if looks % 20 == 1 {
                let next = office::backend::office::Clock::now(&*t.clock) + chrono::TimeDelta::seconds(1);
                t.clock.set(&next.to_rfc3339());
            }
            let found = jimin.get(path).await.expect(200);
            (found.text_at("/state") == state).then_some(found)
        })
        .await
    };
    let ready = reaches(&path, "ready").await;
    assert_eq!(ready.body["may"], serde_json::json!(["end", "restart", "reset"]));
    for other in ["seoyeon", "harin", "yujin"] {
        let other = server.program_of(other).await;
        for step in ["end", "restart", "reset", "tickets"] {
            other.step(&format!("{path}/{step}")).await.problem(404, "not_found");
        }
        other.get(&path).await.problem(404, "not_found");
    }
    for step in ["restart", "reset"] {
        let asked = jimin.step(&format!("{path}/{step}")).await.expect(200);
        assert_eq!((asked.text_at("/asked"), asked.text_at("/state")), (step, "starting"));
        assert!(asked.text_at("/ready_at") > asked.text_at("/starts_from"), "{}", asked.text);
        jimin.step(&format!("{path}/tickets")).await.problem(409, "stale");
        reaches(&path, "ready").await;
    }
    jimin.step(&format!("{path}/end")).await.expect(200);
    let ended = reaches(&path, "released").await;
    assert!(ended.text_at("/why").starts_with("The desk is still yours"), "{}", ended.text);
    assert_eq!(jimin.get(made.header("location")).await.expect(200).text_at("/state"), "reserved");
    let again = jimin.step(&format!("{path}/restart")).await.expect(200);
    assert_ne!(again.text_at("/id"), made.text_at("/session"));
    reaches(&format!("/api/v1/sessions/{}", again.text_at("/id")), "ready").await;
}

#[tokio::test]
async fn every_session_is_an_admins_to_see_and_nobody_elses() {
    let t = office().await;
    let server = Server::of(&t).await;
    let made = server.program_of("jimin").await.post("/api/v1/bookings", all_day(t.desks[0], DAY)).await.expect(201);
    let log = format!("/admin/sessions/{}", made.text_at("/session"));
    let admin = server.browser_of(t.yujin).await;
    let page = admin.get("/admin/sessions").await.expect(200);
    assert!(page.text.contains("지민") && page.text.contains("data-host=\"local\""), "the page is not complete");
    let page = admin.get(&log).await.expect(200);
    assert!(page.text.contains("data-kind=\"booking.reserved\""), "the log is not complete");
    let file = admin.get(&format!("{log}/log.csv")).await.expect(200);
    assert!(file.header("content-type").starts_with("text/csv"));
    let lines: Vec<&str> = file.text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!((lines[0], lines.len()), ("날짜,시각,무슨 일,누가,자세히", 2));
    assert_eq!(lines[1], "2026-12-03,08:00,예약,지민,");
    for other in [t.jimin, t.harin] {
        let other = server.browser_of(other).await;
        for path in ["/admin/sessions", "/admin/sessions/events", log.as_str(), &format!("{log}/log.csv")] {
            let refused = other.get(path).await;
            assert_eq!(refused.status, 403, "{path}");
            assert!(!refused.text.contains("data-kind") && !refused.text.contains("data-session=\"0"), "{path}");
        }
    }
    let stranger = server.stranger();
    stranger.get("/admin/sessions/events").await.expect(401);
    stranger.get(&format!("{log}/log.csv")).await.expect(401);
}

#[tokio::test]
async fn an_open_page_of_sessions_hears_of_every_change() {
    let t = office().await;
    let server = Server::of(&t).await;
    let admin = server.browser_of(t.yujin).await;
    let mut stream = admin.ask(Method::GET, "/admin/sessions/events").timeout(3 * PATIENCE).send().await.unwrap();
    assert_eq!(stream.status(), 200);
    let mut heard = String::new();
    let mut hears = async |what: &str| {
        while !heard.contains(what) {
            let chunk = tokio::time::timeout(PATIENCE, stream.chunk()).await.expect("an event in time").unwrap();
            heard.push_str(std::str::from_utf8(&chunk.expect("the stream goes on")).unwrap());
        }
        assert!(!heard.contains(&t.jimin.to_string()), "whose it is does not belong there");
    };
    hears("event: hello").await;
    server.program_of("jimin").await.post("/api/v1/bookings", all_day(t.desks[0], DAY)).await.expect(201);
    hears("event: changed").await;
}

#[tokio::test]
async fn a_host_is_drained_and_opened_and_given_room_by_an_admins_forms() {
    let t = office().await;
    let server = Server::of(&t).await;
    let made = server.program_of("jimin").await.post("/api/v1/bookings", all_day(t.desks[0], DAY)).await.expect(201);
    let admin = server.browser_of(t.yujin).await;
    let drain = [("host", "local"), ("version", "1"), ("state", "draining")];
    server.browser_of(t.harin).await.form("/fn/admin/sessions/host", &drain).await.expect(403);
    admin.submit("/fn/admin/sessions/host", &drain).await;
    let lost = server.program_of("jimin").await.get(made.header("location")).await.expect(200);
    assert_eq!(lost.text_at("/cloud_pc/why"), "draining");
    let told = told::news(&server.office, &t.caller(t.jimin)).await.unwrap();
    assert_eq!(told.iter().map(|news| news.no_pc).collect::<Vec<_>>(), [Some(NoRoom::Draining)], "nobody told 지민");
    let open = [("host", "local"), ("version", "2"), ("state", "open")];
    let opened = admin.submit("/fn/admin/sessions/host", &open).await;
    assert!(opened.header("location").starts_with("/admin/sessions?done=host-open"), "{}", opened.header("location"));
    let room = [("host", "local"), ("version", "3"), ("typed[capacity]", "many")];
    let wrong = admin.submit("/fn/admin/sessions/room", &room).await;
    let shown = admin.get(wrong.header("location")).await.expect(200);
    assert!(shown.text.contains("aria-invalid") && shown.text.contains("many"), "what was typed is lost");
    let room = [("host", "local"), ("version", "3"), ("typed[capacity]", "12")];
    admin.submit("/fn/admin/sessions/room", &room).await;
    assert_eq!(t.number("SELECT CAST(capacity AS bigint) FROM hosts").await, 12);
}
