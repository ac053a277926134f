//! Gives every request an id, counts it and tells the log how it went.

use super::count;
use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderMap, HeaderValue},
    middleware::Next,
    response::Response,
};
use std::time::{Duration, Instant};
use tracing::Instrument;
use uuid::Uuid;

/// The header in which a request's id comes and goes.
pub const HEADER: &str = "x-request-id";
/// The longest id that is taken over from a client.
const LONGEST: usize = 64;
/// From when on a request is worth a line in the log for its time alone.
const SLOW: Duration = Duration::from_secs(1);

/// The request's id: the client's own, or a new one.
#[derive(Clone)]
pub struct RequestId(pub String);

/// Watches a request from outside of everything else.
pub async fn observe(mut request: Request, next: Next) -> Response {
    let id = given(request.headers()).unwrap_or_else(|| Uuid::new_v4().simple().to_string());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let span = tracing::info_span!("request", id = %id, %method, path = %request.uri().path());
    request.extensions_mut().insert(RequestId(id.clone()));
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = begun.elapsed();
    let status = response.status();
    let route = route.as_ref().map_or("other", |path| path.as_str());
    count::request(&method, route, (status, took));
    let seconds = took.as_secs_f64();
    span.in_scope(|| {
        if status.is_server_error() {
            tracing::error!(status = status.as_u16(), seconds, "failed");
        } else if took >= SLOW {
            tracing::warn!(status = status.as_u16(), seconds, "slow");
        } else if method.is_safe() {
            tracing::debug!(status = status.as_u16(), seconds, "answered");
        } else {
            tracing::info!(status = status.as_u16(), seconds, "answered");
        }
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// The client's own id, if it can stand in a log and in a header without harm.
fn given(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(HEADER)?.to_str().ok()?;
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    ((1..=LONGEST).contains(&text.len()) && text.bytes().all(harmless)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, HeaderValue::from_static(text));
        given(&headers)
    }

    #[test]
    fn only_a_harmless_id_is_taken_over_from_a_client() {
        assert_eq!(taken("morning-run_7.1").as_deref(), Some("morning-run_7.1"));
        assert_eq!(taken(""), None);
        assert_eq!(taken("two words"), None);
        assert_eq!(taken("x\"}"), None);
        assert_eq!(given(&HeaderMap::new()), None);
    }
}
