//! Plain forms that set cookies: signing in and out, the first admin, language and theme.

use super::{router::Shared, visit::cookie_name};
use app::{bookings::done::is_path_of_ours, caller::Visit};
use axum::{
    Extension, Form,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use office::{
    backend::{
        caller::Caller,
        error::Error,
        people::{
            directory,
            known_browser::{self, KNOWN_SECONDS},
            own_password::{self, Wanted},
            set_up as setting_up,
            sign_in::{self as signing_in, Typed},
        },
    },
    model::{notice::Mail, person::Visibility, place::Lang, refusal::Refusal},
};
use serde::Deserialize;

/// E-mail and password.
#[derive(Deserialize)]
pub struct SignIn {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// Signs in and goes where the person wanted to go.
pub async fn sign_in(State(shared): State<Shared>, jar: CookieJar, Form(form): Form<SignIn>) -> Response {
    let now = shared.office.now();
    let browser = browser(&shared, &jar);
    let typed = Typed { email: form.email.clone(), password: form.password };
    match signing_in::sign_in(&shared.office, typed, browser, now).await {
        Ok(kept) => {
            let jar = jar.add(cookie(&shared, kept.sign_in)).add(known(&shared, kept.browser));
            (jar, Redirect::to(local(&form.next))).into_response()
        }
        Err(error) => {
            let (code, wait) = why(&error);
            let said = [("error", &*code), ("wait", &wait), ("email", &form.email), ("next", &form.next)];
            Redirect::to(&format!("/sign-in?{}", query(&said))).into_response()
        }
    }
}

/// Who to be in the demo office.
#[derive(Deserialize)]
pub struct SignInDemo {
    email: String,
    #[serde(default)]
    next: String,
}

/// Signs in by one click; only in the demo office, only as one of its examples.
pub async fn sign_in_demo(State(shared): State<Shared>, jar: CookieJar, Form(form): Form<SignInDemo>) -> Response {
    if !shared.demo.0 {
        return Redirect::to("/sign-in").into_response();
    }
    let examples = directory::examples(&shared.office).await.unwrap_or_default();
    let Some(person) = examples.into_iter().find(|person| person.email == form.email) else {
        return Redirect::to("/sign-in").into_response();
    };
    match signing_in::open(&shared.office, person.id, shared.office.now()).await {
        Ok(token) => (jar.add(cookie(&shared, token)), Redirect::to(local(&form.next))).into_response(),
        Err(error) => Redirect::to(&format!("/sign-in?{}", query(&[("error", &code(&error))]))).into_response(),
    }
}

/// Signs out here.
pub async fn sign_out(State(shared): State<Shared>, jar: CookieJar) -> Response {
    let name = cookie_name(shared.config.is_secure());
    if let Some(cookie) = jar.get(name)
        && let Err(error) = signing_in::sign_out(&shared.office, cookie.value()).await
    {
        tracing::error!(%error, "a sign-in could not be ended");
    }
    (jar.remove(Cookie::build(name).path("/").secure(shared.config.is_secure()).build()), Redirect::to("/sign-in"))
        .into_response()
}

/// The first admin.
#[derive(Deserialize)]
pub struct SetUp {
    code: String,
    name: String,
    email: String,
    password: String,
}

/// Makes the first admin with the code that the server printed.
pub async fn set_up(State(shared): State<Shared>, jar: CookieJar, Form(form): Form<SetUp>) -> Response {
    let who = setting_up::FirstAdmin {
        code: form.code,
        email: form.email.clone(),
        name: form.name.clone(),
        password: form.password,
    };
    match setting_up::first_admin(&shared.office, who, shared.office.now()).await {
        Ok(token) => (keep(&shared, jar, token).await, Redirect::to("/admin")).into_response(),
        Err(error) => {
            let query = query(&[("error", &code(&error)), ("email", &form.email), ("name", &form.name)]);
            Redirect::to(&format!("/set-up?{query}")).into_response()
        }
    }
}

/// One's own password, now and next.
#[derive(Deserialize)]
pub struct Password {
    current: String,
    new: String,
}

/// Changes one's own password; whoever does goes on here.
pub async fn password(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    jar: CookieJar,
    Form(form): Form<Password>,
) -> Response {
    let Some(caller) = visit.caller else { return Redirect::to("/sign-in?next=/settings").into_response() };
    let wanted = Wanted { current: form.current, new: form.new };
    match own_password::change(&shared.office, &caller, wanted).await {
        Ok(token) => {
            (keep(&shared, jar, token).await, Redirect::to("/settings?password=changed#password")).into_response()
        }
        Err(error) => {
            let (code, wait) = why(&error);
            Redirect::to(&format!("/settings?{}#password", query(&[("password", &code), ("wait", &wait)])))
                .into_response()
        }
    }
}

/// Language, theme, who sees one's name, and which notices come by mail. What is missing stays as it is.
#[derive(Deserialize)]
pub struct Preferences {
    lang: Option<String>,
    theme: Option<String>,
    visibility: Option<String>,
    mail: Option<String>,
}

/// Sets preferences and goes back to the page they were set from, which says whether they were kept.
pub async fn preferences(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    mut jar: CookieJar,
    Form(form): Form<Preferences>,
) -> Response {
    let lang = form.lang.as_deref().and_then(|tag| match tag {
        "ko" => Some(Lang::Ko),
        "en" => Some(Lang::En),
        _ => None,
    });
    if let Some(lang) = lang {
        jar = jar.add(lasting(&shared, "jari-lang", lang.tag().to_owned()));
    }
    if let Some(theme) = form.theme.as_deref().filter(|theme| matches!(*theme, "light" | "dark" | "system")) {
        jar = jar.add(lasting(&shared, "jari-theme", theme.to_owned()));
    }
    let kept = match &visit.caller {
        Some(caller) => keep_preferences(&shared, caller, (lang, &form)).await,
        None => Ok(()),
    };
    if let Err(error) = &kept {
        tracing::error!(%error, "preferences could not be kept");
    }
    let back = match (form.visibility.is_some(), kept) {
        // What is none of the choices was not kept.
        (true, Ok(())) if unknown(&form) => "/settings?error=fault".to_owned(),
        (true, Ok(())) => "/settings?saved=1".to_owned(),
        (true, Err(_)) => "/settings?error=fault".to_owned(),
        (false, _) => referer(&headers),
    };
    (jar, Redirect::to(&back)).into_response()
}

/// Whether something was sent that is no choice of the settings.
fn unknown(form: &Preferences) -> bool {
    let visibility = form.visibility.as_deref().is_some_and(|word| Visibility::from_word(word).is_none());
    visibility || form.mail.as_deref().is_some_and(|word| Mail::from_word(word).is_none())
}

/// Keeps what the directory knows of a person's preferences.
async fn keep_preferences(
    shared: &Shared,
    caller: &Caller,
    (lang, form): (Option<Lang>, &Preferences),
) -> Result<(), Error> {
    if let Some(lang) = lang {
        directory::set_lang(&shared.office, caller, lang).await?;
    }
    if let Some(visibility) = form.visibility.as_deref().and_then(Visibility::from_word) {
        directory::set_visibility(&shared.office, caller, visibility).await?;
    }
    if let Some(mail) = form.mail.as_deref().and_then(Mail::from_word) {
        directory::set_mail(&shared.office, caller, mail).await?;
    }
    Ok(())
}

/// The secret by which this browser is known, if it is.
fn browser(shared: &Shared, jar: &CookieJar) -> Option<String> {
    jar.get(browser_cookie(shared.config.is_secure())).map(|cookie| cookie.value().to_owned())
}

/// Keeps a sign-in that was opened with a password here, and knows the browser from now on.
async fn keep(shared: &Shared, jar: CookieJar, token: String) -> CookieJar {
    let remembered = async {
        let now = shared.office.now();
        let Some((caller, _)) = signing_in::caller(&shared.office, &token, now).await? else { return Ok(None) };
        known_browser::remember(&shared.office, caller.person, browser(shared, &jar), now).await.map(Some)
    };
    let jar = match remembered.await {
        Ok(secret) => secret.into_iter().fold(jar.clone(), |jar, secret| jar.add(known(shared, secret))),
        Err(error) => {
            tracing::error!(%error, "a browser could not be remembered");
            jar.clone()
        }
    };
    jar.add(cookie(shared, token))
}

fn cookie(shared: &Shared, token: String) -> Cookie<'static> {
    let mut cookie = lasting(shared, cookie_name(shared.config.is_secure()), token);
    cookie.set_max_age(time::Duration::seconds(signing_in::LASTS_SECONDS));
    cookie
}

/// The name of the cookie by which a browser is known in which somebody has signed in.
fn browser_cookie(secure: bool) -> &'static str {
    if secure { "__Host-jari-browser" } else { "jari-browser" }
}

fn known(shared: &Shared, secret: String) -> Cookie<'static> {
    let mut cookie = lasting(shared, browser_cookie(shared.config.is_secure()), secret);
    cookie.set_max_age(time::Duration::seconds(KNOWN_SECONDS));
    cookie
}

fn lasting(shared: &Shared, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(shared.config.is_secure())
        .same_site(SameSite::Lax)
        .permanent()
        .build()
}

/// The word under which the pages say why somebody was not let in, and how many seconds they have to wait.
fn why(error: &Error) -> (String, String) {
    let wait = match error {
        Error::Refused(Refusal::TooOften { seconds }) => seconds.to_string(),
        _ => String::new(),
    };
    (code(error), wait)
}

/// The word under which the pages say why; faults are logged here.
pub(super) fn code(error: &Error) -> String {
    match error {
        Error::Refused(Refusal::WrongPassword) => "wrong_password".into(),
        Error::Refused(Refusal::TooOften { .. }) => "too_often".into(),
        Error::Refused(Refusal::BadInput { problem, .. }) => problem.clone(),
        Error::Refused(_) => "not_found".into(),
        Error::Fault(fault) => {
            tracing::error!(%fault, "a form could not be answered");
            "fault".into()
        }
    }
}

pub(super) fn query(pairs: &[(&str, &str)]) -> String {
    let filled = pairs.iter().filter(|(_, value)| !value.is_empty());
    serde_urlencoded::to_string(filled.collect::<Vec<_>>()).unwrap_or_default()
}

/// A path of our own, never another site's address.
fn local(next: &str) -> &str {
    if is_path_of_ours(next) { next } else { "/" }
}

fn referer(headers: &HeaderMap) -> String {
    let text = headers.get("referer").and_then(|value| value.to_str().ok()).unwrap_or("/");
    let path = text.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or("/");
    local(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site_after_signing_in() {
        assert_eq!(local("/floors?date=2026-12-03"), "/floors?date=2026-12-03");
        assert_eq!(local("//evil.example"), "/");
        assert_eq!(local("https://evil.example"), "/");
        assert_eq!(local("/\\evil.example"), "/");
        assert_eq!(local("/\t/evil.example"), "/");
    }
}
