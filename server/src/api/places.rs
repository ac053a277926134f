//! Sites, floors, zones and desks.

use super::{
    caller::Asking,
    problem::Failed,
    take::{self, Asked, Id},
};
use axum::Json;
use office::{
    backend::places::find,
    model::{
        id::{FloorId, SiteId},
        place,
        time::Minute,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A name in both languages.
#[derive(Serialize, ToSchema)]
pub struct Names {
    /// Korean.
    #[schema(example = "12층")]
    ko: String,
    /// English.
    #[schema(example = "12F")]
    en: String,
}

impl From<place::Names> for Names {
    fn from(names: place::Names) -> Self {
        Self { ko: names.ko, en: names.en }
    }
}

/// A building or campus with one time zone and one calendar.
#[derive(Serialize, ToSchema)]
pub struct Site {
    /// Identity.
    id: Uuid,
    /// Name.
    name: Names,
    /// IANA time zone; dates and `HH:MM` of this site are local to it.
    #[schema(example = "Asia/Seoul")]
    zone: String,
    /// Opening, local; the start of `all_day` and `morning`.
    #[schema(value_type = String, example = "09:00")]
    opens: Minute,
    /// Closing, local; the end of `all_day` and `afternoon`.
    #[schema(value_type = String, example = "18:00")]
    closes: Minute,
    /// Start of lunch, local; the end of `morning`.
    #[schema(value_type = String, example = "12:00")]
    lunch_starts: Minute,
    /// End of lunch, local; the start of `afternoon`.
    #[schema(value_type = String, example = "13:00")]
    lunch_ends: Minute,
}

impl From<place::Site> for Site {
    fn from(site: place::Site) -> Self {
        Self {
            id: site.id.0,
            name: site.name.into(),
            zone: site.zone,
            opens: site.hours.opens,
            closes: site.hours.closes,
            lunch_starts: site.hours.lunch_starts,
            lunch_ends: site.hours.lunch_ends,
        }
    }
}

/// Every site.
#[derive(Serialize, ToSchema)]
pub struct Sites {
    /// In the order admins chose.
    sites: Vec<Site>,
}

/// A level of a site.
#[derive(Serialize, ToSchema)]
pub struct Floor {
    /// Identity.
    id: Uuid,
    /// Its site.
    site: Uuid,
    /// Name.
    name: Names,
    /// Order from the ground, lowest first.
    #[schema(example = 12)]
    level: i32,
}

impl From<place::Floor> for Floor {
    fn from(floor: place::Floor) -> Self {
        Self { id: floor.id.0, site: floor.site.0, name: floor.name.into(), level: floor.level }
    }
}

/// Floors.
#[derive(Serialize, ToSchema)]
pub struct Floors {
    /// By site and level.
    floors: Vec<Floor>,
}

/// A polygon on a floor.
#[derive(Serialize, ToSchema)]
pub struct Zone {
    /// Identity.
    id: Uuid,
    /// What its desks' labels start with.
    #[schema(example = "A")]
    code: String,
    /// Name.
    name: Names,
    /// `focus`, `collaboration`, `project`, `quiet` or `open`.
    #[schema(example = "focus")]
    kind: &'static str,
    /// Corners in metres from the floor's north-west corner, x to the east, y to the south; not closed.
    outline: Vec<[f64; 2]>,
    /// The team it is kept for.
    kept_for: Option<Uuid>,
    /// Local time on the day from which everybody may book it.
    #[schema(value_type = Option<String>, example = "10:00")]
    kept_until: Option<Minute>,
}

impl From<place::Zone> for Zone {
    fn from(zone: place::Zone) -> Self {
        let (kept_for, kept_until) = zone.kept_for.map(|(team, until)| (team.0, until)).unzip();
        Self {
            id: zone.id.0,
            code: zone.code,
            name: zone.name.into(),
            kind: zone.kind.word(),
            outline: zone.outline,
            kept_for,
            kept_until,
        }
    }
}

/// One seat as furniture.
#[derive(Serialize, ToSchema)]
pub struct Desk {
    /// Identity; outlives labels and revisions.
    id: Uuid,
    /// Unique on its floor.
    #[schema(example = "A-28")]
    label: String,
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
    /// Whether it is assigned to somebody.
    assigned: bool,
    /// Why it can't be used now.
    out_of_service: Option<String>,
}

impl From<place::Desk> for Desk {
    fn from(desk: place::Desk) -> Self {
        Self {
            id: desk.id.0,
            label: desk.label,
            zone: desk.zone.map(|zone| zone.0),
            x: desk.at[0],
            y: desk.at[1],
            rotation: desk.rotation,
            kind: desk.kind.word(),
            amenities: desk.amenities.iter().map(|one| one.word()).collect(),
            assigned: desk.assigned_to.is_some(),
            out_of_service: desk.out_of_service,
        }
    }
}

/// A floor with its zones and desks.
#[derive(Serialize, ToSchema)]
pub struct FloorPlan {
    /// The floor.
    #[serde(flatten)]
    floor: Floor,
    /// The number of the published revision of its plan.
    #[schema(example = 1)]
    revision: i32,
    /// Width of the plan in metres.
    #[schema(example = 60.0)]
    width: f64,
    /// Depth of the plan in metres.
    #[schema(example = 24.0)]
    height: f64,
    /// Zones by code.
    zones: Vec<Zone>,
    /// Desks by label.
    desks: Vec<Desk>,
}

/// Which floors.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichFloors {
    /// Only this site's.
    #[param(value_type = Option<Uuid>)]
    site: Option<String>,
}

/// List sites
#[utoipa::path(get, path = "/sites", operation_id = "listSites", tag = "places",
    responses((status = 200, description = "Every site", body = Sites)))]
pub async fn sites(asking: Asking) -> Result<Json<Sites>, Failed> {
    let found = find::sites(&asking.office, &asking.caller).await?;
    Ok(Json(Sites { sites: found.into_iter().map(Site::from).collect() }))
}

/// List floors
#[utoipa::path(get, path = "/floors", operation_id = "listFloors", tag = "places", params(WhichFloors),
    responses((status = 200, description = "Floors by site and level", body = Floors)))]
pub async fn floors(asking: Asking, Asked(which): Asked<WhichFloors>) -> Result<Json<Floors>, Failed> {
    let only = which.site.map(|site| take::id::<SiteId>("site", Some(&site))).transpose()?;
    let found = find::floors(&asking.office, &asking.caller).await?;
    let wanted = found.into_iter().filter(|floor| only.is_none_or(|site| floor.site == site));
    Ok(Json(Floors { floors: wanted.map(Floor::from).collect() }))
}

/// Get a floor with its zones and desks
#[utoipa::path(get, path = "/floors/{id}", operation_id = "getFloor", tag = "places",
    params(("id" = Uuid, Path, description = "The floor")),
    responses((status = 200, description = "The floor by its published plan", body = FloorPlan)))]
pub async fn floor(asking: Asking, Id(id): Id<FloorId>) -> Result<Json<FloorPlan>, Failed> {
    let drawn = find::floor_plan(&asking.office, &asking.caller, id).await?;
    let desks = find::desks(&asking.office, &asking.caller, id).await?;
    Ok(Json(FloorPlan {
        floor: drawn.floor.into(),
        revision: drawn.revision,
        width: drawn.plan.width,
        height: drawn.plan.height,
        zones: drawn.zones.into_iter().map(Zone::from).collect(),
        desks: desks.into_iter().map(Desk::from).collect(),
    }))
}
