//! The cloud PC's session of a booking.

use super::{caller::Asking, problem::Failed, take::Id};
use app::texts::Texts;
use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use office::{
    backend::cloud_pcs::{sessions, steer, tickets},
    model::{
        cloud_pc::{self, Ask},
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
    /// Whether a ticket opens it now.
    can_open: bool,
    /// When it can probably be opened; nothing where it can be now, or nobody knows.
    ready_at: Option<DateTime<Utc>>,
    /// What is being done because its person asked for it: `end`, `restart` or `reset`.
    #[schema(example = "restart")]
    asked: Option<&'static str>,
    /// What its person can ask for now.
    #[schema(example = json!(["end", "restart", "reset"]))]
    may: Vec<&'static str>,
    /// Why it can't be opened: what the caller can read and do.
    why: Option<String>,
    /// What is missing or wrong, for whoever runs the host.
    problem: Option<String>,
    /// `screen` where its screen is shown here, `elsewhere` where a ticket leads to another address.
    #[schema(example = "screen")]
    opens: &'static str,
}

impl Session {
    fn new(texts: Texts, session: cloud_pc::Session) -> Self {
        Self {
            why: app::cloud_pcs::why::why(texts, &session),
            id: session.id.0,
            booking: session.booking.0,
            state: session.state.word(),
            starts_from: session.starts_from,
            can_open: session.can_open(),
            ready_at: session.ready_at,
            asked: session.asked.map(Ask::word),
            may: session.may.iter().map(|ask| ask.word()).collect(),
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
    let session = sessions::of_booking(&asking.office, &asking.caller, id).await?;
    Ok(Json(Session::new(Texts(asking.lang), session)))
}

/// Get a session
#[utoipa::path(get, path = "/sessions/{id}", operation_id = "getSessionById", tag = "cloud PCs",
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = 200, description = "The session", body = Session)))]
pub async fn one(asking: Asking, Id(id): Id<SessionId>) -> Result<Json<Session>, Failed> {
    let session = sessions::one(&asking.office, &asking.caller, id).await?;
    Ok(Json(Session::new(Texts(asking.lang), session)))
}

/// End a session
///
/// What runs in it is lost, documents stay, and so does the seat. `restartSession` begins another one while the booking
/// goes on. For the session's own person only.
#[utoipa::path(post, path = "/sessions/{id}/end", operation_id = "endSession", tag = "cloud PCs",
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = 200, description = "It is being ended", body = Session)))]
pub async fn end(asking: Asking, Id(id): Id<SessionId>) -> Result<Json<Session>, Failed> {
    steered(asking, id, Ask::End).await
}

/// Restart a session
///
/// It is ended and started again: what runs in it is lost, documents stay. Of a session that was ended another one of
/// the same booking begins, and that is answered.
#[utoipa::path(post, path = "/sessions/{id}/restart", operation_id = "restartSession", tag = "cloud PCs",
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = 200, description = "It is being started", body = Session)))]
pub async fn restart(asking: Asking, Id(id): Id<SessionId>) -> Result<Json<Session>, Failed> {
    steered(asking, id, Ask::Restart).await
}

/// Restart a session with fresh settings
///
/// As `restartSession`; the desktop's settings are those of the first day. Documents stay, earlier settings are kept in
/// a folder beside them.
#[utoipa::path(post, path = "/sessions/{id}/reset", operation_id = "resetSession", tag = "cloud PCs",
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = 200, description = "It is being started", body = Session)))]
pub async fn reset(asking: Asking, Id(id): Id<SessionId>) -> Result<Json<Session>, Failed> {
    steered(asking, id, Ask::Reset).await
}

async fn steered(asking: Asking, id: SessionId, ask: Ask) -> Result<Json<Session>, Failed> {
    let session = steer::ask(&asking.office, &asking.caller, id, ask).await?;
    Ok(Json(Session::new(Texts(asking.lang), session)))
}

/// Get a ticket that opens a session's screen
///
/// For the session's own person only. Opening the screen checks the booking in: while that is refused there is no ticket.
#[utoipa::path(post, path = "/sessions/{id}/tickets", operation_id = "createTicket", tag = "cloud PCs",
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = 201, description = "A ticket for one opening", body = Ticket)))]
pub async fn ticket(asking: Asking, Id(id): Id<SessionId>) -> Result<(StatusCode, Json<Ticket>), Failed> {
    let ticket = tickets::issue(&asking.office, &asking.caller, id).await?;
    let elsewhere = sessions::one(&asking.office, &asking.caller, id).await?.elsewhere.is_some();
    let url = format!("/desktop/{id}/{}?ticket={ticket}", if elsewhere { "launch" } else { "socket" });
    Ok((StatusCode::CREATED, Json(Ticket { ticket, url, expires_in: tickets::GOOD_FOR_SECONDS })))
}
