//! What every stream of server-sent events has in common.

use super::router::Shared;
use axum::response::{
    IntoResponse, Response,
    sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, StreamExt};
use std::{convert::Infallible, time::Duration};

/// How often a stream says that it is alive while nothing happens.
const ALIVE_EVERY: Duration = Duration::from_secs(15);
/// Tells a proxy to hand on each event as it comes: nginx, for one, else waits until it has a buffer full of them.
const UNBUFFERED: (&str, &str) = ("x-accel-buffering", "no");

/// The answer that tells events as they come, until the server stops.
pub fn answer(shared: &Shared, events: impl Stream<Item = Event> + Send + 'static) -> Response {
    let until_stop = events.map(Ok::<_, Infallible>).take_until(shared.stop.clone().cancelled_owned());
    let keep_alive = KeepAlive::new().interval(ALIVE_EVERY).text("alive");
    ([UNBUFFERED], Sse::new(until_stop).keep_alive(keep_alive)).into_response()
}
