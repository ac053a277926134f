//! A person who uses the public API.

use crate::Outcome;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

/// Somebody with a token.
#[derive(Clone, Debug)]
pub struct Person {
    http: Client,
    token: String,
}

/// An answer of the API.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body; null where there is none.
    pub body: Value,
    /// After how many seconds to try again.
    pub retry_after: Option<String>,
}

impl Answer {
    /// The words of the reasons of a refusal.
    pub fn reasons(&self) -> Vec<&str> {
        let reasons = self.body["reasons"].as_array();
        reasons.into_iter().flatten().filter_map(|reason| reason["code"].as_str()).collect()
    }

    /// A text of the body.
    pub fn text(&self, field: &str) -> Outcome<String> {
        let text = self.body[field].as_str().ok_or_else(|| format!("no {field} in {self:?}"))?;
        Ok(text.to_owned())
    }
}

/// For when to book.
#[derive(Clone, Debug)]
pub struct When(Value);

impl When {
    /// All of a local day.
    pub fn all_day(date: &str) -> Self {
        Self(json!({ "date": date, "part": "all_day" }))
    }

    /// Local times of a day.
    pub fn between(date: &str, from: &str, to: &str) -> Self {
        Self(json!({ "date": date, "from": from, "to": to }))
    }
}

impl Person {
    /// Whoever has this token.
    pub fn new(http: Client, token: String) -> Self {
        Self { http, token }
    }

    /// The token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Books a desk at a server, with an `Idempotency-Key` if there is one.
    pub async fn book(&self, url: &str, (desk, when): (&str, &When), key: Option<&str>) -> Outcome<Answer> {
        let mut body = when.0.clone();
        body["desk"] = desk.into();
        let mut request = self.request(Method::POST, &format!("{url}/api/v1/bookings")).json(&body);
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        answer(request).await
    }

    /// Moves a booking to another desk.
    pub async fn move_to(&self, url: &str, booking: &str, desk: &str) -> Outcome<Answer> {
        let path = format!("{url}/api/v1/bookings/{booking}/move");
        answer(self.request(Method::POST, &path).json(&json!({ "desk": desk }))).await
    }

    /// Cancels a booking.
    pub async fn cancel(&self, url: &str, booking: &str) -> Outcome<Answer> {
        answer(self.request(Method::DELETE, &format!("{url}/api/v1/bookings/{booking}"))).await
    }

    /// Asks for what is at a path under the API's root.
    pub async fn get(&self, url: &str, path: &str) -> Outcome<Answer> {
        answer(self.request(Method::GET, &format!("{url}/api/v1{path}"))).await
    }

    /// A request with the person's token.
    pub fn request(&self, method: Method, url: &str) -> RequestBuilder {
        self.http.request(method, url).bearer_auth(&self.token)
    }
}

async fn answer(request: RequestBuilder) -> Outcome<Answer> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let retry_after = response.headers().get("retry-after").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let bytes = response.bytes().await?;
    let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes)? };
    Ok(Answer { status, body, retry_after })
}
