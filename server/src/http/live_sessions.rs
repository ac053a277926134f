//! Says that some session changed, as server-sent events, for the admin's page of them. Says only that, not whose: who is
//! told reads again.

use super::{came::Came, changed, router::Shared};
use app::caller::Visit;
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use futures::{Stream, stream};
use office::{
    backend::live,
    model::{id::PersonId, live::OwnFact},
};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// The stream, for admins.
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
    changed::answer(&shared, Came::person(&caller, headers), newest, changes(heard, newest))
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
