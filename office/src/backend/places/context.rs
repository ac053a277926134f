//! A site as the rules need it: zone, hours, rules and closures.

use crate::{
    backend::{
        error::{Error, Fault, Result, stored},
        rows::{closure, desk, floor, site, site_rules, team, zone},
    },
    model::{
        id::{DeskId, FloorId, SiteId},
        place::{Amenity, Desk, DeskKind, Floor, Names, Site, Zone, ZoneKind},
        refusal::Refusal,
        rules::{Closure, Rules, SiteFacts},
        time::{Instant, Minute, WorkingHours},
    },
};
use chrono_tz::Tz;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef,
    sea_query::{Query, SelectStatement, SimpleExpr},
};
use std::collections::HashMap;
use uuid::Uuid;

/// A site with its rules, at one moment.
#[derive(Clone, Debug)]
pub(crate) struct SiteContext {
    pub site: Site,
    pub rules: Rules,
    pub facts: SiteFacts,
}

impl SiteContext {
    /// A site with its rules and closures, at a moment.
    pub(super) fn new(site: Site, (rules, closures): (Rules, Vec<Closure>), now: Instant) -> Result<Self> {
        let facts = SiteFacts { now, zone: zone_of(&site)?, hours: site.hours, closures };
        Ok(Self { site, rules, facts })
    }
}

/// Reads a site, its rules and its closures.
pub(crate) async fn site(db: &impl ConnectionTrait, id: Uuid, now: Instant) -> Result<SiteContext> {
    let row = site::Entity::find_by_id(id).one(db).await?.ok_or(Refusal::NotFound)?;
    let rules = site_rules::Entity::find_by_id(id).one(db).await?;
    let rules = to_rules(rules.as_ref().map(|row| row.body.as_str()))?;
    let closures = closure::Entity::find().filter(closure::Column::SiteId.eq(id)).all(db).await?;
    SiteContext::new(to_site(row)?, (rules, closures.into_iter().filter_map(to_closure).collect()), now)
}

/// A desk with its floor.
pub(crate) async fn desk(db: &impl ConnectionTrait, id: DeskId) -> Result<(desk::Model, floor::Model)> {
    let desk = desk::Entity::find_by_id(id.0).one(db).await?.ok_or(Refusal::NotFound)?;
    let floor = floor::Entity::find_by_id(desk.floor_id).one(db).await?.ok_or(Refusal::NotFound)?;
    Ok((desk, floor))
}

/// For each zone that is kept for a team: the team, its names, and the release time.
pub(crate) type Kept = HashMap<Uuid, (Uuid, Names, Minute)>;

/// The ids of a site's floors.
pub(crate) fn floors(site: SiteId) -> SelectStatement {
    let mut floors = Query::select();
    floors.column(floor::Column::Id).from(floor::Entity).and_where(floor::Column::SiteId.eq(site.0));
    floors
}

/// Zones of a floor.
pub(crate) fn of_floor(floor: FloorId) -> SimpleExpr {
    zone::Column::FloorId.eq(floor.0)
}

/// Which of a floor's zones are kept for teams.
pub(crate) async fn kept_zones(db: &impl ConnectionTrait, floor: Uuid) -> Result<Kept> {
    kept(db, Condition::all().add(of_floor(floor.into()))).await
}

/// Which zones of a site's floors are kept for teams.
pub(crate) async fn kept_zones_at(db: &impl ConnectionTrait, site: SiteId) -> Result<Kept> {
    kept(db, Condition::all().add(zone::Column::FloorId.in_subquery(floors(site)))).await
}

/// Which of some zones are kept for teams.
pub(crate) async fn kept(db: &impl ConnectionTrait, which: Condition) -> Result<Kept> {
    let team: RelationDef =
        zone::Entity::belongs_to(team::Entity).from(zone::Column::KeptTeamId).to(team::Column::Id).into();
    let rows: Vec<(Uuid, Uuid, String, String, Option<i32>)> = zone::Entity::find()
        .select_only()
        .column(zone::Column::Id)
        .join(JoinType::InnerJoin, team)
        .columns([team::Column::Id, team::Column::NameKo, team::Column::NameEn])
        .column(zone::Column::KeptUntil)
        .filter(which)
        .into_tuple()
        .all(db)
        .await?;
    let kept = rows.into_iter().filter_map(|(zone, team, name_ko, name_en, until)| {
        Some((zone, (team, Names::new(name_ko, name_en), minute(until?)?)))
    });
    Ok(kept.collect())
}

/// The site's time zone.
pub(crate) fn zone_of(site: &Site) -> Result<Tz> {
    zone_named(&site.zone)
}

/// A stored time zone.
pub(crate) fn zone_named(name: &str) -> Result<Tz> {
    name.parse().map_err(|_| Error::Fault(Fault::Stored(format!("time zone {name}"))))
}

pub(crate) fn minute(value: i32) -> Option<Minute> {
    u16::try_from(value).ok().and_then(Minute::new)
}

pub(crate) fn to_site(row: site::Model) -> Result<Site, Fault> {
    let minute = |value| stored(minute(value), "time of day");
    let hours = WorkingHours {
        opens: minute(row.opens)?,
        closes: minute(row.closes)?,
        lunch_starts: minute(row.lunch_starts)?,
        lunch_ends: minute(row.lunch_ends)?,
    };
    Ok(Site { id: row.id.into(), name: Names::new(row.name_ko, row.name_en), zone: row.zone, hours })
}

/// Stored rules; where none are, what the product begins with.
pub(super) fn to_rules(body: Option<&str>) -> Result<Rules, Fault> {
    body.map_or_else(
        || Ok(Rules::default()),
        |body| serde_json::from_str(body).map_err(|error| Fault::Stored(error.to_string())),
    )
}

pub(super) fn to_closure(row: closure::Model) -> Option<Closure> {
    Some(Closure { date: row.date.parse().ok()?, name: Names::new(row.name_ko, row.name_en) })
}

pub(crate) fn to_floor(row: floor::Model) -> Floor {
    let name = Names::new(row.name_ko, row.name_en);
    Floor { id: row.id.into(), site: row.site_id.into(), name, level: row.level }
}

pub(crate) fn to_zone(row: zone::Model) -> Result<Zone, Fault> {
    let outline = serde_json::from_str(&row.outline).map_err(|error| Fault::Stored(error.to_string()))?;
    let kept_for = row.kept_team_id.zip(row.kept_until.and_then(minute)).map(|(team, at)| (team.into(), at));
    Ok(Zone {
        id: row.id.into(),
        floor: row.floor_id.into(),
        code: row.code,
        name: Names::new(row.name_ko, row.name_en),
        kind: stored(ZoneKind::from_word(&row.kind), "kind of zone")?,
        outline,
        kept_for,
    })
}

pub(crate) fn to_desk(row: desk::Model) -> Result<Desk, Fault> {
    Ok(Desk {
        id: row.id.into(),
        floor: row.floor_id.into(),
        zone: row.zone_id.map(Into::into),
        label: row.label,
        at: [row.x, row.y],
        rotation: row.rotation,
        kind: stored(DeskKind::from_word(&row.kind), "kind of desk")?,
        amenities: amenities(&row.amenities),
        assigned_to: row.assigned_to.map(Into::into),
        out_of_service: row.out_of_service,
    })
}

/// Stored amenities; words that this version does not know are left out.
pub(crate) fn amenities(stored: &str) -> Vec<Amenity> {
    let words: Vec<String> = serde_json::from_str(stored).unwrap_or_default();
    words.iter().filter_map(|word| Amenity::from_word(word)).collect()
}
