//! How well the lines of a floor's seats are, through the public API and as a file.

use crate::serving::{Server, all_day, office};
use office::{
    backend::cloud_pcs::seat_health::{OpenScreen, note},
    model::seat_health::RoundTrips,
};

#[tokio::test]
async fn a_seat_is_unknown_until_three_sessions_were_measured_there() {
    let office = office().await;
    let server = Server::of(&office).await;
    let (jimin, harin) = (server.program_of("jimin").await, server.program_of("harin").await);
    let address = format!("/api/v1/floors/{}/seat-health", office.floor);
    let line = RoundTrips { samples: 60, p50_us: 4_640, p95_us: 12_000 };
    let mut told = Vec::new();
    for day in ["2026-12-03", "2026-12-04", "2026-12-07"] {
        let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], day)).await.expect(201);
        let session = made.text_at("/session").parse().unwrap();
        let screen = OpenScreen {
            session,
            screen: 1,
            at_terminal: true,
            again: told.is_empty(),
            opened_at: office.office.now(),
        };
        note(&office.office, &screen, line).await.unwrap();
        let seen = harin.get(&address).await.expect(200);
        told.push((seen.text_at("/seats/0/state").to_owned(), seen.body["seats"][0]["median_ms"].as_f64()));
    }
    assert_eq!(told, [("unknown".into(), None), ("unknown".into(), None), ("known".into(), Some(4.6))]);
    let seen = harin.get(&address).await.expect(200);
    assert_eq!((seen.body["known"].as_u64(), seen.body["at_terminal"].as_u64()), (Some(1), Some(3)));
    assert_eq!(seen.body["seats"][0]["reconnects"], 1);
    assert_eq!((seen.text_at("/seats/7/state"), seen.body["comparable"].as_bool()), ("unknown", Some(false)));
}

#[tokio::test]
async fn seats_are_told_to_facility_managers_and_admins_only() {
    let office = office().await;
    let server = Server::of(&office).await;
    let address = format!("/api/v1/floors/{}/seat-health", office.floor);
    server.program_of("jimin").await.get(&address).await.problem(403, "forbidden");
    server.program_of("yujin").await.get(&address).await.expect(200);
    let nowhere = format!("/api/v1/floors/{}/seat-health", office.desks[0]);
    server.program_of("harin").await.get(&nowhere).await.problem(404, "not_found");
    let file = format!("/usage/seats/{}/seats.csv", office.floor);
    server.browser_of(office.jimin).await.get(&file).await.expect(403);
    let told = server.browser_of(office.harin).await.get(&file).await.expect(200);
    assert!(told.header("content-type").starts_with("text/csv"));
    assert_eq!(told.text.lines().count(), 9, "{}", told.text);
}
