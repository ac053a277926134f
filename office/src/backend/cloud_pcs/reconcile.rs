//! Drives every session to the state that its booking says. What to do next is decided from the booking and from
//! what the provider is observed to do; the intent is written before the call, so a crash between the two is mended
//! by looking again.

use super::{
    handover::{self, Running},
    provider::{Handle, Key, Owner, Power, ProviderError},
    providers::registry::{self, Claim, Serving},
    queue::{self, Piece},
    record::{self, Step},
    room, steer, turns,
};
use crate::{
    backend::{
        bookings::step,
        error::{Error, Result, stored},
        office::Office,
        rows::{booking, person, session},
    },
    model::{cloud_pc::SessionState, refusal::Refusal, room::NoRoom},
};
use futures::{StreamExt, stream};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How often a session that should run is looked at, in seconds.
const LOOK_SECONDS: i64 = 15;
/// How soon it is looked at again while it starts.
const STARTING_SECONDS: i64 = 1;
/// How soon a session is looked at again after something went wrong with looking.
const AGAIN_SECONDS: i64 = 5;
/// How often it is looked before a session's start whether its host could start it, in seconds.
const PROBE_SECONDS: i64 = 5 * 60;
/// How long a missing provider is left alone, in seconds.
const UNAVAILABLE_SECONDS: i64 = 60;
/// How long a desktop keeps running after its booking's end, in seconds.
const GRACE_SECONDS: i64 = 5 * 60;
/// How long an open screen may stay silent before it counts as closed, in seconds: its server has died.
const SILENT_SECONDS: i64 = 60;

/// Works until told to stop.
pub async fn run(office: Office, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let done = match pass(&office).await {
            Ok(done) => done,
            Err(error) => {
                tracing::warn!(%error, "the work queue could not be read");
                0
            }
        };
        if done == queue::AT_ONCE {
            // There may be more.
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = office.reconcile.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    }
}

/// Looks once at every session that is due, at most eight. Answers how many there were.
pub async fn pass(office: &Office) -> Result<usize> {
    if let Err(error) = room::hand_on(office).await {
        tracing::warn!(%error, "room for desktops could not be handed on; it will be tried again");
    }
    let pieces = queue::take(office).await?;
    let count = pieces.len();
    stream::iter(pieces).for_each_concurrent(None, |piece| work_on(office, piece)).await;
    Ok(count)
}

async fn work_on(office: &Office, piece: Piece) {
    let session = piece.session;
    let next = match once(office, session).await {
        Ok(next) => next,
        Err(error) => {
            tracing::warn!(%error, %session, "a session could not be reconciled; it will be looked at again");
            Some(office.now().timestamp() + AGAIN_SECONDS)
        }
    };
    if let Err(error) = queue::put_back(office, piece, next).await {
        tracing::warn!(%error, %session, "a piece of work could not be put back; its lock will run out");
    }
}

/// Looks at one session, does the one next thing, and says when to look again, in UTC seconds.
async fn once(office: &Office, id: Uuid) -> Result<Option<i64>> {
    let now = office.now().timestamp();
    let Some(row) = session::Entity::find_by_id(id).one(&office.db.read).await? else { return Ok(None) };
    let Some(booking) = booking::Entity::find_by_id(row.booking_id).one(&office.db.read).await? else {
        return Ok(None);
    };
    if row.state == SessionState::Released.word() {
        return Ok(None);
    }
    if !step::state(&booking)?.is_live() {
        let until = if handover::outlives(&booking) { booking.ends_at + GRACE_SECONDS } else { 0 };
        return if now < until { Ok(Some(until.min(now + LOOK_SECONDS))) } else { release(office, row).await };
    }
    if row.asked.is_some() {
        let owner = owner(office, &booking).await?;
        return steer::carry_out(office, row, (owner, now)).await;
    }
    if room::missing(&row).is_some() {
        return shut(office, row).await;
    }
    if let Some((why, until)) = row.no_room.as_deref().and_then(NoRoom::from_word).zip(row.room_until)
        && until <= now
    {
        record::save(office, room::withdrawn(row, why)).await?;
        return Ok(Some(now));
    }
    if row.handle.is_none() && waits(&row, now) {
        let early = row.starts_from - turns::AHEAD_SECONDS;
        if now < early {
            return Ok(Some(early));
        }
        let turn = turns::turn(office, &row, office.now()).await?;
        if now < turn {
            return probe(office, row, (turn, now)).await;
        }
    }
    advance(office, row, (&booking, now)).await
}

/// Whether a session's time has not come yet: it is planned, or known early to have no host.
fn waits(row: &session::Model, now: i64) -> bool {
    row.state == SessionState::Planned.word() || row.state == SessionState::Unavailable.word() && now < row.starts_from
}

/// Looks before anybody comes whether the host could start the session, so that its person is told early when it can't
/// and can bring something else; and told again when it can.
async fn probe(office: &Office, row: session::Model, (turn, now): (i64, i64)) -> Result<Option<i64>> {
    let again = turn.min(now + PROBE_SECONDS);
    match registry::serving(office, row.provider_id).await?.health().await {
        Err(error @ ProviderError::Unavailable { .. }) => {
            let next = failed(office, row, (error, now)).await?;
            Ok(next.map(|next| next.min(turn)))
        }
        Ok(()) if row.state == SessionState::Unavailable.word() => {
            let step = Step::of(row, Some("session.promised"), |row| {
                row.state = SessionState::Planned.word().into();
                (row.problem, row.cause, row.remedy) = (None, None, None);
            });
            record::save(office, step).await?;
            Ok(Some(again))
        }
        // What may pass by itself until then is nothing to tell anybody.
        _ => Ok(Some(again)),
    }
}

async fn advance(office: &Office, row: session::Model, (booking, now): (&booking::Model, i64)) -> Result<Option<i64>> {
    let state = stored(SessionState::from_word(&row.state), "state of session")?;
    let serving = registry::serving(office, row.provider_id).await?;
    let power = match &row.handle {
        Some(handle) => serving.desktops.observe(&Handle(handle.clone())).await,
        None => Ok(Power::Absent),
    };
    match power {
        Ok(Power::Ready) => runs(office, row, (state, now)).await,
        Ok(Power::Starting) => Ok(Some(now + STARTING_SECONDS)),
        Ok(Power::Absent) if state == SessionState::Starting => {
            let why = ProviderError::Transient("it ended before it was ready".into());
            failed(office, row, (why, now)).await
        }
        Ok(Power::Absent) => start(office, row, (booking, now)).await,
        Err(error) => {
            // Not seeing it says nothing about it: what people were told stays.
            tracing::warn!(%error, session = %row.id, "a desktop could not be looked at");
            Ok(Some(now + AGAIN_SECONDS))
        }
    }
}

async fn runs(office: &Office, row: session::Model, (state, now): (SessionState, i64)) -> Result<Option<i64>> {
    let silent = row.screen_seen_at.is_none_or(|seen| seen < now - SILENT_SECONDS);
    let step = if !state.can_open() {
        Step::of(row, Some("session.ready"), |row| {
            row.state = SessionState::Ready.word().into();
            (row.problem, row.cause, row.remedy, row.attempts) = (None, None, None, 0);
        })
    } else if state == SessionState::Connected && silent {
        Step::of(row, Some("session.disconnected"), |row| row.state = SessionState::Disconnected.word().into())
    } else {
        return Ok(Some(now + LOOK_SECONDS));
    };
    let saved = record::save(office, step).await?;
    Ok(Some(if saved.is_some() { now + LOOK_SECONDS } else { now }))
}

async fn start(office: &Office, row: session::Model, (booking, now): (&booking::Model, i64)) -> Result<Option<i64>> {
    match handover::look(office, &row, (booking, now)).await? {
        Running::InUse(until) => return Ok(Some(until.min(now + LOOK_SECONDS))),
        Running::Spare(other) => return take_over(office, (*other, row), now).await,
        Running::Nowhere => {}
    }
    let serving = registry::serving(office, row.provider_id).await?;
    if let Err(error) = serving.health().await {
        return failed(office, row, (error, now)).await;
    }
    if let Some(why) = room::closed(&office.db.read, &row).await? {
        record::save(office, room::withdrawn(row, why)).await?;
        return Ok(Some(now));
    }
    let owner = owner(office, booking).await?;
    // Another attempt has another key, so that a late answer to the one before can't be mistaken for it.
    let epoch = if row.handle.is_some() { row.epoch + 1 } else { row.epoch };
    let key = Key { session: row.id.into(), epoch: u32::try_from(epoch).unwrap_or(1) };
    let intent = Step::of(row.clone(), Some("session.started"), |row| {
        row.state = SessionState::Starting.word().into();
        row.epoch = epoch;
        row.handle = Some(key.to_string());
        row.started_at = Some(now);
    });
    let row = match registry::claim(office, &serving, intent).await? {
        Claim::Saved(row) => *row,
        Claim::Changed => return Ok(Some(now)),
        Claim::Full(error) => return failed(office, row, (error, now)).await,
    };
    match serving.desktops.start(key, &owner).await {
        Ok(handle) => {
            if row.handle.as_ref() != Some(&handle.0) {
                record::save(office, Step::of(row, None, |row| row.handle = Some(handle.0))).await?;
            }
            Ok(Some(now + STARTING_SECONDS))
        }
        Err(error) => failed(office, row, (error, now)).await,
    }
}

async fn owner(office: &Office, booking: &booking::Model) -> Result<Owner> {
    let row = person::Entity::find_by_id(booking.person_id).one(&office.db.read).await?;
    Ok(Owner { person: booking.person_id.into(), name: row.map(|row| row.name).unwrap_or_default() })
}

/// Ends the desktop of a session that lost its room. Nothing is left to do until it gets some again.
async fn shut(office: &Office, row: session::Model) -> Result<Option<i64>> {
    if row.handle.is_none() {
        return Ok(None);
    }
    let again = Some(office.now().timestamp() + STARTING_SECONDS);
    if !steer::is_gone(office, &row).await? {
        return Ok(again);
    }
    let saved =
        record::save(office, Step::of(row, None, |row| (row.handle, row.epoch) = (None, row.epoch + 1))).await?;
    Ok(if saved.is_some() { None } else { again })
}

async fn take_over(office: &Office, (from, to): (session::Model, session::Model), now: i64) -> Result<Option<i64>> {
    match handover::give(office, (from, to)).await {
        // Somebody else changed one of the two: looked at again at once.
        Ok(false) | Err(Error::Refused(Refusal::Stale)) => Ok(Some(now)),
        Ok(true) => Ok(Some(now + STARTING_SECONDS)),
        Err(error) => Err(error),
    }
}

async fn failed(office: &Office, row: session::Model, (error, now): (ProviderError, i64)) -> Result<Option<i64>> {
    let (state, wait) = match &error {
        ProviderError::Unavailable { .. } => (SessionState::Unavailable, UNAVAILABLE_SECONDS),
        _ => (SessionState::Failed, 1i64 << row.attempts.clamp(0, 8)),
    };
    let kind = match state {
        SessionState::Unavailable => "session.unavailable",
        _ => "session.failed",
    };
    tracing::warn!(%error, session = %row.id, "a desktop did not start; it will be tried again in {wait} s");
    let is_news = row.state != state.word();
    let step = Step::of(row, is_news.then_some(kind), |row| {
        row.state = state.word().into();
        row.problem = Some(error.to_string());
        (row.cause, row.remedy) = match error {
            ProviderError::Unavailable { cause, remedy, .. } => (Some(cause.word().into()), Some(remedy)),
            _ => (None, None),
        };
        row.attempts += i32::from(state == SessionState::Failed);
    });
    record::save(office, step).await?;
    Ok(Some(now + wait))
}

async fn release(office: &Office, row: session::Model) -> Result<Option<i64>> {
    let now = office.now().timestamp();
    if let Some(handle) = &row.handle {
        let serving = registry::serving(office, row.provider_id).await?;
        match serving.desktops.release(&Handle(handle.clone())).await {
            Ok(()) => {}
            // It has been asked to shut down and is given its time.
            Err(ProviderError::NotYet) => return Ok(Some(now + AGAIN_SECONDS)),
            Err(error) => {
                tracing::warn!(%error, session = %row.id, "a desktop could not be released; it will be tried again");
                return Ok(Some(now + AGAIN_SECONDS));
            }
        }
    }
    let step = Step::of(row, Some("session.released"), |row| row.state = SessionState::Released.word().into());
    let saved = record::save(office, step).await?;
    // If the booking came back meanwhile, its session goes on and needs a desktop again.
    Ok(if saved.is_some() { None } else { Some(now) })
}

/// Ends desktops that run for no session, as after a restored database or at a provider that a session has left.
pub async fn end_orphans(office: &Office) -> Result<usize> {
    let mut ended = 0;
    for serving in registry::all(office).await? {
        ended += end_orphans_of(office, &serving).await?;
    }
    Ok(ended)
}

async fn end_orphans_of(office: &Office, serving: &Serving) -> Result<usize> {
    let Ok(running) = serving.desktops.inventory().await else { return Ok(0) };
    let mut ended = 0;
    for handle in running {
        let known = session::Entity::find()
            .filter(session::Column::Handle.eq(&handle.0))
            .filter(session::Column::State.ne(SessionState::Released.word()))
            .filter(registry::sessions_of(Some(serving.id.0)))
            .one(&office.db.read)
            .await?;
        if known.is_none() && serving.desktops.release(&handle).await.is_ok() {
            ended += 1;
        }
    }
    Ok(ended)
}
