//! The description as a page to read, made on the server from the description itself, in Korean or English.

pub(crate) mod html;
mod operation;
mod page;
mod shape;

use super::words;
use crate::http::visit;
use app::texts::Texts;
use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
    response::Html,
};
use office::model::place::Lang;
use serde::Deserialize;
use std::convert::Infallible;
use utoipa::openapi::OpenApi;

/// In which language the page is asked for: by `?lang=`, else as the browser prefers.
#[derive(Clone, Copy)]
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

/// The page in both languages, made once.
#[derive(Clone)]
pub struct Pages {
    ko: String,
    en: String,
}

impl Pages {
    /// Writes the pages of a description.
    pub fn of(document: &OpenApi) -> Self {
        let described = serde_json::to_value(document).unwrap_or_default();
        let write = |lang| {
            let texts = Texts(lang);
            page::write(&words::translated(described.clone(), texts), texts)
        };
        Self { ko: write(Lang::Ko), en: write(Lang::En) }
    }

    /// The page in the language that is asked for.
    pub fn get(&self, asked: Asked) -> Html<String> {
        Html(match asked.0 {
            Lang::Ko => self.ko.clone(),
            Lang::En => self.en.clone(),
        })
    }
}
