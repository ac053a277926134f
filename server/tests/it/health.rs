//! What those who run the server ask it.

use crate::serving::{Server, all_day, office, until};
use reqwest::Method;

#[tokio::test]
async fn it_lives_and_is_ready() {
    let office = office().await;
    let server = Server::of(&office).await;
    let stranger = server.stranger();
    assert_eq!(stranger.get("/healthz").await.expect(200).text, "ok\n");
    assert_eq!(stranger.get("/readyz").await.expect(200).text, "ready\n");
}

#[tokio::test]
async fn requests_are_counted_by_the_template_of_their_route() {
    let office = office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-03")).await.expect(201);
    jimin.get(made.header("location")).await.expect(200);
    let counted = until("the count of the booking", async || {
        let metrics = jimin.get("/metrics").await.expect(200);
        metrics.text.contains("jari_ledger_events_total{kind=\"booking.reserved\"}").then_some(metrics)
    })
    .await;
    assert!(counted.header("content-type").starts_with("text/plain; version=0.0.4"));
    let line = "jari_http_requests_total{method=\"GET\",route=\"/api/v1/bookings/{id}\",status=\"200\"}";
    assert!(counted.text.contains(line), "{}", counted.text);
    for name in
        ["jari_http_request_seconds_bucket", "jari_streams_open", "jari_screens_open", "process_resident_memory_bytes"]
    {
        assert!(counted.text.contains(name), "{name}");
    }
    assert!(!counted.text.contains(made.text_at("/id")), "an id became a label");
}

#[tokio::test]
async fn a_request_keeps_the_id_that_it_came_with() {
    let office = office().await;
    let server = Server::of(&office).await;
    let stranger = server.stranger();
    let ask = |id: &str| stranger.ask(Method::GET, "/api/v1/me").header("x-request-id", id);
    assert_eq!(stranger.send(ask("morning-run.7")).await.header("x-request-id"), "morning-run.7");
    let other = stranger.send(ask("two words")).await;
    assert_eq!(other.header("x-request-id").len(), 32);
    assert_ne!(other.header("x-request-id"), stranger.get("/healthz").await.header("x-request-id"));
}
