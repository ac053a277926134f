//! Every door is closed to strangers. The lists come from the product, so a new door is tried without being named.

use crate::serving::{Client, Server, Setting, all_day, demo_office, office};
use leptos::server_fn::axum::server_fn_paths;
use reqwest::{Method, RequestBuilder};
use serde_json::json;
use server::http::router;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// A path with an id for each of its parameters.
fn filled(template: &str) -> String {
    let parts = template.split('/').map(|part| match part.starts_with('{') || part.starts_with(':') {
        true => Uuid::nil().to_string(),
        false => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_operation_of_the_api_refuses_strangers_and_wrong_tokens() {
    let office = office().await;
    let server = Server::of(&office).await;
    let operations = server.description.operations();
    assert!(operations.len() >= 17, "{operations:?}");
    for client in [server.stranger(), server.bearing("jari_guessed"), server.bearing("")] {
        for (method, template) in &operations {
            let refused = client.send(client.ask(method.clone(), &filled(template))).await.problem(401, "signed_out");
            assert_eq!(refused.header("www-authenticate"), "Bearer", "{method} {template}");
        }
    }
}

#[tokio::test]
async fn every_page_leads_strangers_to_the_sign_in_and_back() {
    let office = office().await;
    let server = Server::of(&office).await;
    let stranger = server.stranger();
    let pages = router::pages();
    // A terminal is no person: its page asks for a code, and shows nothing of anybody.
    let open = ["/sign-in", "/set-up", "/terminal"];
    assert!(pages.len() >= 10);
    for page in pages {
        let path = filled(page.path());
        let answer = stranger.get(&path).await;
        if open.contains(&path.as_str()) {
            answer.expect(200);
        } else {
            let answer = answer.expect(303);
            let wanted = path.replace(':', "%3A");
            assert_eq!(answer.header("location"), format!("/sign-in?next={wanted}"));
        }
    }
}

/// Listing the pages keeps every page of the process from reading what it shows, for good when it begins meanwhile.
#[tokio::test]
async fn a_page_comes_while_other_servers_of_the_process_are_put_together() {
    let office = office().await;
    let server = Server::of(&office).await;
    let browser = server.browser_of(office.jimin).await;
    let done = CancellationToken::new();
    let ends = done.clone().drop_guard();
    let others = tokio::task::spawn_blocking({
        let (runtime, done) = (Handle::current(), done.clone());
        let shared = server.shared.clone();
        move || {
            let _within = runtime.enter();
            while !done.is_cancelled() {
                drop(router::build(shared.clone()));
            }
        }
    });
    for page in ["/bookings", "/settings"].repeat(60) {
        browser.get(page).await.expect(200);
    }
    drop(ends);
    others.await.unwrap();
}

#[tokio::test]
async fn nobody_who_opens_a_page_finds_it_blank() {
    let office = office().await;
    let server = Server::of(&office).await;
    let jimin = server.browser_of(office.jimin).await;
    let open = async |path: &str| {
        jimin.send(jimin.ask(Method::GET, path).header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")).await
    };
    let file = format!("/admin/floors/{}/desks.csv", office.floor);
    for (path, status, said) in
        [(file.as_str(), 403, "권한이 없어요"), ("/admin/floors/7/desks.csv", 400, "주소를 확인")]
    {
        let told = open(path).await.expect(status);
        assert!(told.text.contains(said) && told.text.contains("href=\"/\""), "{}", told.text);
    }
    assert_eq!(jimin.get(&file).await.expect(403).text, "", "a program has the status");
    let day = format!("/usage/places.csv?site={}&date=2026-12-03", office.seoul);
    let told = open(&day).await.expect(403);
    assert!(
        told.text.contains("권한이 없어요") && !told.text.contains("<html"),
        "what has words keeps them: {}",
        told.text
    );
    office.sql("DROP TABLE sign_ins").await;
    let told = open("/bookings").await.expect(503);
    assert!(told.text.contains("다시 시도해 주세요"), "{}", told.text);
    assert_eq!(told.header("retry-after"), "1");
}

#[tokio::test]
async fn every_question_of_a_page_refuses_strangers() {
    let office = office().await;
    let server = Server::of(&office).await;
    let stranger = server.stranger();
    // Who may sign in with one click is told to strangers, but only in the demo office.
    let open = ["/fn/people/examples", "/fn/terminal/view", "/fn/terminal/call"];
    let mut tried = 0;
    for (path, method) in server_fn_paths().filter(|(path, _)| !open.contains(path)) {
        let form = stranger.ask(method, path).header("content-type", "application/x-www-form-urlencoded");
        let answer = stranger.send(form.header("accept", "application/json").body(answers(path))).await;
        // A question that lacks a field is refused for that, whoever asks: it would not be tried at all.
        assert_eq!(answer.status, 401, "{path}: {}; a field of it may be missing in ANSWERS", answer.text);
        tried += 1;
    }
    assert!(tried >= 50, "only {tried} were tried");
    let told = stranger.form("/fn/people/examples", &[]).await.expect(200);
    assert_eq!(told.text, "[]");
    for (path, nothing) in [("/fn/terminal/view", "null"), ("/fn/terminal/call", "\"\"")] {
        let guessed =
            stranger.ask(Method::POST, path).header("cookie", "jari-terminal=guessed; __Host-jari-terminal=guessed");
        let form =
            guessed.header("content-type", "application/x-www-form-urlencoded").header("accept", "application/json");
        assert_eq!(stranger.send(form).await.expect(200).text, nothing, "{path}");
    }
}

/// Enough fields for any question of a page to be understood.
const ANSWERS: &str = "floor=00000000-0000-0000-0000-000000000000&desk=00000000-0000-0000-0000-000000000000\
    &booking=00000000-0000-0000-0000-000000000000&session=00000000-0000-0000-0000-000000000000&id=00000000-0000-0000-0000-000000000000\
    &site=00000000-0000-0000-0000-000000000000&person=00000000-0000-0000-0000-000000000000&provider=00000000-0000-0000-0000-000000000000\
    &terminal=00000000-0000-0000-0000-000000000000&look=00000000-0000-0000-0000-000000000000&bookings=00000000-0000-0000-0000-000000000000\
    &from_desk=&date=2026-12-03&part=all_day&from=&to=&first=1&last=1&event=1&when=coming&ask=restart&does=edit&host=local&kind=local\
    &version=1&state=open&was=&filter[state]=&wanted[site]=&wanted[date]=&text=&leaving=&test=&edit=&q=x&secret=x&on=true&confirm=false\
    &adding=false&back=%2F&return_to=%2F&times[date]=2026-12-03&times[part]=all_day&times[from]=&times[to]=";

/// The fields for one question: `ask` is a word everywhere but where a desk's form is asked for.
fn answers(path: &str) -> String {
    match path {
        "/fn/admin/desks/one" => ANSWERS.replace("&ask=restart", "&ask[does]=edit"),
        _ => ANSWERS.to_owned(),
    }
}

/// What strangers may send: they sign in, set up, choose a language, or ask at a terminal, whose key says which it is. The
/// questions of pages are tried one by one.
const OPEN: [&str; 9] = [
    "/sign-in",
    "/sign-in/demo",
    "/sign-out",
    "/set-up",
    "/preferences",
    "/terminal/enrol",
    "/terminal/sign-in",
    "/terminal/leave",
    "/fn/{*name}",
];

/// A request of a kind that a handler understands, so that it gets as far as asking who it is from.
fn knock(stranger: &Client, (method, template): (Method, &str)) -> RequestBuilder {
    let request = stranger.ask(method.clone(), &filled(template));
    if method == Method::POST {
        let form = request.header("content-type", "application/x-www-form-urlencoded");
        return form.body(format!("look={}&say=end&current=x&new=x", Uuid::nil()));
    }
    if !template.ends_with("/socket") {
        return request;
    }
    request
        .header("connection", "upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
}

#[tokio::test]
async fn streams_screens_and_files_are_not_for_strangers() {
    let office = office().await;
    let server = Server::of(&office).await;
    let stranger = server.stranger();
    for template in router::templates().filter(|template| !OPEN.contains(template)) {
        let mut tried = false;
        for method in [Method::GET, Method::POST] {
            let answer = stranger.send(knock(&stranger, (method.clone(), template))).await;
            let led_away = answer.status == 303 && answer.header("location").starts_with("/sign-in?next=");
            match answer.status.as_u16() {
                405 => continue,
                status => assert!(status == 401 || led_away, "{method} {template}: {status} {}", answer.text),
            }
            tried = true;
        }
        assert!(tried, "{template} takes neither");
    }
}

#[tokio::test]
async fn another_site_s_page_changes_nothing_with_our_cookie() {
    let office = office().await;
    let server = Server::of(&office).await;
    let cookie = server.cookie_of(office.jimin).await;
    let stranger = server.stranger();
    let ours = format!("http://{}", server.address);
    for (header, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let ask = || stranger.ask(Method::POST, "/api/v1/bookings").header("cookie", &cookie).header(header, value);
        stranger.send(ask().json(&all_day(office.desks[0], "2026-12-03"))).await.problem(403, "cross_site");
        let page = stranger.ask(Method::POST, "/fn/bookings/book").header("cookie", &cookie).header(header, value);
        stranger.send(page.header("content-type", "application/x-www-form-urlencoded").body(ANSWERS)).await.expect(403);
    }
    assert_eq!(office.number("SELECT count(*) FROM bookings").await, 0);
    let own = stranger.ask(Method::POST, "/api/v1/bookings").header("cookie", &cookie).header("origin", ours);
    stranger.send(own.json(&all_day(office.desks[0], "2026-12-03"))).await.expect(201);
}

#[tokio::test]
async fn another_site_s_page_signs_nobody_in() {
    let office = demo_office().await;
    let server = Server::start(office.office.clone(), Setting { demo: true, ..Setting::USUAL }).await;
    let stranger = server.stranger();
    let click = |site: &str| {
        let ask = stranger.ask(Method::POST, "/sign-in/demo").header("sec-fetch-site", site);
        ask.header("content-type", "application/x-www-form-urlencoded").body("email=harin%40jari.example")
    };
    let refused = stranger.send(click("cross-site")).await.expect(403);
    assert_eq!(refused.header("set-cookie"), "");
    let done = stranger.send(click("same-origin")).await.expect(303);
    assert!(done.header("set-cookie").contains("jari="), "{}", done.header("set-cookie"));
}

#[tokio::test]
async fn a_program_with_a_token_may_ask_from_anywhere() {
    let office = office().await;
    let server = Server::of(&office).await;
    let program = server.program_of("jimin").await;
    let ask = program.ask(Method::POST, "/api/v1/bookings").header("sec-fetch-site", "cross-site");
    program.send(ask.json(&all_day(office.desks[0], "2026-12-03"))).await.expect(201);
}

#[tokio::test]
async fn answers_carry_the_headers_that_keep_others_out() {
    let office = office().await;
    let setting = Setting { base_url: Some("https://jari.example".into()), ..Setting::USUAL };
    let server = Server::start(office.office.clone(), setting).await;
    let page = server.stranger().get("/sign-in").await.expect(200);
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert!(page.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn what_is_shown_to_somebody_is_kept_by_no_browser() {
    let office = office().await;
    let server = Server::of(&office).await;
    let (browser, program) = (server.browser_of(office.jimin).await, server.program_of("jimin").await);
    for page in ["/bookings", "/usage"] {
        assert_eq!(browser.get(page).await.header("cache-control"), "private, no-store", "{page}");
    }
    for client in [&browser, &program] {
        for path in ["/api/v1/me", "/api/v1/bookings"] {
            assert_eq!(client.get(path).await.expect(200).header("cache-control"), "private, no-store", "{path}");
        }
        let unknown = client.get("/api/v1/bookings/7").await.problem(404, "not_found");
        assert_eq!(unknown.header("cache-control"), "private, no-store");
        assert_eq!(client.get("/bookings.csv").await.expect(200).header("cache-control"), "no-store");
    }
    let told = browser.form("/fn/terminal/call", &[]).await.expect(200);
    assert_eq!(told.header("cache-control"), "private, no-store");
    assert_eq!(server.stranger().get("/sign-in").await.expect(200).header("cache-control"), "");
}

#[tokio::test]
async fn a_token_of_somebody_who_left_opens_nothing() {
    let office = office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    jimin.get("/api/v1/me").await.expect(200);
    let them = office.uuid(office.jimin.0);
    office.sql(&format!("UPDATE people SET active = {} WHERE id = {them}", "FALSE")).await;
    jimin.get("/api/v1/me").await.problem(401, "signed_out");
    jimin.post("/api/v1/bookings", json!({})).await.problem(401, "signed_out");
}
