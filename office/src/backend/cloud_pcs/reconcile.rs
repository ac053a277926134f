//! Drives every session to the state that its booking says. What to do next is decided from the booking and from
//! what the provider is observed to do; the intent is written before the call, so a crash between the two is mended
//! by looking again.

use super::{
    handover::{self, Running},
    place,
    provider::{Handle, Key, Owner, Power, ProviderError},
    providers::registry::{self, Claim},
    queue::{self, Piece},
    record::{self, Step},
    room, steer, turns,
};
use crate::{
    backend::{
        bookings::step,
        error::{Error, Result, stored},
        office::Office,
        people::directory,
        places::context,
        rows::{booking, person, session},
    },
    model::{
        cloud_pc::{Ask, SessionState},
        id::ProviderId,
        refusal::Refusal,
        room::NoRoom,
    },
};
use futures::{
    StreamExt,
    future::join_all,
    stream::{self, FuturesUnordered},
};
use sea_orm::EntityTrait;
use std::{collections::BTreeSet, time::Duration};
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
/// How many times longer than usual a desktop may take to become ready before it is given up, and the least, in seconds.
const SLOW: (u32, i64) = (5, 2 * 60);
/// How long after its time a desktop that does not answer is still given up, in seconds. Later nobody has looked for a while, as
/// after an outage, and it is waited for anew.
const FORGOTTEN_SECONDS: i64 = 60;
/// How long an open screen may stay silent before it counts as closed, in seconds: its server has died.
const SILENT_SECONDS: i64 = 60;

/// Works until told to stop. Each provider has a lane of its own: one that is slow to answer holds up nobody else's.
pub async fn run(office: Office, stop: CancellationToken) {
    let mut busy = BTreeSet::new();
    let mut passes = FuturesUnordered::new();
    while !stop.is_cancelled() {
        let lanes = due(&office).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the work queue could not be read");
            BTreeSet::new()
        });
        for lane in lanes {
            if busy.insert(lane) {
                let office = &office;
                passes.push(async move { (lane, pass_of(office, lane).await) });
            }
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = office.reconcile.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            Some((lane, done)) = passes.next() => {
                busy.remove(&lane);
                match done {
                    // There may be more.
                    Ok(queue::AT_ONCE) => office.reconcile.notify_one(),
                    Ok(_) => {}
                    Err(error) => tracing::warn!(%error, "work could not be taken; it will be tried again"),
                }
            }
        }
    }
}

/// Looks once at the sessions that are due, at most eight of each provider. Answers how many there were.
pub async fn pass(office: &Office) -> Result<usize> {
    let lanes = due(office).await?;
    let mut count = 0;
    for done in join_all(lanes.into_iter().map(|lane| pass_of(office, lane))).await {
        count += done?;
    }
    Ok(count)
}

/// The providers at which there is something to do, after what was given up went to others.
async fn due(office: &Office) -> Result<BTreeSet<ProviderId>> {
    if let Err(error) = room::hand_on(office).await {
        tracing::warn!(%error, "room for desktops could not be handed on; it will be tried again");
    }
    place::driven(office, queue::lanes(office).await?).await
}

async fn pass_of(office: &Office, lane: ProviderId) -> Result<usize> {
    let pieces = queue::take(office, lane).await?;
    let count = pieces.len();
    stream::iter(pieces).for_each_concurrent(None, |piece| work_on(office, piece)).await;
    Ok(count)
}

async fn work_on(office: &Office, piece: Piece) {
    let session = piece.session;
    let looked = tokio::select! {
        looked = once(office, session) => looked,
        never = queue::keep(office, piece) => match never {},
    };
    let next = match looked {
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
        // What can't be opened is no use to anybody until then.
        let stays = SessionState::from_word(&row.state).is_some_and(SessionState::can_open) && row.asked.is_none();
        let until = handover::stays_until(&booking);
        return if stays && now < until { Ok(Some(until.min(now + LOOK_SECONDS))) } else { release(office, row).await };
    }
    let asked = row.asked.as_deref().and_then(Ask::from_word);
    if room::missing(&row).is_some() && matches!(asked, None | Some(Ask::Restart)) {
        return shut(office, row).await;
    }
    if asked.is_some() {
        let owner = owner(office, &booking).await?;
        return steer::carry_out(office, row, (owner, now)).await;
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
        // An open screen knows better: its desktop is there for as long as it shows it.
        Ok(_) if state == SessionState::Connected && !is_silent(&row, now) => Ok(Some(now + AGAIN_SECONDS)),
        Ok(Power::Broken) => give_up(office, row, ("the provider says that it is broken", now)).await,
        Ok(Power::Starting) if state.can_open() => bear(office, row, (serving.capacity().boot, now)).await,
        Ok(Power::Starting) if is_overdue(&row, (serving.capacity().boot, now)) => {
            give_up(office, row, ("it was not ready in time", now)).await
        }
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

/// Whether nothing was heard of a session's screen for so long that it counts as closed.
fn is_silent(row: &session::Model, now: i64) -> bool {
    row.screen_seen_at.is_none_or(|seen| seen < now - SILENT_SECONDS)
}

/// Whether a desktop has been on its way for so long that it will not come any more.
fn is_overdue(row: &session::Model, (boot, now): (Duration, i64)) -> bool {
    row.started_at.is_some_and(|since| since.saturating_add(patience(boot)) < now)
}

/// How long a desktop may take to become ready, in seconds.
fn patience(boot: Duration) -> i64 {
    let (times, least) = SLOW;
    i64::try_from(boot.as_secs()).unwrap_or(i64::MAX).saturating_mul(times.into()).max(least)
}

/// Bears with a desktop that could be opened and whose screen does not answer any more, for as long as with one that starts:
/// since when is noted where its start was, which does not matter any more.
async fn bear(office: &Office, row: session::Model, (boot, now): (Duration, i64)) -> Result<Option<i64>> {
    let last = patience(boot).saturating_add(FORGOTTEN_SECONDS);
    let is_noted = row.started_at.is_some_and(|since| (since..=since.saturating_add(last)).contains(&now));
    if is_noted && is_overdue(&row, (boot, now)) {
        return give_up(office, row, ("its screen does not answer any more", now)).await;
    }
    if !is_noted {
        record::save(office, Step::of(row, None, |row| row.started_at = Some(now))).await?;
    }
    Ok(Some(now + STARTING_SECONDS))
}

/// Ends a desktop that will not become ready, after its person was told; the next attempt begins when it is gone.
async fn give_up(office: &Office, row: session::Model, (why, now): (&str, i64)) -> Result<Option<i64>> {
    if row.state != SessionState::Failed.word() {
        return failed(office, row, (ProviderError::Transient(why.into()), now)).await;
    }
    Ok(Some(if steer::is_gone(office, &row).await? { now } else { now + AGAIN_SECONDS }))
}

async fn runs(office: &Office, row: session::Model, (state, now): (SessionState, i64)) -> Result<Option<i64>> {
    let silent = is_silent(&row, now);
    let step = if !state.can_open() {
        Step::of(row, Some("session.ready"), |row| {
            row.state = SessionState::Ready.word().into();
            (row.problem, row.cause, row.remedy, row.attempts) = (None, None, None, 0);
            row.started_at = None;
        })
    } else if state == SessionState::Connected && silent {
        Step::of(row, Some("session.disconnected"), |row| row.state = SessionState::Disconnected.word().into())
    } else if row.started_at.is_some() {
        // It answers again.
        Step::of(row, None, |row| row.started_at = None)
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
    let db = &office.db.read;
    let row = person::Entity::find_by_id(booking.person_id).one(db).await?;
    let (_, floor) = context::desk(db, booking.desk_id.into()).await?;
    Ok(Owner {
        person: booking.person_id.into(),
        lang: row.as_ref().map(directory::lang).unwrap_or_default(),
        name: row.map(|row| row.name).unwrap_or_default(),
        zone: context::site(db, floor.site_id, office.now()).await?.facts.zone,
    })
}

/// Ends the desktop of a session that lost its room. Nothing is left to do until it gets some again.
async fn shut(office: &Office, row: session::Model) -> Result<Option<i64>> {
    if row.handle.is_none() && row.asked.is_none() {
        return Ok(None);
    }
    let again = Some(office.now().timestamp() + STARTING_SECONDS);
    let Some(row) = ending(office, row).await? else { return Ok(again) };
    if !steer::is_gone(office, &row).await? {
        return Ok(again);
    }
    let step = Step::of(row, None, |row| (row.handle, row.epoch, row.asked) = (None, row.epoch + 1, None));
    Ok(if record::save(office, step).await?.is_some() { None } else { again })
}

/// Writes down that a session's desktop is being ended, before anybody is asked to: from now on it can't be opened or
/// taken over, and if its booking goes on after all, what is ended is seen to be gone before the next one starts.
/// `None` when somebody else changed the session meanwhile.
async fn ending(office: &Office, row: session::Model) -> Result<Option<session::Model>> {
    if row.asked.is_some() || row.handle.is_none() {
        return Ok(Some(row));
    }
    let step = Step::of(row, None, |row| row.asked = Some(Ask::Restart.word().into()));
    record::save(office, step).await
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
    // If its booking came back meanwhile, it is looked at anew.
    let Some(row) = ending(office, row).await? else { return Ok(Some(now)) };
    // That it was said to be done is not enough.
    if !steer::is_gone(office, &row).await? {
        return Ok(Some(now + AGAIN_SECONDS));
    }
    let step = Step::of(row, Some("session.released"), |row| {
        (row.state, row.asked) = (SessionState::Released.word().into(), None);
    });
    let saved = record::save(office, step).await?;
    // If the booking came back meanwhile, its session goes on and needs a desktop again.
    Ok(if saved.is_some() { None } else { Some(now) })
}
