//! Go out for a while and keep the seat.

use super::{
    judge,
    step::{self, Wanted},
};
use crate::{
    backend::{
        caller::Caller,
        error::{Fault, Result, stored},
        office::Office,
        places::context::{self, SiteContext},
        rows::booking,
    },
    model::{
        away::{AwayCause, Out, steps},
        booking::{Absence, Booking, BookingState},
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

/// How a stored booking stands while its person is out.
pub(super) fn absence(row: &booking::Model, site: &SiteContext) -> Result<Option<Absence>, Fault> {
    let Some(since) = row.away_since.map(judge::instant) else { return Ok(None) };
    let out = Out { since, back_by: row.back_by.map(judge::instant) };
    Ok(Some(Absence {
        since,
        cause: stored(row.away_cause.as_deref().and_then(AwayCause::from_word), "cause of an absence")?,
        back_by: out.back_by,
        lent: row.lent_at.is_some(),
        steps: steps(&site.rules.away, (site.facts.zone, &site.facts.hours), out, judge::interval(row)),
    }))
}
