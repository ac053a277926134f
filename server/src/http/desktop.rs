//! Opens the screen of a cloud PC: who may see it is decided here, the bridge carries it.

use super::{
    rfb_bridge::{self, Closing, Control},
    router::Shared,
    security,
};
use app::caller::Visit;
use axum::{
    Extension,
    extract::{
        Path, Query, State,
        ws::{WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use office::{
    backend::{
        bookings::find,
        caller::Caller,
        cloud_pcs::{
            provider::{Handle, Screen},
            sessions, tickets,
        },
        error::Error,
        office::Office,
    },
    model::{booking::CheckInSource, id::SessionId},
};
use serde::Deserialize;

/// The ticket that opens the socket.
#[derive(Deserialize)]
pub struct WithTicket {
    #[serde(default)]
    ticket: String,
}

/// Opens the screen of the caller's own session with a ticket that works once; opening it is the check-in.
pub async fn socket(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(session): Path<SessionId>,
    Query(with): Query<WithTicket>,
    (headers, upgrade): (HeaderMap, WebSocketUpgrade),
) -> Response {
    let Some(mut caller) = visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    if !security::is_ours(&shared, &headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    caller.door = CheckInSource::Desktop;
    let handle = match tickets::redeem(&shared.office, &caller, session, &with.ticket).await {
        Ok(handle) => Handle(handle),
        Err(error) => return not_opened(session, &error),
    };
    let Ok(screen) = shared.office.desktops().connect(&handle).await else {
        note_disconnected(&shared.office, session).await;
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let (office, running) = (shared.office.clone(), shared.screens.clone());
    rfb_bridge::accept(upgrade)
        .on_failed_upgrade(move |_| running.spawn(async move { note_disconnected(&office, session).await }))
        .on_upgrade(move |socket| shared.screens.clone().track(show(shared, (caller, session), (socket, screen))))
}

fn not_opened(session: SessionId, error: &Error) -> Response {
    match error {
        Error::Refused(refusal) => {
            tracing::info!(%refusal, %session, "a screen was not opened");
            StatusCode::FORBIDDEN.into_response()
        }
        Error::Fault(fault) => {
            tracing::error!(%fault, %session, "a screen could not be opened");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn show(shared: Shared, (caller, session): (Caller, SessionId), (socket, screen): (WebSocket, Screen)) {
    let turn = shared.screens.take_over(session);
    let why_gone = why_gone(shared.office.clone(), caller, session);
    let control = Control { closing: turn.closing(), why_gone: Box::pin(why_gone) };
    let ended = rfb_bridge::bridge(socket, &screen, control).await;
    tracing::info!(%session, ?ended, "a screen was closed");
    if turn.leave() {
        note_disconnected(&shared.office, session).await;
    }
}

/// Why a desktop let go of its screen: its booking is over, or it has stopped by itself.
async fn why_gone(office: Office, caller: Caller, session: SessionId) -> Closing {
    let caller = Caller { now: office.now(), ..caller };
    let booking = async {
        let session = sessions::one(&office, &caller, session).await?;
        find::one(&office, &caller, session.booking).await
    };
    match booking.await {
        Ok(booking) if !booking.state.is_live() => Closing::BookingOver,
        _ => Closing::DesktopGone,
    }
}

async fn note_disconnected(office: &Office, session: SessionId) {
    if let Err(error) = tickets::disconnected(office, session).await {
        tracing::warn!(%error, %session, "a closed screen could not be noted");
    }
}
