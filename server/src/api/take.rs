//! What handlers take from a request; what can't be understood is refused by the name of its field.

use super::problem::Failed;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use office::model::refusal::Refusal;
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// The id in the path. What is no id names nothing.
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for Id<T> {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failed> {
        let Path(text) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| Refusal::NotFound)?;
        text.parse().map(Id).map_err(|_| Refusal::NotFound.into())
    }
}

/// The query.
pub struct Asked<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failed> {
        let read = Query::<T>::try_from_uri(&parts.uri);
        read.map(|Query(asked)| Asked(asked)).map_err(|_| Failed::Http(StatusCode::BAD_REQUEST))
    }
}

/// The JSON body.
pub struct Sent<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Failed;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failed> {
        if !says_json(request.headers()) {
            return Err(Failed::Http(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes =
            Bytes::from_request(request, state).await.map_err(|_| Failed::Http(StatusCode::PAYLOAD_TOO_LARGE))?;
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        match serde_path_to_error::deserialize(&mut json) {
            Ok(sent) => json.end().map(|()| Sent(sent)).map_err(|_| Failed::Http(StatusCode::BAD_REQUEST)),
            Err(error) if error.inner().is_data() => {
                Err(Refusal::input(&error.path().to_string(), "unexpected").into())
            }
            Err(_) => Err(Failed::Http(StatusCode::BAD_REQUEST)),
        }
    }
}

fn says_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return true };
    kind.to_str().is_ok_and(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        kind == "application/json" || kind.ends_with("+json")
    })
}

/// A field that must be there and be an id.
pub fn id<T: FromStr>(field: &str, text: Option<&str>) -> Result<T, Refusal> {
    let text = text.ok_or_else(|| Refusal::input(field, "empty"))?;
    text.parse().map_err(|_| Refusal::input(field, "not_an_id"))
}
