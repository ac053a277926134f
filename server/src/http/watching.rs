//! Looking at somebody's screen with their consent: what its person is told and answers, and the screen for whoever looks.

use super::{
    count::OpenStream,
    desktop::{self, WithTicket},
    rfb_bridge::{self, Closing, Control, Reach},
    router::Shared,
    security,
};
use app::caller::Visit;
use axum::{
    Extension, Form, Json,
    extract::{
        Path, Query, State,
        ws::{WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{Stream, stream};
use office::{
    backend::{
        caller::Caller,
        cloud_pcs::{
            provider::Screen,
            shadow::{self, Look, Standing},
            tickets,
        },
        error::{Error, Result},
        office::Office,
    },
    model::{
        id::{PersonId, SessionId, ShadowId},
        live::OwnFact,
        refusal::Refusal,
        shadow::Say,
    },
};
use serde::Deserialize;
use serde_json::json;
use std::{convert::Infallible, future::ready, time::Duration};
use tokio::sync::{
    broadcast::{Receiver, error::RecvError},
    watch,
};

/// How often it is looked whether a screen may still be looked at, beside whenever something is said about it.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Tells the person of a session who asks for its screen or looks at it, as server-sent events: how it stands now, and
/// after every change.
pub async fn told(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(session): Path<SessionId>,
) -> Response {
    let Some(caller) = desktop::who(&shared, visit, session).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    // Listening begins before it is read how it stands, so nothing falls between the two.
    let heard = shared.office.live().listen_own();
    if let Err(error) = shadow::of_session(&shared.office, &caller, session).await {
        return refused(&error, session);
    }
    let told = Told { office: shared.office, caller, session, heard, first: true, _counted: OpenStream::count() };
    let until_stop = futures::StreamExt::take_until(told.events(), shared.stop.cancelled_owned());
    Sse::new(until_stop).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)).text("alive")).into_response()
}

/// What one open page is told.
struct Told {
    office: Office,
    caller: Caller,
    session: SessionId,
    heard: Receiver<(PersonId, OwnFact)>,
    first: bool,
    _counted: OpenStream,
}

impl Told {
    fn events(self) -> impl Stream<Item = std::result::Result<Event, Infallible>> {
        stream::unfold(self, |mut told| async move {
            loop {
                if !std::mem::take(&mut told.first) && !changed(&mut told.heard, told.session).await {
                    return None;
                }
                match told.now().await {
                    Ok(event) => return Some((Ok(event), told)),
                    // It is told at the next change, or when the page comes back.
                    Err(error) => tracing::warn!(%error, "a person could not be told who looks"),
                }
            }
        })
    }

    async fn now(&self) -> Result<Event> {
        let caller = Caller { now: self.office.now(), ..self.caller.clone() };
        let found = shadow::of_session(&self.office, &caller, self.session).await?;
        let told = found.filter(|found| found.state.is_live()).map(|found| {
            json!({
                "id": found.id,
                "viewer": found.viewer_name,
                "state": found.state,
                "seconds": (found.until - caller.now).num_seconds().max(0),
            })
        });
        Ok(Event::default().event("look").data(told.unwrap_or_default().to_string()))
    }
}

/// Waits until something was said about a session, or may have been missed; `false` when nothing will be said any more.
async fn changed(heard: &mut Receiver<(PersonId, OwnFact)>, session: SessionId) -> bool {
    loop {
        match heard.recv().await {
            Ok((_, fact)) if fact.session == Some(session) => return true,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return true,
            Err(RecvError::Closed) => return false,
        }
    }
}

/// An answer to whoever wants to look.
#[derive(Deserialize)]
pub struct Answer {
    look: ShadowId,
    say: Say,
}

/// The person of a session allows looking at its screen, declines or ends it.
pub async fn answer(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(session): Path<SessionId>,
    Form(answer): Form<Answer>,
) -> Response {
    let Some(caller) = desktop::who(&shared, visit, session).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    match shadow::say(&shared.office, &caller, (answer.look, answer.say)).await {
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refused(&error, session),
    }
}

/// A ticket for a screen that its person lets the visitor look at; accepted without one while nobody has it open.
pub async fn ticket(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(session): Path<SessionId>,
) -> Response {
    let Some(caller) = visit.caller else { return StatusCode::UNAUTHORIZED.into_response() };
    match shadow::ticket(&shared.office, &caller, session).await {
        Ok(ticket) => {
            let url = format!("/desktop/{session}/watch/socket?ticket={ticket}");
            (StatusCode::CREATED, Json(json!({ "url": url, "expires_in": tickets::GOOD_FOR_SECONDS }))).into_response()
        }
        // Nothing went wrong, and the page asks again.
        Err(Error::Refused(Refusal::Stale)) => StatusCode::ACCEPTED.into_response(),
        Err(error) => refused(&error, session),
    }
}

/// Opens a screen to look at, with a ticket that works once.
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
    let opened = async {
        let look = shadow::open(&shared.office, &caller, (session, &with.ticket)).await?;
        let screen = tickets::screen(&shared.office, session, &look.handle).await?;
        Ok::<_, Error>((look, screen))
    };
    match opened.await {
        Ok((look, screen)) => rfb_bridge::accept(upgrade)
            .on_upgrade(move |socket| shared.screens.clone().track(show(shared, (session, look), (socket, screen)))),
        Err(error) => refused(&error, session),
    }
}

async fn show(shared: Shared, (session, look): (SessionId, Look), (socket, screen): (WebSocket, Screen)) {
    let (close, closing) = watch::channel(None);
    let control = Control {
        reach: Reach::Eyes,
        touched: Default::default(),
        // The line of a seat is that of whoever sits there.
        line: Default::default(),
        closing,
        // Its person opened it elsewhere, or it has stopped: the page asks again.
        why_gone: Box::pin(ready(Closing::NobodyThere)),
    };
    tokio::select! {
        ended = rfb_bridge::bridge(socket, &screen, control) => {
            tracing::info!(%session, ?ended, "a screen is not looked at any more");
        }
        // It only gives the reason; the bridge ends by itself.
        () = guard(&shared, (session, look.shadow), &close) => {}
    }
}

/// Gives the reason to close as soon as the screen may not be looked at any more.
async fn guard(shared: &Shared, (session, shadow): (SessionId, ShadowId), close: &watch::Sender<Option<Closing>>) {
    let mut heard = shared.office.live().listen_own();
    loop {
        let wait = match shadow::standing(&shared.office, shadow).await {
            Ok(Standing::Allowed(until)) => (until - shared.office.now()).to_std().unwrap_or_default().min(LOOK_EVERY),
            Ok(Standing::NobodyThere) => return leave(close, Closing::NobodyThere).await,
            Ok(Standing::Over) => return leave(close, Closing::NotAllowed).await,
            // What can't be known is not allowed.
            Err(error) => {
                tracing::warn!(%error, %session, "it could not be read whether a screen may be looked at");
                return leave(close, Closing::NobodyThere).await;
            }
        };
        tokio::select! {
            () = shared.stop.cancelled() => return leave(close, Closing::ServerStops).await,
            () = tokio::time::sleep(wait) => {}
            _ = changed(&mut heard, session) => {}
        }
    }
}

/// Gives the reason and waits for the bridge to end with it.
async fn leave(close: &watch::Sender<Option<Closing>>, why: Closing) {
    close.send_replace(Some(why));
    std::future::pending().await
}

fn refused(error: &Error, session: SessionId) -> Response {
    match error {
        Error::Refused(refusal) => {
            StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::FORBIDDEN).into_response()
        }
        Error::Fault(fault) => {
            tracing::error!(%fault, %session, "a screen could not be looked at");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
