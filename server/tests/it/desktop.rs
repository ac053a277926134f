//! Opening a cloud PC's screen in a browser, with a desktop that the test plays on a unix socket.

use crate::{
    common::TestOffice,
    serving::{Answer, Client, PATIENCE, Server, all_day, until},
};
use async_trait::async_trait;
use futures::{SinkExt, StreamExt};
use office::{
    backend::cloud_pcs::provider::{Capacity, DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen},
    model::id::PersonId,
};
use serde_json::Value;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpStream, UnixListener, UnixStream},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest, http::HeaderValue},
};

mod looking;

/// A provider whose cloud PCs are ready at once; the screen of all of them is one socket of the test.
struct Played {
    folder: TempDir,
}

#[async_trait]
impl DesktopProvider for Played {
    async fn health(&self) -> Result<(), ProviderError> {
        Ok(())
    }
    fn capacity(&self) -> Capacity {
        Capacity { at_once: std::num::NonZeroUsize::MIN, boot: std::time::Duration::from_secs(1) }
    }
    async fn start(&self, key: Key, _owner: &Owner) -> Result<Handle, ProviderError> {
        Ok(Handle(key.to_string()))
    }
    async fn observe(&self, _handle: &Handle) -> Result<Power, ProviderError> {
        Ok(Power::Ready)
    }
    async fn connect(&self, _handle: &Handle) -> Result<Screen, ProviderError> {
        Ok(Screen::RfbUnix(self.folder.path().join("rfb.sock")))
    }
    async fn release(&self, _handle: &Handle) -> Result<(), ProviderError> {
        Ok(())
    }
    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        Ok(Vec::new())
    }
}

/// An office in which 지민 has a booking whose cloud PC is ready.
struct Morning {
    office: TestOffice,
    server: Server,
    screen: UnixListener,
    jimin: Client,
    booking: String,
    session: String,
}

async fn morning() -> Morning {
    let office = crate::serving::office().await;
    office.clock.set("2026-12-02T23:55:00Z");
    let folder = tempfile::tempdir().unwrap();
    let screen = UnixListener::bind(folder.path().join("rfb.sock")).unwrap();
    let server = Server::with_desktops(&office, Arc::new(Played { folder })).await;
    let jimin = server.browser_of(office.jimin).await;
    let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-03")).await.expect(201);
    let booking = made.header("location").to_owned();
    let morning = Morning { office, server, screen, jimin, booking, session: made.text_at("/session").to_owned() };
    morning.wait_for("starting").await;
    morning.office.clock.set("2026-12-02T23:55:02Z");
    morning.wait_for("ready").await;
    morning
}

impl Morning {
    async fn wait_for(&self, state: &str) -> Value {
        until(&format!("the session's state {state}"), async || {
            let session = self.jimin.get(&format!("{}/session", self.booking)).await.expect(200);
            (session.text_at("/state") == state).then_some(session.body)
        })
        .await
    }

    async fn ticket(&self) -> String {
        let made = self.jimin.step(&format!("/api/v1/sessions/{}/tickets", self.session)).await.expect(201);
        assert_eq!(made.body["expires_in"], 30);
        made.text_at("/url").to_owned()
    }

    /// Opens a screen as a person's browser would, from a page of an origin.
    async fn open(&self, person: PersonId, (url, origin): (&str, &str)) -> Result<WebSocketStream<TcpStream>, u16> {
        let mut request = format!("ws://{}{url}", self.server.address).into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("cookie", self.server.cookie_of(person).await.parse().unwrap());
        headers.insert("origin", origin.parse().unwrap());
        headers.insert("sec-websocket-protocol", HeaderValue::from_static("binary"));
        let stream = TcpStream::connect(self.server.address).await.unwrap();
        match client_async(request, stream).await {
            Ok((socket, answer)) => {
                assert_eq!(answer.headers()["sec-websocket-protocol"], "binary");
                Ok(socket)
            }
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(other) => panic!("{other}"),
        }
    }

    /// Opens 지민's screen from our own page.
    async fn open_here(&self, url: &str) -> Result<WebSocketStream<TcpStream>, u16> {
        let here = format!("http://{}", self.server.address);
        self.open(self.office.jimin, (url, &here)).await
    }

    async fn desktop(&self) -> UnixStream {
        timeout(PATIENCE, self.screen.accept()).await.expect("in time").unwrap().0
    }
}

/// The next message that is no ping.
async fn next(browser: &mut WebSocketStream<TcpStream>) -> Message {
    loop {
        let message = timeout(PATIENCE, browser.next()).await.expect("in time").expect("a message").unwrap();
        if !message.is_ping() {
            return message;
        }
    }
}

async fn assert_closed(browser: &mut WebSocketStream<TcpStream>, code: u16) {
    match next(browser).await {
        Message::Close(Some(frame)) => assert_eq!(u16::from(frame.code), code),
        other => panic!("not closed but {other:?}"),
    }
}

#[tokio::test]
async fn opening_the_screen_is_the_check_in_and_carries_both_ways() {
    let morning = morning().await;
    let mut browser = morning.open_here(&morning.ticket().await).await.unwrap();
    let mut desktop = morning.desktop().await;
    desktop.write_all(b"RFB 003.008\n").await.unwrap();
    assert_eq!(next(&mut browser).await.into_data().as_ref(), b"RFB 003.008\n");
    browser.send(Message::binary(b"RFB 003.008\n".to_vec())).await.unwrap();
    let mut heard = [0; 12];
    timeout(PATIENCE, desktop.read_exact(&mut heard)).await.expect("in time").unwrap();
    assert_eq!(&heard, b"RFB 003.008\n");

    morning.wait_for("connected").await;
    assert_eq!(morning.jimin.get(&morning.booking).await.expect(200).text_at("/state"), "in_use");
    assert_eq!(morning.office.texts("SELECT check_in_source FROM bookings").await, ["desktop"]);
    drop(browser);
    morning.wait_for("disconnected").await;
}

#[tokio::test]
async fn a_ticket_opens_one_screen_once_for_its_person_from_our_pages_within_half_a_minute() {
    let morning = morning().await;
    let office = &morning.office;
    let here = format!("http://{}", morning.server.address);
    let url = morning.ticket().await;
    assert_eq!(morning.open(office.jimin, (&url, "https://evil.example")).await.unwrap_err(), 403);
    assert_eq!(morning.open(office.seoyeon, (&url, &here)).await.unwrap_err(), 403);
    let elsewhere = url.replace(&morning.session, &uuid::Uuid::nil().to_string());
    assert_eq!(morning.open_here(&elsewhere).await.unwrap_err(), 403);
    let _browser = morning.open_here(&url).await.unwrap();
    assert_eq!(morning.open_here(&url).await.unwrap_err(), 403, "a ticket opened two screens");

    let late = morning.ticket().await;
    office.clock.set("2026-12-02T23:55:32Z");
    assert_eq!(morning.open_here(&late).await.unwrap_err(), 403, "a ticket was good for more than 30 seconds");
    let seoyeon = morning.server.browser_of(office.seoyeon).await;
    seoyeon.step(&format!("/api/v1/sessions/{}/tickets", morning.session)).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_second_browser_takes_the_screen_over_and_the_first_is_told() {
    let morning = morning().await;
    let mut first = morning.open_here(&morning.ticket().await).await.unwrap();
    let _before = morning.desktop().await;
    let mut second = morning.open_here(&morning.ticket().await).await.unwrap();
    assert_closed(&mut first, 4001).await;
    let mut desktop = morning.desktop().await;
    desktop.write_all(b"RFB 003.008\n").await.unwrap();
    assert_eq!(next(&mut second).await.into_data().as_ref(), b"RFB 003.008\n");
    drop(first);
    morning.wait_for("connected").await;
}

#[tokio::test]
async fn the_browser_is_told_why_its_screen_went_dark() {
    let morning = morning().await;
    let mut browser = morning.open_here(&morning.ticket().await).await.unwrap();
    drop(morning.desktop().await);
    assert_closed(&mut browser, 4002).await;

    let mut browser = morning.open_here(&morning.ticket().await).await.unwrap();
    let desktop = morning.desktop().await;
    morning.jimin.step(&format!("{}/check-out", morning.booking)).await.expect(200);
    drop(desktop);
    assert_closed(&mut browser, 4003).await;
}

#[tokio::test]
async fn an_open_screen_is_closed_when_its_person_is_signed_out() {
    let morning = morning().await;
    let mut browser = morning.open_here(&morning.ticket().await).await.unwrap();
    let _desktop = morning.desktop().await;
    morning.office.sql("DELETE FROM sign_ins").await;
    // It is looked every 20 seconds.
    let told = timeout(2 * PATIENCE, async {
        loop {
            if let Some(Ok(Message::Close(frame))) = browser.next().await {
                return frame.map(|frame| u16::from(frame.code));
            }
        }
    });
    assert_eq!(told.await.expect("in time"), Some(4007));
}

#[tokio::test]
async fn a_screen_that_is_not_ready_gives_no_ticket() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-04")).await.expect(201);
    let session = jimin.get(&format!("{}/session", made.header("location"))).await.expect(200);
    assert_eq!(session.text_at("/state"), "planned");
    jimin.step(&format!("/api/v1/sessions/{}/tickets", session.text_at("/id"))).await.problem(409, "stale");
}

#[tokio::test]
async fn an_open_screen_is_measured_and_one_that_was_opened_again_is_told_by_its_seat() {
    let morning = morning().await;
    let mut browser = morning.open_here(&morning.ticket().await).await.unwrap();
    let _desktop = morning.desktop().await;
    // The first question comes at once; whoever reads answers it.
    let ping = timeout(PATIENCE, browser.next()).await.expect("in time").expect("a message").unwrap();
    assert!(ping.is_ping(), "{ping:?}");
    browser.flush().await.unwrap();
    drop(browser);
    morning.wait_for("disconnected").await;
    let measured =
        async || morning.office.texts("SELECT CAST(samples AS text) FROM screen_readings WHERE screen = 1").await;
    until("the answer is noted", async || (measured().await == ["1"]).then_some(())).await;

    let again = format!("{}&again=true", morning.ticket().await);
    let _browser = morning.open_here(&again).await.unwrap();
    let _desktop = morning.desktop().await;
    let harin = morning.server.program_of("harin").await;
    let address = format!("/api/v1/floors/{}/seat-health", morning.office.floor);
    until("the seat tells that a screen was opened again", async || {
        let seat = harin.get(&address).await.expect(200).body["seats"][0].take();
        (seat["screens"] == 2 && seat["reconnects"] == 1).then_some(())
    })
    .await;
}
