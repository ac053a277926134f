//! Import a floor's geometry from a file: a new floor, or a new revision of one that is there.

use super::{
    context,
    geojson::{self, Imported, Placing, Survey, millimetres},
};
use crate::{
    backend::{
        db,
        error::{Fault, Result},
        ledger::{self, Event},
        office::Office,
        rows::{desk, floor, floor_plan, site, zone},
    },
    model::{
        id::FloorId,
        place::Names,
        plan::{Plan, Point},
        refusal::Refusal,
        time::Instant,
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::{Deserialize, Serialize};
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
    /// Also where desks of the floor would stand outside of the building.
    pub force: bool,
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
    /// Labels of the desks that stand outside of the building now.
    pub outside: Vec<String>,
}

/// Imports a floor from WRLD indoor GeoJSON; in force from today at its site. Desks and zones stay where they are in the
/// building: a later file of a floor is placed as its first one was. Called from the command line, which needs no
/// caller. Refused as bad input by the field `file` or `site`, or by `desks`, with the labels of those that would stand
/// outside.
pub async fn floor(office: &Office, of: OfFloor, text: &str) -> Result<Done> {
    let survey = geojson::survey(text).map_err(|error| Refusal::input("file", &error.to_string()))?;
    let now = office.now();
    let done = db::write(&office.db, |scope| Box::pin(write(scope.tx, (&of, &survey), now))).await?;
    office.live.wake();
    Ok(done)
}

async fn write(tx: &DatabaseTransaction, (of, survey): (&OfFloor, &Survey), now: Instant) -> Result<Done> {
    let name = of.site.trim();
    let sites = site::Entity::find().all(tx).await?;
    let site = sites.into_iter().find(|row| row.name_ko == name || row.name_en.eq_ignore_ascii_case(name));
    let site = site.ok_or_else(|| Refusal::input("site", "unknown"))?;
    let floor = match at_level(tx, site.id, of.level).await? {
        Some(row) => row,
        None => add(tx, site.id, (of, now)).await?,
    };
    let today = context::site(tx, site.id, now).await?.facts.today();
    let newest = newest(tx, floor.id).await?;
    let revision = newest.as_ref().map_or(1, |row| row.revision + 1);
    let read = survey.placed(newest.and_then(|row| placing(&row)));
    let outside = settle(tx, floor.id, &read).await?;
    if !of.force && !outside.is_empty() {
        return Err(Refusal::input("desks", &outside.join(", ")).into());
    }
    let row = floor_plan::Model {
        id: Uuid::now_v7(),
        floor_id: floor.id,
        revision,
        published_from: Some(today.to_string()),
        geometry: written(&Placed { plan: &read.plan, placing: read.placing })?,
        created_at: now.timestamp(),
    };
    floor_plan::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    tell(tx, "floor.plan_published", (&floor, now)).await?;
    let size = [read.plan.width, read.plan.height];
    Ok(Done { floor: floor.id.into(), revision, skipped: read.skipped, size, outside })
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

async fn newest(tx: &DatabaseTransaction, floor: Uuid) -> Result<Option<floor_plan::Model>> {
    let plans = floor_plan::Entity::find().filter(floor_plan::Column::FloorId.eq(floor));
    Ok(plans.order_by_desc(floor_plan::Column::Revision).one(tx).await?)
}

/// Moves a floor's desks and zones along with what is drawn of it; answers the labels of the desks that stand outside.
async fn settle(tx: &DatabaseTransaction, floor: Uuid, read: &Imported) -> Result<Vec<String>> {
    let desks = desk::Entity::find().filter(desk::Column::FloorId.eq(floor)).order_by_asc(desk::Column::Label);
    let mut outside = Vec::new();
    for mut row in desks.all(tx).await? {
        [row.x, row.y] = moved([row.x, row.y], read.moved);
        if row.retired_at.is_none() && !geojson::inside(&read.outline, [row.x, row.y]) {
            outside.push(row.label.clone());
        }
        if read.moved != [0.0, 0.0] {
            row.version += 1;
            row.into_active_model().reset_all().update(tx).await?;
        }
    }
    if read.moved != [0.0, 0.0] {
        move_zones(tx, floor, read.moved).await?;
    }
    Ok(outside)
}

async fn move_zones(tx: &DatabaseTransaction, floor: Uuid, by: Point) -> Result<()> {
    for row in zone::Entity::find().filter(zone::Column::FloorId.eq(floor)).all(tx).await? {
        let outline = context::to_zone(row.clone())?.outline;
        let outline: Vec<Point> = outline.into_iter().map(|corner| moved(corner, by)).collect();
        let row = zone::Model { outline: written(&outline)?, ..row };
        row.into_active_model().reset_all().update(tx).await?;
    }
    Ok(())
}

fn moved([x, y]: Point, [east, south]: Point) -> Point {
    [millimetres(x + east), millimetres(y + south)]
}

async fn tell(tx: &DatabaseTransaction, kind: &'static str, (floor, now): (&floor::Model, Instant)) -> Result<()> {
    let event = Event { kind, site: Some(floor.site_id), floor: Some(floor.id), ..Event::default() };
    ledger::record(tx, now, event).await
}

/// A plan as it is stored, with how it was placed.
#[derive(Serialize)]
struct Placed<'a> {
    #[serde(flatten)]
    plan: &'a Plan,
    placing: Placing,
}

/// How a stored plan was placed: nothing of one that was not imported.
fn placing(row: &floor_plan::Model) -> Option<Placing> {
    #[derive(Deserialize)]
    struct Read {
        placing: Option<Placing>,
    }
    serde_json::from_str::<Read>(&row.geometry).ok()?.placing
}

fn written(what: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(what).map_err(|error| Fault::Stored(error.to_string()))
}
