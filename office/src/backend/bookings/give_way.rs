//! The right of return: whoever sits at a lent seat gives way to its holder, with the nearest free seat for theirs.

use super::{
    judge::{self, Of, Wish},
    move_seat::{self, To},
    release,
    step::{self, Held},
};
use crate::{
    backend::{
        caller::Caller,
        cloud_pcs::sessions,
        error::{Error, Result},
        ledger::{self, Event},
        people::sign_in,
        places::seats,
        rows::booking,
    },
    model::{booking::BookingState, refusal::Refusal},
};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, IntoActiveModel};

/// Has everybody give way who came to the desk of a lent booking after that. Their locks may be asked for in another
/// order than usual: two that wait for each other are told apart by the database, and the write is done again.
pub(super) async fn ask(tx: &DatabaseTransaction, caller: &Caller, lent: &Held) -> Result<()> {
    for guest in guests(tx, lent).await? {
        judge::lock_person(tx, guest.person_id.into()).await?;
    }
    judge::lock_desk(tx, lent.desk.id.into()).await?;
    for guest in guests(tx, lent).await? {
        if guest.ends_at <= caller.now.timestamp() {
            // It holds the desk until its end is written down, as it will be in a moment anyway.
            release::settle(tx, guest.id, caller.now).await?;
        } else {
            give_way(tx, caller, (guest, lent)).await?;
        }
    }
    Ok(())
}

/// Whoever holds the desk at any time of the lent booking, and whoever came to it as a guest and has lent it on: an older
/// claim stays.
async fn guests(tx: &DatabaseTransaction, lent: &Held) -> Result<Vec<booking::Model>> {
    let all = judge::live_bookings(tx, Of::LentDesk(lent.desk.id), judge::interval(&lent.booking)).await?;
    let later = |row: &booking::Model| row.lent_at.is_none_or(|at| Some(at) > lent.booking.lent_at);
    Ok(all.into_iter().filter(|row| row.id != lent.booking.id && later(row)).collect())
}

async fn give_way(tx: &DatabaseTransaction, caller: &Caller, (guest, lent): (booking::Model, &Held)) -> Result<()> {
    let about = Event::of_booking("seat.reclaimed", &guest, &lent.desk, &lent.floor).by(caller.person);
    if !move_on(tx, caller, (&guest, lent)).await? {
        take_back(tx, caller, guest, lent).await?;
    }
    ledger::record(tx, caller.now, about).await
}

/// Moves a guest to the nearest free seat, if there is one. Whoever is no longer in the directory gets none. One that somebody
/// else takes at the same moment is not seen until then, so it is looked for again while another one is found.
async fn move_on(tx: &DatabaseTransaction, caller: &Caller, (guest, lent): (&booking::Model, &Held)) -> Result<bool> {
    let Some(person) = judge::found_active(tx, guest.person_id.into()).await? else { return Ok(false) };
    let theirs = sign_in::caller_of(&person, (caller.now, caller.door))?;
    let interval = judge::rest(guest, caller)?;
    let wish = Wish { person: theirs.person, desk: lent.desk.id.into(), interval, replaces: Some(guest.id.into()) };
    let mut tried = None;
    while let Some(offer) = seats::nearest_free(tx, &theirs, wish).await?.filter(|offer| tried != Some(offer.desk)) {
        if moved(move_seat::write(tx, &theirs, guest.id.into(), To { desk: offer.desk, choice: None }).await)? {
            return Ok(true);
        }
        tried = Some(offer.desk);
    }
    Ok(false)
}

/// A seat that rules forbid is as good as none.
fn moved<T>(outcome: Result<T>) -> Result<bool> {
    match outcome {
        Ok(_) => Ok(true),
        Err(Error::Refused(Refusal::Rules { .. })) => Ok(false),
        Err(other) => Err(other),
    }
}

/// No other seat is free: the booking of whoever has come is released, and its desktop goes on until the booking's own
/// end; that of whoever has not is cancelled, for they are no no-show.
async fn take_back(tx: &DatabaseTransaction, caller: &Caller, mut guest: booking::Model, lent: &Held) -> Result<()> {
    let (state, kind) = match guest.checked_in_at {
        Some(_) => (BookingState::Released, "booking.released"),
        None => (BookingState::Cancelled, "booking.cancelled"),
    };
    step::become_state(&mut guest, state);
    guest.ended_at = Some(caller.now.timestamp());
    guest.clone().into_active_model().reset_all().update(tx).await?;
    sessions::end(tx, guest.id.into(), caller.now).await?;
    let event = Event::of_booking(kind, &guest, &lent.desk, &lent.floor);
    ledger::record(tx, caller.now, event).await
}
