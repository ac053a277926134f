//! Say that the person has come, or is back.

use super::{
    give_way, judge,
    step::{self, Wanted},
};
use crate::{
    backend::{
        caller::Caller,
        error::{Fault, Result},
        office::Office,
        places::context::{self, SiteContext},
        rows::booking,
    },
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

/// What stands against checking in a booking at its site now. Nothing stands against one that is in use.
pub(crate) fn against(row: &booking::Model, site: &SiteContext) -> Result<Option<Reason>, Fault> {
    let now = site.facts.now;
    match step::state(row)? {
        BookingState::InUse => return Ok(None),
        BookingState::Reserved | BookingState::Away => {}
        state => return Ok(Some(Reason::NotNow { state })),
    }
    let opens = check_in_opens(&site.rules, judge::instant(row.starts_at));
    if now < opens {
        let local = Minute::of(time::local(site.facts.zone, opens));
        return Ok(Some(Reason::CheckInOpensAt { at: opens, local }));
    }
    Ok((now.timestamp() >= row.ends_at).then_some(Reason::Past))
}

pub(crate) async fn write(tx: &DatabaseTransaction, caller: &Caller, booking: BookingId) -> Result<()> {
    let mut held = step::hold(tx, caller, booking).await?;
    if step::state(&held.booking)? == BookingState::InUse {
        return Ok(());
    }
    let site = context::site(tx, held.floor.site_id, caller.now).await?;
    if let Some(reason) = against(&held.booking, &site)? {
        return Err(reason.into());
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
