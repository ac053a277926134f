//! Import a floor's geometry from a file: a new floor, or a new revision of one that is there.

use super::{
    context,
    geojson::{self, Imported},
};
use crate::{
    backend::{
        db,
        error::{Fault, Result},
        ledger::{self, Event},
        office::Office,
        rows::{floor, floor_plan, site},
    },
    model::{id::FloorId, place::Names, plan::Plan, refusal::Refusal, time::Instant},
};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

/// Which floor a file is of.
#[derive(Clone, Debug)]
pub struct OfFloor {
    /// The site's name, in either language.
    pub site: String,
    /// The floor's order from the ground: what it is known by in its site.
    pub level: i32,
    /// The name of a floor that is new.
    pub name: Names,
}

/// What became of an import.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// The floor.
    pub floor: FloorId,
    /// The number of the revision that is in force from today.
    pub revision: i32,
    /// Features of the file that are of no known type and were left out.
    pub skipped: usize,
    /// Width and depth in metres.
    pub size: [f64; 2],
}

/// Imports a floor from WRLD indoor GeoJSON; in force from today at its site. Desks and zones stay where they are.
/// Called from the command line, which needs no caller. Refused as bad input by the field `file` or `site`.
pub async fn floor(office: &Office, of: OfFloor, text: &str) -> Result<Done> {
    let read = geojson::read_wrld(text).map_err(|error| Refusal::input("file", &error.to_string()))?;
    let now = office.now();
    let done = db::write(&office.db, |scope| Box::pin(write(scope.tx, (&of, &read), now))).await?;
    office.live.wake();
    Ok(done)
}

async fn write(tx: &DatabaseTransaction, (of, read): (&OfFloor, &Imported), now: Instant) -> Result<Done> {
    let name = of.site.trim();
    let sites = site::Entity::find().all(tx).await?;
    let site = sites.into_iter().find(|row| row.name_ko == name || row.name_en.eq_ignore_ascii_case(name));
    let site = site.ok_or_else(|| Refusal::input("site", "unknown"))?;
    let floor = match at_level(tx, site.id, of.level).await? {
        Some(row) => row,
        None => add(tx, site.id, (of, now)).await?,
    };
    let today = context::site(tx, site.id, now).await?.facts.today();
    let revision = next_revision(tx, floor.id).await?;
    let row = floor_plan::Model {
        id: Uuid::now_v7(),
        floor_id: floor.id,
        revision,
        published_from: Some(today.to_string()),
        geometry: written(&read.plan)?,
        created_at: now.timestamp(),
    };
    floor_plan::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    tell(tx, "floor.plan_published", (&floor, now)).await?;
    let size = [read.plan.width, read.plan.height];
    Ok(Done { floor: floor.id.into(), revision, skipped: read.skipped, size })
}

async fn at_level(tx: &DatabaseTransaction, site: Uuid, level: i32) -> Result<Option<floor::Model>> {
    let query = floor::Entity::find().filter(floor::Column::SiteId.eq(site)).filter(floor::Column::Level.eq(level));
    Ok(query.one(tx).await?)
}

async fn add(tx: &DatabaseTransaction, site: Uuid, (of, now): (&OfFloor, Instant)) -> Result<floor::Model> {
    let row = floor::Model {
        id: Uuid::now_v7(),
        site_id: site,
        name_ko: of.name.ko.clone(),
        name_en: of.name.en.clone(),
        level: of.level,
    };
    floor::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    tell(tx, "floor.added", (&row, now)).await?;
    Ok(row)
}

async fn next_revision(tx: &DatabaseTransaction, floor: Uuid) -> Result<i32> {
    let newest = floor_plan::Entity::find()
        .filter(floor_plan::Column::FloorId.eq(floor))
        .order_by_desc(floor_plan::Column::Revision)
        .one(tx)
        .await?;
    Ok(newest.map_or(1, |row| row.revision + 1))
}

async fn tell(tx: &DatabaseTransaction, kind: &'static str, (floor, now): (&floor::Model, Instant)) -> Result<()> {
    let event = Event { kind, site: Some(floor.site_id), floor: Some(floor.id), ..Event::default() };
    ledger::record(tx, now, event).await
}

fn written(plan: &Plan) -> Result<String, Fault> {
    serde_json::to_string(plan).map_err(|error| Fault::Stored(error.to_string()))
}
