//! Says that something changed on a site, as server-sent events, for the page that counts its desks. Says only that,
//! not what: who is told counts again.

use super::{came::Came, changed, router::Shared};
use app::caller::Visit;
use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use futures::{Stream, stream};
use office::{
    backend::{live, places::find},
    model::{
        id::{FloorId, SiteId},
        live::SeatFact,
    },
};
use std::collections::HashSet;
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// The stream of one site, for those who see usage.
pub async fn site(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(site): Path<SiteId>,
    headers: HeaderMap,
) -> Response {
    let Some(caller) = visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    if !caller.sees_usage() {
        return StatusCode::FORBIDDEN.into_response();
    }
    // Listening begins before the ledger is read, so nothing falls between the two.
    let heard = shared.office.live().listen();
    let (Ok(newest), Ok(floors)) = (live::newest(&shared.office).await, find::floors(&shared.office, &caller).await)
    else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let floors = floors.into_iter().filter(|floor| floor.site == site).map(|floor| floor.id).collect();
    changed::answer(&shared, Came::person(&caller, headers), newest, changes(heard, floors, newest))
}

/// The ledger's number of each change on these floors after one that is known.
fn changes(heard: Receiver<(FloorId, SeatFact)>, floors: HashSet<FloorId>, known: i64) -> impl Stream<Item = i64> {
    stream::unfold((heard, floors, known), |(mut heard, floors, mut last)| async move {
        loop {
            match heard.recv().await {
                Ok((floor, fact)) if floors.contains(&floor) => {
                    last = fact.seq;
                    return Some((last, (heard, floors, last)));
                }
                Ok((_, fact)) => last = fact.seq,
                // What was missed may have been on these floors; the last number known is still true.
                Err(RecvError::Lagged(_)) => return Some((last, (heard, floors, last))),
                Err(RecvError::Closed) => return None,
            }
        }
    })
}
