//! Drives every session to the state that its booking says. What to do next is decided from the booking and from
//! what the provider is observed to do; the intent is written before the call, so a crash between the two is mended
//! by looking again.

use super::provider::{Handle, Key, Owner, Power, ProviderError};
use crate::{
    backend::{
        bookings::step,
        error::{Result, stored},
        office::Office,
        rows::{booking, person, session, work},
    },
    model::{cloud_pc::SessionState, time::Instant},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How long a worker keeps a piece of work to itself, in seconds.
const LOCK_SECONDS: i64 = 60;
/// How often a session that should run is looked at, in seconds.
const LOOK_SECONDS: i64 = 15;
/// How soon it is looked at again while it starts.
const STARTING_SECONDS: i64 = 1;
/// How long a missing provider is left alone, in seconds.
const UNAVAILABLE_SECONDS: i64 = 60;
/// How long a desktop keeps running after its booking's end, in seconds.
const GRACE_SECONDS: i64 = 5 * 60;

/// Works until told to stop.
pub async fn run(office: Office, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match due(&office).await {
            Ok(pieces) => {
                for piece in pieces {
                    if let Err(error) = work_on(&office, piece).await {
                        let session = piece.session;
                        tracing::warn!(%error, %session, "a session could not be reconciled; it will be looked at again");
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "the work queue could not be read"),
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = office.reconcile.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    }
}

/// A session to look at, and when that was due.
#[derive(Clone, Copy)]
struct Piece {
    session: Uuid,
    due_at: i64,
}

async fn work_on(office: &Office, piece: Piece) -> Result<()> {
    let next = once(office, piece.session).await?;
    settle(office, piece, next).await
}

/// Takes due work: of two servers that see the same piece, one gets it.
async fn due(office: &Office) -> Result<Vec<Piece>> {
    let now = office.now().timestamp();
    let rows = work::Entity::find()
        .filter(work::Column::DueAt.lte(now))
        .filter(work::Column::LockedUntil.lte(now))
        .order_by_asc(work::Column::DueAt)
        .limit(20)
        .all(&office.db.read)
        .await?;
    let mut taken = Vec::new();
    for row in rows {
        let locked = work::Entity::update_many()
            .col_expr(work::Column::LockedUntil, Expr::value(now + LOCK_SECONDS))
            .filter(work::Column::SubjectId.eq(row.subject_id))
            .filter(work::Column::LockedUntil.eq(row.locked_until))
            .exec(&office.db.write)
            .await?;
        if locked.rows_affected == 1 {
            taken.push(Piece { session: row.subject_id, due_at: row.due_at });
        }
    }
    Ok(taken)
}

/// Looks at one session, does the one next thing, and says when to look again.
async fn once(office: &Office, id: Uuid) -> Result<Option<i64>> {
    let now = office.now();
    let Some(row) = session::Entity::find_by_id(id).one(&office.db.read).await? else { return Ok(None) };
    let Some(booking) = booking::Entity::find_by_id(row.booking_id).one(&office.db.read).await? else {
        return Ok(None);
    };
    if !step::state(&booking)?.is_live() {
        // A desktop whose booking ran to its end gets a little longer than one that was left or given back.
        let ran_out = booking.ended_at.is_some_and(|ended| ended >= booking.ends_at);
        let until = if ran_out { booking.ends_at + GRACE_SECONDS } else { 0 };
        return if now.timestamp() < until { Ok(Some(until)) } else { release(office, row).await };
    }
    if now.timestamp() < row.starts_from {
        return Ok(Some(row.starts_from));
    }
    advance(office, row, (&booking, now)).await
}

async fn advance(
    office: &Office,
    row: session::Model,
    (booking, now): (&booking::Model, Instant),
) -> Result<Option<i64>> {
    let state = stored(SessionState::from_word(&row.state), "state of session")?;
    let seconds = now.timestamp();
    let power = match &row.handle {
        Some(handle) => office.desktops.observe(&Handle(handle.clone())).await,
        None => Ok(Power::Absent),
    };
    match power {
        Ok(Power::Ready) => {
            if !state.can_open() {
                set(office, row, |row| {
                    row.state = SessionState::Ready.word().into();
                    row.problem = None;
                    row.attempts = 0;
                })
                .await?;
            }
            Ok(Some(seconds + LOOK_SECONDS))
        }
        Ok(Power::Starting) => Ok(Some(seconds + STARTING_SECONDS)),
        Ok(Power::Absent) => start(office, row, (booking, seconds)).await,
        Err(error) => failed(office, row, (error, seconds)).await,
    }
}

async fn start(office: &Office, row: session::Model, (booking, now): (&booking::Model, i64)) -> Result<Option<i64>> {
    let owner = person::Entity::find_by_id(booking.person_id).one(&office.db.read).await?;
    let owner = Owner { person: booking.person_id.into(), name: owner.map(|row| row.name).unwrap_or_default() };
    // A desktop that was there and is gone starts anew under another key.
    let lost = row.handle.is_some() && row.state != SessionState::Starting.word();
    let epoch = if lost { row.epoch + 1 } else { row.epoch };
    let key = Key { session: row.id.into(), epoch: u32::try_from(epoch).unwrap_or(1) };
    let Some(row) = set(office, row, |row| {
        row.state = SessionState::Starting.word().into();
        row.epoch = epoch;
        row.handle = Some(key.to_string());
    })
    .await?
    else {
        return Ok(Some(now));
    };
    match office.desktops.start(key, &owner).await {
        Ok(handle) => {
            set(office, row, |row| row.handle = Some(handle.0)).await?;
            Ok(Some(now + STARTING_SECONDS))
        }
        Err(error) => failed(office, row, (error, now)).await,
    }
}

async fn failed(office: &Office, row: session::Model, (error, now): (ProviderError, i64)) -> Result<Option<i64>> {
    let (state, wait) = match &error {
        ProviderError::Unavailable { .. } => (SessionState::Unavailable, UNAVAILABLE_SECONDS),
        _ => (SessionState::Failed, 1i64 << row.attempts.clamp(0, 8)),
    };
    let problem = error.to_string();
    set(office, row, |row| {
        row.state = state.word().into();
        row.problem = Some(problem);
        row.attempts += 1;
    })
    .await?;
    Ok(Some(now + wait))
}

async fn release(office: &Office, row: session::Model) -> Result<Option<i64>> {
    if row.state == SessionState::Released.word() {
        return Ok(None);
    }
    if let Some(handle) = &row.handle
        && let Err(error) = office.desktops.release(&Handle(handle.clone())).await
    {
        tracing::warn!(%error, session = %row.id, "a desktop could not be released; it will be tried again");
        return Ok(Some(office.now().timestamp() + 5));
    }
    set(office, row, |row| row.state = SessionState::Released.word().into()).await?;
    Ok(None)
}

/// Changes a session unless somebody else did meanwhile; then `None`, and it is looked at again.
async fn set(
    office: &Office,
    row: session::Model,
    change: impl FnOnce(&mut session::Model),
) -> Result<Option<session::Model>> {
    let mut next = row.clone();
    change(&mut next);
    next.version = row.version + 1;
    let changed = session::Entity::update_many()
        .set(next.clone().into_active_model().reset_all())
        .filter(session::Column::Id.eq(row.id))
        .filter(session::Column::Version.eq(row.version))
        .exec(&office.db.write)
        .await?;
    Ok((changed.rows_affected == 1).then_some(next))
}

/// Puts a piece of work back for later, or away when nothing is left to do. If somebody asked for it meanwhile, it
/// stays due as they asked.
async fn settle(office: &Office, piece: Piece, next: Option<i64>) -> Result<()> {
    let unchanged = work::Entity::update_many()
        .col_expr(work::Column::DueAt, Expr::value(next.unwrap_or(i64::MAX)))
        .col_expr(work::Column::LockedUntil, Expr::value(0i64))
        .filter(work::Column::SubjectId.eq(piece.session))
        .filter(work::Column::DueAt.eq(piece.due_at))
        .exec(&office.db.write)
        .await?;
    if unchanged.rows_affected == 0 {
        work::Entity::update_many()
            .col_expr(work::Column::LockedUntil, Expr::value(0i64))
            .filter(work::Column::SubjectId.eq(piece.session))
            .exec(&office.db.write)
            .await?;
        office.reconcile.notify_one();
    } else if next.is_none() {
        work::Entity::delete_many()
            .filter(work::Column::SubjectId.eq(piece.session))
            .filter(work::Column::DueAt.eq(i64::MAX))
            .exec(&office.db.write)
            .await?;
    }
    Ok(())
}

/// Ends desktops that run for no session, as after a restored database. Called when the server starts.
pub async fn end_orphans(office: &Office) -> Result<usize> {
    let Ok(running) = office.desktops.inventory().await else { return Ok(0) };
    let mut ended = 0;
    for handle in running {
        let known = session::Entity::find()
            .filter(session::Column::Handle.eq(&handle.0))
            .filter(session::Column::State.ne(SessionState::Released.word()))
            .one(&office.db.read)
            .await?;
        if known.is_none() && office.desktops.release(&handle).await.is_ok() {
            ended += 1;
        }
    }
    Ok(ended)
}
