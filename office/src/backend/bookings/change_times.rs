//! Change the times of a booking; the seat stays.

use super::{
    judge::{self, Wish},
    step::{self, Wanted},
};
use crate::{
    backend::{caller::Caller, error::Result, office::Office, places::context},
    model::{
        booking::{Booking, BookingState},
        id::BookingId,
        refusal::{Reason, Refusal},
        time::{Choice, Interval},
    },
};
use sea_orm::DatabaseTransaction;

/// Gives a booking other times. One in use keeps its start and gets another end.
pub async fn change_times(office: &Office, caller: &Caller, booking: BookingId, choice: Choice) -> Result<Booking> {
    let held = step::load(&office.db.read, caller, booking).await?;
    let wanted = Wanted { desk: Some(held.desk.id.into()), interval: None };
    step::change(office, caller, wanted, |scope| Box::pin(write(scope.tx, caller, booking, choice))).await
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, booking: BookingId, choice: Choice) -> Result<BookingId> {
    let held = step::load(tx, caller, booking).await?;
    judge::lock_person(tx, held.booking.person_id.into()).await?;
    let mut held = step::load(tx, caller, booking).await?;
    let state = step::state(&held.booking)?;
    if !state.is_live() {
        return Err(Reason::NotNow { state }.into());
    }
    let site = context::site(tx, held.floor.site_id, caller.now).await?;
    let mut interval = site.facts.interval(choice)?;
    if state != BookingState::Reserved {
        let begun = judge::interval(&held.booking).starts_at;
        interval = Interval::new(begun, interval.ends_at).ok_or(Refusal::input("to", "ends_before_it_starts"))?;
    }
    let wish = Wish {
        person: held.booking.person_id.into(),
        desk: held.desk.id.into(),
        interval,
        replaces: Some(booking),
    };
    let case = judge::open(tx, caller, wish).await?;
    judge::require(tx, &case).await?;
    held.booking.starts_at = interval.starts_at.timestamp();
    held.booking.ends_at = interval.ends_at.timestamp();
    step::save(tx, &held, caller, "booking.times_changed").await?;
    crate::backend::cloud_pcs::sessions::replan(tx, &held.booking, caller.now).await?;
    Ok(booking)
}
