//! What time itself does to bookings: nobody came, or the end was reached.

use super::{judge, step};
use crate::{
    backend::{
        cloud_pcs::sessions,
        db,
        error::Result,
        ledger::{self, Event},
        office::Office,
        places::context,
        rows::{booking, desk, floor},
    },
    model::{
        booking::BookingState,
        rules::{Rules, no_show_deadline},
        time::Instant,
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};
use uuid::Uuid;

/// Releases no-shows and ends what is over. Answers how many bookings changed. Run again and again by the schedule;
/// two servers doing it at once change each booking once.
pub async fn release_due(office: &Office) -> Result<usize> {
    let now = office.now();
    let mut done = 0;
    for id in due(office, now).await? {
        match db::write(&office.db, |scope| Box::pin(settle(scope.tx, id, now))).await {
            Ok(settled) => done += usize::from(settled),
            // One that can't be settled holds up no other; it is tried again the next time.
            Err(error) => tracing::warn!(%error, booking = %id, "a booking could not be settled"),
        }
    }
    if done > 0 {
        office.live.wake();
        sessions::wake(office);
    }
    Ok(done)
}

/// Bookings to which something should happen now. Looked for outside of any write: most need nothing.
async fn due(office: &Office, now: Instant) -> Result<Vec<Uuid>> {
    let db = &office.db.read;
    let begun = booking::Entity::find()
        .filter(booking::Column::State.is_in(judge::LIVE))
        .filter(booking::Column::StartsAt.lte(now.timestamp()))
        .order_by_asc(booking::Column::StartsAt)
        .all(db)
        .await?;
    let mut due = Vec::new();
    let known = if begun.is_empty() { HashMap::new() } else { rules_of_desks(office, now).await? };
    for row in begun {
        if let Some(rules) = known.get(&row.desk_id)
            && fate(rules, &row, now)?.is_some()
        {
            due.push(row.id);
        }
    }
    Ok(due)
}

/// The rules that hold at each desk. A site whose rules can't be read is left out.
async fn rules_of_desks(office: &Office, now: Instant) -> Result<HashMap<Uuid, Arc<Rules>>> {
    let db = &office.db.read;
    let mut rules = HashMap::new();
    let mut of_floor: HashMap<Uuid, Arc<Rules>> = HashMap::new();
    for floor in floor::Entity::find().all(db).await? {
        let site = floor.site_id;
        if let Entry::Vacant(unknown) = rules.entry(site) {
            let found = context::site(db, site, now).await;
            let found =
                found.inspect_err(|error| tracing::warn!(%error, %site, "the rules of a site could not be read"));
            unknown.insert(found.ok().map(|site| Arc::new(site.rules)));
        }
        of_floor.extend(rules.get(&site).cloned().flatten().map(|rules| (floor.id, rules)));
    }
    let desks: Vec<(Uuid, Uuid)> = desk::Entity::find()
        .select_only()
        .columns([desk::Column::Id, desk::Column::FloorId])
        .into_tuple()
        .all(db)
        .await?;
    Ok(desks.into_iter().filter_map(|(desk, floor)| Some((desk, of_floor.get(&floor)?.clone()))).collect())
}

async fn settle(tx: &DatabaseTransaction, id: Uuid, now: Instant) -> Result<bool> {
    if let Some(row) = booking::Entity::find_by_id(id).one(tx).await? {
        judge::lock_person(tx, row.person_id.into()).await?;
    }
    let Some(mut row) = booking::Entity::find_by_id(id).one(tx).await? else { return Ok(false) };
    let (desk, floor) = context::desk(tx, row.desk_id.into()).await?;
    let site = context::site(tx, floor.site_id, now).await?;
    let Some((next, kind)) = fate(&site.rules, &row, now)? else { return Ok(false) };
    row.state = next.word().into();
    row.ended_at = Some(now.timestamp());
    row.clone().into_active_model().reset_all().update(tx).await?;
    sessions::end(tx, row.id.into(), now).await?;
    ledger::record(tx, now, Event::of_booking(kind, &row, &desk, &floor)).await?;
    Ok(true)
}

/// What should become of a booking now.
fn fate(rules: &Rules, row: &booking::Model, now: Instant) -> Result<Option<(BookingState, &'static str)>> {
    let state = step::state(row)?;
    if !state.is_live() {
        return Ok(None);
    }
    let over = row.ends_at <= now.timestamp();
    if state != BookingState::Reserved {
        return Ok(over.then_some((BookingState::Ended, "booking.ended")));
    }
    let deadline = no_show_deadline(rules, judge::interval(row), judge::instant(row.made_at));
    if deadline.is_some_and(|deadline| deadline <= now) {
        return Ok(Some((BookingState::Released, "booking.released")));
    }
    Ok(over.then_some((BookingState::Ended, "booking.ended")))
}
