//! What people do with their own cloud PC: end it, start it again, begin with fresh settings. Written down first, then
//! carried out by the reconciler, which goes by what it sees of the desktop.

use super::{
    handover::{self, Running},
    provider::{Handle, Key, Owner, Power, ProviderError},
    providers::registry,
    queue,
    record::{self, Step},
    room, sessions,
};
use crate::{
    backend::{
        bookings::{judge, step},
        caller::Caller,
        db,
        error::{Error, Result, stored},
        office::Office,
        rows::{booking, session},
    },
    model::{
        cloud_pc::{Ask, Opens, Session, SessionState},
        id::SessionId,
        refusal::Refusal,
    },
};
use sea_orm::DatabaseTransaction;

/// Asks for something to be done with one of the caller's own sessions; others are not found. Refused with the reason
/// when the booking is over, when it was not started yet, and when it could not be started again; forbidden where the
/// cloud PC opens elsewhere and so is ended and restarted there. A session that was ended begins anew, as another one:
/// that is answered.
pub async fn ask(office: &Office, caller: &Caller, id: SessionId, ask: Ask) -> Result<Session> {
    must_be_here(office, caller, id).await?;
    let id = db::write(&office.db, |scope| Box::pin(write(scope.tx, caller, (id, ask)))).await?;
    office.live.wake();
    sessions::wake(office);
    db::look(|| sessions::one(office, caller, id)).await
}

/// Refuses a session whose cloud PC opens elsewhere, while it goes on: its provider stays the same until it is over.
async fn must_be_here(office: &Office, caller: &Caller, id: SessionId) -> Result<()> {
    let (row, _) = sessions::own(&office.db.read, caller, id).await?;
    let goes_on = row.state != SessionState::Released.word();
    if goes_on && registry::serving(office, row.provider_id).await?.desktops.opens() == Opens::Elsewhere {
        return Err(Refusal::Forbidden.into());
    }
    Ok(())
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, (id, ask): (SessionId, Ask)) -> Result<SessionId> {
    judge::lock_person(tx, caller.person).await?;
    let (seen, booking) = sessions::own(tx, caller, id).await?;
    step::live_state(&booking, caller)?;
    // In the order of every other: a session after its host.
    room::lock(tx, &seen.host).await?;
    let row = sessions::held(tx, id.0).await?;
    let site = sessions::site_of(tx, &booking, caller.now).await?;
    let now = sessions::standing(tx, &row, &site).await?;
    if let Some(reason) = ask.against(now) {
        return Err(reason.into());
    }
    if now.state == SessionState::Released {
        return if ask == Ask::End { Ok(id) } else { begin_again(tx, caller, (&booking, ask)).await };
    }
    if row.asked.as_deref() == Some(ask.word()) {
        return Ok(id);
    }
    note(tx, caller, (row, ask)).await?;
    Ok(id)
}

/// The booking goes on and its session was ended: it gets another one, or finds the one it got meanwhile.
async fn begin_again(
    tx: &DatabaseTransaction,
    caller: &Caller,
    (booking, ask): (&booking::Model, Ask),
) -> Result<SessionId> {
    if let Some((id, _)) = sessions::now_of(tx, booking.id.into()).await? {
        return Ok(id);
    }
    let row = sessions::begin(tx, booking, caller.now).await?;
    let id = row.id;
    if ask == Ask::Reset && room::missing(&row).is_none() {
        note(tx, caller, (row, ask)).await?;
    }
    Ok(id.into())
}

/// Writes down what is asked for, so that it is done however often somebody dies on the way.
async fn note(tx: &DatabaseTransaction, caller: &Caller, (row, ask): (session::Model, Ask)) -> Result<()> {
    let id = row.id;
    let change = Step::of(row, Some(event(ask)), |row| {
        row.asked = Some(ask.word().into());
        if ask != Ask::End {
            row.state = SessionState::Starting.word().into();
            row.started_at = Some(caller.now.timestamp());
        }
    });
    record::write(tx, &change, (Some(caller.person), caller.now)).await?;
    queue::ask(tx, id, caller.now.timestamp()).await
}

fn event(ask: Ask) -> &'static str {
    match ask {
        Ask::End => "session.end_asked",
        Ask::Restart => "session.restart_asked",
        Ask::Reset => "session.reset_asked",
    }
}

/// Does what a session's person asked for: first its desktop is ended and seen to be gone. Answers when to look again,
/// in UTC seconds.
pub(super) async fn carry_out(office: &Office, row: session::Model, (owner, now): (Owner, i64)) -> Result<Option<i64>> {
    let ask = stored(row.asked.as_deref().and_then(Ask::from_word), "wish about a session")?;
    if !is_gone(office, &row).await? {
        return Ok(Some(now + AGAIN_SECONDS));
    }
    if ask == Ask::Reset
        && let Some(again) = runs_elsewhere(office, &row, now).await?
    {
        return Ok(Some(again));
    }
    let serving = registry::serving(office, row.provider_id).await?;
    if ask == Ask::Reset
        && let Err(error) = serving.desktops.reset(Key { session: row.id.into(), epoch: epoch(&row) }, &owner).await
    {
        tracing::warn!(%error, session = %row.id, "settings could not be reset; it will be tried again");
        return Ok(Some(now + AGAIN_SECONDS));
    }
    let done = match ask {
        Ask::End => Step::of(row, Some("session.released"), |row| row.state = SessionState::Released.word().into()),
        // It keeps its handle: so its next start is another attempt. Where none was made, what was put aside bears the name of
        // this one, which is therefore used up.
        Ask::Restart | Ask::Reset => Step::of(row, None, |row| {
            // Its host may have been stopped meanwhile.
            let next = if room::missing(row).is_some() { SessionState::Unavailable } else { SessionState::Planned };
            row.state = next.word().into();
            row.epoch += i32::from(ask == Ask::Reset && row.handle.is_none());
            (row.problem, row.cause, row.remedy, row.attempts) = (None, None, None, 0);
        }),
    };
    let saved = record::save(office, done.and(|row| row.asked = None)).await?;
    Ok(if saved.is_some() && ask == Ask::End { None } else { Some(now) })
}

/// How soon it is looked whether a desktop has ended, in seconds.
const AGAIN_SECONDS: i64 = 1;
/// How soon it is looked whether one that is in use for another booking has ended, in seconds.
const ELSEWHERE_SECONDS: i64 = 15;

/// When to look again because a person's desktop runs for another of their bookings, in UTC seconds; `None` where none does.
/// One that is not needed there is taken over, to be ended as this session's own. A session that had one itself has just seen it
/// end: only those without wait, so two never wait for each other.
async fn runs_elsewhere(office: &Office, row: &session::Model, now: i64) -> Result<Option<i64>> {
    if row.handle.is_some() {
        return Ok(None);
    }
    let (_, booking) = sessions::with_booking(&office.db.read, row.id.into()).await?;
    match handover::look(office, row, (&booking, now)).await? {
        Running::Nowhere => Ok(None),
        Running::InUse(until) => Ok(Some(until.min(now + ELSEWHERE_SECONDS))),
        Running::Spare(other) => match handover::give(office, (*other, row.clone())).await {
            // Also when somebody else changed one of the two: both are looked at anew.
            Ok(_) | Err(Error::Refused(Refusal::Stale)) => Ok(Some(now)),
            Err(error) => Err(error),
        },
    }
}

fn epoch(row: &session::Model) -> u32 {
    u32::try_from(row.epoch).unwrap_or(1)
}

/// Ends a session's desktop and looks whether it is gone.
pub(super) async fn is_gone(office: &Office, row: &session::Model) -> Result<bool> {
    let Some(handle) = row.handle.clone().map(Handle) else { return Ok(true) };
    let desktops = registry::serving(office, row.provider_id).await?.desktops;
    match desktops.release(&handle).await {
        // What opens elsewhere is not seen from here: it is given up by saying so.
        Ok(()) if desktops.opens() == Opens::Elsewhere => Ok(true),
        Ok(()) => Ok(matches!(desktops.observe(&handle).await, Ok(Power::Absent))),
        // It has been asked to shut down and is given its time.
        Err(ProviderError::NotYet) => Ok(false),
        Err(error) => {
            tracing::warn!(%error, session = %row.id, "a desktop could not be ended; it will be tried again");
            Ok(false)
        }
    }
}
