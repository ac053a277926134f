//! A viewer's connection to a desktop: to its own socket, or through the server.

use end2end::{Outcome, person::Person};
use futures::{SinkExt, StreamExt};
use reqwest::Method;
use std::{net::SocketAddr, path::Path};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpStream, UnixStream},
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest},
};

/// How much is read from a socket at once, in bytes: as much as the server does.
const PIECE: usize = 64 * 1024;
/// The format of pixels that viewers ask for: 32 bits, depth 24.
const PIXELS: [u8; 16] = [32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16, 0, 0, 0];
/// The encodings that are asked for: raw pixels and fences.
const ENCODINGS: [i32; 2] = [0, -312];

enum Line {
    Bare(UnixStream),
    Bridged(Box<WebSocketStream<TcpStream>>),
}

/// A viewer that has been greeted.
pub struct Wire {
    line: Line,
    heard: Vec<u8>,
    /// Width and height of the desktop in pixels.
    pub size: (u16, u16),
}

impl Wire {
    /// Connects to the desktop's own socket.
    pub async fn bare(socket: &Path) -> Outcome<Self> {
        Self::greeted(Line::Bare(UnixStream::connect(socket).await?)).await
    }

    /// Connects through the server with a ticket of the person.
    pub async fn bridged((url, address): (&str, SocketAddr), person: &Person, session: &str) -> Outcome<Self> {
        let asked = person.request(Method::POST, &format!("{url}/api/v1/sessions/{session}/tickets")).send().await?;
        let ticket: serde_json::Value = asked.json().await?;
        let place = ticket["url"].as_str().ok_or_else(|| format!("no ticket: {ticket}"))?;
        let mut request = format!("ws://{address}{place}").into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("authorization", format!("Bearer {}", person.token()).parse()?);
        headers.insert("origin", url.parse()?);
        headers.insert("sec-websocket-protocol", "binary".parse()?);
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (socket, _) = client_async(request, stream).await?;
        Self::greeted(Line::Bridged(Box::new(socket))).await
    }

    async fn greeted(line: Line) -> Outcome<Self> {
        let mut wire = Self { line, heard: Vec::new(), size: (0, 0) };
        wire.hear(12).await?;
        wire.say(b"RFB 003.008\n").await?;
        let kinds = wire.hear(1).await?[0];
        wire.hear(kinds.into()).await?;
        wire.say(&[1]).await?;
        wire.hear(4).await?;
        // Whoever looks already may stay.
        wire.say(&[1]).await?;
        let about = wire.hear(24).await?;
        wire.size = (u16::from_be_bytes([about[0], about[1]]), u16::from_be_bytes([about[2], about[3]]));
        wire.hear(u32::from_be_bytes([about[20], about[21], about[22], about[23]]) as usize).await?;
        wire.say(&[&[0; 4], PIXELS.as_slice()].concat()).await?;
        let encodings: Vec<u8> = ENCODINGS.iter().flat_map(|encoding| encoding.to_be_bytes()).collect();
        wire.say(&[&[2, 0, 0, ENCODINGS.len() as u8], encodings.as_slice()].concat()).await?;
        Ok(wire)
    }

    /// Says something in one message.
    pub async fn say(&mut self, bytes: &[u8]) -> Outcome<()> {
        match &mut self.line {
            Line::Bare(stream) => stream.write_all(bytes).await?,
            Line::Bridged(socket) => socket.send(Message::binary(bytes.to_vec())).await?,
        }
        Ok(())
    }

    /// Hears so many bytes.
    pub async fn hear(&mut self, count: usize) -> Outcome<Vec<u8>> {
        while self.heard.len() < count {
            self.more().await?;
        }
        let rest = self.heard.split_off(count);
        Ok(std::mem::replace(&mut self.heard, rest))
    }

    /// Hears so many bytes and forgets them.
    pub async fn skip(&mut self, mut count: usize) -> Outcome<()> {
        loop {
            let now = count.min(self.heard.len());
            self.heard.drain(..now);
            count -= now;
            if count == 0 {
                return Ok(());
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> Outcome<()> {
        match &mut self.line {
            Line::Bare(stream) => {
                let before = self.heard.len();
                self.heard.resize(before + PIECE, 0);
                let count = stream.read(&mut self.heard[before..]).await?;
                self.heard.truncate(before + count);
                if count == 0 { Err("the desktop has hung up".into()) } else { Ok(()) }
            }
            Line::Bridged(socket) => match socket.next().await.ok_or("the server has hung up")?? {
                Message::Binary(bytes) => {
                    self.heard.extend_from_slice(&bytes);
                    Ok(())
                }
                Message::Close(why) => Err(format!("the server has closed the screen: {why:?}").into()),
                _ => Ok(()),
            },
        }
    }
}
