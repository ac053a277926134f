//! Say that the person has come, or is back.

use super::{
    give_way,
    step::{self, Wanted},
};
use crate::{
    backend::{caller::Caller, error::Result, office::Office, places::context},
    model::{
        booking::{Booking, BookingState},
        id::BookingId,
        refusal::Reason,
        rules::check_in_opens,
        time::{self, Minute},
    },
};
use sea_orm::DatabaseTransaction;

/// Checks a booking in, through whichever door the caller came. A second check-in changes nothing. Whoever was out is
/// back: a seat that was lent meanwhile is theirs again.
pub async fn check_in(office: &Office, caller: &Caller, booking: BookingId) -> Result<Booking> {
    step::change(office, caller, Wanted::NOTHING, |scope| {
        Box::pin(async move {
            let tx = scope.tx;
            write(tx, caller, booking).await?;
            Ok(booking)
        })
    })
    .await
}

pub(crate) async fn write(tx: &DatabaseTransaction, caller: &Caller, booking: BookingId) -> Result<()> {
    let mut held = step::hold(tx, caller, booking).await?;
    if step::state(&held.booking)? == BookingState::InUse {
        return Ok(());
    }
    step::allow(&held.booking, BookingState::InUse)?;
    if !matches!(step::state(&held.booking)?, BookingState::Reserved | BookingState::Away) {
        return Err(Reason::NotNow { state: step::state(&held.booking)? }.into());
    }
    let site = context::site(tx, held.floor.site_id, caller.now).await?;
    let opens = check_in_opens(&site.rules, super::judge::instant(held.booking.starts_at));
    if caller.now < opens {
        let local = Minute::of(time::local(site.facts.zone, opens));
        return Err(Reason::CheckInOpensAt { at: opens, local }.into());
    }
    if caller.now.timestamp() >= held.booking.ends_at {
        return Err(Reason::Past.into());
    }
    let lent = held.booking.lent_at.is_some();
    let kind = match step::state(&held.booking)? {
        BookingState::Away => "booking.back",
        _ => "booking.checked_in",
    };
    if lent {
        give_way::ask(tx, caller, &held).await?;
    }
    step::become_state(&mut held.booking, BookingState::InUse);
    held.booking.present_at = Some(caller.now.timestamp());
    if held.booking.checked_in_at.is_none() {
        held.booking.checked_in_at = Some(caller.now.timestamp());
        held.booking.check_in_source = Some(caller.door.word().into());
    }
    step::save(tx, &held, caller, kind).await
}
