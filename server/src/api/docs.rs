//! The description as a page to read, made on the server from the description itself.

use crate::http::{assets, visit};
use app::texts::Texts;
use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
    response::{Html, IntoResponse, Response},
};
use office::model::place::Lang;
use serde::Deserialize;
use std::{convert::Infallible, fmt::Write};
use utoipa::openapi::OpenApi;

/// In which language the page is asked for.
pub struct Asked(Lang);

#[derive(Deserialize)]
struct Chosen {
    lang: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let chosen = Query::<Chosen>::try_from_uri(&parts.uri).ok().and_then(|query| query.0.lang);
        Ok(Self(match chosen.as_deref() {
            Some("ko") => Lang::Ko,
            Some("en") => Lang::En,
            _ => visit::accepted(&parts.headers),
        }))
    }
}

/// The page.
pub fn page(document: &OpenApi, asked: Asked) -> Response {
    let described = serde_json::to_value(document).unwrap_or_default();
    Html(render(&described, Texts(asked.0))).into_response()
}

fn render(_document: &serde_json::Value, texts: Texts) -> String {
    let mut html = String::new();
    let _ = write!(html, "<!DOCTYPE html><html lang=\"{}\">{}", texts.0.tag(), assets::version("pkg/jari.css"));
    html
}
