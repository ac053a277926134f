//! One HTTP/1.1 connection that is kept open: as little work for the measuring side as possible.

use end2end::Outcome;
use http_body_util::{BodyExt, Full};
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use tokio::net::TcpStream;

/// A request as it is sent.
pub type Ask = Request<Full<Bytes>>;

/// A connection.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
}

/// An answer, read to its end.
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body as it came over the wire.
    pub body: Bytes,
}

impl Connection {
    /// Connects to a server.
    pub async fn open(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // It ends when the sender is dropped.
        tokio::spawn(connection);
        Ok(Self { sender })
    }

    /// Sends a request and reads its answer to the end.
    pub async fn send(&mut self, request: Ask) -> Outcome<Reply> {
        self.sender.ready().await?;
        let response: Response<Incoming> = self.sender.send_request(request).await?;
        let status = response.status().as_u16();
        Ok(Reply { status, body: response.into_body().collect().await?.to_bytes() })
    }
}

/// A request without a body.
pub fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Outcome<Ask> {
    let mut request = Request::get(path).header("host", address.to_string());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Ok(request.body(Full::default())?)
}

/// A request with a JSON body.
pub fn post(address: SocketAddr, path: &str, (token, body): (&str, String)) -> Outcome<Ask> {
    let request = Request::post(path)
        .header("host", address.to_string())
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json");
    Ok(request.body(Full::new(body.into()))?)
}
