//! How well the lines of a floor's seats are, as a CSV file.

use super::{exports, refused, router::Shared, usage_files};
use app::{caller::Visit, usage::seats::words};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use office::{backend::cloud_pcs::seat_health, model::id::FloorId};

/// A floor's seats, for facility managers and admins.
pub async fn seats(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(floor): Path<FloorId>,
) -> Response {
    let Some(caller) = &visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    let health = match seat_health::of_floor(&shared.office, caller, floor).await {
        Ok(health) => health,
        Err(error) => return refused::answer(&error, exports::NOT_MADE),
    };
    match usage_files::written(&words::file(visit.viewer.texts(), &health)) {
        Ok(body) => exports::as_file(&format!("jari-seats-{}.csv", health.as_of_local.0), body),
        Err(error) => {
            tracing::error!(%error, "the seats of a floor could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
