//! Change seat in one step: the old seat is free in the same transaction in which the new one is taken.

use super::{
    check_in,
    judge::{self, Wish},
    step::{self, Wanted},
};
use crate::{
    backend::{
        caller::Caller,
        cloud_pcs::sessions,
        error::Result,
        ledger::{self, Event},
        office::Office,
        places::context,
        rows::booking,
    },
    model::{
        booking::{Booking, BookingState},
        id::{BookingId, DeskId},
        rules::{Rules, check_in_opens},
        time::{Choice, Interval},
    },
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseTransaction, IntoActiveModel};

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
    let wanted = wanted(office, caller, booking, to).await?;
    step::change(office, caller, wanted, |scope| Box::pin(write(scope.tx, caller, booking, to))).await
}

/// Takes back a move from a seat that was in use: it is in use again where it can be checked in by now, also when the move
/// was for later, since when its person counted as not having come.
pub async fn move_back(office: &Office, caller: &Caller, booking: BookingId, to: To) -> Result<Booking> {
    let wanted = wanted(office, caller, booking, to).await?;
    step::change(office, caller, wanted, |scope| Box::pin(write_back(scope.tx, caller, booking, to))).await
}

async fn wanted(office: &Office, caller: &Caller, booking: BookingId, to: To) -> Result<Wanted> {
    let held = step::load(&office.db.read, caller, booking).await?;
    let interval = asked(&office.db.read, caller, &held.booking, to).await?;
    let person = held.booking.person_id.into();
    Ok(Wanted::seat(Wish { person, desk: to.desk, interval, replaces: Some(booking) }))
}

pub(crate) async fn write(tx: &DatabaseTransaction, caller: &Caller, booking: BookingId, to: To) -> Result<BookingId> {
    let mut held = step::hold(tx, caller, booking).await?;
    judge::lock_desk(tx, to.desk).await?;
    let state = step::live_state(&held.booking, caller)?;
    if held.booking.desk_id == to.desk.0 && to.choice.is_none() {
        return Ok(booking);
    }
    let interval = asked(tx, caller, &held.booking, to).await?;
    let wish = Wish { person: held.booking.person_id.into(), desk: to.desk, interval, replaces: Some(booking) };
    let case = judge::open(tx, caller, wish).await?;
    judge::require(tx, &case).await?;
    let left = Event::of_booking("booking.left_seat", &held.booking, &held.desk, &held.floor).by(caller.person);
    let left = Event { detail: there_since(&held.booking), ..left };
    held.booking.desk_id = to.desk.0;
    held.booking.starts_at = interval.starts_at.timestamp();
    held.booking.ends_at = interval.ends_at.timestamp();
    held.booking.made_at = caller.now.timestamp();
    held.desk = case.desk;
    held.floor = case.floor;
    if state != BookingState::Reserved {
        arrive(&mut held.booking, &case.context.rules, caller);
    }
    sessions::replan(tx, &held.booking, caller.now).await?;
    // The seat that is left hears of it as well as the one that is taken. Its event stands after the row's change:
    // from the first event on others wait for this transaction, so it must not wait for them.
    held.booking.clone().into_active_model().reset_all().update(tx).await?;
    ledger::record(tx, caller.now, left).await?;
    step::save(tx, &held, caller, "booking.moved").await?;
    Ok(booking)
}

async fn write_back(tx: &DatabaseTransaction, caller: &Caller, booking: BookingId, to: To) -> Result<BookingId> {
    write(tx, caller, booking, to).await?;
    let held = step::load(tx, caller, booking).await?;
    let site = context::site(tx, held.floor.site_id, caller.now).await?;
    let opens = check_in_opens(&site.rules, judge::instant(held.booking.starts_at));
    if step::state(&held.booking)? == BookingState::Reserved && caller.now >= opens {
        check_in::write(tx, caller, booking).await?;
    }
    Ok(booking)
}

/// Since when the person has been at the desk that a booking leaves, in UTC seconds, if they have come. Figures learn it
/// from the event, for the row tells only of where the booking is now.
fn there_since(row: &booking::Model) -> Option<String> {
    row.checked_in_at.map(|came| came.max(row.made_at).to_string())
}

/// Whoever sat takes their seat anew; for a time that has not come yet nobody has. Whoever is out stays out, at a seat
/// that is theirs again.
fn arrive(row: &mut booking::Model, rules: &Rules, caller: &Caller) {
    if caller.now < check_in_opens(rules, judge::instant(row.starts_at)) {
        step::become_state(row, BookingState::Reserved);
        row.checked_in_at = None;
        row.check_in_source = None;
    } else if row.state == BookingState::Away.word() {
        row.lent_at = None;
    } else {
        step::become_state(row, BookingState::InUse);
        row.present_at = Some(caller.now.timestamp());
    }
}

async fn asked(db: &impl ConnectionTrait, caller: &Caller, row: &booking::Model, to: To) -> Result<Interval> {
    let Some(choice) = to.choice else { return judge::rest(row, caller) };
    let (_, floor) = context::desk(db, to.desk).await?;
    let site = context::site(db, floor.site_id, caller.now).await?;
    Ok(site.facts.interval(choice)?)
}
