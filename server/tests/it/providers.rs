//! Cloud PCs that open elsewhere, and the admin's page of providers, as browsers meet them.

use crate::{
    common::TestOffice,
    serving::{Answer, Client, Server, Setting, all_day, until},
};
use office::{
    backend::{
        cloud_pcs::providers::{
            assign::assign,
            change::{SecretChange, add},
        },
        vault::{Secret, Vault},
    },
    model::{
        place::Names,
        provider::{LaunchSettings, Limits, ProviderDraft, Settings},
    },
};

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const URL: &str = "https://pc.example/open?who={email}&x=<\"&sig={signature}";
const PAGE: &str = "/admin/providers";

/// An office whose site uses a provider of addresses, and 지민 with a booking of today whose cloud PC is ready there.
struct Morning {
    office: TestOffice,
    server: Server,
    jimin: Client,
    session: String,
}

async fn morning() -> Morning {
    let office = crate::serving::office().await;
    office.clock.set("2026-12-02T23:55:00Z");
    let server = Server::start(office.office.clone().with_vault(Vault::given(KEY)), Setting::USUAL).await;
    let settings = Settings::LaunchUrl(LaunchSettings { url: URL.into() });
    let draft = ProviderDraft { name: Names::new("다른 곳", "Elsewhere"), settings, limits: Limits::default() };
    let secret = SecretChange::Put(Secret::new("the signing key"));
    let provider = add(&server.office, &office.caller(office.yujin), draft, secret).await.unwrap();
    assign(&server.office, &office.caller(office.yujin), office.seoul, provider).await.unwrap();
    let jimin = server.browser_of(office.jimin).await;
    let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-03")).await.expect(201);
    let (booking, session) = (made.header("location").to_owned(), made.text_at("/session").to_owned());
    office.clock.set("2026-12-02T23:55:02Z");
    until("the cloud PC is ready", async || {
        office.clock.set(&office.clock.now_plus(1));
        let found = jimin.get(&format!("{booking}/session")).await.expect(200);
        assert_eq!(found.text_at("/opens"), "elsewhere");
        (found.text_at("/state") == "ready").then_some(())
    })
    .await;
    Morning { office, server, jimin, session }
}

impl Morning {
    fn path(&self, way: &str) -> String {
        format!("/desktop/{}/{way}", self.session)
    }
}

/// The address to which a page leads on.
fn leads_to(page: &Answer) -> String {
    let after = page.text.split_once("content=\"0;url=").expect("it leads nowhere").1;
    after.split_once('"').unwrap().0.replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&")
}

#[tokio::test]
async fn a_button_leads_by_a_ticket_to_the_address_once_and_checks_its_person_in() {
    let morning = morning().await;
    let sent = morning.jimin.step(&morning.path("open")).await.expect(303);
    let ticket = sent.header("location").to_owned();
    assert!(ticket.starts_with(&morning.path("launch?ticket=")), "{ticket}");
    assert_eq!(morning.office.texts("SELECT state FROM bookings").await, ["reserved"]);
    let page = morning.jimin.get(&ticket).await.expect(200);
    let address = leads_to(&page);
    assert!(address.starts_with("https://pc.example/open?who=jimin%40example.test&x=<\"&sig="), "{address}");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(page.header("referrer-policy"), "same-origin", "the address would learn the ticket");
    assert_eq!(morning.office.texts("SELECT state FROM bookings").await, ["in_use"]);
    assert_eq!(morning.office.texts("SELECT check_in_source FROM bookings").await, ["desktop"]);
    let again = morning.jimin.get(&ticket).await.expect(303);
    assert_eq!(again.header("location"), format!("/desktop/{}", morning.session), "a ticket led twice");
}

#[tokio::test]
async fn nobody_else_opens_it_and_no_other_site_has_it_opened() {
    let morning = morning().await;
    let sent = morning.jimin.step(&morning.path("open")).await.expect(303);
    let seoyeon = morning.server.browser_of(morning.office.seoyeon).await;
    seoyeon.get(sent.header("location")).await.expect(303);
    let stranger = morning.server.stranger();
    assert!(stranger.get(sent.header("location")).await.expect(303).header("location").starts_with("/sign-in"));
    assert_eq!(morning.office.texts("SELECT state FROM bookings").await, ["reserved"]);
    let cookie = morning.server.cookie_of(morning.office.jimin).await;
    let forged = stranger.ask(reqwest::Method::POST, &morning.path("open"));
    let forged =
        forged.header("cookie", cookie).header("origin", "https://evil.example").header("sec-fetch-site", "cross-site");
    stranger.send(forged).await.expect(403);
    morning.jimin.get(sent.header("location")).await.expect(200);
}

#[tokio::test]
async fn a_program_gets_a_ticket_that_leads_there_and_no_screen() {
    let morning = morning().await;
    let made = morning.jimin.step(&format!("/api/v1/sessions/{}/tickets", morning.session)).await.expect(201);
    let url = made.text_at("/url");
    assert!(url.starts_with(&morning.path("launch?ticket=")), "{url}");
    leads_to(&morning.jimin.get(url).await.expect(200));
}

#[tokio::test]
async fn its_page_says_where_it_opens_and_draws_no_screen() {
    let morning = morning().await;
    let page = morning.jimin.get(&format!("/desktop/{}", morning.session)).await.expect(200).text;
    assert!(page.contains("다른 곳에서 열기") && page.contains(&morning.path("open")), "{page}");
    assert!(page.contains("target=\"_blank\""), "it opens in no new tab");
    assert!(!page.contains("/desktop.js"), "a viewer is loaded");
}

/// What the admin's page shows about the form that was refused or done.
async fn sent(admin: &Client, path: &str, fields: &[(&str, &str)]) -> String {
    let body = serde_urlencoded::to_string(fields).unwrap();
    let request = admin.ask(reqwest::Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
    let answer = admin.send(request.header("accept", "text/html").body(body)).await;
    assert!(answer.status.is_redirection(), "{}: {}", answer.status, answer.text);
    answer.header("location").to_owned()
}

#[tokio::test]
async fn a_secret_that_was_typed_is_in_no_address_and_on_no_page() {
    let office = crate::serving::office().await;
    let server = Server::start(office.office.clone().with_vault(Vault::given(KEY)), Setting::USUAL).await;
    let admin = server.browser_of(office.yujin).await;
    let fields = |url: &'static str| {
        [("kind", "launch_url"), ("secret", "hunter22"), ("typed[name_ko]", "밖"), ("typed[url]", url)]
    };
    let refused = sent(&admin, "/fn/admin/providers/add", &fields("http://pc.example")).await;
    assert!(refused.contains("problem=url.not_https") && !refused.contains("hunter22"), "{refused}");
    let page = admin.get(&refused).await.expect(200).text;
    assert!(page.contains("https://로 시작해야 해요") && page.contains("value=\"http://pc.example\""), "{page}");
    assert!(!page.contains("hunter22"));
    let done = sent(&admin, "/fn/admin/providers/add", &fields("https://127.0.0.1:9/{signature}")).await;
    assert!(done.contains("done=provider-added") && done.contains("do=test") && !done.contains("hunter22"), "{done}");
    let page = admin.get(&done).await.expect(200).text;
    assert!(page.contains("127.0.0.1:9") && page.contains("답하지 않는 주소예요"), "the test says nothing: {page}");
    assert!(!page.contains("hunter22"));
    let id = done.split("to=").nth(1).unwrap().split('&').next().unwrap();
    let edited = admin.get(&format!("{PAGE}?do=edit&to={id}")).await.expect(200).text;
    assert!(edited.contains("저장되어 있고 다시 보여 주지 않아요") && !edited.contains("hunter22"), "{edited}");
}

#[tokio::test]
async fn a_provider_in_use_is_not_removed_and_the_page_says_the_way_out() {
    let morning = morning().await;
    let admin = morning.server.browser_of(morning.office.yujin).await;
    let id = admin.get(PAGE).await.expect(200).text;
    let id = id.split("data-provider=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let led = sent(&admin, "/fn/admin/providers/remove", &[("provider", &id)]).await;
    let page = admin.get(&led).await.expect(200).text;
    assert!(page.contains("먼저 아래에서 그 사업장의 제공자를 바꿔 주세요") && page.contains("#uses-title"), "{page}");
    let seoul = morning.office.seoul.to_string();
    let own = "00000000-0000-0000-0000-000000000001";
    let led = sent(&admin, "/fn/admin/providers/assign", &[("site", &seoul), ("provider", own)]).await;
    assert!(led.contains("done=provider-assigned"), "{led}");
    let led = sent(&admin, "/fn/admin/providers/remove", &[("provider", &id)]).await;
    let page = admin.get(&led).await.expect(200).text;
    assert!(page.contains("예약이 모두 끝난 뒤 없애 주세요"), "{page}");
}

#[tokio::test]
async fn nobody_but_an_admin_has_the_page_or_its_forms() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let manager = server.browser_of(office.harin).await;
    let page = manager.get(PAGE).await.expect(403).text;
    assert!(!page.contains("이 서버의 데스크톱"), "{page}");
    let own = "00000000-0000-0000-0000-000000000001";
    let refused = manager.form("/fn/admin/providers/switch", &[("provider", own), ("on", "false")]).await;
    assert_eq!(refused.status.as_u16(), 403, "{}", refused.text);
}
