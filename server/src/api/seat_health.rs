//! How well the line of each seat of a floor is.

use super::{
    caller::Asking,
    problem::{Failed, Problem},
    take::Id,
};
use axum::Json;
use chrono::{DateTime, Utc};
use office::{
    backend::cloud_pcs::seat_health,
    model::{
        id::FloorId,
        seat_health::{FloorHealth, SeatOnFloor},
    },
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The lines of a floor's seats, by what was measured while cloud PCs were open there.
#[derive(Serialize, ToSchema)]
pub struct SeatsHealth {
    /// The floor.
    floor: Uuid,
    /// Screens that were opened from then on count.
    since: DateTime<Utc>,
    /// When it was looked at.
    as_of: DateTime<Utc>,
    /// How many seats are known.
    #[schema(example = 41)]
    known: u32,
    /// Whether enough seats are known for one to be compared with the others; else none is flagged.
    comparable: bool,
    /// How many screens were open at the floor's seats.
    #[schema(example = 512)]
    screens: u32,
    /// How many of them at a seat's own terminal; any other may have stood elsewhere.
    #[schema(example = 96)]
    at_terminal: u32,
    /// The median of the known seats' medians, in milliseconds.
    #[schema(example = 6.2)]
    median_ms: Option<f64>,
    /// By label.
    seats: Vec<SeatHealth>,
}

/// The line of one seat. What is not known is nothing, not zero.
#[derive(Serialize, ToSchema)]
pub struct SeatHealth {
    /// The desk.
    desk: Uuid,
    /// Its label.
    #[schema(example = "A-28")]
    label: String,
    /// `unknown` where too little was measured, `known`, or `flagged` where it is worse than its floor.
    #[schema(example = "known")]
    state: &'static str,
    /// Why it is flagged: `slow`, `drops`.
    #[schema(example = json!(["slow"]))]
    flags: Vec<&'static str>,
    /// How many sessions were open there long enough to be measured.
    #[schema(example = 8)]
    sessions: u32,
    /// How many screens were open there, those opened again included.
    #[schema(example = 9)]
    screens: u32,
    /// How often a browser opened a screen by itself because it had lost the one before.
    #[schema(example = 1)]
    reconnects: u32,
    /// The median round trip, in milliseconds.
    #[schema(example = 5.4)]
    median_ms: Option<f64>,
    /// What 95 % of the round trips stayed below, in milliseconds.
    #[schema(example = 12.8)]
    p95_ms: Option<f64>,
    /// How long screens were open there, in hours.
    #[schema(example = 52)]
    hours: Option<u64>,
}

fn ms(us: u32) -> f64 {
    f64::from(us.saturating_add(50) / 100) / 10.0
}

impl From<SeatOnFloor> for SeatHealth {
    fn from(seat: SeatOnFloor) -> Self {
        let health = seat.health;
        let state = match (health.line, health.flags.is_empty()) {
            (None, _) => "unknown",
            (Some(_), true) => "known",
            (Some(_), false) => "flagged",
        };
        Self {
            desk: health.desk.0,
            label: seat.label,
            state,
            flags: health.flags.iter().map(|flag| flag.word()).collect(),
            sessions: health.sessions,
            screens: health.screens,
            reconnects: health.reconnects,
            median_ms: health.line.map(|line| ms(line.p50_us)),
            p95_ms: health.line.map(|line| ms(line.p95_us)),
            hours: health.line.map(|line| line.hours()),
        }
    }
}

impl From<FloorHealth> for SeatsHealth {
    fn from(floor: FloorHealth) -> Self {
        Self {
            floor: floor.floor.0,
            since: floor.since,
            as_of: floor.as_of,
            known: floor.whole.known,
            comparable: floor.whole.comparable,
            screens: floor.whole.screens,
            at_terminal: floor.whole.at_terminal,
            median_ms: floor.whole.p50_us.map(ms),
            seats: floor.seats.into_iter().map(SeatHealth::from).collect(),
        }
    }
}

/// Get the health of a floor's seats
///
/// For facility managers and admins. It tells of seats, not of people: nothing of a single screen, and no figures where too
/// little was measured.
#[utoipa::path(get, path = "/floors/{id}/seat-health", operation_id = "getSeatHealth", tag = "places",
    params(("id" = Uuid, Path, description = "The floor")),
    responses(
        (status = 200, description = "The floor's seats by label", body = SeatsHealth),
        (status = 403, description = "The caller may not do this", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn seat_health(asking: Asking, Id(id): Id<FloorId>) -> Result<Json<SeatsHealth>, Failed> {
    let found = seat_health::of_floor(&asking.office, &asking.caller, id).await?;
    Ok(Json(found.into()))
}
