//! Who a request is from: recognised once, by cookie or by bearer token.

use super::{assets, observe::RequestId, router::Shared};
use app::{caller::Visit, part::Part, shell, viewer::Viewer};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::cookie::CookieJar;
use leptos::prelude::provide_context;
use office::{
    backend::{
        caller::Caller,
        people::{sign_in, tokens},
        terminals,
    },
    model::{id::TerminalId, person::Person, place::Lang},
};

/// The name of the sign-in's cookie. Browsers keep a `__Host-` cookie only from a secure address.
pub fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-jari" } else { "jari" }
}

/// Puts the request's [`Visit`] beside it.
pub async fn recognise(State(shared): State<Shared>, jar: CookieJar, mut request: Request, next: Next) -> Response {
    let found = identify(&shared, &jar, request.headers()).await;
    let (caller, person) = match found {
        Ok(found) => found.unzip(),
        Err(response) => return response,
    };
    let terminal = match terminal(&shared, &jar, request.uri().path()).await {
        Ok(terminal) => terminal,
        Err(response) => return response,
    };
    let visit = Visit {
        office: shared.office.clone(),
        viewer: viewer(&shared, &jar, request.headers(), person),
        caller,
        base_url: shared.config.base_url.clone(),
        terminal,
        request_id: request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
        asset_version: assets::version,
    };
    let spoken = Spoken(asked(request.headers()).unwrap_or(visit.viewer.lang));
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    response.extensions_mut().insert(spoken);
    response
}

/// Who a request would be from if it came again now, and from which terminal.
pub async fn again(shared: &Shared, headers: &HeaderMap) -> Result<(Option<Caller>, Option<TerminalId>), Response> {
    let jar = CookieJar::from_headers(headers);
    let caller = identify(shared, &jar, headers).await?.map(|(caller, _)| caller);
    Ok((caller, terminal(shared, &jar, "/desktop/").await?))
}

async fn identify(shared: &Shared, jar: &CookieJar, headers: &HeaderMap) -> Result<Option<(Caller, Person)>, Response> {
    let now = shared.office.now();
    let found = if let Some(token) = bearer(headers) {
        tokens::caller(&shared.office, token, now).await
    } else if let Some(cookie) = jar.get(cookie_name(shared.config.is_secure())) {
        sign_in::caller(&shared.office, cookie.value(), now).await
    } else {
        return Ok(None);
    };
    found.map_err(|error| {
        tracing::error!(%error, "the caller could not be recognised");
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    })
}

/// The name of a seat terminal's cookie.
pub fn terminal_cookie(secure: bool) -> &'static str {
    if secure { "__Host-jari-terminal" } else { "jari-terminal" }
}

/// The seat terminal that asks; looked for only where terminals have something to ask.
async fn terminal(shared: &Shared, jar: &CookieJar, path: &str) -> Result<Option<TerminalId>, Response> {
    const THEIRS: [&str; 3] = ["/terminal", "/fn/terminal", "/desktop/"];
    let key = jar.get(terminal_cookie(shared.config.is_secure()));
    let Some(key) = key.filter(|_| THEIRS.iter().any(|prefix| path.starts_with(prefix))) else { return Ok(None) };
    let found = terminals::find::of_key(&shared.office, key.value(), shared.office.now()).await;
    found.map_err(|error| {
        tracing::error!(%error, "the terminal could not be recognised");
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    })
}

/// The token of a request that brings one.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn viewer(shared: &Shared, jar: &CookieJar, headers: &HeaderMap, person: Option<Person>) -> Viewer {
    let chosen = jar.get("jari-lang").map(|cookie| cookie.value().to_owned());
    let lang = match chosen.as_deref() {
        Some("ko") => Lang::Ko,
        Some("en") => Lang::En,
        _ => person.as_ref().map(|person| person.lang).unwrap_or_else(|| accepted(headers)),
    };
    let theme = jar.get("jari-theme").map(|cookie| cookie.value()).filter(|theme| matches!(*theme, "light" | "dark"));
    Viewer {
        person,
        lang,
        theme: theme.unwrap_or_default().to_owned(),
        demo: shared.demo.0,
        mails: shared.config.post.is_some(),
    }
}

/// The language of an answer that is no page: what the request asks for, else what its person reads.
#[derive(Clone, Copy)]
pub struct Spoken(pub Lang);

/// The language a request asks for, Korean or English, whichever it names first; `None` if neither.
pub fn asked(headers: &HeaderMap) -> Option<Lang> {
    let asked = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?.to_ascii_lowercase();
    asked.split(',').find_map(|part| match part.trim() {
        part if part.starts_with("ko") => Some(Lang::Ko),
        part if part.starts_with("en") => Some(Lang::En),
        _ => None,
    })
}

/// The language for somebody who is not known: the one asked for, else Korean.
pub fn accepted(headers: &HeaderMap) -> Lang {
    asked(headers).unwrap_or_default()
}

/// Leads people who are not signed in to the sign-in page, and back afterwards.
pub async fn guard_pages(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let open = ["/sign-in", "/set-up", "/preferences", "/sign-out", "/fn/", "/terminal"];
    let path = request.uri().path();
    let signed_in = request.extensions().get::<Visit>().is_some_and(|visit| visit.caller.is_some());
    if signed_in || open.iter().any(|prefix| path.starts_with(prefix)) || request.method() != Method::GET {
        return next.run(request).await;
    }
    if office::backend::people::directory::is_empty(&shared.office).await.unwrap_or(false) {
        return Redirect::to("/set-up").into_response();
    }
    let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
    let encoded: String = form_encoded(wanted);
    Redirect::to(&format!("/sign-in?next={encoded}")).into_response()
}

fn form_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// The page that says nothing lives here.
pub async fn render_not_found(shared: Shared, mut request: Request) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let person = identify(&shared, &jar, request.headers()).await.ok().flatten().map(|(_, person)| person);
    let visit = Visit {
        office: shared.office.clone(),
        caller: None,
        viewer: viewer(&shared, &jar, request.headers(), person),
        request_id: String::new(),
        asset_version: assets::version,
        base_url: shared.config.base_url.clone(),
        terminal: None,
    };
    request.extensions_mut().insert(visit.clone());
    let (options, part) = (shared.options.clone(), Part::of(request.uri().path()));
    let page = leptos_axum::render_app_async_with_context(
        move || provide_context(visit.clone()),
        move || shell(options.clone(), part),
    );
    let mut response = page(request).await.into_response();
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
