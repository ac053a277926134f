//! Streams that say no more than that something changed; who is told reads again.

use super::{came::Came, router::Shared, stream};
use axum::response::{Response, sse::Event};
use futures::{Stream, StreamExt, stream::once};

/// The stream of changes, each the ledger's number of one, after the newest that is known. A reader that comes back with
/// `Last-Event-ID` and has missed anything is told at once.
pub fn answer(shared: &Shared, came: Came, newest: i64, changes: impl Stream<Item = i64> + Send + 'static) -> Response {
    let last = came.headers().get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    let missed = last.is_some_and(|last| last < newest);
    let first = named(if missed { "changed" } else { "hello" }, newest);
    stream::answer(shared, came, once(async move { first }).chain(changes.map(|seq| named("changed", seq))))
}

fn named(event: &'static str, seq: i64) -> Event {
    Event::default().event(event).id(seq.to_string()).data("{}")
}
