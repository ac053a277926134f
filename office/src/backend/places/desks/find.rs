//! Look desks up as an admin.

use super::record;
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        error::{Fault, Result},
        office::Office,
        places::context,
        rows::{booking, desk, floor, ledger, person, site},
    },
    model::{
        id::{DeskId, FloorId},
        overview::{DeskChange, DeskNow, FloorNow, SiteNow},
        refusal::Refusal,
        time::{self, Minute},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// Every site with its floors in numbers.
pub async fn overview(office: &Office, caller: &Caller) -> Result<Vec<SiteNow>> {
    caller.must_be_admin()?;
    let db = &office.db.read;
    let sites = site::Entity::find().order_by_asc(site::Column::Position).all(db).await?;
    let floors = floor::Entity::find().order_by_asc(floor::Column::Level).all(db).await?;
    let desks = desk::Entity::find().all(db).await?;
    let coming = coming(db, caller).await?;
    let count = |of: &dyn Fn(&&desk::Model) -> bool| u32::try_from(desks.iter().filter(of).count()).unwrap_or(u32::MAX);
    let number = |floor: floor::Model| FloorNow {
        desks: count(&|desk| desk.floor_id == floor.id && desk.retired_at.is_none()),
        out_of_service: count(&|desk| {
            desk.floor_id == floor.id && desk.retired_at.is_none() && desk.out_of_service.is_some()
        }),
        coming: desks.iter().filter(|desk| desk.floor_id == floor.id).filter_map(|desk| coming.get(&desk.id)).sum(),
        floor: context::to_floor(floor),
    };
    let mut found = Vec::with_capacity(sites.len());
    for row in sites {
        let floors = floors.iter().filter(|floor| floor.site_id == row.id).cloned().map(number).collect();
        found.push(SiteNow { site: context::to_site(row)?, floors });
    }
    Ok(found)
}

/// A floor's desks: those on the plan by label, then the retired ones.
pub async fn desks(office: &Office, caller: &Caller, floor: FloorId) -> Result<Vec<DeskNow>> {
    caller.must_be_admin()?;
    let db = &office.db.read;
    let mut rows = desk::Entity::find()
        .filter(desk::Column::FloorId.eq(floor.0))
        .order_by_asc(desk::Column::Label)
        .all(db)
        .await?;
    rows.sort_by_key(|row| row.retired_at.is_some());
    let owners: Vec<Uuid> = rows.iter().filter_map(|row| row.assigned_to).collect();
    let owners = person::Entity::find().filter(person::Column::Id.is_in(owners)).all(db).await?;
    let owners: HashMap<Uuid, person::Model> = owners.into_iter().map(|row| (row.id, row)).collect();
    let coming = coming(db, caller).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let owner = row.assigned_to.and_then(|id| owners.get(&id));
        found.push(DeskNow {
            version: row.version,
            assigned: owner.map(|owner| (owner.name.clone(), owner.email.clone())),
            retired: row.retired_at.is_some(),
            coming: coming.get(&row.id).copied().unwrap_or(0),
            desk: context::to_desk(row)?,
        });
    }
    Ok(found)
}

/// What happened to a desk after a version, oldest first; times are those of its site's clocks.
pub async fn changes_since(office: &Office, caller: &Caller, desk: DeskId, version: i32) -> Result<Vec<DeskChange>> {
    caller.must_be_admin()?;
    let db = &office.db.read;
    let (_, floor) = context::desk(db, desk).await?;
    let zone = context::site(db, floor.site_id, caller.now).await?.facts.zone;
    let rows = ledger::Entity::find()
        .filter(ledger::Column::DeskId.eq(desk.0))
        .filter(ledger::Column::Kind.starts_with("desk."))
        .order_by_asc(ledger::Column::Seq)
        .all(db)
        .await?;
    let names = names(db, rows.iter().filter_map(|row| row.actor_id)).await?;
    let mut found = Vec::new();
    for row in rows {
        let told = record::told(row.detail.as_deref())?;
        if told.version <= version {
            continue;
        }
        let local = time::local(zone, judge::instant(row.at));
        found.push(DeskChange {
            by: row.actor_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            date: local.date(),
            time: Minute::of(local),
            kind: row.kind,
            before: told.before.map(|state| state.draft),
            after: told.after.draft,
        });
    }
    Ok(found)
}

/// The floor of a desk and the version it has now.
pub async fn place_of(office: &Office, caller: &Caller, desk: DeskId) -> Result<(FloorId, i32)> {
    caller.must_be_admin()?;
    let row = desk::Entity::find_by_id(desk.0).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    Ok((row.floor_id.into(), row.version))
}

/// A change that the ledger has under a number: the desk it was about and its floor.
pub async fn changed(office: &Office, caller: &Caller, event: i64) -> Result<(DeskId, FloorId)> {
    caller.must_be_admin()?;
    let row = ledger::Entity::find_by_id(event).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    let (desk, floor) = context::desk(&office.db.read, row.desk_id.ok_or(Refusal::NotFound)?.into()).await?;
    Ok((desk.id.into(), floor.id.into()))
}

/// How many live bookings each desk has that are not over.
async fn coming(db: &impl ConnectionTrait, caller: &Caller) -> Result<HashMap<Uuid, u32>> {
    let rows: Vec<(Uuid, i64)> = booking::Entity::find()
        .select_only()
        .column(booking::Column::DeskId)
        .column_as(booking::Column::Id.count(), "many")
        .filter(judge::is_live())
        .filter(booking::Column::EndsAt.gt(caller.now.timestamp()))
        .group_by(booking::Column::DeskId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(desk, many)| (desk, u32::try_from(many).unwrap_or(u32::MAX))).collect())
}

/// People's names by id.
pub(crate) async fn names(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, Fault> {
    let ids: Vec<Uuid> = ids.collect();
    let rows = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
