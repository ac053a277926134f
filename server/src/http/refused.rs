//! What a browser's own request, no page and no part of the API, is answered when something was not done.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use office::backend::error::Error;

/// The status of a refusal; of a fault, which is written down with what could not be done.
pub fn answer(error: &Error, what: &'static str) -> Response {
    match error {
        Error::Refused(refusal) => {
            StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::FORBIDDEN).into_response()
        }
        Error::Fault(fault) => {
            tracing::error!(%fault, "{what}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
