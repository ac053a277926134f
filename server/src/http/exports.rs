//! Files to take away.

use super::{refused, router::Shared, usage_files};
use app::{admin::sessions::words, caller::Visit};
use axum::{
    Extension,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use office::{
    backend::{cloud_pcs::overview, places::desks::export},
    model::id::{FloorId, SessionId},
};

/// What is written down where a file could not be made.
pub(super) const NOT_MADE: &str = "a file could not be made";

/// A floor's desks as CSV, for admins.
pub async fn desks(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(floor): Path<FloorId>,
) -> Response {
    let Some(caller) = &visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    match export::csv(&shared.office, caller, floor).await {
        Ok(text) => as_file(&format!("desks-{floor}.csv"), text.into()),
        Err(error) => refused::answer(&error, NOT_MADE),
    }
}

/// What happened to a session as CSV, for admins.
pub async fn session_log(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(session): Path<SessionId>,
) -> Response {
    let Some(caller) = &visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    let log = match overview::log(&shared.office, caller, session).await {
        Ok(log) => log,
        Err(error) => return refused::answer(&error, NOT_MADE),
    };
    match usage_files::written(&words::file(visit.viewer.texts(), &log)) {
        Ok(body) => as_file(&format!("session-{session}.csv"), body),
        Err(error) => {
            tracing::error!(%error, "a session's log could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

pub(super) fn as_file(name: &str, body: Vec<u8>) -> Response {
    let named = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, named),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}
