//! Signing in and out.

use crate::{
    common::TestOffice,
    serving::{Answer, Client, Server, Setting, demo_office, empty_office, office},
};
use office::backend::{
    demo::seed,
    people::set_up::{self, FirstAdmin},
};
use reqwest::Method;

const PASSWORD: &str = "a long password";

/// A server of an office with one person, who has a password.
async fn with_a_person(base_url: Option<&str>) -> (Server, tempfile::TempDir) {
    let (office, folder) = empty_office().await;
    let code = set_up::new_code(&office).await.unwrap().unwrap();
    let yujin =
        FirstAdmin { code, email: "yujin@example.test".into(), name: "한유진".into(), password: PASSWORD.into() };
    set_up::first_admin(&office, yujin, office.now()).await.unwrap();
    let setting = Setting { base_url: base_url.map(str::to_owned), ..Setting::USUAL };
    (Server::start(office, setting).await, folder)
}

async fn sign_in(client: &Client, password: &str) -> Answer {
    let fields = [("email", "Yujin@Example.test"), ("password", password), ("next", "/bookings")];
    client.form("/sign-in", &fields).await.expect(303)
}

#[tokio::test]
async fn a_person_signs_in_goes_where_they_wanted_and_signs_out() {
    let (server, _folder) = with_a_person(None).await;
    let browser = server.stranger();
    let done = sign_in(&browser, PASSWORD).await;
    assert_eq!(done.header("location"), "/bookings");
    let cookie = done.cookie("__Host-jari").split(';').next().unwrap().to_owned();
    let me = |cookie: &str| browser.ask(Method::GET, "/api/v1/me").header("cookie", cookie);
    assert_eq!(browser.send(me(&cookie)).await.expect(200).text_at("/email"), "yujin@example.test");

    let out = browser.send(browser.ask(Method::POST, "/sign-out").header("cookie", &cookie)).await.expect(303);
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    browser.send(me(&cookie)).await.problem(401, "signed_out");
}

#[tokio::test]
async fn cookies_are_bound_to_this_host_and_kept_from_scripts() {
    let (server, _folder) = with_a_person(Some("https://jari.example")).await;
    let done = sign_in(&server.stranger(), PASSWORD).await;
    for name in ["__Host-jari", "__Host-jari-browser"] {
        let cookie = done.cookie(name);
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{part} is missing: {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

/// The word for why somebody was not let in.
fn error(answer: &Answer) -> String {
    let query = answer.header("location").split('?').nth(1).unwrap_or_default().to_owned();
    query.split('&').find_map(|pair| pair.strip_prefix("error=").map(str::to_owned)).unwrap_or_default()
}

#[tokio::test]
async fn guessing_a_password_is_slowed_down_for_right_and_wrong_ones_alike() {
    let (server, _folder) = with_a_person(None).await;
    let browser = server.stranger();
    let mut wrong = 0;
    while error(&sign_in(&browser, "guess").await) == "wrong_password" {
        wrong += 1;
        assert!(wrong < 20, "guessing is never slowed down");
    }
    assert!(wrong >= 3, "a typing error or two must be allowed");
    assert_eq!(error(&sign_in(&browser, PASSWORD).await), "too_often");
    assert_eq!(sign_in(&browser, PASSWORD).await.header("set-cookie"), "");
}

#[tokio::test]
async fn whoever_has_signed_in_in_a_browser_does_so_again_while_strangers_guess_at_their_address() {
    let (server, _folder) = with_a_person(None).await;
    let stranger = server.stranger();
    let known = sign_in(&stranger, PASSWORD).await.cookie("__Host-jari-browser").split(';').next().unwrap().to_owned();
    while error(&sign_in(&stranger, "guess").await) == "wrong_password" {}
    assert_eq!(error(&sign_in(&stranger, PASSWORD).await), "too_often");
    let fields = [("email", "yujin@example.test"), ("password", PASSWORD), ("next", "/bookings")];
    let again = stranger.ask(Method::POST, "/sign-in").header("cookie", known).form(&fields);
    let again = stranger.send(again).await.expect(303);
    assert_eq!(again.header("location"), "/bookings");
    assert!(!again.cookie("__Host-jari").is_empty());
}

#[tokio::test]
async fn a_browser_is_known_as_well_that_an_office_was_set_up_in_or_a_password_changed_in() {
    let (office, _folder) = empty_office().await;
    let code = set_up::new_code(&office).await.unwrap().unwrap();
    let server = Server::start(office, Setting::USUAL).await;
    let stranger = server.stranger();
    let fields = [("code", code.as_str()), ("name", "한유진"), ("email", "yujin@example.test"), ("password", PASSWORD)];
    let done = stranger.form("/set-up", &fields).await.expect(303);
    let part = |answer: &Answer, name: &str| answer.cookie(name).split(';').next().unwrap().to_owned();
    let (first, inside) = (part(&done, "__Host-jari-browser"), part(&done, "__Host-jari"));
    while error(&sign_in(&stranger, "guess").await) == "wrong_password" {}
    let comes_in = async |known: &str, password: &str| {
        let fields = [("email", "yujin@example.test"), ("password", password), ("next", "/")];
        let tried = stranger.ask(Method::POST, "/sign-in").header("cookie", known).form(&fields);
        error(&stranger.send(tried).await.expect(303)).is_empty()
    };
    assert!(comes_in(&first, PASSWORD).await);

    let change = stranger.ask(Method::POST, "/settings/password").header("cookie", format!("{inside}; {first}"));
    let changed = stranger.send(change.form(&[("current", PASSWORD), ("new", "a longer one")])).await.expect(303);
    assert!(!comes_in(&first, "a longer one").await, "another password forgets every browser");
    assert!(comes_in(&part(&changed, "__Host-jari-browser"), "a longer one").await);
}

/// What strangers are offered by a server that is started with `--demo` or without, and what is answered to one who
/// clicks to be somebody.
async fn clicked(office: &TestOffice, demo: bool, email: &str) -> (Answer, Answer) {
    let server = Server::start(office.office.clone(), Setting { demo, ..Setting::USUAL }).await;
    let stranger = server.stranger();
    let offered = stranger.get("/sign-in").await.expect(200);
    (offered, stranger.form("/sign-in/demo", &[("email", email)]).await.expect(303))
}

fn stays_outside((offered, answer): (Answer, Answer)) {
    assert!(!offered.text.contains("/sign-in/demo"), "{}", offered.text);
    assert_eq!((answer.header("location"), answer.header("set-cookie")), ("/sign-in", ""));
}

#[tokio::test]
async fn one_click_signs_in_only_in_the_demo_office_and_only_its_examples() {
    let demo = demo_office().await;
    stays_outside(clicked(&demo, false, "harin@jari.example").await);
    let (offered, inside) = clicked(&demo, true, "harin@jari.example").await;
    assert!(offered.text.contains("harin@jari.example"), "{}", offered.text);
    assert!(inside.header("set-cookie").starts_with("__Host-jari="), "{}", inside.header("set-cookie"));
    // Nobody, and whoever was let into the demo office since, can't be clicked.
    for email in ["nobody@jari.example", "yujin@example.test"] {
        let (offered, outside) = clicked(&demo, true, email).await;
        assert!(!offered.text.contains(email), "{}", offered.text);
        assert_eq!(outside.header("set-cookie"), "", "{email}");
    }
}

#[tokio::test]
async fn an_office_that_was_not_filled_as_the_demo_opens_to_no_click_whatever_its_server_was_started_with() {
    let office = office().await;
    office.sql("UPDATE people SET email = 'harin@jari.example' WHERE email = 'harin@example.test'").await;
    for demo in [false, true] {
        stays_outside(clicked(&office, demo, "harin@jari.example").await);
    }
}

#[tokio::test]
async fn an_empty_office_that_is_filled_as_the_demo_opens_by_one_click() {
    let (office, _folder) = empty_office().await;
    seed::fill(&office).await.unwrap();
    let server = Server::start(office, Setting { demo: true, ..Setting::USUAL }).await;
    let stranger = server.stranger();
    for email in ["jimin.kim@jari.example", "suhyun.park@jari.example", "junghoon.lee@jari.example"] {
        let inside = stranger.form("/sign-in/demo", &[("email", email)]).await.expect(303);
        assert!(inside.header("set-cookie").starts_with("__Host-jari="), "{email}");
    }
}

#[tokio::test]
async fn preferences_that_could_not_be_kept_are_not_called_saved() {
    let office = office().await;
    let server = Server::of(&office).await;
    let browser = server.browser_of(office.jimin).await;
    let wish = [("visibility", "nobody")];
    let saved = browser.form("/preferences", &wish).await.expect(303);
    assert_eq!(saved.header("location"), "/settings?saved=1");
    office.sql("CREATE TRIGGER stay BEFORE UPDATE ON people BEGIN SELECT RAISE(ABORT, 'it stays'); END").await;
    let unknown = browser.form("/preferences", &[("visibility", "some")]).await.expect(303);
    assert_eq!(unknown.header("location"), "/settings?error=fault");
    let failed = browser.form("/preferences", &wish).await.expect(303);
    let page = browser.get(failed.header("location")).await.expect(200);
    assert!(page.text.contains("저장하지 못했어요") && !page.text.contains("저장했어요"), "{}", page.text);
}

#[tokio::test]
async fn a_password_is_changed_on_the_settings_page_which_says_why_not() {
    let (server, _folder) = with_a_person(None).await;
    let stranger = server.stranger();
    let fields = [("email", "yujin@example.test"), ("password", PASSWORD), ("next", "/")];
    let cookie = stranger.form("/sign-in", &fields).await.expect(303).cookie("__Host-jari").to_owned();
    let change = async |cookie: &str, current: &str, new: &str| {
        let request = stranger.ask(Method::POST, "/settings/password").header("cookie", cookie);
        let answer = stranger.send(request.form(&[("current", current), ("new", new)])).await.expect(303);
        (answer.header("location").to_owned(), answer.cookie("__Host-jari").to_owned())
    };
    let page = async |cookie: &str, path: &str| {
        stranger.send(stranger.ask(Method::GET, path).header("cookie", cookie)).await.expect(200).text
    };
    let (place, _) = change(&cookie, "not it", "a longer one").await;
    assert!(page(&cookie, &place).await.contains("지금 비밀번호가 맞지 않아요"), "{place}");
    let (place, _) = change(&cookie, PASSWORD, "short").await;
    assert!(page(&cookie, &place).await.contains("10자 이상"), "{place}");
    let (place, next) = change(&cookie, PASSWORD, "a longer one").await;
    assert!(page(&next, &place).await.contains("비밀번호를 바꿨어요"), "{place}");
    let old = stranger.send(stranger.ask(Method::GET, "/settings").header("cookie", &cookie)).await;
    assert_eq!(old.expect(303).header("location"), "/sign-in?next=/settings");
    let (place, _) = change("", PASSWORD, "a longer one").await;
    assert!(place.starts_with("/sign-in"), "{place}");
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let (server, _folder) = with_a_person(None).await;
    for next in ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"] {
        let fields = [("email", "yujin@example.test"), ("password", PASSWORD), ("next", next)];
        assert_eq!(server.stranger().form("/sign-in", &fields).await.expect(303).header("location"), "/");
    }
}

#[tokio::test]
async fn whoever_types_the_address_of_a_form_is_led_to_a_page() {
    let office = office().await;
    let server = Server::of(&office).await;
    let jimin = server.browser_of(office.jimin).await;
    for (address, page) in [
        ("/sign-out", "/"),
        ("/preferences", "/"),
        ("/settings/password", "/settings"),
        ("/sign-in/demo", "/sign-in"),
        ("/terminal/leave", "/terminal"),
    ] {
        assert_eq!(jimin.get(address).await.expect(303).header("location"), page, "{address}");
    }
    // Nothing was done: they are signed in as before.
    jimin.get("/bookings").await.expect(200);
}
