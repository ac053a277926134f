use super::{Closing, Control, Ended, Reach, accept, bridge};
use axum::{Router, extract::WebSocketUpgrade, routing::get};
use futures::{SinkExt, StreamExt};
use office::{backend::cloud_pcs::provider::Screen, model::clipboard::Clipboard};
use std::{future::ready, time::Duration};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixListener, UnixStream},
    sync::{mpsc, watch},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};

const PATIENCE: Duration = Duration::from_secs(60);

/// A desktop that the test plays, a server, and a browser before its screen.
struct Bridged {
    desktop: UnixStream,
    browser: WebSocketStream<TcpStream>,
    close: watch::Sender<Option<Closing>>,
    ended: mpsc::Receiver<Ended>,
    _folder: TempDir,
}

async fn bridged() -> Bridged {
    bridged_under(Clipboard::Both).await
}

async fn bridged_under(clipboard: Clipboard) -> Bridged {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("rfb.sock");
    let screen = UnixListener::bind(&path).expect("a screen");
    let (close, ended, browser) = open(Screen::RfbUnix(path), clipboard).await;
    let (desktop, _) = timeout(PATIENCE, screen.accept()).await.expect("in time").expect("a bridge");
    Bridged { desktop, browser, close, ended, _folder: folder }
}

type Opened = (watch::Sender<Option<Closing>>, mpsc::Receiver<Ended>, WebSocketStream<TcpStream>);

async fn open(screen: Screen, clipboard: Clipboard) -> Opened {
    let (close, closing) = watch::channel(None);
    let (tell, ended) = mpsc::channel(1);
    let handler = move |upgrade: WebSocketUpgrade| async move {
        accept(upgrade).on_upgrade(move |socket| async move {
            let end = bridge(
                socket,
                &screen,
                Control {
                    reach: Reach::Hands(clipboard),
                    touched: Default::default(),
                    line: Default::default(),
                    closing,
                    why_gone: Box::pin(ready(Closing::DesktopGone)),
                },
            )
            .await;
            tell.send(end).await.expect("a test");
        })
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/", get(handler))).await });
    let mut request = format!("ws://{address}/").into_client_request().expect("a request");
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("binary"));
    let stream = TcpStream::connect(address).await.expect("a server");
    let (browser, answer) = client_async(request, stream).await.expect("a WebSocket");
    assert_eq!(answer.headers()["sec-websocket-protocol"], "binary");
    (close, ended, browser)
}

/// What a desktop says before the first picture.
fn hello() -> Vec<u8> {
    [b"RFB 003.008\n".as_slice(), &[1, 1], &[0; 4], &[0; 20], &[0, 0, 0, 4], b"Jari"].concat()
}

/// A picture of 300 by 250 pixels as they are.
fn picture() -> Vec<u8> {
    let pixels: Vec<u8> = (0..300 * 250 * 4).map(|number| number as u8).collect();
    [&[0, 0, 0, 1], [0, 0, 0, 0, 1, 44, 0, 250, 0, 0, 0, 0].as_slice(), &pixels].concat()
}

impl Bridged {
    /// So many bytes of what the browser is told.
    async fn seen(&mut self, count: usize) -> Vec<u8> {
        let mut seen = Vec::new();
        while seen.len() < count {
            seen.extend(next(&mut self.browser).await.into_data());
        }
        seen
    }
}

/// The next message that is no ping.
async fn next(browser: &mut WebSocketStream<TcpStream>) -> Message {
    loop {
        let message = timeout(PATIENCE, browser.next()).await.expect("in time").expect("a message").expect("whole");
        if !message.is_ping() {
            return message;
        }
    }
}

async fn assert_closed(mut browser: WebSocketStream<TcpStream>, code: u16) {
    match next(&mut browser).await {
        Message::Close(Some(frame)) => assert_eq!(u16::from(frame.code), code),
        other => panic!("not closed but {other:?}"),
    }
}

#[tokio::test]
async fn both_sides_get_every_byte_of_the_other() {
    let mut bridged = bridged().await;
    let picture = [hello(), picture()].concat();
    bridged.desktop.write_all(&picture).await.expect("shown");
    assert!(bridged.seen(picture.len()).await == picture, "the picture was damaged");

    let said = b"RFB 003.008\n\x01\x00\x04\x01\x00\x00\x00\x00\x00\x41";
    bridged.browser.send(Message::binary(said.to_vec())).await.expect("said");
    let mut heard = vec![0; said.len()];
    timeout(PATIENCE, bridged.desktop.read_exact(&mut heard)).await.expect("in time").expect("heard");
    assert_eq!(heard, said);
}

#[tokio::test]
async fn the_browser_can_tell_how_long_a_message_takes() {
    let mut bridged = bridged().await;
    bridged.browser.send(Message::text("17")).await.expect("asked");
    assert_eq!(next(&mut bridged.browser).await, Message::text("17"));
}

#[tokio::test]
async fn a_screen_opened_elsewhere_says_so_even_when_the_desktop_lets_go_first() {
    let mut bridged = bridged().await;
    bridged.close.send_replace(Some(Closing::OpenedElsewhere));
    drop(bridged.desktop);
    assert_closed(bridged.browser, 4001).await;
    assert_eq!(bridged.ended.recv().await, Some(Ended::Closed(Closing::OpenedElsewhere)));
}

#[tokio::test]
async fn the_end_of_the_booking_closes_the_screen_while_it_is_in_use() {
    let mut bridged = bridged().await;
    bridged.close.send_replace(Some(Closing::BookingOver));
    bridged.browser.send(Message::binary(b"RFB 003.008\n".to_vec())).await.expect("said");
    assert_closed(bridged.browser, 4003).await;
}

#[tokio::test]
async fn text_is_not_carried_where_the_site_does_not_let_it() {
    let (copied, pasted) = ([3, 0, 0, 0, 0, 0, 0, 1, b'a'], [6, 0, 0, 0, 0, 0, 0, 1, b'a']);
    let (greeting, key) = (b"RFB 003.008\n\x01\x01", [4, 1, 0, 0, 0, 0, 0, 0x41]);
    let mut bridged = bridged_under(Clipboard::Off).await;
    bridged.desktop.write_all(&[hello().as_slice(), &copied, &picture()].concat()).await.expect("shown");
    let wanted = [hello(), picture()].concat();
    assert!(bridged.seen(wanted.len()).await == wanted, "what was copied came out");
    let said = [greeting.as_slice(), &pasted, &key].concat();
    bridged.browser.send(Message::binary(said)).await.expect("said");
    let mut heard = vec![0; greeting.len() + key.len()];
    timeout(PATIENCE, bridged.desktop.read_exact(&mut heard)).await.expect("in time").expect("heard");
    assert_eq!(heard, [greeting.as_slice(), &key].concat(), "what was pasted went in");
}

#[tokio::test]
async fn a_browser_that_speaks_something_else_is_told_so() {
    let mut bridged = bridged().await;
    bridged.browser.send(Message::binary(b"SSH-2.0-elsewhere".to_vec())).await.expect("said");
    assert_closed(bridged.browser, 1002).await;
}

#[tokio::test]
async fn a_desktop_that_ends_is_said_to_be_gone() {
    let bridged = bridged().await;
    drop(bridged.desktop);
    assert_closed(bridged.browser, 4002).await;
}

#[tokio::test]
async fn a_screen_that_is_not_there_is_said_to_be_gone() {
    let folder = TempDir::new().expect("a folder");
    let (_close, mut ended, browser) = open(Screen::RfbUnix(folder.path().join("rfb.sock")), Clipboard::Both).await;
    assert_closed(browser, 4002).await;
    assert_eq!(ended.recv().await, Some(Ended::Closed(Closing::DesktopGone)));
}

#[tokio::test]
async fn the_desktop_is_let_go_when_the_browser_leaves() {
    let mut bridged = bridged().await;
    drop(bridged.browser);
    let mut rest = Vec::new();
    timeout(PATIENCE, bridged.desktop.read_to_end(&mut rest)).await.expect("in time").expect("let go");
    assert_eq!(bridged.ended.recv().await, Some(Ended::Left));
}
