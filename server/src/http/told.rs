//! Nobody who opened a page is left in front of a blank one: an error without words gets some, and a way on.

use super::{observe::RequestId, visit};
use app::{reasons, texts::Texts};
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use office::model::refusal::Refusal;

/// Gives words to errors that have none, for whoever asked for a page.
pub async fn in_words(request: Request, next: Next) -> Response {
    if !asks_for_a_page(request.headers()) {
        return next.run(request).await;
    }
    let lang = visit::accepted(request.headers());
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let response = next.run(request).await;
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if !failed || has_words(&response) {
        return response;
    }
    let lang = response.extensions().get::<visit::Spoken>().map_or(lang, |spoken| spoken.0);
    let (mut head, _) = response.into_parts();
    for name in [header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::ETAG] {
        head.headers.remove(name);
    }
    if head.status == StatusCode::SERVICE_UNAVAILABLE {
        head.headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    let (kind, body) = Html(page(Texts(lang), (head.status, &id))).into_response().into_parts();
    head.headers.extend(kind.headers);
    Response::from_parts(head, body)
}

fn asks_for_a_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|accepts| accepts.to_str().ok()).is_some_and(|text| text.contains("text/html"))
}

/// Whatever has a type has words, but for an address that could not be read: that is told in plain English before it
/// reaches us, and by nothing of ours.
fn has_words(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let unread = response.status() == StatusCode::BAD_REQUEST;
    kind.is_some_and(|kind| !(unread && kind.starts_with("text/plain")))
}

fn page(texts: Texts, (status, id): (StatusCode, &str)) -> String {
    let (title, said) = words(texts, status, id);
    let (tag, again, home) = (texts.0.tag(), texts.s("try-again"), texts.s("go-home"));
    // An empty address is the page itself. The id holds letters, digits and "-_." only.
    format!(
        "<!DOCTYPE html><html lang=\"{tag}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/pkg/seats.css\"></head><body><main id=\"main\" class=\"page problem\">\
         <h1>{title}</h1><p role=\"alert\">{said}</p>\
         <p class=\"ways\"><a class=\"btn o\" href=\"\">{again}</a><a class=\"btn p\" href=\"/\">{home}</a></p>\
         </main></body></html>"
    )
}

fn words(texts: Texts, status: StatusCode, id: &str) -> (String, String) {
    match status {
        StatusCode::UNAUTHORIZED => (texts.s("error-title"), texts.s("refusal-signed-out")),
        StatusCode::FORBIDDEN => (texts.s("error-title"), reasons::refusal(texts, &Refusal::Forbidden)),
        StatusCode::SERVICE_UNAVAILABLE => (texts.s("error-title"), texts.s("api-detail-unavailable")),
        StatusCode::PAYLOAD_TOO_LARGE => (texts.s("error-title"), texts.s("api-detail-too_large")),
        status if status.is_server_error() => (texts.s("error-title"), texts.f("fault", &[("id", id.into())])),
        _ => (texts.s("error-not-found"), texts.s("error-not-found-hint")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::place::Lang;

    #[test]
    fn every_error_is_told_in_both_languages_with_a_way_on() {
        for lang in [Lang::Ko, Lang::En] {
            for status in [400, 401, 403, 404, 413, 422, 500, 502, 503] {
                let page = page(Texts(lang), (StatusCode::from_u16(status).unwrap(), "7f"));
                assert!(page.contains("href=\"/\"") && page.contains(&format!("lang=\"{}\"", lang.tag())), "{page}");
                assert!(!page.contains("api-") && !page.contains("refusal-") && !page.contains("error-"), "{page}");
            }
        }
        assert!(page(Texts(Lang::En), (StatusCode::INTERNAL_SERVER_ERROR, "7f")).contains("7f"));
    }
}
