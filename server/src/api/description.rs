//! The OpenAPI description: what the handlers say of themselves, and what holds for all of them.

use super::{links, problem::Problem};
use utoipa::{
    OpenApi as _, ToSchema,
    openapi::{
        Content, Info, License, OpenApi, Ref, RefOr, Response, ResponseBuilder, Server,
        path::Operation,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
        tag::TagBuilder,
    },
};

#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(super::problem::Problem)))]
struct Shapes;

/// The description of the public API (OpenAPI 3.1).
pub fn description() -> OpenApi {
    let (_, mut document) = super::described().split_for_parts();
    document.info = Info::builder()
        .title("Jari")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Seats, bookings and cloud PCs. Instants are RFC 3339 in UTC; dates and `HH:MM` are local to the site. \
             Every error is a problem (RFC 9457) in the language of `Accept-Language`, Korean or English.",
        ))
        .license(Some(License::new("Apache-2.0")))
        .build();
    document.servers = Some(vec![Server::new("/")]);
    document.tags = Some(tags());
    document.merge(Shapes::openapi());
    secure(&mut document);
    for (method, operation) in operations(&mut document) {
        complete(method, operation);
    }
    document
}

/// Every operation with its method.
fn operations(document: &mut OpenApi) -> Vec<(&'static str, &mut Operation)> {
    let items = document.paths.paths.values_mut();
    items
        .flat_map(|item| {
            [
                ("get", item.get.as_mut()),
                ("post", item.post.as_mut()),
                ("patch", item.patch.as_mut()),
                ("delete", item.delete.as_mut()),
            ]
        })
        .filter_map(|(method, operation)| Some((method, operation?)))
        .collect()
}

fn tags() -> Vec<utoipa::openapi::Tag> {
    [
        ("places", "Sites, floors, and seats as the caller sees them"),
        ("bookings", "One person, one desk, one time"),
        ("cloud PCs", "The sessions that bookings promise"),
        ("people", "The caller"),
    ]
    .map(|(name, description)| TagBuilder::new().name(name).description(Some(description)).build())
    .into()
}

fn secure(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A token of `jari token create --person EMAIL`."))
        .build();
    components.add_security_scheme("bearer", SecurityScheme::Http(token));
    let cookie = ApiKeyValue::with_description("__Host-jari", "The sign-in of a page of the same origin.");
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    document.security =
        Some(["bearer", "cookie"].map(|name| SecurityRequirement::new(name, Vec::<String>::new())).into());
}

/// What holds for every operation: how it fails, and what can come next.
fn complete(method: &str, operation: &mut Operation) {
    links::add(operation);
    let takes_input = operation.request_body.is_some() || operation.parameters.iter().flatten().next().is_some();
    let responses = &mut operation.responses.responses;
    let mut fails = |code: &str, why: &str| {
        responses.insert(code.to_owned(), RefOr::T(problem(why)));
    };
    fails("401", "Nobody is signed in");
    if takes_input {
        fails("400", "The request can't be read");
        fails("404", "There is no such thing, or the caller may not see it");
        fails("422", "A field is missing or can't be understood");
    }
    if method != "get" {
        fails("403", "The caller may not do this");
        fails("409", "Refused, with every reason and, if another seat would help, the nearest one that is free");
    }
    if operation.request_body.is_some() {
        fails("413", "The request is larger than 1 MiB");
        fails("415", "The request is not JSON");
    }
    fails("default", "Any other problem");
}

fn problem(description: &str) -> Response {
    let schema = Ref::from_schema_name(Problem::name());
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", Content::new(Some(RefOr::<utoipa::openapi::Schema>::Ref(schema))))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_link_leads_to_an_operation() {
        let mut document = description();
        let all = operations(&mut document);
        let known: HashSet<&str> = all.iter().filter_map(|(_, one)| one.operation_id.as_deref()).collect();
        assert_eq!(known.len(), all.len(), "an operation has no id or two have the same");
        let known: HashSet<String> = known.into_iter().map(str::to_owned).collect();
        let answers = all.iter().flat_map(|(_, one)| one.responses.responses.values());
        let mut seen = 0;
        for answer in answers {
            let RefOr::T(answer) = answer else { continue };
            for name in answer.links.keys() {
                assert!(known.contains(name), "{name}");
                seen += 1;
            }
        }
        assert!(seen > 60, "only {seen} links were looked at");
    }

    #[test]
    fn making_a_booking_leads_to_what_can_be_done_with_it() {
        let document = serde_json::to_value(description()).unwrap();
        let links = &document["paths"]["/api/v1/bookings"]["post"]["responses"]["201"]["links"];
        assert_eq!(links["checkIn"]["operationId"], "checkIn");
        assert_eq!(links["getBooking"]["parameters"]["id"], "$response.body#/id");
    }

    #[test]
    fn nothing_it_refers_to_is_missing() {
        let document = serde_json::to_value(description()).unwrap();
        let text = document.to_string();
        for part in text.split("\"#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
        }
    }
}
