//! Streams that say no more than that something changed; who is told reads again.

use super::router::Shared;
use axum::{
    http::HeaderMap,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{Stream, StreamExt, stream};
use std::{convert::Infallible, time::Duration};

/// The stream of changes, each the ledger's number of one, after the newest that is known. A reader that comes back with
/// `Last-Event-ID` and has missed anything is told at once.
pub fn answer(
    shared: &Shared,
    headers: &HeaderMap,
    newest: i64,
    changes: impl Stream<Item = i64> + Send + 'static,
) -> Response {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    let missed = last.is_some_and(|last| last < newest);
    let first = named(if missed { "changed" } else { "hello" }, newest);
    let events = stream::once(async move { first }).chain(changes.map(|seq| named("changed", seq)));
    let until_stop = events.map(Ok::<_, Infallible>).take_until(shared.stop.clone().cancelled_owned());
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15)).text("alive");
    Sse::new(until_stop).keep_alive(keep_alive).into_response()
}

fn named(event: &'static str, seq: i64) -> Event {
    Event::default().event(event).id(seq.to_string()).data("{}")
}
