//! The right of return: whoever sits at a lent seat gives way to its holder, with the nearest free seat for theirs.

use super::{
    judge::{self, Of, Wish},
    move_seat::{self, To},
    step::{self, Held},
};
use crate::{
    backend::{
        caller::Caller,
        error::{Error, Fault, Result, stored},
        ledger::{self, Event},
        places::seats,
        rows::{booking, person},
    },
    model::{booking::BookingState, id::PersonId, person::Role, refusal::Refusal, time::Interval},
};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

/// Has everybody give way who holds the desk of a lent booking until its end.
pub(super) async fn ask(tx: &DatabaseTransaction, caller: &Caller, lent: &Held) -> Result<()> {
    let (now, ends_at) = (caller.now, judge::instant(lent.booking.ends_at));
    let Some(rest) = Interval::new(now, ends_at) else { return Ok(()) };
    for guest in judge::live_bookings(tx, Of::Desk(lent.desk.id), rest).await? {
        judge::lock_person(tx, guest.person_id.into()).await?;
    }
    judge::lock_desk(tx, lent.desk.id.into()).await?;
    for guest in judge::live_bookings(tx, Of::Desk(lent.desk.id), rest).await? {
        give_way(tx, caller, (guest, lent)).await?;
    }
    Ok(())
}

async fn give_way(tx: &DatabaseTransaction, caller: &Caller, (guest, lent): (booking::Model, &Held)) -> Result<()> {
    let about = Event::of_booking("seat.reclaimed", &guest, &lent.desk, &lent.floor).by(caller.person);
    let theirs = on_behalf(tx, caller, guest.person_id.into()).await?;
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

/// No other seat is free: the booking is released. Its desktop goes on until the booking's own end.
async fn take_back(tx: &DatabaseTransaction, caller: &Caller, mut guest: booking::Model, lent: &Held) -> Result<()> {
    step::become_state(&mut guest, BookingState::Released);
    guest.ended_at = Some(caller.now.timestamp());
    guest.clone().into_active_model().reset_all().update(tx).await?;
    crate::backend::cloud_pcs::sessions::end(tx, guest.id.into(), caller.now).await?;
    let event = Event::of_booking("booking.released", &guest, &lent.desk, &lent.floor);
    ledger::record(tx, caller.now, event).await
}

/// The guest as the one who asks, at this moment.
async fn on_behalf(tx: &DatabaseTransaction, caller: &Caller, guest: PersonId) -> Result<Caller> {
    let row = person::Entity::find_by_id(guest.0).one(tx).await?.ok_or(Refusal::NotFound)?;
    let role: Result<Role, Fault> = stored(Role::from_word(&row.role), "role");
    Ok(Caller { person: guest, role: role?, team: row.team_id.map(Into::into), ..caller.clone() })
}
