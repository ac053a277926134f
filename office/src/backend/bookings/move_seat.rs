//! Change seat in one step: the old seat is free in the same transaction in which the new one is taken.

use super::{
    judge::{self, Wish},
    step::{self, Wanted},
};
use crate::{
    backend::{caller::Caller, cloud_pcs::sessions, error::Result, office::Office, places::context},
    model::{
        booking::{Booking, BookingState},
        id::{BookingId, DeskId},
        refusal::{Reason, Refusal},
        rules::quarter_begun,
        time::{Choice, Interval},
    },
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait};

/// Where a booking goes.
#[derive(Clone, Copy, Debug)]
pub struct To {
    /// The desk.
    pub desk: DeskId,
    /// Other times as well, local to the desk's site; else what is left of the booking's own.
    pub choice: Option<Choice>,
}

/// Moves a booking to another desk.
pub async fn move_seat(office: &Office, caller: &Caller, booking: BookingId, to: To) -> Result<Booking> {
    let held = step::load(&office.db.read, caller, booking).await?;
    let interval = asked(&office.db.read, caller, &held.booking, to).await?;
    let wanted = Wanted { desk: Some(to.desk), interval: Some(interval) };
    step::change(office, caller, wanted, |scope| Box::pin(write(scope.tx, caller, booking, to))).await
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, booking: BookingId, to: To) -> Result<BookingId> {
    let mut held = step::load(tx, caller, booking).await?;
    judge::lock_person(tx, held.booking.person_id.into()).await?;
    held.booking = crate::backend::rows::booking::Entity::find_by_id(booking.0).one(tx).await?.ok_or(Refusal::NotFound)?;
    let state = step::state(&held.booking)?;
    if !state.is_live() {
        return Err(Reason::NotNow { state }.into());
    }
    if held.booking.desk_id == to.desk.0 && to.choice.is_none() {
        return Ok(booking);
    }
    let interval = asked(tx, caller, &held.booking, to).await?;
    let wish = Wish { person: held.booking.person_id.into(), desk: to.desk, interval, replaces: Some(booking) };
    let case = judge::open(tx, caller, wish).await?;
    judge::require(tx, &case).await?;
    // The seat that is left hears of it as well as the one that is taken.
    let left = crate::backend::ledger::Event::of_booking("booking.left_seat", &held.booking, &held.desk, &held.floor);
    crate::backend::ledger::record(tx, caller.now, left.by(caller.person)).await?;
    held.booking.desk_id = to.desk.0;
    held.booking.starts_at = interval.starts_at.timestamp();
    held.booking.ends_at = interval.ends_at.timestamp();
    let (desk, floor) = context::desk(tx, to.desk).await?;
    held.desk = desk;
    held.floor = floor;
    if state == BookingState::Away {
        held.booking.state = BookingState::InUse.word().into();
    }
    step::save(tx, &held, caller, "booking.moved").await?;
    sessions::replan(tx, &held.booking, caller.now).await?;
    Ok(booking)
}

async fn asked(
    db: &impl ConnectionTrait,
    caller: &Caller,
    row: &crate::backend::rows::booking::Model,
    to: To,
) -> Result<Interval> {
    let Some(choice) = to.choice else { return rest(row, caller) };
    let (_, floor) = context::desk(db, to.desk).await?;
    let site = context::site(db, floor.site_id, caller.now).await?;
    Ok(site.facts.interval(choice)?)
}

/// What is left of a booking, from the quarter hour that has begun.
fn rest(row: &crate::backend::rows::booking::Model, caller: &Caller) -> Result<Interval> {
    let whole = judge::interval(row);
    let starts_at = whole.starts_at.max(quarter_begun(caller.now));
    Ok(Interval::new(starts_at, whole.ends_at).ok_or(Reason::Past)?)
}
