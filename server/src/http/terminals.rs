//! What a seat terminal sends: its enrolment, signing in at it, leaving it, and asking for a screen.

use super::{
    forms::{code, query},
    refused,
    router::Shared,
    visit::terminal_cookie,
};
use app::caller::Visit;
use axum::{
    Extension, Form, Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use office::{
    backend::{
        cloud_pcs::tickets,
        error::Error,
        people::sign_in::Typed,
        terminals::{enrol as enrolling, sit},
    },
    model::refusal::Refusal,
};
use serde::Deserialize;
use serde_json::json;

/// The code that an admin gave.
#[derive(Deserialize)]
pub struct Enrol {
    code: String,
}

/// Makes this browser a desk's terminal.
pub async fn enrol(State(shared): State<Shared>, jar: CookieJar, Form(form): Form<Enrol>) -> Response {
    match enrolling::enrol(&shared.office, &form.code, shared.office.now()).await {
        Ok(key) => (jar.add(cookie(&shared, key)), Redirect::to("/terminal")).into_response(),
        Err(error) => Redirect::to(&format!("/terminal?{}", query(&[("error", &code(&error))]))).into_response(),
    }
}

/// E-mail and password, typed at the terminal.
#[derive(Deserialize)]
pub struct SignIn {
    email: String,
    password: String,
}

/// Sits down here without a phone.
pub async fn sign_in(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    Form(form): Form<SignIn>,
) -> Response {
    let Some(terminal) = visit.terminal else { return Redirect::to("/terminal").into_response() };
    let now = shared.office.now();
    let typed = Typed { email: form.email.clone(), password: form.password };
    match sit::sit_with_password(&shared.office, terminal, typed, now).await {
        Ok(_) => Redirect::to("/terminal").into_response(),
        Err(error) => {
            let said = [("error", why(&error)), ("email", form.email)];
            let said: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
            Redirect::to(&format!("/terminal?{}", query(&said))).into_response()
        }
    }
}

/// The word for what was against it. A screen that others see names nobody's bookings.
fn why(error: &Error) -> String {
    match error {
        Error::Refused(Refusal::Rules { reasons, .. }) => {
            let taken = reasons.iter().any(|reason| reason.is_about_the_desk());
            if taken { "taken".into() } else { "refused".into() }
        }
        other => code(other),
    }
}

/// Locks this terminal. The cloud PC runs on.
pub async fn leave(State(shared): State<Shared>, Extension(visit): Extension<Visit>) -> Response {
    if let Some(terminal) = visit.terminal
        && let Err(error) = sit::leave(&shared.office, terminal, shared.office.now()).await
    {
        tracing::error!(%error, "a terminal could not be locked");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    Redirect::to("/terminal").into_response()
}

/// A ticket for the screen of whoever is signed in here; accepted without one while their cloud PC gets ready.
pub async fn ticket(State(shared): State<Shared>, Extension(visit): Extension<Visit>) -> Response {
    let Some(terminal) = visit.terminal else { return StatusCode::UNAUTHORIZED.into_response() };
    let issued = async {
        let signed_in = sit::signed_in(&shared.office, terminal, shared.office.now()).await?;
        let (caller, session) = signed_in.ok_or(Refusal::NotFound)?;
        let ticket = tickets::issue(&shared.office, &caller, session).await?;
        Ok::<_, Error>(format!("/desktop/{session}/socket?ticket={ticket}"))
    };
    match issued.await {
        Ok(url) => (StatusCode::CREATED, Json(json!({ "url": url }))).into_response(),
        // It is on its way: nothing went wrong, and the screen asks again.
        Err(Error::Refused(Refusal::Stale)) => StatusCode::ACCEPTED.into_response(),
        Err(error) => refused::answer(&error, "a terminal got no ticket"),
    }
}

/// The terminal's key, kept as long as the browser keeps anything: an admin ends it, not the calendar.
fn cookie(shared: &Shared, key: String) -> Cookie<'static> {
    Cookie::build((terminal_cookie(shared.config.is_secure()), key))
        .path("/")
        .http_only(true)
        .secure(shared.config.is_secure())
        .same_site(SameSite::Strict)
        .permanent()
        .build()
}
