//! Add a site, and an empty floor to a site.

use crate::{
    backend::{
        caller::Caller,
        db,
        error::{Error, Fault, Result},
        ledger::{self, Event},
        office::Office,
        places::context,
        rows::{floor, floor_plan, site, site_rules},
    },
    model::{
        change::check_hours,
        id::{FloorId, SiteId},
        place::Names,
        plan::{Plan, Shape},
        refusal::Refusal,
        rules::Rules,
        text::line,
        time::{Instant, Minute, WorkingHours},
    },
};
use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryOrder};
use uuid::Uuid;

/// Free space around a new floor's wall, metres.
const MARGIN: f64 = 1.0;

/// A new site.
#[derive(Clone, Debug)]
pub struct NewSite {
    /// Name.
    pub name: Names,
    /// IANA time zone.
    pub zone: String,
    /// Local working hours and lunch.
    pub hours: WorkingHours,
}

/// A new rectangular floor without anything on it.
#[derive(Clone, Debug)]
pub struct NewFloor {
    /// Its site.
    pub site: SiteId,
    /// Name, for example 12층 / 12F.
    pub name: Names,
    /// Order from the ground; one of its own in its site.
    pub level: i32,
    /// Width in metres, west to east.
    pub width: f64,
    /// Depth in metres, north to south.
    pub depth: f64,
}

/// The names of all time zones a site can have, by name.
pub fn zones() -> Vec<&'static str> {
    let mut names: Vec<&str> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    // Places where people are; what is left out are old names and bare offsets.
    names.retain(|name| name.contains('/') && !name.starts_with("Etc/") && !name.starts_with("US/"));
    names.sort_unstable();
    names
}

/// Adds a site with the usual rules.
pub async fn site(office: &Office, caller: &Caller, new: NewSite) -> Result<SiteId> {
    caller.must_be_admin()?;
    let name = named(&new.name)?;
    check_hours(&new.hours)?;
    if new.zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(Refusal::input("zone", "unknown_zone").into());
    }
    let new = NewSite { name, ..new };
    db::write(&office.db, |scope| Box::pin(write_site(scope.tx, caller, &new))).await
}

async fn write_site(tx: &DatabaseTransaction, caller: &Caller, new: &NewSite) -> Result<SiteId> {
    let last = site::Entity::find().order_by_desc(site::Column::Position).one(tx).await?;
    let id = Uuid::now_v7();
    let minutes = |at: Minute| i32::from(at.minutes());
    let row = site::Model {
        id,
        name_ko: new.name.ko.clone(),
        name_en: new.name.en.clone(),
        zone: new.zone.clone(),
        opens: minutes(new.hours.opens),
        closes: minutes(new.hours.closes),
        lunch_starts: minutes(new.hours.lunch_starts),
        lunch_ends: minutes(new.hours.lunch_ends),
        position: last.map_or(1, |row| row.position + 1),
        provider_id: None,
    };
    site::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    let body = serde_json::to_string(&Rules::default()).map_err(|error| Fault::Stored(error.to_string()))?;
    let rules = site_rules::Model { site_id: id, body, version: 1 };
    site_rules::Entity::insert(rules.into_active_model()).exec_without_returning(tx).await?;
    ledger::record(tx, caller.now, Event { kind: "site.added", site: Some(id), ..Event::default() }.by(caller.person))
        .await?;
    Ok(id.into())
}

/// Adds a floor with an outer wall and nothing inside, in force from today.
pub async fn floor(office: &Office, caller: &Caller, new: NewFloor) -> Result<FloorId> {
    caller.must_be_admin()?;
    let name = named(&new.name)?;
    for (field, metres) in [("width", new.width), ("depth", new.depth)] {
        if !(3.0..=500.0).contains(&metres) {
            return Err(Refusal::input(field, "metres_range").into());
        }
    }
    if !(-20..=200).contains(&new.level) {
        return Err(Refusal::input("level", "level_range").into());
    }
    let new = NewFloor { name, ..new };
    let outcome = db::write(&office.db, |scope| Box::pin(write_floor(scope.tx, caller, &new))).await;
    match outcome {
        Err(Error::Fault(Fault::Database(error))) if db::is_duplicate(&error) => {
            Err(Refusal::input("level", "level_taken").into())
        }
        other => other,
    }
}

async fn write_floor(tx: &DatabaseTransaction, caller: &Caller, new: &NewFloor) -> Result<FloorId> {
    let today = context::site(tx, new.site.0, caller.now).await?.facts.today();
    let row = floor::Model {
        id: Uuid::now_v7(),
        site_id: new.site.0,
        name_ko: new.name.ko.clone(),
        name_en: new.name.en.clone(),
        level: new.level,
    };
    floor::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    draw(tx, &row, (&rectangle(new.width, new.depth), today, caller.now)).await?;
    let told = Event { kind: "floor.added", site: Some(row.site_id), floor: Some(row.id), ..Event::default() };
    ledger::record(tx, caller.now, told.by(caller.person)).await?;
    Ok(row.id.into())
}

async fn draw(
    db: &impl ConnectionTrait,
    floor: &floor::Model,
    (plan, from, now): (&Plan, NaiveDate, Instant),
) -> Result<()> {
    let row = floor_plan::Model {
        id: Uuid::now_v7(),
        floor_id: floor.id,
        revision: 1,
        published_from: Some(from.to_string()),
        geometry: serde_json::to_string(plan).map_err(|error| Fault::Stored(error.to_string()))?,
        created_at: now.timestamp(),
    };
    floor_plan::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

fn rectangle(width: f64, depth: f64) -> Plan {
    let (left, top, right, bottom) = (MARGIN, MARGIN, MARGIN + width, MARGIN + depth);
    let points = vec![[left, top], [right, top], [right, bottom], [left, bottom]];
    let shapes = vec![Shape::Outline { points: points.clone() }, Shape::Wall { points }];
    Plan { width: width + 2.0 * MARGIN, height: depth + 2.0 * MARGIN, shapes }
}

/// Both names trimmed; the English one is the Korean one where it is left empty.
pub(crate) fn named(names: &Names) -> Result<Names, Refusal> {
    let (ko, en) = (line("name_ko", &names.ko)?, line("name_en", &names.en)?);
    let en = if en.is_empty() { ko } else { en };
    for (field, name) in [("name_ko", ko), ("name_en", en)] {
        match name.chars().count() {
            0 => return Err(Refusal::input(field, "empty")),
            1..=60 => {}
            _ => return Err(Refusal::input(field, "name_length")),
        }
    }
    Ok(Names::new(ko, en))
}
