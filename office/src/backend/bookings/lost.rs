//! Which seats a person has lost today while they were elsewhere.

use super::{judge, step};
use crate::{
    backend::{
        caller::Caller,
        error::Result,
        office::Office,
        places::{context, find},
        rows::{booking, ledger},
    },
    model::{
        booking::{BookingState, Lost},
        time::{self, Minute},
    },
};
use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// How long somebody is told where they were moved, in minutes.
const TOLD_MINUTES: i64 = 60;

/// The last seat from which the caller had to give way within the hour, and the last one that was given back today after
/// a long absence, unless they have another seat. Times are local to the seat's own site.
pub async fn today(office: &Office, caller: &Caller) -> Result<Vec<Lost>> {
    let mut lost = Vec::new();
    lost.extend(given_way(office, caller).await?);
    if judge::live_now(&office.db.read, caller).await?.is_none() {
        lost.extend(taken_back(office, caller).await?);
    }
    Ok(lost)
}

async fn given_way(office: &Office, caller: &Caller) -> Result<Option<Lost>> {
    let db = &office.db.read;
    let event = ledger::Entity::find()
        .filter(ledger::Column::PersonId.eq(caller.person.0))
        .filter(ledger::Column::Kind.eq("seat.reclaimed"))
        .filter(ledger::Column::At.gt((caller.now - TimeDelta::minutes(TOLD_MINUTES)).timestamp()))
        .order_by_desc(ledger::Column::Seq)
        .one(db)
        .await?;
    let Some(event) = event else { return Ok(None) };
    let row = match event.booking_id {
        Some(id) => booking::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let Some(row) = row else { return Ok(None) };
    // What they did with the booking since is their own.
    let now = match (step::state(&row)?.is_live(), Some(row.desk_id) == event.desk_id) {
        (true, false) => Some(context::desk(db, row.desk_id.into()).await?.0.label),
        (false, true) => None,
        _ => return Ok(None),
    };
    Ok(Some(Lost::GaveWay { now }))
}

async fn taken_back(office: &Office, caller: &Caller) -> Result<Option<Lost>> {
    let db = &office.db.read;
    let row = booking::Entity::find()
        .filter(booking::Column::PersonId.eq(caller.person.0))
        .filter(booking::Column::State.eq(BookingState::Released.word()))
        .filter(booking::Column::CheckedInAt.is_not_null())
        .filter(booking::Column::EndsAt.gt(caller.now.timestamp()))
        .order_by_desc(booking::Column::EndedAt)
        .one(db)
        .await?;
    let Some((row, ended)) = row.and_then(|row| row.ended_at.map(|ended| (row, ended))) else { return Ok(None) };
    let gave_way = ledger::Entity::find()
        .filter(ledger::Column::BookingId.eq(row.id))
        .filter(ledger::Column::Kind.eq("seat.reclaimed"))
        .one(db)
        .await?;
    if gave_way.is_some() {
        return Ok(None);
    }
    let (desk, floor) = context::desk(db, row.desk_id.into()).await?;
    let zone = find::zone(office, caller, floor.site_id.into()).await?;
    let at = Minute::of(time::local(zone, judge::instant(ended)));
    Ok(Some(Lost::TakenBack { booking: row.id.into(), label: desk.label, at }))
}
