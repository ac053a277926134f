//! Undo: take back a cancellation, a check-out or a release after a long absence while the seat is still free.

use super::{
    judge::{self, Wish},
    step::{self, Wanted},
};
use crate::{
    backend::{caller::Caller, cloud_pcs::sessions, error::Result, office::Office},
    model::{
        booking::{Booking, BookingState},
        id::BookingId,
        refusal::Reason,
    },
};
use sea_orm::DatabaseTransaction;

/// Brings a cancelled booking back to reserved, one that was checked out or taken back back to in use.
pub async fn restore(office: &Office, caller: &Caller, booking: BookingId) -> Result<Booking> {
    let held = step::load(&office.db.read, caller, booking).await?;
    let wanted = Wanted::seat(Wish {
        person: held.booking.person_id.into(),
        desk: held.desk.id.into(),
        interval: judge::interval(&held.booking),
        replaces: None,
    });
    step::change(office, caller, wanted, |scope| Box::pin(write(scope.tx, caller, booking))).await
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, booking: BookingId) -> Result<BookingId> {
    let mut held = step::hold(tx, caller, booking).await?;
    judge::lock_desk(tx, held.desk.id.into()).await?;
    let next = match step::state(&held.booking)? {
        BookingState::Cancelled => BookingState::Reserved,
        BookingState::Ended => BookingState::InUse,
        // Taken back from somebody who had come; a no-show books anew.
        BookingState::Released if held.booking.checked_in_at.is_some() => BookingState::InUse,
        state => return Err(Reason::NotNow { state }.into()),
    };
    if next == BookingState::Reserved {
        // As with a new booking: what is over is left out, and the grace for coming counts from now.
        let rest = judge::rest(&held.booking, caller)?;
        held.booking.starts_at = rest.starts_at.timestamp();
        held.booking.made_at = caller.now.timestamp();
    }
    let wish = Wish {
        person: held.booking.person_id.into(),
        desk: held.desk.id.into(),
        interval: judge::interval(&held.booking),
        replaces: None,
    };
    let mut case = judge::open(tx, caller, wish).await?;
    if next == BookingState::InUse {
        // They sat there a moment ago: what was decided about the day since is not against them.
        case.request.keeps = Some((wish.desk, wish.interval));
    }
    judge::require(tx, &case).await?;
    if next == BookingState::InUse && held.booking.checked_in_at.is_none() {
        return Err(Reason::NotNow { state: BookingState::Ended }.into());
    }
    step::become_state(&mut held.booking, next);
    held.booking.ended_at = None;
    held.booking.present_at = Some(caller.now.timestamp());
    sessions::plan(tx, &held.booking, caller.now).await?;
    step::save(tx, &held, caller, "booking.restored").await?;
    Ok(booking)
}
