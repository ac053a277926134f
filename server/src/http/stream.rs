//! What every stream of server-sent events has in common.

use super::{came::Came, count::OpenStream, router::Shared};
use axum::response::{
    IntoResponse, Response,
    sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, StreamExt};
use std::{convert::Infallible, time::Duration};

/// How often a stream says that it is alive while nothing happens.
const ALIVE_EVERY: Duration = Duration::from_secs(15);
/// How often it is looked whether whoever listens would still be let in.
const WELCOME_EVERY: Duration = Duration::from_secs(30);
/// Tells a proxy to hand on each event as it comes: nginx, for one, else waits until it has a buffer full of them.
const UNBUFFERED: (&str, &str) = ("x-accel-buffering", "no");

/// The answer that tells events as they come, until the server stops or whoever listens would not be let in any more.
pub fn answer(shared: &Shared, came: Came, events: impl Stream<Item = Event> + Send + 'static) -> Response {
    let over = over(shared.clone(), came, OpenStream::count());
    let told = events.map(Ok::<_, Infallible>).take_until(over);
    let keep_alive = KeepAlive::new().interval(ALIVE_EVERY).text("alive");
    ([UNBUFFERED], Sse::new(told).keep_alive(keep_alive)).into_response()
}

/// Waits until nothing more is to be told. The stream is counted for as long as somebody waits for it.
async fn over(shared: Shared, came: Came, _counted: OpenStream) {
    let sent_away = async {
        tokio::time::sleep(WELCOME_EVERY).await;
        while came.is_welcome(&shared).await {
            tokio::time::sleep(WELCOME_EVERY).await;
        }
    };
    tokio::select! {
        () = shared.stop.cancelled() => {}
        () = sent_away => {}
    }
}
