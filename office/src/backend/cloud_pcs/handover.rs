//! A person has one cloud PC, so at most one desktop runs for them: the session that needs it takes over the one that
//! runs for another of their bookings, with everything that is open in it.

use super::record::{self, Step};
use crate::{
    backend::{
        db,
        error::{Fault, Result, stored},
        office::Office,
        rows::{booking, session},
    },
    model::{booking::BookingState, cloud_pc::SessionState, time::Instant},
};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

/// How long a desktop keeps running after its booking's end, in seconds.
const GRACE_SECONDS: i64 = 5 * 60;
/// How long a desktop that should have ended is waited for before its person gets another one, in seconds.
const WAITED_SECONDS: i64 = 2 * 60;

/// Where a person's desktop runs, seen from a session that wants to start it.
pub(super) enum Running {
    /// Nowhere.
    Nowhere,
    /// For a booking that lasts until then, in UTC seconds.
    InUse(i64),
    /// For a session that does not need it now.
    Spare(Box<session::Model>),
}

/// Looks where the desktop of a session's person runs for another booking.
pub(super) async fn look(
    office: &Office,
    row: &session::Model,
    (mine, now): (&booking::Model, i64),
) -> Result<Running> {
    let others = session::Entity::find()
        .filter(session::Column::CloudPcId.eq(row.cloud_pc_id))
        .filter(session::Column::Id.ne(row.id))
        .filter(session::Column::State.ne(SessionState::Released.word()))
        .all(&office.db.read)
        .await?;
    for other in others {
        let Some(theirs) = booking::Entity::find_by_id(other.booking_id).one(&office.db.read).await? else { continue };
        match judged((&other, &theirs), (mine, now))? {
            Running::Nowhere => {}
            found => return Ok(found),
        }
    }
    Ok(Running::Nowhere)
}

/// Whether a desktop goes on when its booking is over, until a little after the booking's own end: when that was reached,
/// and when the seat was taken back from somebody who had sat there. What runs in it is theirs, the seat was not.
pub(super) fn outlives(booking: &booking::Model) -> bool {
    let ran_out = booking.ended_at.is_none_or(|ended| ended >= booking.ends_at);
    let taken_back = booking.state == BookingState::Released.word() && booking.checked_in_at.is_some();
    ran_out || taken_back
}

/// Of two bookings that want the desktop, the earlier has it until its end.
fn judged(
    (other, theirs): (&session::Model, &booking::Model),
    (mine, now): (&booking::Model, i64),
) -> Result<Running, Fault> {
    let goes_on = theirs.ended_at.is_none() && now < theirs.ends_at;
    if goes_on && theirs.starts_at <= mine.starts_at {
        return Ok(Running::InUse(theirs.ends_at));
    }
    if other.handle.is_none() {
        return Ok(Running::Nowhere);
    }
    let state = stored(SessionState::from_word(&other.state), "state of session")?;
    let ends = other.asked.is_some();
    Ok(if goes_on {
        match state {
            _ if ends => Running::InUse(now + 1),
            SessionState::Starting => Running::InUse(now + 1),
            state if state.can_open() => Running::Spare(Box::new(other.clone())),
            _ => Running::Nowhere,
        }
    } else if state.can_open() && !ends && outlives(theirs) {
        Running::Spare(Box::new(other.clone()))
    } else if now < stays_until(theirs) + WAITED_SECONDS {
        // On its way down. Also what is said to have failed may run.
        Running::InUse(now + 1)
    } else {
        Running::Nowhere
    })
}

/// Until when a booking's desktop stays, in UTC seconds.
pub(super) fn stays_until(booking: &booking::Model) -> i64 {
    if outlives(booking) { booking.ends_at + GRACE_SECONDS } else { booking.ended_at.unwrap_or(booking.ends_at) }
}

/// Gives one session's desktop to another. `false` when either changed meanwhile.
pub(super) async fn give(office: &Office, (from, to): (session::Model, session::Model)) -> Result<bool> {
    let now = office.now();
    let (handle, provider, host) = (from.handle.clone(), from.provider_id, from.host.clone());
    // One whose booking is still to come gets its desktop back in time.
    let over = !booking::Entity::find_by_id(from.booking_id)
        .one(&office.db.read)
        .await?
        .is_some_and(|row| row.ended_at.is_none() && row.ends_at > now.timestamp());
    let left = if over { SessionState::Released } else { SessionState::Planned };
    let leaves = Step::of(from, over.then_some("session.released"), |row| {
        row.state = left.word().into();
        row.handle = None;
        // The name of the one it gives away is never used again: whoever ends that one ends no other.
        row.epoch += 1;
    });
    let comes = Step::of(to, Some("session.ready"), |row| {
        row.state = SessionState::Ready.word().into();
        row.handle = handle;
        // What is open in it goes along, wherever it runs.
        (row.provider_id, row.host) = (provider, host);
        (row.problem, row.cause, row.remedy, row.attempts) = (None, None, None, 0);
        row.started_at = None;
    });
    let both = (&leaves, &comes);
    let given = db::write(&office.db, |scope| Box::pin(write(scope.tx, both, now))).await?;
    office.live.wake();
    Ok(given)
}

async fn write(tx: &DatabaseTransaction, (leaves, comes): (&Step, &Step), now: Instant) -> Result<bool> {
    if !record::write(tx, leaves, (None, now)).await? {
        return Ok(false);
    }
    if !record::write(tx, comes, (None, now)).await? {
        // Nothing may be half given.
        return Err(crate::model::refusal::Refusal::Stale.into());
    }
    Ok(true)
}
