//! Looking at somebody's screen with their consent: what its person is told and answers, and the screen for whoever looks.

use super::{
    came::Came,
    desktop::{self, WithTicket},
    refused,
    rfb_bridge::{self, Closing, Control, Reach},
    router::Shared,
    security, stream,
};
use app::caller::Visit;
use axum::{
    Extension, Form, Json,
    extract::{
        Path, Query, State,
        ws::{WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response, sse::Event},
};
use futures::{Stream, stream::unfold};
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
use std::{future::ready, pin::pin, time::Duration};
use tokio::sync::{
    broadcast::{Receiver, error::RecvError},
    watch,
};

/// What is written down where it fails.
const NOT_LOOKED_AT: &str = "a screen could not be looked at";
/// How often it is looked whether a screen may still be looked at, beside whenever something is said about it.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Tells the person of a session who asks for its screen or looks at it, as server-sent events: how it stands now, and
/// after every change.
pub async fn told(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(session): Path<SessionId>,
    headers: HeaderMap,
) -> Response {
    let Some(caller) = desktop::who(&shared, (visit.caller, visit.terminal), session).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    // Listening begins before it is read how it stands, so nothing falls between the two.
    let heard = shared.office.live().listen_own();
    let first = match now(&shared.office, &caller, session).await {
        Ok(event) => Some(event),
        Err(error) => return refused::answer(&error, NOT_LOOKED_AT),
    };
    let came = Came::at(session, &caller, headers);
    let told = Told { office: shared.office.clone(), caller, session, heard, first };
    stream::answer(&shared, came, told.events())
}

/// What one open page is told.
struct Told {
    office: Office,
    caller: Caller,
    session: SessionId,
    heard: Receiver<(PersonId, OwnFact)>,
    first: Option<Event>,
}

impl Told {
    fn events(self) -> impl Stream<Item = Event> {
        unfold(self, |mut told| async move {
            if let Some(first) = told.first.take() {
                return Some((first, told));
            }
            while changed(&mut told.heard, told.session).await {
                match now(&told.office, &told.caller, told.session).await {
                    Ok(event) => return Some((event, told)),
                    // It is told at the next change, or when the page comes back.
                    Err(error) => tracing::warn!(%error, "a person could not be told who looks"),
                }
            }
            None
        })
    }
}

/// How looking at a session's screen stands now, for its person.
async fn now(office: &Office, caller: &Caller, session: SessionId) -> Result<Event> {
    let caller = Caller { now: office.now(), ..caller.clone() };
    let found = shadow::of_session(office, &caller, session).await?;
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
    let Some(caller) = desktop::who(&shared, (visit.caller, visit.terminal), session).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    match shadow::say(&shared.office, &caller, (answer.look, answer.say)).await {
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refused::answer(&error, NOT_LOOKED_AT),
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
        Err(error) => refused::answer(&error, NOT_LOOKED_AT),
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
        Ok((look, screen)) => {
            let came = Came::person(&caller, headers);
            rfb_bridge::accept(upgrade).on_upgrade(move |socket| {
                shared.screens.clone().track(show(shared, (came, session, look), (socket, screen)))
            })
        }
        Err(error) => refused::answer(&error, NOT_LOOKED_AT),
    }
}

async fn show(shared: Shared, (came, session, look): (Came, SessionId, Look), (socket, screen): (WebSocket, Screen)) {
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
    let mut bridge = pin!(rfb_bridge::bridge(socket, &screen, control));
    let ended = tokio::select! {
        ended = &mut bridge => ended,
        why = allowed(&shared, &came, (session, look.shadow)) => {
            close.send_replace(Some(why));
            bridge.await
        }
    };
    tracing::info!(%session, ?ended, "a screen is not looked at any more");
}

/// Waits until the screen may not be looked at any more, and answers why.
async fn allowed(shared: &Shared, came: &Came, (session, shadow): (SessionId, ShadowId)) -> Closing {
    let mut heard = shared.office.live().listen_own();
    loop {
        let wait = match shadow::standing(&shared.office, shadow).await {
            Ok(Standing::Allowed(until)) => (until - shared.office.now()).to_std().unwrap_or_default().min(LOOK_EVERY),
            Ok(Standing::NobodyThere) => return Closing::NobodyThere,
            Ok(Standing::Over) => return Closing::NotAllowed,
            // What can't be known is not allowed.
            Err(error) => {
                tracing::warn!(%error, %session, "it could not be read whether a screen may be looked at");
                return Closing::NobodyThere;
            }
        };
        tokio::select! {
            () = shared.stop.cancelled() => return Closing::ServerStops,
            () = tokio::time::sleep(wait) => {}
            _ = changed(&mut heard, session) => {}
        }
        if !came.is_welcome(shared).await {
            return Closing::SignedOut;
        }
    }
}
