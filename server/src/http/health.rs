//! Whether the server lives and is ready.

use super::router::Shared;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers as well, and the server was not asked to stop.
pub async fn ready(State(shared): State<Shared>) -> Response {
    if shared.stop.is_cancelled() {
        (StatusCode::SERVICE_UNAVAILABLE, "the server is stopping\n").into_response()
    } else if shared.office.is_ready().await {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
    }
}
