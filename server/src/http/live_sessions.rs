//! Says that some session changed, as server-sent events, for the admin's page of them. Says only that, not whose: who is
//! told reads again.

use super::router::Shared;
use app::caller::Visit;
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{Stream, StreamExt, stream};
use office::{
    backend::live,
    model::{id::PersonId, live::OwnFact},
};
use std::{convert::Infallible, time::Duration};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// The stream, for admins. A reader that comes back with `Last-Event-ID` and has missed anything is told at once.
pub async fn sessions(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
) -> Response {
    let Some(caller) = visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    if !caller.is_admin() {
        return StatusCode::FORBIDDEN.into_response();
    }
    // Listening begins before the ledger is read, so nothing falls between the two.
    let heard = shared.office.live().listen_own();
    let Ok(newest) = live::newest(&shared.office).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    let missed = last.is_some_and(|last| last < newest);
    let first = named(if missed { "changed" } else { "hello" }, newest);
    let events = stream::once(async move { first }).chain(changes(heard, newest).map(|seq| named("changed", seq)));
    let until_stop = events.map(Ok::<_, Infallible>).take_until(shared.stop.clone().cancelled_owned());
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15)).text("alive");
    Sse::new(until_stop).keep_alive(keep_alive).into_response()
}

fn named(event: &'static str, seq: i64) -> Event {
    Event::default().event(event).id(seq.to_string()).data("{}")
}

/// The ledger's number of each change of a session or a booking after one that is known.
fn changes(heard: Receiver<(PersonId, OwnFact)>, known: i64) -> impl Stream<Item = i64> {
    stream::unfold((heard, known), |(mut heard, last)| async move {
        match heard.recv().await {
            Ok((_, fact)) => Some((fact.seq, (heard, fact.seq))),
            // What was missed may have been any of them; the last number known is still true.
            Err(RecvError::Lagged(_)) => Some((last, (heard, last))),
            Err(RecvError::Closed) => None,
        }
    })
}
