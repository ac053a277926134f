//! The description of the API: valid, complete, and a page to read.

use crate::{
    schema::Description,
    serving::{Server, office},
};
use serde_json::Value;

#[tokio::test]
async fn it_is_valid_openapi_3_1_and_told_to_strangers() {
    let office = office().await;
    let server = Server::of(&office).await;
    let told = server.stranger().get("/api/v1/openapi.json").await.expect(200);
    assert_eq!(told.body["openapi"], "3.1.0");
    assert_eq!(told.body, Description::own().document);
    // The OpenAPI Initiative's own schema of 3.1 documents.
    let schema: Value = serde_json::from_str(include_str!("openapi-3.1.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&told.body).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn it_names_every_operation_that_is_promised() {
    let told: Vec<String> =
        Description::own().operations().into_iter().map(|(method, path)| format!("{method} {path}")).collect();
    for promised in [
        "GET /api/v1/sites",
        "GET /api/v1/floors",
        "GET /api/v1/floors/{id}",
        "GET /api/v1/floors/{id}/seats",
        "GET /api/v1/floors/{id}/events",
        "GET /api/v1/floors/{id}/seat-health",
        "POST /api/v1/bookings",
        "GET /api/v1/bookings",
        "GET /api/v1/bookings/{id}",
        "DELETE /api/v1/bookings/{id}",
        "POST /api/v1/bookings/{id}/check-in",
        "POST /api/v1/bookings/{id}/check-out",
        "POST /api/v1/bookings/{id}/move",
        "GET /api/v1/bookings/{id}/session",
        "POST /api/v1/sessions/{id}/tickets",
    ] {
        assert!(told.iter().any(|one| one == promised), "{promised}");
    }
}

#[tokio::test]
async fn the_page_documents_every_operation_in_both_languages() {
    let office = office().await;
    let server = Server::of(&office).await;
    let stranger = server.stranger();
    let (korean, english) = (
        stranger.get("/api/v1/docs?lang=ko").await.expect(200),
        stranger.get("/api/v1/docs?lang=en").await.expect(200),
    );
    assert!(korean.text.contains("<html lang=\"ko\">") && english.text.contains("<html lang=\"en\">"));
    assert!(korean.text.contains("자리 예약") && english.text.contains("Book a seat"));
    for call in server.description.document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
    {
        let id = call["operationId"].as_str().unwrap();
        assert!(korean.text.contains(&format!("id=\"{id}\"")), "{id}");
        // What people read of it is not the same in both languages.
        assert!(!korean.text.contains(&format!("<h3>{}</h3>", call["summary"].as_str().unwrap())), "{id}");
    }
    for link in english.text.split("href=\"#").skip(1) {
        let place = link.split('"').next().unwrap();
        assert!(english.text.contains(&format!("id=\"{place}\"")), "#{place} leads nowhere");
    }
}
