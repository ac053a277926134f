//! Who the caller is.

use super::caller::Asking;
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The caller as a person of the directory.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// Identity.
    id: Uuid,
    /// Sign-in address.
    #[schema(example = "jimin.kim@jari.example")]
    email: String,
    /// Full name.
    #[schema(example = "김지민")]
    name: String,
    /// The short name on the map.
    #[schema(example = "지민")]
    given_name: String,
    /// `employee`, `facility_manager` or `admin`.
    #[schema(example = "employee")]
    role: &'static str,
    /// Team.
    team: Option<Uuid>,
    /// The team's name in the caller's language.
    #[schema(example = "공간지원팀")]
    team_name: String,
    /// The language the caller reads: `ko` or `en`.
    #[schema(example = "ko")]
    lang: &'static str,
    /// Who sees the caller's name on the map: `everybody`, `team` or `nobody`.
    #[schema(example = "everybody")]
    visibility: &'static str,
}

/// Who am I
#[utoipa::path(get, path = "/me", operation_id = "getMe", tag = "people",
    responses((status = 200, description = "The caller", body = Me)))]
pub async fn me(asking: Asking) -> Json<Me> {
    let person = asking.person;
    Json(Me {
        id: person.id.0,
        email: person.email,
        name: person.name,
        given_name: person.given_name,
        role: person.role.word(),
        team: person.team.map(|team| team.0),
        team_name: person.team_name.map(|name| name.get(person.lang).to_owned()).unwrap_or_default(),
        lang: person.lang.tag(),
        visibility: person.visibility.word(),
    })
}
