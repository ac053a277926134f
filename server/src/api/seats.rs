//! What the caller sees of a floor's seats, and what changes there.

use super::{
    bookings::Local,
    caller::Asking,
    problem::{Against, Failed},
    take::{Asked, Id},
    times::{Times, Unsaid},
};
use crate::http::{live, router::Shared};
use app::{caller::Visit, texts::Texts};
use axum::{
    Extension, Json,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use chrono::{DateTime, Utc};
use office::{
    backend::places::{find, seats as read},
    model::{id::FloorId, place, seat, time::Part},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// For which time. Nothing said means all of today at the site.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct When {
    /// Local date like `2026-12-03`; today if missing.
    #[param(format = Date)]
    date: Option<String>,
    /// `all_day` (if missing), `morning` or `afternoon`.
    #[param(example = "morning")]
    part: Option<String>,
    /// Own start instead of a part: local `HH:MM`, or an RFC 3339 instant.
    #[param(example = "09:00")]
    from: Option<String>,
    /// Own end instead of a part.
    #[param(example = "18:00")]
    to: Option<String>,
}

/// Who holds a seat, if the caller may know.
#[derive(Serialize, ToSchema)]
pub struct Holder {
    /// Identity.
    person: Option<Uuid>,
    /// Full name.
    #[schema(example = "박수현")]
    name: String,
    /// In the caller's team.
    teammate: bool,
}

impl From<seat::Holder> for Holder {
    fn from(holder: seat::Holder) -> Self {
        Self { person: holder.person.map(|person| person.0), name: holder.name, teammate: holder.teammate }
    }
}

/// One seat for the caller and the chosen time.
#[derive(Serialize, ToSchema)]
pub struct Seat {
    /// The desk.
    desk: Uuid,
    /// Its label.
    #[schema(example = "A-28")]
    label: String,
    /// `free`, `mine`, `taken`, `held` or `unavailable`. A seat that is free is one that a booking (or a move of the
    /// caller's booking then, with the same times) is accepted for.
    #[schema(example = "free")]
    state: &'static str,
    /// Everything against booking it; empty when free or mine.
    reasons: Vec<Against>,
    /// Who holds it then, if the caller may know.
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<Holder>,
    /// The caller's booking there then.
    #[serde(skip_serializing_if = "Option::is_none")]
    booking: Option<Uuid>,
    /// Its zone.
    zone: Option<Uuid>,
    /// Metres to the east of the floor's north-west corner.
    #[schema(example = 12.4)]
    x: f64,
    /// Metres to the south.
    #[schema(example = 7.2)]
    y: f64,
    /// Degrees clockwise; at 0 the chair is south of the desk.
    #[schema(example = 180.0)]
    rotation: f64,
    /// `standard`, `standing` or `carrel`.
    #[schema(example = "standing")]
    kind: &'static str,
    /// What it offers.
    #[schema(example = json!(["dual_monitor", "window"]))]
    amenities: Vec<&'static str>,
}

impl Seat {
    fn new(texts: Texts, seat: seat::Seat) -> Self {
        Self {
            desk: seat.desk.0,
            label: seat.label,
            state: seat.state.word(),
            reasons: seat.reasons.iter().map(|reason| Against::new(texts, reason)).collect(),
            holder: seat.holder.map(Holder::from),
            booking: seat.booking.map(|booking| booking.0),
            zone: seat.zone.map(|zone| zone.0),
            x: seat.at[0],
            y: seat.at[1],
            rotation: seat.rotation,
            kind: place::DeskKind::word(seat.kind),
            amenities: seat.amenities.iter().map(|one| one.word()).collect(),
        }
    }
}

/// The caller's booking at the chosen time; taking another seat then moves it.
#[derive(Serialize, ToSchema)]
pub struct Mine {
    /// The booking.
    id: Uuid,
    /// Its desk.
    desk: Uuid,
    /// The desk's label.
    #[schema(example = "A-28")]
    label: String,
    /// The desk's floor.
    floor: Uuid,
    /// When.
    local: Local,
}

impl From<seat::MyBooking> for Mine {
    fn from(mine: seat::MyBooking) -> Self {
        Self { id: mine.id.0, desk: mine.desk.0, label: mine.label, floor: mine.floor.0, local: mine.local.into() }
    }
}

/// A floor's seats for the caller and the chosen time.
#[derive(Serialize, ToSchema)]
pub struct Seats {
    /// When this was read.
    as_of: DateTime<Utc>,
    /// The newest event this contains: follow `/floors/{id}/events` from here to miss nothing.
    #[schema(example = 4711)]
    last_event_id: i64,
    /// The chosen time as the site's clocks show it, without the part of it that is over.
    local: Option<Local>,
    /// The caller's booking then.
    mine: Option<Mine>,
    /// What stands against every seat but the caller's own alike; never what is about a desk.
    reasons: Vec<Against>,
    /// Why a booking of the caller's then would have its seat but no cloud PC: `full`, `draining` or `stopped`; nothing
    /// where one comes with it.
    #[schema(example = "full")]
    no_cloud_pc: Option<&'static str>,
    /// The seats by label.
    seats: Vec<Seat>,
}

/// List a floor's seats for a time
#[utoipa::path(get, path = "/floors/{id}/seats", operation_id = "listSeats", tag = "places",
    params(("id" = Uuid, Path, description = "The floor"), When),
    responses((status = 200, description = "The seats as the caller may see and book them", body = Seats)))]
pub async fn seats(asking: Asking, Id(floor): Id<FloorId>, Asked(when): Asked<When>) -> Result<Json<Seats>, Failed> {
    let Asking { office, caller, lang, .. } = asking;
    let here = find::floor(&office, &caller, floor).await?;
    let times = Times { date: when.date, part: when.part, from: when.from, to: when.to };
    let unsaid = Unsaid { date: Some(here.today), part: Some(Part::AllDay) };
    let choice = times.choice(&here.site, unsaid)?;
    let seen = read::seats_of(&office, &caller, &here, choice).await?;
    let texts = Texts(lang);
    Ok(Json(Seats {
        as_of: seen.as_of,
        // Read before the seats: what happens between the two is told again, never missed.
        last_event_id: here.seq,
        local: seen.local.map(Local::from),
        mine: seen.mine.map(Mine::from),
        reasons: seen.against_all.iter().map(|reason| Against::new(texts, reason)).collect(),
        no_cloud_pc: seen.no_pc.map(|why| why.word()),
        seats: seen.seats.into_iter().map(|seat| Seat::new(texts, seat)).collect(),
    }))
}

/// Follow changes of a floor
///
/// Server-sent events. The first is named `hello` and says nothing more. Those named `seat` say which desk to look at again
/// and for which time, never who sits there; without a desk, as when rules or closures change, look at the whole floor again.
/// Resume with the header `Last-Event-ID`.
#[utoipa::path(get, path = "/floors/{id}/events", operation_id = "followFloor", tag = "places",
    params(
        ("id" = Uuid, Path, description = "The floor"),
        ("Last-Event-ID" = Option<i64>, Header, description = "The last event that was seen; from now on if missing"),
    ),
    responses((status = 200, description = "Changes as they happen", content_type = "text/event-stream", body = String,
        example = "id: 4712\nevent: seat\ndata: {\"seq\":4712,\"kind\":\"booking.reserved\",\"desk\":\"…\"}\n")))]
pub async fn events(
    asking: Asking,
    Id(floor): Id<FloorId>,
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    find::floor(&asking.office, &asking.caller, floor).await?;
    Ok(live::floor(State(shared), Extension(visit), Path(floor), headers).await)
}
