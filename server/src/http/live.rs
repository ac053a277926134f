//! Changes on a floor, and of a person's own bookings and cloud PC, as server-sent events resumed by `Last-Event-ID`.

use super::{came::Came, router::Shared, stream};
use app::caller::Visit;
use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response, sse::Event},
};
use futures::{
    FutureExt, Stream, StreamExt,
    future::BoxFuture,
    stream::{once, unfold},
};
use office::{
    backend::{error::Result, live, terminals::screen},
    model::{
        id::FloorId,
        live::{OwnFact, SeatFact},
    },
};
use serde::Serialize;
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// The stream of one floor. Without `Last-Event-ID` it begins now.
pub async fn floor(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(floor): Path<FloorId>,
    headers: HeaderMap,
) -> Response {
    let Some(caller) = visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    follow_floor(shared, floor, Came::person(&caller, headers)).await
}

async fn follow_floor(shared: Shared, floor: FloorId, came: Came) -> Response {
    // Listening begins before the ledger is read, so nothing falls between the two.
    let heard = shared.office.live().listen();
    let office = shared.office.clone();
    let read = move |seq| {
        let office = office.clone();
        async move { live::since(&office, floor, seq).await }.boxed()
    };
    answer(shared, came, Follow::of(floor, heard, Box::new(read))).await
}

/// The stream of the caller's own bookings and cloud PC. Without `Last-Event-ID` it begins now.
pub async fn own(State(shared): State<Shared>, Extension(visit): Extension<Visit>, headers: HeaderMap) -> Response {
    let Some(caller) = visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    let heard = shared.office.live().listen_own();
    let (office, person) = (shared.office.clone(), caller.person);
    let came = Came::person(&caller, headers);
    let read = move |seq| {
        let (office, caller) = (office.clone(), caller.clone());
        async move { live::own_since(&office, &caller, seq).await }.boxed()
    };
    answer(shared, came, Follow::of(person, heard, Box::new(read))).await
}

/// The stream of a seat terminal's floor: says which seat to look at again, never who sits there.
pub async fn terminal(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
) -> Response {
    let Some(terminal) = visit.terminal else { return StatusCode::UNAUTHORIZED.into_response() };
    match screen::floor_of(&shared.office, terminal).await {
        Ok(floor) => follow_floor(shared, floor, Came::terminal(terminal, headers)).await,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// A fact with a number and the name of its event.
trait Fact: Clone + Serialize + Send + 'static {
    const EVENT: &'static str;

    fn seq(&self) -> i64;
}

impl Fact for SeatFact {
    const EVENT: &'static str = "seat";

    fn seq(&self) -> i64 {
        self.seq
    }
}

impl Fact for OwnFact {
    const EVENT: &'static str = "own";

    fn seq(&self) -> i64 {
        self.seq
    }
}

/// Reads from the ledger what came after a number.
type Read<F> = Box<dyn Fn(i64) -> BoxFuture<'static, Result<Vec<F>>> + Send>;

/// Facts about one thing, heard as they happen; what was missed is read from the ledger.
struct Follow<K, F> {
    of: K,
    heard: Receiver<(K, F)>,
    read: Read<F>,
    last: i64,
    missed: bool,
    waiting: Vec<F>,
}

impl<K, F: Fact> Follow<K, F> {
    fn of(of: K, heard: Receiver<(K, F)>, read: Read<F>) -> Self {
        Self { of, heard, read, last: 0, missed: true, waiting: Vec::new() }
    }

    /// Reads what was missed from the ledger.
    async fn catch_up(&mut self) -> Result<()> {
        let mut read = (self.read)(self.last).await?;
        // A full answer may have more behind it.
        self.missed = read.len() >= live::MOST_AT_ONCE;
        read.reverse();
        self.waiting = read;
        Ok(())
    }
}

async fn answer<K, F: Fact>(shared: Shared, came: Came, mut follow: Follow<K, F>) -> Response
where
    K: Clone + PartialEq + Send + 'static,
{
    let Ok(newest) = live::newest(&shared.office).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    // A number from the future is another ledger's: it would keep quiet about everything until it is reached.
    follow.last = resumed(came.headers()).filter(|seq| *seq <= newest).unwrap_or(newest);
    let hello = Event::default().event("hello").id(follow.last.to_string()).data("{}");
    let facts = facts(follow).map(|fact| event(&fact));
    stream::answer(&shared, came, once(async move { hello }).chain(facts))
}

fn resumed(headers: &HeaderMap) -> Option<i64> {
    headers.get("last-event-id")?.to_str().ok()?.trim().parse().ok()
}

fn facts<K, F: Fact>(follow: Follow<K, F>) -> impl Stream<Item = F>
where
    K: Clone + PartialEq + Send + 'static,
{
    unfold(follow, |mut follow| async move {
        loop {
            if let Some(fact) = follow.waiting.pop() {
                follow.last = fact.seq();
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
                Ok((of, fact)) if of == follow.of && fact.seq() > follow.last => follow.waiting.push(fact),
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => follow.missed = true,
                Err(RecvError::Closed) => return None,
            }
        }
    })
}

fn event<F: Fact>(fact: &F) -> Event {
    let plain = Event::default().id(fact.seq().to_string()).event(F::EVENT);
    plain.clone().json_data(fact).unwrap_or(plain)
}
