//! The public API under `/api/v1`: every handler is one call of `office`, every error becomes a problem in one place.

mod bookings;
mod caller;
mod description;
pub(crate) mod docs;
mod links;
mod me;
mod places;
pub mod problem;
mod seat_health;
mod seats;
mod sessions;
mod steps;
mod take;
mod times;
mod words;

pub use description::description;

use crate::http::router::Shared;
use axum::{
    Json, Router,
    http::StatusCode,
    response::Redirect,
    routing::{any, get},
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Where the API lives.
const ROOT: &str = "/api/v1";

/// The routes of the API with their documentation.
pub fn routes() -> Router<Shared> {
    let (router, _) = described().split_for_parts();
    // Made once: the description never changes while the server runs.
    let document = description();
    let pages = docs::Pages::of(&document);
    router
        .route("/api/v1/openapi.json", get(async move || Json(document)))
        .route("/api/v1/docs", get(async move |asked: docs::Asked| pages.get(asked)))
        .route(ROOT, get(async || Redirect::to("/api/v1/docs")))
        .route("/api/v1/{*unknown}", any(async || StatusCode::NOT_FOUND))
}

/// Every operation with its place in the description.
fn described() -> OpenApiRouter<Shared> {
    let operations = OpenApiRouter::new()
        .routes(routes!(me::me))
        .routes(routes!(places::sites))
        .routes(routes!(places::floors))
        .routes(routes!(places::floor))
        .routes(routes!(seats::seats))
        .routes(routes!(seats::events))
        .routes(routes!(seat_health::seat_health))
        .routes(routes!(bookings::list, bookings::create))
        .routes(routes!(bookings::one, steps::cancel, steps::change_times))
        .routes(routes!(steps::check_in))
        .routes(routes!(steps::go_out))
        .routes(routes!(steps::check_out))
        .routes(routes!(steps::move_seat))
        .routes(routes!(steps::restore))
        .routes(routes!(sessions::of_booking))
        .routes(routes!(sessions::one))
        .routes(routes!(sessions::end))
        .routes(routes!(sessions::restart))
        .routes(routes!(sessions::reset))
        .routes(routes!(sessions::ticket));
    OpenApiRouter::new().nest(ROOT, operations)
}
