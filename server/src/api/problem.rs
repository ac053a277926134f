//! Every error of the API as problem+json (RFC 9457), in the language that was asked for.

use crate::http::{observe::RequestId, visit};
use app::{reasons, texts::Texts};
use axum::{
    Json,
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use office::{
    backend::error::Error,
    model::refusal::{self, Nearby, Reason, Refusal},
};
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// Why a handler has no result; [`speak`] puts it into words.
pub enum Failed {
    /// The business refused it or failed.
    Office(Arc<Error>),
    /// It did not get as far as the business.
    Http(StatusCode),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Failed::Office(Arc::new(error))
    }
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Error::from(refusal).into()
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        match self {
            Failed::Http(status) => status.into_response(),
            Failed::Office(error) => {
                let mut response = status(&error).into_response();
                response.extensions_mut().insert(error);
                response
            }
        }
    }
}

/// The HTTP status of an error.
pub fn status(error: &Error) -> StatusCode {
    match error {
        Error::Refused(refusal) => StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::CONFLICT),
        Error::Fault(fault) if fault.is_passing() => StatusCode::SERVICE_UNAVAILABLE,
        Error::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Why a request was not done (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem; leads to its place in the documentation.
    #[serde(rename = "type")]
    #[schema(example = "/api/v1/docs#problem-refused")]
    kind: String,
    /// The kind in words, the same for every problem of its kind.
    #[schema(example = "The rules are against it")]
    title: String,
    /// The HTTP status.
    #[schema(example = 409)]
    status: u16,
    /// What happened here and what to do, for people.
    #[schema(example = "Somebody else has this desk until 18:00. Desk A-29 nearby is free.")]
    detail: String,
    /// The kind as one word.
    #[schema(example = "refused")]
    code: String,
    /// Every rule or fact against the request.
    reasons: Vec<Against>,
    /// The nearest free seat: on the same floor, of the same kind if there is one; else on the site's nearest floor.
    #[serde(skip_serializing_if = "Option::is_none")]
    offer: Option<Offer>,
    /// The field that can't be understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The request's id, also in `X-Request-Id` and in the server's log.
    #[schema(example = "5f0c6d1e7c0e4f1f8a4f9f0a1b2c3d4e")]
    instance: String,
}

/// One thing that stands against a request, with fields of its own kind, such as `until`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Against {
    /// The reason as one word.
    #[schema(example = "desk_taken")]
    code: String,
    /// The reason for people: why, until when, and who can lift it.
    #[schema(example = "Somebody else has this desk until 18:00.")]
    detail: String,
    /// What belongs to this reason.
    #[serde(flatten)]
    more: Map<String, Value>,
}

impl Against {
    /// A reason with its words.
    pub fn new(texts: Texts, reason: &Reason) -> Self {
        // A reason that has fields is written as one entry, from its word to them.
        let more = match serde_json::to_value(reason) {
            Ok(Value::Object(mut told)) => told.remove(reason.code()),
            _ => None,
        };
        let more = match more {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        Self { code: reason.code().into(), detail: reasons::reason(texts, reason), more }
    }
}

/// A free seat offered instead.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offer {
    /// The desk.
    desk: Uuid,
    /// Its label.
    #[schema(example = "A-29")]
    label: String,
    /// Its floor; another one than the wished desk's where that has no free seat.
    floor: Uuid,
    /// Metres from the desk that was asked for; missing on another floor.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 1.6)]
    metres: Option<f64>,
}

impl From<&refusal::Offer> for Offer {
    fn from(offer: &refusal::Offer) -> Self {
        let metres = match offer.nearby {
            Nearby::SameFloor(metres) => Some(metres),
            Nearby::OtherFloor(_) => None,
        };
        Self { desk: offer.desk.0, label: offer.label.clone(), floor: offer.floor.0, metres }
    }
}

/// Every kind of problem with its HTTP status, for the documentation.
pub const CODES: [(&str, u16); 15] = [
    ("refused", 409),
    ("bad_input", 422),
    ("bad_request", 400),
    ("signed_out", 401),
    ("wrong_password", 401),
    ("forbidden", 403),
    ("cross_site", 403),
    ("not_found", 404),
    ("method_not_allowed", 405),
    ("key_reused", 409),
    ("stale", 409),
    ("too_large", 413),
    ("too_often", 429),
    ("fault", 500),
    ("unavailable", 503),
];

/// Answers every error under the API's root as a problem, whichever layer it came from. Faults are logged here, once.
pub async fn speak(request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let accepted = visit::accepted(request.headers());
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let response = next.run(request).await;
    if response.status().is_client_error() || response.status().is_server_error() {
        // A request that was stopped before anybody was recognised has only its header to go by.
        let lang = response.extensions().get::<visit::Spoken>().map_or(accepted, |spoken| spoken.0);
        answer(Texts(lang), id, response)
    } else {
        response
    }
}

fn answer(texts: Texts, id: String, response: Response) -> Response {
    let (mut head, _) = response.into_parts();
    let problem = match head.extensions.remove::<Arc<Error>>().as_deref() {
        Some(Error::Refused(refusal)) => refused(texts, id, refusal),
        Some(Error::Fault(fault)) => {
            tracing::error!(request_id = %id, %fault, "a request of the API could not be answered");
            plain(texts, id, head.status)
        }
        None => plain(texts, id, head.status),
    };
    if head.status == StatusCode::UNAUTHORIZED {
        head.headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if head.status == StatusCode::SERVICE_UNAVAILABLE {
        head.headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    for name in [header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::ETAG] {
        head.headers.remove(name);
    }
    head.headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(texts.0.tag()));
    let body = Json(problem).into_response().into_body();
    let mut response = Response::from_parts(head, Body::new(body));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

fn refused(texts: Texts, id: String, refusal: &Refusal) -> Problem {
    let (against, offer) = match refusal {
        Refusal::Rules { reasons, offer } => (reasons.as_slice(), offer.as_ref()),
        _ => (&[][..], None),
    };
    let field = match refusal {
        Refusal::BadInput { field, .. } => Some(field.clone()),
        _ => None,
    };
    let code = code(refusal);
    Problem {
        detail: reasons::refusal(texts, refusal),
        reasons: against.iter().map(|reason| Against::new(texts, reason)).collect(),
        offer: offer.map(Offer::from),
        field,
        ..bare(texts, (code, refusal.status()), id)
    }
}

fn plain(texts: Texts, id: String, status: StatusCode) -> Problem {
    let code = match status {
        StatusCode::UNAUTHORIZED => "signed_out",
        // Only the check for other sites' pages refuses without a reason of the business.
        StatusCode::FORBIDDEN => "cross_site",
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        StatusCode::SERVICE_UNAVAILABLE => "unavailable",
        status if status.is_server_error() => "fault",
        _ => "bad_request",
    };
    let detail = match code {
        "signed_out" => texts.s("refusal-signed-out"),
        "not_found" => texts.s("refusal-not-found"),
        "fault" => texts.f("fault", &[("id", id.as_str().into())]),
        code => texts.s(&format!("api-detail-{code}")),
    };
    Problem { detail, ..bare(texts, (code, status.as_u16()), id) }
}

fn bare(texts: Texts, (code, status): (&str, u16), id: String) -> Problem {
    Problem {
        kind: format!("/api/v1/docs#problem-{code}"),
        title: texts.s(&format!("api-problem-{code}")),
        status,
        detail: String::new(),
        code: code.to_owned(),
        reasons: Vec::new(),
        offer: None,
        field: None,
        instance: id,
    }
}

fn code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Rules { .. } => "refused",
        Refusal::BadInput { .. } => "bad_input",
        Refusal::NotFound => "not_found",
        Refusal::Forbidden => "forbidden",
        Refusal::SignedOut => "signed_out",
        Refusal::WrongPassword => "wrong_password",
        Refusal::TooOften { .. } => "too_often",
        Refusal::KeyReused => "key_reused",
        Refusal::Stale => "stale",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::place::Lang;

    #[test]
    fn every_kind_of_problem_has_a_title_in_both_languages() {
        for lang in [Lang::Ko, Lang::En] {
            for (code, _) in CODES {
                let key = format!("api-problem-{code}");
                assert_ne!(Texts(lang).s(&key), key);
            }
        }
    }

    #[test]
    fn a_problem_that_never_reached_the_business_says_what_to_do() {
        for status in [400, 401, 403, 404, 405, 413, 415, 500, 503] {
            let status = StatusCode::from_u16(status).unwrap();
            let problem = plain(Texts(Lang::En), "id".into(), status);
            assert!(!problem.detail.starts_with("api-detail"), "{}", problem.detail);
            assert!(CODES.iter().any(|(code, _)| *code == problem.code), "{}", problem.code);
        }
    }
}
