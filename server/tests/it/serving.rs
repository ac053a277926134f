//! A server for a test, and clients that look at every answer of the API twice: once for the test, once against the
//! description.

use crate::{
    common::{Db, TestClock, TestOffice, office_on},
    schema::Description,
};
use office::{
    backend::{
        cloud_pcs::{local::Environment, provider::DesktopProvider},
        jobs::schedule,
        office::Office,
        people::{sign_in, tokens},
        vault::{Secret, Vault},
    },
    model::id::PersonId,
};
use reqwest::{Method, RequestBuilder, StatusCode, header::HeaderMap, redirect::Policy};
use serde_json::{Value, json};
use server::{
    config::Config,
    http::{
        count,
        router::{self, Demo, Shared},
    },
    mail::{self, Post},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// How a server is set up.
#[derive(Clone)]
pub struct Setting {
    pub demo: bool,
    pub base_url: Option<String>,
    /// By which server mail is sent.
    pub smtp_url: Option<String>,
}

impl Setting {
    /// An office's own server on this machine.
    pub const USUAL: Setting = Setting { demo: false, base_url: None, smtp_url: None };
}

/// A server that runs until it is dropped.
pub struct Server {
    pub address: SocketAddr,
    pub office: Office,
    pub description: Arc<Description>,
    /// What its handlers share, of which another router can be built.
    pub shared: Shared,
    stop: CancellationToken,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Server {
    /// Serves an office.
    pub async fn start(office: Office, setting: Setting) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let config = Config {
            database_url: String::new(),
            listen: address,
            base_url: setting.base_url.unwrap_or_else(|| format!("http://{address}")),
            data_dir: std::env::temp_dir(),
            desktops: Environment::Plain,
            log_json: false,
            vault: Vault::without_key(),
            post: setting.smtp_url.map(|url| Post::new(&Secret::new(url), "자리 <jari@office.test>").unwrap()),
        };
        let stop = CancellationToken::new();
        count::begin();
        let mut jobs = schedule::start(&office, &stop);
        jobs.spawn(count::events(office.clone(), stop.clone()));
        if let Some(post) = config.post.clone() {
            jobs.spawn(mail::run(office.clone(), (post, config.base_url.clone()), stop.clone()));
        }
        let demo = Demo::of(&office, setting.demo).await.unwrap();
        let shared = Shared::new(office.clone(), config, demo, stop.clone());
        let app = router::build(shared.clone());
        let stopped = stop.clone().cancelled_owned();
        tokio::spawn(async move {
            axum::serve(listener, app).with_graceful_shutdown(stopped).await.unwrap();
            while jobs.join_next().await.is_some() {}
        });
        Self { address, office, description: Arc::new(Description::own()), shared, stop }
    }

    /// Serves a test's office in the usual way.
    pub async fn of(office: &TestOffice) -> Self {
        Self::start(office.office.clone(), Setting::USUAL).await
    }

    /// Serves a test's office with cloud PCs of the test's own.
    pub async fn with_desktops(office: &TestOffice, desktops: Arc<dyn DesktopProvider>) -> Self {
        let opened = Office::open(&office.url, office.clock.clone(), desktops).await.unwrap();
        Self::start(opened, Setting::USUAL).await
    }

    /// Somebody who does not say who they are.
    pub fn stranger(&self) -> Client {
        Client::new(self, HeaderMap::new())
    }

    /// A program with a person's token; it reads English.
    pub async fn program_of(&self, word: &str) -> Client {
        let token = tokens::create(&self.office, &format!("{word}@example.test")).await.unwrap();
        self.bearing(&token)
    }

    /// A program with any token.
    pub fn bearing(&self, token: &str) -> Client {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", format!("Bearer {token}").parse().unwrap());
        headers.insert("accept-language", "en".parse().unwrap());
        Client::new(self, headers)
    }

    /// A person's browser: it has their cookie and says that its requests come from our own pages.
    pub async fn browser_of(&self, person: PersonId) -> Client {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", self.cookie_of(person).await.parse().unwrap());
        headers.insert("sec-fetch-site", "same-origin".parse().unwrap());
        Client::new(self, headers)
    }

    /// The cookie of a person who has just signed in.
    pub async fn cookie_of(&self, person: PersonId) -> String {
        let token = sign_in::open(&self.office, person, self.office.now()).await.unwrap();
        format!("__Host-jari={token}")
    }
}

/// Somebody who asks.
#[derive(Clone)]
pub struct Client {
    pub base: String,
    http: reqwest::Client,
    description: Arc<Description>,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
    pub text: String,
}

impl Client {
    fn new(server: &Server, headers: HeaderMap) -> Self {
        let http = reqwest::Client::builder().default_headers(headers).redirect(Policy::none()).timeout(PATIENCE);
        Self {
            base: format!("http://{}", server.address),
            http: http.build().unwrap(),
            description: server.description.clone(),
        }
    }

    /// A request that is not sent yet.
    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.ask(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.ask(Method::POST, path).json(&body)).await
    }

    /// A change that needs no more than its address.
    pub async fn step(&self, path: &str) -> Answer {
        self.send(self.ask(Method::POST, path)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.ask(Method::DELETE, path)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(self.ask(Method::PATCH, path).json(&body)).await
    }

    /// Fills in a form of a page.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = self.ask(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(body)).await
    }

    /// Submits a form as a browser without scripts does, and is led on.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let form = self.ask(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
        self.send(form.header("accept", "text/html").body(body)).await.expect(302)
    }

    /// Sends a request and checks what is answered against the description.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let answer = self.http.execute(request).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let text = answer.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        let answer = Answer { status, headers, body, text };
        self.description.check((&method, &path), &answer);
        answer
    }
}

impl Answer {
    /// A header as text; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The cookie of a name as it is set; empty where none is.
    pub fn cookie(&self, name: &str) -> &str {
        let set = self.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
        let named = |cookie: &&str| cookie.split_once('=').is_some_and(|(found, _)| found == name);
        set.into_iter().find(named).unwrap_or_default()
    }

    /// A text of the body.
    pub fn text_at(&self, pointer: &str) -> &str {
        self.body.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// This answer, if it has the status that it should have.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    /// This answer, if it is a problem of a kind.
    pub fn problem(self, status: u16, code: &str) -> Self {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        assert_eq!((self.status.as_u16(), self.text_at("/code")), (status, code), "{}", self.text);
        self
    }
}

/// A booking of all of a day at a desk, as it is sent.
pub fn all_day(desk: impl ToString, date: &str) -> Value {
    json!({ "desk": desk.to_string(), "date": date, "part": "all_day" })
}

/// An office on SQLite whose clock stands at the beginning of the test's day.
pub async fn office() -> TestOffice {
    office_on(Db::Sqlite).await.unwrap()
}

/// The same, filled as the demo by its own word; 하린 is one of the demo's own people.
pub async fn demo_office() -> TestOffice {
    let office = office().await;
    office.sql("INSERT INTO settings (key, value) VALUES ('demo', 'filled')").await;
    office.sql("UPDATE people SET email = 'harin@jari.example' WHERE email = 'harin@example.test'").await;
    office
}

/// An office in whose directory nobody is yet.
pub async fn empty_office() -> (Office, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("jari.db").display());
    let clock = TestClock::at(crate::common::MORNING);
    (Office::open(&url, clock, Arc::new(crate::common::NoDesktops)).await.unwrap(), folder)
}

/// Asks again until the answer is there.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = std::time::Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "{what} did not come");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
