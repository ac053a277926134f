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
    backend::{caller::Caller, error::Result, live, terminals::screen},
    model::{
        id::{FloorId, PersonId},
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
    let follow = of_floor(&shared, floor);
    answer(shared, Came::person(&caller, headers), |last| told(follow, last)).await
}

/// The stream of a floor for whoever looks at its map: what becomes of their own booking elsewhere changes what they can do
/// here. A page that was away reads its seats again, so it may miss an event whose number is not in order.
pub async fn page(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(floor): Path<FloorId>,
    headers: HeaderMap,
) -> Response {
    let Some(caller) = visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    let (follow, own) = (of_floor(&shared, floor), of_person(&shared, caller.clone()));
    let both = |last| futures::stream::select(told(follow, last), told(own, last));
    answer(shared, Came::person(&caller, headers), both).await
}

fn of_floor(shared: &Shared, floor: FloorId) -> Follow<FloorId, SeatFact> {
    // Listening begins before the ledger is read, so nothing falls between the two.
    let heard = shared.office.live().listen();
    let office = shared.office.clone();
    let read = move |seq| {
        let office = office.clone();
        async move { live::since(&office, floor, seq).await }.boxed()
    };
    Follow::of(floor, heard, Box::new(read))
}

/// The stream of the caller's own bookings and cloud PC. Without `Last-Event-ID` it begins now.
pub async fn own(State(shared): State<Shared>, Extension(visit): Extension<Visit>, headers: HeaderMap) -> Response {
    let Some(caller) = visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    let came = Came::person(&caller, headers);
    let follow = of_person(&shared, caller);
    answer(shared, came, |last| told(follow, last)).await
}

fn of_person(shared: &Shared, caller: Caller) -> Follow<PersonId, OwnFact> {
    let heard = shared.office.live().listen_own();
    let (office, person) = (shared.office.clone(), caller.person);
    let read = move |seq| {
        let (office, caller) = (office.clone(), caller.clone());
        async move { live::own_since(&office, &caller, seq).await }.boxed()
    };
    Follow::of(person, heard, Box::new(read))
}

/// The stream of a seat terminal's floor: says which seat to look at again, never who sits there.
pub async fn terminal(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
) -> Response {
    let Some(terminal) = visit.terminal else { return StatusCode::UNAUTHORIZED.into_response() };
    match screen::floor_of(&shared.office, terminal).await {
        Ok(floor) => {
            let follow = of_floor(&shared, floor);
            answer(shared, Came::terminal(terminal, headers), |last| told(follow, last)).await
        }
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

/// Greets with the number after which the events begin.
async fn answer<S>(shared: Shared, came: Came, events: impl FnOnce(i64) -> S) -> Response
where
    S: Stream<Item = Event> + Send + 'static,
{
    let Ok(newest) = live::newest(&shared.office).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    // A number from the future is another ledger's: it would keep quiet about everything until it is reached.
    let last = resumed(came.headers()).filter(|seq| *seq <= newest).unwrap_or(newest);
    let hello = Event::default().event("hello").id(last.to_string()).data("{}");
    stream::answer(&shared, came, once(async move { hello }).chain(events(last)))
}

fn told<K, F: Fact>(mut follow: Follow<K, F>, last: i64) -> impl Stream<Item = Event>
where
    K: Clone + PartialEq + Send + 'static,
{
    follow.last = last;
    facts(follow).map(|fact| event(&fact))
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
