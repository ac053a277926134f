//! What Prometheus can ask for: requests, open streams and screens, what happened in the office, and the process.

use super::router::Shared;
use axum::{
    extract::State,
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use office::backend::office::Office;
use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

const REQUESTS: &str = "jari_http_requests_total";
const SECONDS: &str = "jari_http_request_seconds";
const STREAMS: &str = "jari_streams_open";
const SCREENS: &str = "jari_screens_open";
const EVENTS: &str = "jari_ledger_events_total";
const LETTERS: &str = "jari_letters_total";
const READY: &str = "jari_database_up";
const ASK_SECONDS: &str = "jari_database_ping_seconds";

/// Upper bounds of the histograms, in seconds.
const BOUNDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

static METRICS: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins to count. Counting before that is lost, counting twice is no harm.
pub fn begin() {
    METRICS.get_or_init(|| {
        let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &BOUNDS);
        let handle = builder.and_then(|builder| builder.install_recorder());
        if let Err(error) = &handle {
            tracing::warn!(%error, "nothing is counted");
        }
        describe();
        handle.ok()
    });
}

fn describe() {
    describe_counter!(REQUESTS, "Requests that were answered, by method, route and status.");
    describe_histogram!(SECONDS, "Time to the first byte of the answer, by method and route.");
    describe_gauge!(STREAMS, "Streams of changes that are open on this server.");
    describe_gauge!(SCREENS, "Screens of cloud PCs that are open on this server.");
    describe_counter!(EVENTS, "What happened to bookings and desks since this server started, by kind.");
    describe_counter!(LETTERS, "Letters that this server tried to send, by what became of them.");
    describe_gauge!(READY, "1 while the database answers.");
    describe_gauge!(ASK_SECONDS, "How long the database took to answer when this was asked.");
    gauge!(STREAMS).set(0.0);
    gauge!(SCREENS).set(0.0);
}

/// Counts what became of a letter: `sent`, `refused` for good, or `failed` for now.
pub fn letter(outcome: &'static str) {
    counter!(LETTERS, "outcome" => outcome).increment(1);
}

/// Counts an answered request under its route's template, so that no id becomes a label.
pub fn request(method: &Method, route: &str, (status, took): (StatusCode, Duration)) {
    let method = known(method);
    let status = status.as_str().to_owned();
    counter!(REQUESTS, "method" => method, "route" => route.to_owned(), "status" => status).increment(1);
    histogram!(SECONDS, "method" => method, "route" => route.to_owned()).record(took.as_secs_f64());
}

/// Anybody can invent methods; they share one label.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// How many screens are open.
pub fn screens(open: usize) {
    gauge!(SCREENS).set(open as f64);
}

/// One open stream; it is counted until it is dropped.
pub struct OpenStream(());

impl OpenStream {
    /// Counts one more.
    pub fn count() -> Self {
        gauge!(STREAMS).increment(1.0);
        Self(())
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        gauge!(STREAMS).decrement(1.0);
    }
}

/// Counts what happens in the office until told to stop.
pub async fn events(office: Office, stop: CancellationToken) {
    let mut heard = office.live().listen();
    loop {
        let next = tokio::select! {
            () = stop.cancelled() => return,
            next = heard.recv() => next,
        };
        match next {
            Ok((_, fact)) => counter!(EVENTS, "kind" => fact.kind).increment(1),
            Err(RecvError::Lagged(missed)) => tracing::warn!(missed, "some events were not counted"),
            Err(RecvError::Closed) => return,
        }
    }
}

/// Everything in Prometheus's text form.
pub async fn metrics(State(shared): State<Shared>) -> Response {
    let Some(handle) = METRICS.get().and_then(Option::as_ref) else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let begun = Instant::now();
    let up = shared.office.is_ready().await;
    gauge!(READY).set(if up { 1.0 } else { 0.0 });
    gauge!(ASK_SECONDS).set(begun.elapsed().as_secs_f64());
    handle.run_upkeep();
    let text = format!("{}{}", handle.render(), super::process::measured());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
