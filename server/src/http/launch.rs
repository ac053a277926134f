//! Opens a cloud PC whose screen is elsewhere: a button's form gets a ticket, the ticket leads to the address.
//!
//! The last step is a page that leads on by itself, not a redirect: what a form may lead to is kept to our own pages.

use super::{desktop, router::Shared, security};
use crate::api::docs::html::escaped;
use app::{caller::Visit, texts::Texts};
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use office::{
    backend::{
        caller::Caller,
        cloud_pcs::{sessions, tickets},
        error::Error,
    },
    model::{booking::CheckInSource, id::SessionId},
};

/// Gets a ticket for the caller's own session and leads to where it is used.
pub async fn open(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(session): Path<SessionId>,
    headers: HeaderMap,
) -> Response {
    let Some(caller) = desktop::who(&shared, (visit.caller, visit.terminal), session).await else {
        return Redirect::to(&format!("/sign-in?next=/desktop/{session}")).into_response();
    };
    if !security::is_ours(&shared, &headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match tickets::issue(&shared.office, &caller, session).await {
        Ok(ticket) => Redirect::to(&format!("/desktop/{session}/launch?ticket={ticket}")).into_response(),
        Err(error) => not_launched(session, &error),
    }
}

/// Uses the ticket up, which checks its person in, and leads on to the cloud PC.
pub async fn launch(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(session): Path<SessionId>,
    Query(with): Query<desktop::WithTicket>,
) -> Response {
    let texts = Texts(visit.viewer.lang);
    let Some(caller) = desktop::who(&shared, (visit.caller, visit.terminal), session).await else {
        return Redirect::to(&format!("/sign-in?next=/desktop/{session}")).into_response();
    };
    let caller = Caller { door: CheckInSource::Desktop, ..caller };
    let launched = async {
        let address = tickets::launch(&shared.office, &caller, session, &with.ticket).await?;
        let name = sessions::one(&shared.office, &caller, session).await?.elsewhere;
        Ok::<_, Error>((address, name.map(|name| texts.name(&name)).unwrap_or_default()))
    };
    match launched.await {
        Ok((address, name)) => {
            let page = page(texts, (&address, &name));
            // The page that it leads to must not reach back to ours.
            let apart = (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
            ([(header::CACHE_CONTROL, "no-store"), apart], Html(page)).into_response()
        }
        Err(error) => not_launched(session, &error),
    }
}

/// Back to the cloud PC's own page, which says how it stands.
fn not_launched(session: SessionId, error: &Error) -> Response {
    match error {
        Error::Refused(refusal) => tracing::info!(%refusal, %session, "a cloud PC was not opened"),
        Error::Fault(fault) => tracing::error!(%fault, %session, "a cloud PC could not be opened"),
    }
    Redirect::to(&format!("/desktop/{session}")).into_response()
}

fn page(texts: Texts, (address, name): (&str, &str)) -> String {
    let title = escaped(&texts.f("pc-launching", &[("name", name.to_owned().into())]));
    let (lang, link, address) = (texts.0.tag(), escaped(&texts.s("pc-launch-link")), escaped(address));
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"referrer\" content=\"no-referrer\"><meta http-equiv=\"refresh\" content=\"0;url={address}\">\
         <title>{title}</title><style>:root{{color-scheme:light dark;font-family:system-ui,sans-serif}}\
         body{{display:grid;place-content:center;min-height:100dvh;margin:0;text-align:center;gap:1rem}}</style></head>\
         <body><main><h1>{title}</h1><p><a href=\"{address}\" rel=\"noreferrer\">{link}</a></p></main></body></html>"
    )
}
