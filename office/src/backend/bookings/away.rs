//! Go out for a while and keep the seat.

use super::{
    judge,
    step::{self, Wanted},
};
use crate::{
    backend::{caller::Caller, error::Result, office::Office, places::context, rows::booking},
    model::{
        away::{AwayCause, Out},
        booking::{Booking, BookingState},
        id::BookingId,
        refusal::{Reason, Refusal},
        time::{self, Instant, Minute},
    },
};
use sea_orm::DatabaseTransaction;

/// Says that the person of a booking in use goes out, until a local time of today if they say one. Said again, it
/// changes until when. They are back by checking in again.
pub async fn leave(office: &Office, caller: &Caller, booking: BookingId, back_by: Option<Minute>) -> Result<Booking> {
    step::change(office, caller, Wanted::NOTHING, |scope| {
        Box::pin(async move {
            write(scope.tx, caller, booking, back_by).await?;
            Ok(booking)
        })
    })
    .await
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, id: BookingId, back_by: Option<Minute>) -> Result<()> {
    let mut held = step::hold(tx, caller, id).await?;
    let state = step::live_state(&held.booking, caller)?;
    if state == BookingState::Reserved {
        return Err(Reason::NotNow { state }.into());
    }
    let site = context::site(tx, held.floor.site_id, caller.now).await?;
    let back_by = match back_by {
        Some(at) => Some(checked(time::starts(site.facts.zone, site.facts.today(), at), &held, caller)?),
        None => None,
    };
    if state == BookingState::InUse {
        step::become_state(&mut held.booking, BookingState::Away);
        held.booking.away_since = Some(caller.now.timestamp());
    }
    held.booking.away_cause = Some(AwayCause::Said.word().into());
    held.booking.back_by = back_by.map(|at| at.timestamp());
    step::save(tx, &held, caller, "booking.away").await
}

fn checked(at: Instant, held: &step::Held, caller: &Caller) -> Result<Instant> {
    if at <= caller.now {
        return Err(Refusal::input("back_by", "over").into());
    }
    if at > judge::instant(held.booking.ends_at) {
        return Err(Refusal::input("back_by", "after_end").into());
    }
    Ok(at)
}

/// When the person of a stored booking is out, who went at a time.
pub(super) fn out(row: &booking::Model, since: i64) -> Out {
    Out { since: judge::instant(since), back_by: row.back_by.map(judge::instant) }
}
