//! Files to take away.

use super::{router::Shared, usage_files};
use app::{admin::sessions::words, caller::Visit};
use axum::{
    Extension,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use office::{
    backend::{cloud_pcs::overview, error::Error, places::desks::export},
    model::id::{FloorId, SessionId},
};

/// A floor's desks as CSV, for admins.
pub async fn desks(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(floor): Path<FloorId>,
) -> Response {
    let Some(caller) = &visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    match export::csv(&shared.office, caller, floor).await {
        Ok(text) => as_file(&format!("desks-{floor}.csv"), text.into()),
        Err(error) => refused(&error),
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
        Err(error) => return refused(&error),
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

pub(super) fn refused(error: &Error) -> Response {
    match error {
        Error::Refused(refusal) => {
            StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::FORBIDDEN).into_response()
        }
        fault => {
            tracing::error!(error = %fault, "a file could not be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
