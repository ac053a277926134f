//! Opens the screen of a cloud PC: who may see it is decided here, the bridge carries it.

use super::{
    came::Came,
    rfb_bridge::{self, Closing, Control, Reach},
    router::Shared,
    screens::{Shown, Turn},
    seat_line::SeatLine,
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
            clipboard,
            provider::{Handle, Screen},
            sessions,
            tickets::{self, Fate},
        },
        error::{Error, Result},
        office::Office,
        terminals::sit,
    },
    model::{
        booking::CheckInSource,
        clipboard::Clipboard,
        id::{SessionId, TerminalId},
    },
};
use serde::Deserialize;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// How often an open screen is noted as seen.
const SEEN_EVERY: Duration = Duration::from_secs(20);

/// The ticket that opens the socket.
#[derive(Deserialize)]
pub struct WithTicket {
    #[serde(default)]
    pub(super) ticket: String,
    /// Whether the browser asks by itself because it has lost the screen before.
    #[serde(default)]
    again: bool,
}

/// Opens the screen of the caller's own session with a ticket that works once; opening it is the check-in.
pub async fn socket(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(session): Path<SessionId>,
    Query(with): Query<WithTicket>,
    (headers, upgrade): (HeaderMap, WebSocketUpgrade),
) -> Response {
    let at_terminal = visit.terminal.is_some();
    let asked = (visit.caller, visit.terminal);
    let Some(mut caller) = who(&shared, asked, session).await else { return StatusCode::UNAUTHORIZED.into_response() };
    if !security::is_ours(&shared, &headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    caller.door = CheckInSource::Desktop;
    let opened = match tickets::redeem(&shared.office, &caller, session, &with.ticket).await {
        Ok(opened) => opened,
        Err(error) => return not_opened(session, &error),
    };
    let number = opened.screen;
    let Ok(screen) = tickets::screen(&shared.office, session, &Handle(opened.handle)).await else {
        note_not_shown(&shared.office, (session, number)).await;
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let Ok(clipboard) = clipboard_at((&shared.office, &caller), session, at_terminal).await else {
        note_not_shown(&shared.office, (session, number)).await;
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let open = Open { shown: (session, number), at_terminal, again: with.again, clipboard };
    let (office, running) = (shared.office.clone(), shared.screens.clone());
    rfb_bridge::accept(upgrade)
        .on_failed_upgrade(move |_| running.spawn(async move { note_not_shown(&office, (session, number)).await }))
        .on_upgrade(move |socket| {
            let came = Came::at(session, &caller, headers);
            shared.screens.clone().track(show(shared, (Visitor { caller, came }, open), (socket, screen)))
        })
}

/// Whose screen is asked for: at a terminal that of whoever is signed in there, else that of the visitor.
pub(super) async fn who(
    shared: &Shared,
    (caller, terminal): (Option<Caller>, Option<TerminalId>),
    session: SessionId,
) -> Option<Caller> {
    let signed_in = sitting(shared, terminal, session).await.ok().flatten();
    signed_in.or(caller)
}

/// Who is signed in at a terminal that shows a session.
pub(super) async fn sitting(
    shared: &Shared,
    terminal: Option<TerminalId>,
    session: SessionId,
) -> Result<Option<Caller>> {
    let Some(terminal) = terminal else { return Ok(None) };
    let signed_in = sit::signed_in(&shared.office, terminal, shared.office.now()).await?;
    Ok(signed_in.filter(|(_, shown)| *shown == session).map(|(caller, _)| caller))
}

/// Who opened a screen, and how they came in.
struct Visitor {
    caller: Caller,
    came: Came,
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

/// A screen that is open.
#[derive(Clone, Copy)]
struct Open {
    shown: Shown,
    at_terminal: bool,
    again: bool,
    /// Which way text may go; what is open keeps it.
    clipboard: Clipboard,
}

/// Which way text may go now. A seat's terminal is everybody's: what one person copies there the next could paste.
async fn clipboard_at(
    (office, caller): (&Office, &Caller),
    session: SessionId,
    at_terminal: bool,
) -> Result<Clipboard> {
    if at_terminal { Ok(Clipboard::Off) } else { clipboard::allowed(office, caller, session).await }
}

async fn show(shared: Shared, (visitor, open): (Visitor, Open), (socket, screen): (WebSocket, Screen)) {
    let (shown, clipboard) = (open.shown, open.clipboard);
    let turn = shared.screens.take_over(shown);
    let why_gone = why_gone(shared.office.clone(), visitor.caller.clone(), shown);
    let touched = Arc::new(AtomicBool::new(false));
    let seat = SeatLine::of(&shared.office, shown, (open.at_terminal, open.again));
    let control = Control {
        reach: Reach::Hands(clipboard),
        touched: touched.clone(),
        line: seat.line(),
        closing: turn.closing(),
        why_gone: Box::pin(why_gone),
    };
    let ended = tokio::select! {
        ended = rfb_bridge::bridge(socket, &screen, control) => ended,
        () = watch((&shared, &visitor), open, (&turn, &touched)) => return,
        () = seat.keep_noting() => return,
    };
    seat.note().await;
    tracing::info!(session = %shown.0, ?ended, "a screen was closed");
    turn.leave();
    // Of several screens the office knows which is the newest, also when another server has it.
    note_disconnected(&shared.office, shown).await;
}

/// Keeps saying that a screen is open and whether somebody uses it, and closes it when it was opened through another server,
/// its booking is over, or its person is not signed in any more.
async fn watch((shared, visitor): (&Shared, &Visitor), open: Open, (turn, touched): (&Turn, &AtomicBool)) {
    let (office, caller) = (&shared.office, &visitor.caller);
    let (session, screen) = open.shown;
    loop {
        tokio::time::sleep(SEEN_EVERY).await;
        if touched.swap(false, Ordering::Relaxed) {
            let caller = Caller { now: office.now(), ..caller.clone() };
            if let Err(error) = tickets::touched(office, &caller, (session, screen)).await {
                tracing::warn!(%error, %session, "it could not be noted that a desktop is in use");
            }
        }
        let now = clipboard_at((office, caller), session, open.at_terminal).await;
        if now.is_ok_and(|now| now != open.clipboard) {
            turn.close(Closing::RulesChanged);
        }
        if !visitor.came.is_welcome(shared).await {
            turn.close(Closing::SignedOut);
        }
        match tickets::fate(office, session, screen).await {
            Ok(Fate::Moved) => turn.close(Closing::OpenedElsewhere),
            Ok(Fate::Over) => turn.close(Closing::BookingOver),
            Ok(Fate::Open | Fate::Stopped) => {}
            Err(error) => tracing::warn!(%error, %session, "an open screen could not be noted"),
        }
    }
}

/// Why a desktop let go of its screen: another screen has it, its booking is over, or it has stopped by itself.
async fn why_gone(office: Office, caller: Caller, (session, screen): Shown) -> Closing {
    let fate = tickets::fate(&office, session, screen).await;
    match fate {
        Ok(Fate::Moved) => return Closing::OpenedElsewhere,
        Ok(Fate::Over) => return Closing::BookingOver,
        _ => {}
    }
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

async fn note_disconnected(office: &Office, (session, screen): Shown) {
    if let Err(error) = tickets::disconnected(office, session, screen).await {
        tracing::warn!(%error, %session, "a closed screen could not be noted");
    }
}

async fn note_not_shown(office: &Office, (session, screen): Shown) {
    if let Err(error) = tickets::not_shown(office, session, screen).await {
        tracing::warn!(%error, %session, "a screen that could not be shown could not be noted");
    }
}
