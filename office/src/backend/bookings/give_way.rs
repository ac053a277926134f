//! The right of return: whoever sits at a lent seat gives way to its holder, with the nearest free seat for theirs.

use super::{
    judge::{self, Of, Wish},
    move_seat::{self, To},
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
        rows::{booking, person},
    },
    model::{booking::BookingState, refusal::Refusal, time::Interval},
};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

/// Has everybody give way who came to the desk of a lent booking after that. Their locks may be asked for in another
/// order than usual: two that wait for each other are told apart by the database, and the write is done again.
pub(super) async fn ask(tx: &DatabaseTransaction, caller: &Caller, lent: &Held) -> Result<()> {
    let (now, ends_at) = (caller.now, judge::instant(lent.booking.ends_at));
    let Some(rest) = Interval::new(now, ends_at) else { return Ok(()) };
    for guest in guests(tx, lent, rest).await? {
        judge::lock_person(tx, guest.person_id.into()).await?;
    }
    judge::lock_desk(tx, lent.desk.id.into()).await?;
    for guest in guests(tx, lent, rest).await? {
        give_way(tx, caller, (guest, lent)).await?;
    }
    Ok(())
}

/// Whoever holds the desk, and whoever came to it as a guest and has lent it on: an older claim stays.
async fn guests(tx: &DatabaseTransaction, lent: &Held, rest: Interval) -> Result<Vec<booking::Model>> {
    let all = judge::live_bookings(tx, Of::LentDesk(lent.desk.id), rest).await?;
    let later = |row: &booking::Model| row.lent_at.is_none_or(|at| Some(at) > lent.booking.lent_at);
    Ok(all.into_iter().filter(|row| row.id != lent.booking.id && later(row)).collect())
}

async fn give_way(tx: &DatabaseTransaction, caller: &Caller, (guest, lent): (booking::Model, &Held)) -> Result<()> {
    let about = Event::of_booking("seat.reclaimed", &guest, &lent.desk, &lent.floor).by(caller.person);
    let row = person::Entity::find_by_id(guest.person_id).one(tx).await?.ok_or(Refusal::NotFound)?;
    let theirs = sign_in::caller_of(&row, (caller.now, caller.door))?;
    let interval = judge::rest(&guest, caller)?;
    let wish = Wish { person: theirs.person, desk: lent.desk.id.into(), interval, replaces: Some(guest.id.into()) };
    let moved = match seats::nearest_free(tx, &theirs, wish).await? {
        Some(offer) => {
            moved(move_seat::write(tx, &theirs, guest.id.into(), To { desk: offer.desk, choice: None }).await)?
        }
        None => false,
    };
    if !moved {
        take_back(tx, caller, guest, lent).await?;
    }
    ledger::record(tx, caller.now, about).await
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
