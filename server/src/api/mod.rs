//! The public API under `/api/v1`.

use crate::http::router::Shared;
use axum::Router;
use utoipa::OpenApi;

/// The description's fixed part; the paths come from the handlers.
#[derive(OpenApi)]
#[openapi(info(title = "Jari", description = "Seats, bookings and cloud PCs."))]
struct Described;

/// The routes of the API.
pub fn routes(_shared: &Shared) -> Router<Shared> {
    Router::new()
}

/// The OpenAPI description.
pub fn description() -> utoipa::openapi::OpenApi {
    Described::openapi()
}
