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
        rows::booking,
    },
    model::{booking::BookingState, rules::no_show_deadline, time::Instant},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Releases no-shows and ends what is over. Answers how many bookings changed. Run again and again by the schedule;
/// two servers doing it at once change each booking once.
pub async fn release_due(office: &Office) -> Result<usize> {
    let now = office.now();
    let mut done = 0;
    let mut after = 0;
    loop {
        let rows = booking::Entity::find()
            .filter(booking::Column::State.is_in(judge::LIVE))
            .filter(booking::Column::StartsAt.lte(now.timestamp()))
            .order_by_asc(booking::Column::StartsAt)
            .order_by_asc(booking::Column::Id)
            .offset(after)
            .limit(500)
            .all(&office.db.read)
            .await?;
        let (mut changed, seen) = (0, rows.len());
        for row in rows {
            match settle(office, row.id, now).await {
                Ok(settled) => changed += usize::from(settled),
                // One that can't be settled holds up no other; it is tried again the next time.
                Err(error) => tracing::warn!(%error, booking = %row.id, "a booking could not be settled"),
            }
        }
        done += changed;
        after += (seen - changed.min(seen)) as u64;
        if seen < 500 {
            break;
        }
    }
    if done > 0 {
        office.live.wake();
        sessions::wake(office);
    }
    Ok(done)
}

async fn settle(office: &Office, id: Uuid, now: Instant) -> Result<bool> {
    // Looked at outside of the write first: most bookings need nothing.
    let Some(row) = booking::Entity::find_by_id(id).one(&office.db.read).await? else { return Ok(false) };
    if fate(&office.db.read, &row, now).await?.is_none() {
        return Ok(false);
    }
    db::write(&office.db, |scope| Box::pin(write(scope.tx, id, now))).await
}

async fn write(tx: &DatabaseTransaction, id: Uuid, now: Instant) -> Result<bool> {
    if let Some(row) = booking::Entity::find_by_id(id).one(tx).await? {
        judge::lock_person(tx, row.person_id.into()).await?;
    }
    let Some(mut row) = booking::Entity::find_by_id(id).one(tx).await? else { return Ok(false) };
    let Some((next, kind)) = fate(tx, &row, now).await? else { return Ok(false) };
    row.state = next.word().into();
    row.ended_at = Some(now.timestamp());
    row.clone().into_active_model().reset_all().update(tx).await?;
    sessions::end(tx, row.id.into(), now).await?;
    let (desk, floor) = context::desk(tx, row.desk_id.into()).await?;
    ledger::record(tx, now, Event::of_booking(kind, &row, &desk, &floor)).await?;
    Ok(true)
}

async fn fate(
    db: &impl ConnectionTrait,
    row: &booking::Model,
    now: Instant,
) -> Result<Option<(BookingState, &'static str)>> {
    let state = step::state(row)?;
    if !state.is_live() {
        return Ok(None);
    }
    let over = row.ends_at <= now.timestamp();
    if state != BookingState::Reserved {
        return Ok(over.then_some((BookingState::Ended, "booking.ended")));
    }
    let (_, floor) = context::desk(db, row.desk_id.into()).await?;
    let site = context::site(db, floor.site_id, now).await?;
    let deadline = no_show_deadline(&site.rules, judge::interval(row), judge::instant(row.made_at));
    if deadline.is_some_and(|deadline| deadline <= now) {
        return Ok(Some((BookingState::Released, "booking.released")));
    }
    Ok(over.then_some((BookingState::Ended, "booking.ended")))
}
