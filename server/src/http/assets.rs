//! The web assets: inside the binary, or in the folder where they are made while it is developed.

use app::part::Part;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::Response,
};
use rust_embed::RustEmbed;
use std::{collections::HashMap, sync::LazyLock};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
struct Site;

static VERSIONS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let text =
        Site::get("manifest.txt").map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default();
    text.lines().filter_map(|line| line.split_once(' ')).map(|(path, hash)| (path.into(), hash.into())).collect()
});

/// The query that names an asset's content, so that its address never has another; empty for what is not there.
pub fn version(path: &str) -> String {
    VERSIONS.get(path).map(|hash| format!("?v={hash}")).unwrap_or_default()
}

/// The asset at an address, compressed if the browser takes that; `None` when there is none.
pub fn find(uri: &Uri, headers: &HeaderMap) -> Option<Response> {
    let path = uri.path().trim_start_matches('/');
    if let Some(response) = watched(path) {
        return Some(response);
    }
    let hash = VERSIONS.get(path)?;
    let tag = format!("\"{hash}\"");
    let fixed = uri.query().is_some_and(|query| query.contains(hash.as_str())) || path.starts_with("pkg/fonts/");
    let cache = if fixed { "public, max-age=31536000, immutable" } else { "public, max-age=0, must-revalidate" };
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut response = if known { empty(StatusCode::NOT_MODIFIED) } else { content(path, headers)? };
    let set = response.headers_mut();
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    set.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        set.insert(header::ETAG, tag);
    }
    Some(response)
}

fn content(path: &str, headers: &HeaderMap) -> Option<Response> {
    let brotli = takes_brotli(headers).then(|| Site::get(&format!("{path}.br"))).flatten();
    let packed = brotli.is_some();
    let file = brotli.or_else(|| Site::get(path))?;
    let mut response = typed(path, file.data.into_owned());
    if packed {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    Some(response)
}

fn typed(path: &str, data: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(data));
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    if let Ok(kind) = HeaderValue::from_str(kind.as_ref()) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

/// The browser's parts, which `cargo leptos watch` has just built as one, never to be kept; everything else is as always.
fn watched(path: &str) -> Option<Response> {
    let (name, end) = path.strip_prefix("pkg/")?.split_once('.')?;
    if !Part::ALL.iter().any(|part| part.name() == name) || !["js", "wasm"].contains(&end) {
        return None;
    }
    std::env::var_os("LEPTOS_WATCH")?;
    let root = std::env::var_os("LEPTOS_SITE_ROOT")?;
    let built = std::path::Path::new(&root).join("pkg/jari").with_extension(end);
    let mut response = typed(path, std::fs::read(built).ok()?);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Some(response)
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let asked = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    asked.split(',').any(|one| one.trim().split(';').next() == Some("br"))
}

fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
