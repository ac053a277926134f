//! Changes on a floor as server-sent events, resumed by `Last-Event-ID`.

use super::router::Shared;
use app::caller::Visit;
use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{Stream, StreamExt, stream};
use office::{
    backend::{live, office::Office},
    model::{id::FloorId, live::SeatFact},
};
use std::{convert::Infallible, time::Duration};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// The stream of one floor. Without `Last-Event-ID` it begins now.
pub async fn floor(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(floor): Path<FloorId>,
    headers: HeaderMap,
) -> Response {
    if visit.caller.is_none() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    // Listening begins before the ledger is read, so nothing falls between the two.
    let heard = shared.office.live().listen();
    let resumed = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    let from = match resumed {
        Some(seq) => seq,
        None => match live::newest(&shared.office).await {
            Ok(seq) => seq,
            Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        },
    };
    let facts =
        facts(Follow { office: shared.office.clone(), floor, heard, last: from, missed: true, waiting: Vec::new() });
    let hello = Event::default().event("hello").id(from.to_string()).data("{}");
    let events = stream::once(async move { Ok::<_, Infallible>(hello) }).chain(facts.map(|fact| Ok(event(&fact))));
    let until_stop = events.take_until(shared.stop.clone().cancelled_owned());
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15)).text("alive");
    Sse::new(until_stop).keep_alive(keep_alive).into_response()
}

struct Follow {
    office: Office,
    floor: FloorId,
    heard: Receiver<(FloorId, SeatFact)>,
    last: i64,
    missed: bool,
    waiting: Vec<SeatFact>,
}

fn facts(follow: Follow) -> impl Stream<Item = SeatFact> {
    stream::unfold(follow, |mut follow| async move {
        loop {
            if let Some(fact) = follow.waiting.pop() {
                follow.last = fact.seq;
                return Some((fact, follow));
            }
            if follow.missed {
                follow.missed = false;
                let mut read = live::since(&follow.office, follow.floor, follow.last).await.unwrap_or_default();
                // A full answer may have more behind it.
                follow.missed = read.len() >= 1_000;
                read.reverse();
                follow.waiting = read;
                continue;
            }
            match follow.heard.recv().await {
                Ok((floor, fact)) if floor == follow.floor && fact.seq > follow.last => follow.waiting.push(fact),
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => follow.missed = true,
                Err(RecvError::Closed) => return None,
            }
        }
    })
}

fn event(fact: &SeatFact) -> Event {
    let plain = Event::default().id(fact.seq.to_string()).event("seat");
    plain.clone().json_data(fact).unwrap_or(plain)
}
