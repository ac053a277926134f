//! Every error of the API is a problem in words, whichever layer it came from.

use crate::serving::{Server, all_day, office};
use reqwest::Method;
use serde_json::json;

const DAY: &str = "2026-12-03";

#[tokio::test]
async fn what_can_t_be_read_is_refused_in_words() {
    let office = office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let post = || jimin.ask(Method::POST, "/api/v1/bookings");
    let json = "application/json";

    jimin.send(post().header("content-type", json).body("{\"desk\": ")).await.problem(400, "bad_request");
    jimin.send(post().header("content-type", json).body("")).await.problem(400, "bad_request");
    jimin.send(post().header("content-type", json).body(vec![0xff, 0xfe])).await.problem(400, "bad_request");
    jimin.send(post().header("content-type", "text/plain").body("{}")).await.problem(415, "bad_request");
    let large = format!("{{\"desk\": \"{}\"}}", "x".repeat(1_100_000));
    jimin.send(post().header("content-type", json).body(large)).await.problem(413, "too_large");
}

#[tokio::test]
async fn a_field_that_is_wrong_is_named() {
    let office = office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let desk = office.desks[0];
    for (field, sent) in [
        ("desk", json!({ "date": DAY, "part": "all_day" })),
        ("desk", json!({ "desk": "A-01", "date": DAY, "part": "all_day" })),
        ("desk", json!({ "desk": 7, "date": DAY, "part": "all_day" })),
        ("date", json!({ "desk": desk, "part": "all_day" })),
        ("date", json!({ "desk": desk, "date": "3 December", "part": "all_day" })),
        ("part", json!({ "desk": desk, "date": DAY })),
        ("part", json!({ "desk": desk, "date": DAY, "part": "evening" })),
        ("part", json!({ "desk": desk, "date": DAY, "part": "all_day", "from": "09:00", "to": "10:00" })),
        ("from", json!({ "desk": desk, "date": DAY, "from": "9 o'clock", "to": "10:00" })),
        ("to", json!({ "desk": desk, "date": DAY, "from": "09:00" })),
        ("person", json!({ "desk": desk, "date": DAY, "part": "all_day", "person": "jimin" })),
        ("colour", json!({ "desk": desk, "date": DAY, "part": "all_day", "colour": "red" })),
    ] {
        let refused = jimin.post("/api/v1/bookings", sent).await.problem(422, "bad_input");
        assert_eq!(refused.text_at("/field"), field, "{}", refused.text);
        assert!(!refused.text_at("/detail").starts_with("problem-"), "{}", refused.text);
    }
    let long = jimin.ask(Method::POST, "/api/v1/bookings").header("idempotency-key", "k".repeat(201));
    let refused = jimin.send(long.json(&all_day(desk, DAY))).await.problem(422, "bad_input");
    assert_eq!(refused.text_at("/field"), "Idempotency-Key");
}

#[tokio::test]
async fn times_that_make_no_sense_are_refused_with_their_reason() {
    let office = office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    for (from, to) in [("10:00", "09:00"), ("09:10", "10:00")] {
        let sent = json!({ "desk": office.desks[0], "date": DAY, "from": from, "to": to });
        let refused = jimin.post("/api/v1/bookings", sent).await.problem(409, "refused");
        assert_eq!(refused.text_at("/reasons/0/code"), "bad_time");
    }
    let past = jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-01")).await.problem(409, "refused");
    assert_eq!(past.text_at("/reasons/0/code"), "past");
}

#[tokio::test]
async fn addresses_and_methods_that_are_not_there_say_so() {
    let office = office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    jimin.get("/api/v1/seats").await.problem(404, "not_found");
    jimin.get("/api/v2/bookings").await.problem(404, "not_found");
    jimin.get("/api/v1/bookings/").await.problem(404, "not_found");
    jimin.get("/api/v1/bookings/7").await.problem(404, "not_found");
    jimin.get("/api/v1/floors/12/seats").await.problem(404, "not_found");
    jimin.get(&format!("/api/v1/floors/{}/seats", uuid::Uuid::nil())).await.problem(404, "not_found");
    jimin.post("/api/v1/bookings", all_day(uuid::Uuid::nil(), DAY)).await.problem(404, "not_found");
    let refused = jimin.send(jimin.ask(Method::PUT, "/api/v1/bookings")).await.problem(405, "method_not_allowed");
    assert!(refused.header("allow").contains("POST"), "{}", refused.header("allow"));
    jimin.delete("/api/v1/sites").await.problem(405, "method_not_allowed");
}

#[tokio::test]
async fn a_problem_speaks_the_language_that_is_asked_for() {
    let office = office().await;
    let server = Server::of(&office).await;
    let stranger = server.stranger();
    let ask = |languages: &str| stranger.ask(Method::GET, "/api/v1/me").header("accept-language", languages);
    let korean = stranger.get("/api/v1/me").await.problem(401, "signed_out");
    assert_eq!((korean.header("content-language"), korean.text_at("/detail")), ("ko", "로그인이 필요해요."));
    let english = stranger.send(ask("en-GB,en;q=0.9,ko;q=0.5")).await.problem(401, "signed_out");
    assert_eq!((english.header("content-language"), english.text_at("/detail")), ("en", "Please sign in."));
    assert_eq!(stranger.send(ask("ko-KR,ko;q=0.9,en;q=0.5")).await.header("content-language"), "ko");
}

#[tokio::test]
async fn a_problem_speaks_its_person_s_language_when_none_is_asked_for() {
    let office = office().await;
    let server = Server::of(&office).await;
    office.sql("UPDATE people SET lang = 'en' WHERE email LIKE 'jimin%'").await;
    let jimin = server.program_of("jimin").await;
    let english = jimin.get("/api/v1/bookings/7").await.problem(404, "not_found");
    assert_eq!(english.header("content-language"), "en");
    let korean = jimin.ask(Method::GET, "/api/v1/bookings/7").header("accept-language", "ko");
    assert_eq!(jimin.send(korean).await.header("content-language"), "ko");
}

#[tokio::test]
async fn a_fault_tells_only_the_id_of_its_request() {
    let office = office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    office.sql("UPDATE sites SET zone = 'Mars/Olympus'").await;
    let fault = jimin.get(&format!("/api/v1/floors/{}/seats", office.floor)).await.problem(500, "fault");
    assert!(!fault.text.contains("Mars"), "{}", fault.text);
    assert!(fault.text_at("/detail").contains(fault.header("x-request-id")), "{}", fault.text);
}
