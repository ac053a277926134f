//! Files to take away.

use super::router::Shared;
use app::caller::Visit;
use axum::{
    Extension,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use office::{
    backend::{error::Error, places::desks::export},
    model::id::FloorId,
};

/// A floor's desks as CSV, for admins.
pub async fn desks(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(floor): Path<FloorId>,
) -> Response {
    let Some(caller) = &visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    match export::csv(&shared.office, caller, floor).await {
        Ok(text) => {
            let named = format!("attachment; filename=\"desks-{floor}.csv\"");
            let headers =
                [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, named)];
            (headers, text).into_response()
        }
        Err(Error::Refused(refusal)) => {
            StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::FORBIDDEN).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "desks could not be exported");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
