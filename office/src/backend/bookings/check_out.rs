//! Leave the seat; the rest of its time is free at once.

use super::step::{self, Wanted};
use crate::{
    backend::{caller::Caller, error::Result, office::Office},
    model::{
        booking::{Booking, BookingState},
        id::BookingId,
        refusal::Reason,
    },
};
use sea_orm::DatabaseTransaction;

/// Ends a booking that is in use. Repeating it changes nothing.
pub async fn check_out(office: &Office, caller: &Caller, booking: BookingId) -> Result<Booking> {
    step::change(office, caller, Wanted::NOTHING, |scope| Box::pin(write(scope.tx, caller, booking))).await
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, booking: BookingId) -> Result<BookingId> {
    let mut held = step::hold(tx, caller, booking).await?;
    match step::state(&held.booking)? {
        BookingState::Ended => return Ok(booking),
        BookingState::InUse | BookingState::Away => {}
        state => return Err(Reason::NotNow { state }.into()),
    }
    step::become_state(&mut held.booking, BookingState::Ended);
    held.booking.ended_at = Some(caller.now.timestamp());
    step::save(tx, &held, caller, "booking.checked_out").await?;
    Ok(booking)
}
