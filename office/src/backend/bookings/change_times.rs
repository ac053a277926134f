//! Change the times of a booking; the seat stays.

use super::{
    judge::{self, Wish},
    step::{self, Wanted},
};
use crate::{
    backend::{caller::Caller, cloud_pcs::sessions, error::Result, office::Office, places::context},
    model::{
        booking::{Booking, BookingState},
        id::BookingId,
        refusal::{Reason, Refusal},
        rules::{SiteFacts, quarter_begun},
        time::{self, Choice, Interval},
    },
};
use sea_orm::DatabaseTransaction;

/// Gives a booking other times. One in use keeps its start and gets another end; so does one whose seat is lent, whose
/// guests stay. The times it has change nothing.
pub async fn change_times(office: &Office, caller: &Caller, booking: BookingId, choice: Choice) -> Result<Booking> {
    step::change(office, caller, Wanted::NOTHING, |scope| Box::pin(write(scope.tx, caller, booking, choice))).await
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, booking: BookingId, choice: Choice) -> Result<BookingId> {
    let mut held = step::hold(tx, caller, booking).await?;
    judge::lock_desk(tx, held.desk.id.into()).await?;
    let state = step::live_state(&held.booking, caller)?;
    let site = context::site(tx, held.floor.site_id, caller.now).await?;
    let has = judge::interval(&held.booking);
    if means(choice, (&site.facts, has)) {
        return Ok(booking);
    }
    let mut interval = site.facts.interval(choice)?;
    if state != BookingState::Reserved {
        if time::local(site.facts.zone, has.starts_at).date() != choice.date {
            return Err(Reason::NotNow { state }.into());
        }
        interval =
            Interval::new(has.starts_at, interval.ends_at).ok_or(Refusal::input("to", "ends_before_it_starts"))?;
    }
    if interval == has {
        return Ok(booking);
    }
    let wish =
        Wish { person: held.booking.person_id.into(), desk: held.desk.id.into(), interval, replaces: Some(booking) };
    let case = judge::open(tx, caller, wish).await?;
    match held.booking.lent_at {
        Some(_) => judge::require_beyond(tx, &case, judge::instant(held.booking.ends_at)).await?,
        None => judge::require(tx, &case).await?,
    }
    held.booking.starts_at = interval.starts_at.timestamp();
    held.booking.ends_at = interval.ends_at.timestamp();
    if state == BookingState::Reserved {
        // The grace for coming counts from now. Whoever has come did not come to this desk only now.
        held.booking.made_at = caller.now.timestamp();
    }
    sessions::replan(tx, &held.booking, caller.now).await?;
    step::save(tx, &held, caller, "booking.times_changed").await?;
    Ok(booking)
}

/// Whether a choice means the times that a booking has. Once it has begun, only what was over by then is left out of the
/// choice and not what has gone by since: the same choice made again is no other.
fn means(choice: Choice, (site, has): (&SiteFacts, Interval)) -> bool {
    let from = has.starts_at.min(quarter_begun(site.now));
    let whole = choice.interval(site.zone, &site.hours).ok();
    whole.and_then(|whole| Interval::new(whole.starts_at.max(from), whole.ends_at)) == Some(has)
}
