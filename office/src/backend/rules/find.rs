//! Look a site's rules up.

use crate::{
    backend::{
        caller::Caller,
        error::Result,
        office::Office,
        places::context,
        rows::{floor, site_rules, team, zone},
    },
    model::{
        change::RulesDraft,
        id::SiteId,
        overview::{RulesNow, Team},
        place::{Names, Zone},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// A site's rules as they stand, with the zones and teams they may name.
pub async fn rules(office: &Office, caller: &Caller, site: SiteId) -> Result<RulesNow> {
    caller.must_be_admin()?;
    read(&office.db.read, caller, site).await
}

/// Every team, by its Korean name.
pub async fn teams(office: &Office, caller: &Caller) -> Result<Vec<Team>> {
    caller.must_be_admin()?;
    every_team(&office.db.read).await
}

pub(crate) async fn read(db: &impl ConnectionTrait, caller: &Caller, site: SiteId) -> Result<RulesNow> {
    let context = context::site(db, site.0, caller.now).await?;
    let version = site_rules::Entity::find_by_id(site.0).one(db).await?.map_or(0, |row| row.version);
    let zones = zones(db, site.0).await?;
    let kept = zones.iter().map(|(_, zone)| (zone.id, zone.kept_for)).collect();
    Ok(RulesNow {
        draft: RulesDraft { rules: context.rules, hours: context.site.hours, kept },
        site: context.site,
        version,
        zones,
        teams: every_team(db).await?,
    })
}

async fn zones(db: &impl ConnectionTrait, site: Uuid) -> Result<Vec<(Names, Zone)>> {
    let floors =
        floor::Entity::find().filter(floor::Column::SiteId.eq(site)).order_by_asc(floor::Column::Level).all(db).await?;
    let mut found = Vec::new();
    for floor in floors {
        let rows = zone::Entity::find()
            .filter(zone::Column::FloorId.eq(floor.id))
            .order_by_asc(zone::Column::Code)
            .all(db)
            .await?;
        for row in rows {
            let name = Names::new(floor.name_ko.clone(), floor.name_en.clone());
            found.push((name, context::to_zone(row)?));
        }
    }
    Ok(found)
}

async fn every_team(db: &impl ConnectionTrait) -> Result<Vec<Team>> {
    let rows = team::Entity::find().order_by_asc(team::Column::NameKo).all(db).await?;
    Ok(rows.into_iter().map(|row| Team { id: row.id.into(), name: Names::new(row.name_ko, row.name_en) }).collect())
}
