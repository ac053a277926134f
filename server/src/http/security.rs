//! Headers that keep others out, and the check that a change was asked for by our own pages.

use super::{router::Shared, visit::bearer};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses changes that another site's page asks for, also without our cookie (it could sign somebody in as somebody else),
/// and adds the headers of every answer. Whoever sends a token is no page.
pub async fn headers(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let by_page = bearer(request.headers()).is_none();
    if changes(request.method()) && by_page && !is_ours(&shared, request.headers()) {
        return (StatusCode::FORBIDDEN, "This request came from another site.").into_response();
    }
    let known = !by_page || request.headers().contains_key(header::COOKIE);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if known && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(NOT_KEPT));
    }
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    if shared.config.base_url.starts_with("https://") {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

/// For what is answered to somebody who may be known. Where several people use one computer, whoever comes next would else see it
/// by going back after the sign-out: a browser asks nobody then, not even where `no-cache` tells it to ask. The price is that going
/// back to a page makes it anew instead of finding it in the browser's memory: some milliseconds, and what it shows is true. That
/// the sign-out empties the cache (`Clear-Site-Data`) would do as well, but then Chromium searches everything that it keeps, for
/// seconds, and whoever comes next loads all assets again.
const NOT_KEPT: &str = "private, no-store";

const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-inline'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; \
    frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether the request comes from a page of the same host. A client that sends neither header is no browser.
pub fn is_ours(shared: &Shared, headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()) else { return true };
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    origin == shared.config.base_url || origin.split_once("://").is_some_and(|(_, from)| from == host)
}
