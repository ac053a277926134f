//! Changes on a floor as server-sent events, resumed by `Last-Event-ID`.

use super::{count::OpenStream, router::Shared};
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
    backend::{error::Result, live, office::Office},
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
    let Ok(newest) = live::newest(&shared.office).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    // A number from the future is another ledger's: it would keep quiet about everything until it is reached.
    let from = resumed(&headers).filter(|seq| *seq <= newest).unwrap_or(newest);
    let facts = facts(Follow {
        office: shared.office.clone(),
        floor,
        heard,
        last: from,
        missed: true,
        waiting: Vec::new(),
        _counted: OpenStream::count(),
    });
    let hello = Event::default().event("hello").id(from.to_string()).data("{}");
    let events = stream::once(async move { Ok::<_, Infallible>(hello) }).chain(facts.map(|fact| Ok(event(&fact))));
    let until_stop = events.take_until(shared.stop.clone().cancelled_owned());
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15)).text("alive");
    Sse::new(until_stop).keep_alive(keep_alive).into_response()
}

fn resumed(headers: &HeaderMap) -> Option<i64> {
    headers.get("last-event-id")?.to_str().ok()?.trim().parse().ok()
}

struct Follow {
    office: Office,
    floor: FloorId,
    heard: Receiver<(FloorId, SeatFact)>,
    last: i64,
    missed: bool,
    waiting: Vec<SeatFact>,
    _counted: OpenStream,
}

impl Follow {
    /// Reads what was missed from the ledger.
    async fn catch_up(&mut self) -> Result<()> {
        let mut read = live::since(&self.office, self.floor, self.last).await?;
        // A full answer may have more behind it.
        self.missed = read.len() >= live::MOST_AT_ONCE;
        read.reverse();
        self.waiting = read;
        Ok(())
    }
}

fn facts(follow: Follow) -> impl Stream<Item = SeatFact> {
    stream::unfold(follow, |mut follow| async move {
        loop {
            if let Some(fact) = follow.waiting.pop() {
                follow.last = fact.seq;
                return Some((fact, follow));
            }
            if follow.missed {
                if let Err(error) = follow.catch_up().await {
                    tracing::warn!(%error, "a stream ends because the ledger could not be read; the page comes back");
                    return None;
                }
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
