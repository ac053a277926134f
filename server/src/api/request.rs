//! What every operation takes from a request: who asks, and in which language to answer.

use super::problem::Problem;
use crate::http::{router::Shared, visit::accepted};
use app::{caller::Visit, texts::Texts};
use axum::{
    Json, RequestPartsExt,
    extract::{FromRef, FromRequest, FromRequestParts, Path, Query, Request},
    http::{StatusCode, header, request::Parts},
};
use office::{
    backend::{caller::Caller, office::Office},
    model::{booking::CheckInSource, refusal::Refusal},
};
use serde::de::DeserializeOwned;
use std::{convert::Infallible, str::FromStr};

/// How to answer a request.
#[derive(Clone)]
pub struct Asked {
    /// The language that the client accepts.
    pub texts: Texts,
    /// The request's id.
    pub id: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let id = parts.extensions.get::<Visit>().map(|visit| visit.request_id.clone()).unwrap_or_default();
        Ok(Self { texts: Texts(accepted(&parts.headers)), id })
    }
}

/// A signed-in caller; strangers are refused with 401.
pub struct Signed {
    /// The business.
    pub office: Office,
    /// Who asks.
    pub caller: Caller,
    /// What the page would know of them.
    pub person: office::model::person::Person,
    /// How to answer.
    pub asked: Asked,
}

impl<S> FromRequestParts<S> for Signed
where
    S: Send + Sync,
    Shared: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Ok(asked) = parts.extract::<Asked>().await;
        let shared = Shared::from_ref(state);
        let visit = parts.extensions.get::<Visit>();
        let found = visit.and_then(|visit| visit.caller.clone().zip(visit.viewer.person.clone()));
        let Some((mut caller, person)) = found else { return Err(Problem::refused(&asked, Refusal::SignedOut)) };
        if parts.headers.contains_key(header::AUTHORIZATION) {
            caller.door = CheckInSource::Api;
        }
        Ok(Self { office: shared.office, caller, person, asked })
    }
}

/// An identity in the path; anything else is not found.
pub struct Id<T>(pub T);

impl<S, T> FromRequestParts<S> for Id<T>
where
    S: Send + Sync,
    T: FromStr,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let Ok(asked) = parts.extract::<Asked>().await;
        let text = parts.extract::<Path<String>>().await.map(|path| path.0).unwrap_or_default();
        text.parse().map(Id).map_err(|_| Problem::refused(&asked, Refusal::NotFound))
    }
}

/// A JSON body; what can't be understood is refused with 422.
pub struct Body<T>(pub T);

impl<S, T> FromRequest<S> for Body<T>
where
    S: Send + Sync,
    T: DeserializeOwned + 'static,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let Ok(asked) = parts.extract::<Asked>().await;
        match Json::<T>::from_request(Request::from_parts(parts, body), state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Problem::plain(&asked, StatusCode::PAYLOAD_TOO_LARGE, "too_large"))
            }
            Err(error) => Err(Problem::unreadable(&asked, error.body_text())),
        }
    }
}

/// A query; what can't be understood is refused with 422.
pub struct Asking<T>(pub T);

impl<S, T> FromRequestParts<S> for Asking<T>
where
    S: Send + Sync,
    T: DeserializeOwned + 'static,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let Ok(asked) = parts.extract::<Asked>().await;
        let read = parts.extract::<Query<T>>().await;
        read.map(|query| Self(query.0)).map_err(|error| Problem::unreadable(&asked, error.body_text()))
    }
}
