//! Whether the server lives, is ready, and how it does.

use super::{router::Shared, visit::RequestId};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::{sync::OnceLock, time::Instant};
use uuid::Uuid;

static METRICS: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

fn recorder() -> Option<&'static PrometheusHandle> {
    METRICS.get_or_init(|| PrometheusBuilder::new().install_recorder().ok()).as_ref()
}

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers as well.
pub async fn ready(State(shared): State<Shared>) -> Response {
    if shared.office.is_ready().await {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
    }
}

/// Counters for Prometheus.
pub async fn metrics() -> Response {
    match recorder() {
        Some(handle) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response(),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Gives every request an id, counts it, and logs the ones that failed.
pub async fn observe(mut request: Request, next: Next) -> Response {
    recorder();
    // A random id says nothing about the request.
    let id = Uuid::new_v4().simple().to_string();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let route = request.extensions().get::<MatchedPath>().map_or("other".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    let begun = Instant::now();
    let mut response = next.run(request).await;
    let (status, seconds) = (response.status().as_u16(), begun.elapsed().as_secs_f64());
    let labels = [("method", method.to_string()), ("route", route), ("status", status.to_string())];
    metrics::counter!("jari_http_requests_total", &labels).increment(1);
    metrics::histogram!("jari_http_request_seconds", &labels).record(seconds);
    if status >= 500 {
        tracing::error!(request_id = %id, %method, %path, status, "request failed");
    } else {
        tracing::debug!(request_id = %id, %method, %path, status, seconds);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
