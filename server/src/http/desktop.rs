//! The screen of a cloud PC: RFB on the desktop's unix socket, carried over our own authenticated WebSocket.

use super::{router::Shared, security};
use app::caller::Visit;
use axum::{
    Extension,
    body::Bytes,
    extract::{
        Path, Query, State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use futures::{SinkExt, StreamExt, stream::SplitSink};
use office::{
    backend::{
        cloud_pcs::{
            provider::{Handle, Screen},
            tickets,
        },
        office::Office,
    },
    model::id::SessionId,
};
use serde::Deserialize;
use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixStream, unix::OwnedReadHalf},
};
use tokio_util::sync::CancellationToken;

/// The largest piece that is carried at once, in bytes.
const PIECE: usize = 64 * 1024;
/// The largest message that a browser may send, in bytes.
const LARGEST: usize = 1024 * 1024;
/// Opened on another screen.
const MOVED: u16 = 4001;
/// The desktop has stopped.
const GONE: u16 = 4002;

/// Which screen of this server shows which session; opening another one closes the first.
#[derive(Clone, Default)]
pub struct Screens(Arc<Mutex<HashMap<SessionId, CancellationToken>>>);

impl Screens {
    fn take_over(&self, session: SessionId) -> CancellationToken {
        let mine = CancellationToken::new();
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = open.insert(session, mine.clone()) {
            before.cancel();
        }
        mine
    }

    /// Takes a screen off the list; `false` when another one has its place.
    fn leave(&self, session: SessionId, mine: &CancellationToken) -> bool {
        if mine.is_cancelled() {
            return false;
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&session);
        true
    }
}

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
    let Some(caller) = visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    if !security::is_ours(&shared, &headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let handle = match tickets::redeem(&shared.office, &caller, session, &with.ticket).await {
        Ok(handle) => Handle(handle),
        Err(error) => {
            tracing::info!(%error, %session, "a screen was not opened");
            return StatusCode::FORBIDDEN.into_response();
        }
    };
    let Ok(Screen::RfbUnix(path)) = shared.office.desktops().connect(&handle).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let upgrade = upgrade.protocols(["binary"]).max_message_size(LARGEST).max_frame_size(LARGEST);
    upgrade.on_upgrade(move |socket| show(shared, session, (socket, path)))
}

async fn show(shared: Shared, session: SessionId, (socket, path): (WebSocket, PathBuf)) {
    let mine = shared.screens.take_over(session);
    let (mut browser, incoming) = socket.split();
    let code = match UnixStream::connect(&path).await {
        Ok(desktop) => carry(&mut browser, incoming, desktop, (&mine, &shared.stop)).await,
        Err(_) => Some(GONE),
    };
    if let Some(code) = code {
        let frame = CloseFrame { code, reason: "".into() };
        // The browser may be gone already.
        let _ = browser.send(Message::Close(Some(frame))).await;
    }
    if shared.screens.leave(session, &mine) {
        note_disconnected(&shared.office, session).await;
    }
}

async fn note_disconnected(office: &Office, session: SessionId) {
    if let Err(error) = tickets::disconnected(office, session).await {
        tracing::warn!(%error, %session, "a closed screen could not be noted");
    }
}

/// Carries bytes both ways until one side ends. Answers the code to close the browser's side with, if it is open.
async fn carry(
    browser: &mut SplitSink<WebSocket, Message>,
    mut incoming: impl StreamExt<Item = Result<Message, axum::Error>> + Unpin,
    desktop: UnixStream,
    (mine, stop): (&CancellationToken, &CancellationToken),
) -> Option<u16> {
    let (mut from, mut to) = desktop.into_split();
    let mut piece = vec![0u8; PIECE];
    let mut ping = tokio::time::interval(Duration::from_secs(20));
    loop {
        tokio::select! {
            () = mine.cancelled() => return Some(MOVED),
            // 1001: going away; the viewer connects again.
            () = stop.cancelled() => return Some(1001),
            _ = ping.tick() => browser.send(Message::Ping(Bytes::new())).await.ok()?,
            read = read(&mut from, &mut piece) => match read {
                Some(bytes) => browser.send(Message::Binary(bytes)).await.ok()?,
                None => return Some(GONE),
            },
            message = incoming.next() => match message? {
                Ok(Message::Binary(bytes)) => to.write_all(&bytes).await.ok()?,
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            },
        }
    }
}

async fn read(from: &mut OwnedReadHalf, piece: &mut [u8]) -> Option<Bytes> {
    match from.read(piece).await {
        Ok(0) | Err(_) => None,
        Ok(count) => Some(Bytes::copy_from_slice(&piece[..count])),
    }
}
