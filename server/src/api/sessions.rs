//! The cloud PC's session of a booking.

use super::{caller::Asking, problem::Failed, take::Id};
use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use office::{
    backend::cloud_pcs::{sessions, tickets},
    model::{
        cloud_pc,
        id::{BookingId, SessionId},
    },
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A cloud PC linked to a booking.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// Identity.
    id: Uuid,
    /// Its booking.
    booking: Uuid,
    /// `planned`, `starting`, `ready`, `connected`, `disconnected`, `released`, `failed` or `unavailable`.
    #[schema(example = "ready")]
    state: &'static str,
    /// When it began to be started, or will.
    starts_from: DateTime<Utc>,
    /// What is missing or wrong.
    problem: Option<String>,
    /// `screen` where its screen is shown here, `elsewhere` where a ticket leads to another address.
    #[schema(example = "screen")]
    opens: &'static str,
}

impl From<cloud_pc::Session> for Session {
    fn from(session: cloud_pc::Session) -> Self {
        Self {
            id: session.id.0,
            booking: session.booking.0,
            state: session.state.word(),
            starts_from: session.starts_from,
            problem: session.problem,
            opens: if session.elsewhere.is_some() { "elsewhere" } else { "screen" },
        }
    }
}

/// What opens a screen once.
#[derive(Serialize, ToSchema)]
pub struct Ticket {
    /// The secret.
    ticket: String,
    /// Where the screen is opened with it: a WebSocket with the subprotocol `binary` that speaks RFB; for a cloud PC that
    /// opens elsewhere a page that leads there.
    #[schema(example = "/desktop/0198a5e2-8f1c-7d3a-9b60-2f6a4c1d7e11/socket?ticket=…")]
    url: String,
    /// Seconds until it is worth nothing.
    #[schema(example = 30)]
    expires_in: i64,
}

/// Get the session of a booking
#[utoipa::path(get, path = "/bookings/{id}/session", operation_id = "getSession", tag = "cloud PCs",
    params(("id" = Uuid, Path, description = "The booking")),
    responses((status = 200, description = "The session", body = Session)))]
pub async fn of_booking(asking: Asking, Id(id): Id<BookingId>) -> Result<Json<Session>, Failed> {
    Ok(Json(sessions::of_booking(&asking.office, &asking.caller, id).await?.into()))
}

/// Get a ticket that opens a session's screen
///
/// For the session's own person only. Opening the screen checks the booking in.
#[utoipa::path(post, path = "/sessions/{id}/tickets", operation_id = "createTicket", tag = "cloud PCs",
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = 201, description = "A ticket for one opening", body = Ticket)))]
pub async fn ticket(asking: Asking, Id(id): Id<SessionId>) -> Result<(StatusCode, Json<Ticket>), Failed> {
    let ticket = tickets::issue(&asking.office, &asking.caller, id).await?;
    let elsewhere = sessions::one(&asking.office, &asking.caller, id).await?.elsewhere.is_some();
    let url = format!("/desktop/{id}/{}?ticket={ticket}", if elsewhere { "launch" } else { "socket" });
    Ok((StatusCode::CREATED, Json(Ticket { ticket, url, expires_in: tickets::GOOD_FOR_SECONDS })))
}
