//! Give a booking back, or all of a range of days.

use super::{
    judge,
    step::{self, Wanted},
};
use crate::{
    backend::{
        caller::Caller,
        db,
        error::Result,
        office::Office,
        places::context,
        rows::{booking, desk, floor},
    },
    model::{
        booking::{Booking, BookingState},
        id::BookingId,
        refusal::Refusal,
        time,
    },
};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

/// Gives a reserved booking back; its seat is free at once.
pub async fn cancel(office: &Office, caller: &Caller, booking: BookingId) -> Result<Booking> {
    step::change(office, caller, Wanted::NOTHING, |scope| {
        Box::pin(async move {
            let tx = scope.tx;
            write(tx, caller, booking).await?;
            Ok(booking)
        })
    })
    .await
}

/// Gives back every reserved booking of the caller that is not over and whose first local day lies in a range, both ends included. All or
/// nothing. Answers what was given back, oldest first.
pub async fn cancel_range(office: &Office, caller: &Caller, from: NaiveDate, to: NaiveDate) -> Result<Vec<BookingId>> {
    if to < from {
        return Err(Refusal::input("to", "ends_before_it_starts").into());
    }
    let done = db::write(&office.db, |scope| Box::pin(write_range(scope.tx, caller, (from, to)))).await?;
    office.live.wake();
    crate::backend::cloud_pcs::sessions::wake(office);
    Ok(done)
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, booking: BookingId) -> Result<()> {
    let mut held = step::hold(tx, caller, booking).await?;
    step::allow(&held.booking, BookingState::Cancelled)?;
    // What is over is a no-show or has ended, also in the seconds before that is written down.
    step::live_state(&held.booking, caller)?;
    held.booking.state = BookingState::Cancelled.word().into();
    held.booking.ended_at = Some(caller.now.timestamp());
    step::save(tx, &held, caller, "booking.cancelled").await
}

async fn write_range(
    tx: &DatabaseTransaction,
    caller: &Caller,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<BookingId>> {
    judge::lock_person(tx, caller.person).await?;
    let mut rows = booking::Entity::find()
        .filter(booking::Column::PersonId.eq(caller.person.0))
        .filter(booking::Column::State.eq(BookingState::Reserved.word()))
        .filter(booking::Column::EndsAt.gt(caller.now.timestamp()))
        .all(tx)
        .await?;
    rows.sort_by_key(|row| row.starts_at);
    let mut done = Vec::new();
    for row in rows {
        if (days.0..=days.1).contains(&local_day(tx, &row, caller).await?) {
            write(tx, caller, row.id.into()).await?;
            done.push(row.id.into());
        }
    }
    Ok(done)
}

async fn local_day(tx: &DatabaseTransaction, row: &booking::Model, caller: &Caller) -> Result<NaiveDate> {
    let desk = desk::Entity::find_by_id(row.desk_id).one(tx).await?.ok_or(Refusal::NotFound)?;
    let floor = floor::Entity::find_by_id(desk.floor_id).one(tx).await?.ok_or(Refusal::NotFound)?;
    let site = context::site(tx, floor.site_id, caller.now).await?;
    Ok(time::local(site.facts.zone, judge::instant(row.starts_at)).date())
}
