//! The session of a booking: planned with it, ended with it, in the same transaction.

use super::{providers::registry, queue, turns};
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        error::{Result, stored},
        office::Office,
        rows::{booking, cloud_pc, session},
    },
    model::{
        cloud_pc::{Cause, Opens, Session, SessionState},
        id::{BookingId, SessionId},
        refusal::Refusal,
        starts,
        time::Instant,
    },
};
use chrono::TimeDelta;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// How long before its booking a cloud PC is started, in seconds: longer than a local desktop takes by far.
pub(super) const LEAD_SECONDS: i64 = 10 * 60;

/// Promises a session with a booking. One that has not been released yet, as after a quick undo, goes on.
pub(crate) async fn plan(tx: &DatabaseTransaction, booking: &booking::Model, now: Instant) -> Result<()> {
    if live_of(tx, booking.id.into()).await?.is_some() {
        return replan(tx, booking, now).await;
    }
    let pc = cloud_pc_of(tx, booking.person_id, now).await?;
    let row = session::Model {
        id: Uuid::now_v7(),
        booking_id: booking.id,
        cloud_pc_id: pc,
        state: SessionState::Planned.word().into(),
        epoch: 1,
        handle: None,
        problem: None,
        attempts: 0,
        starts_from: starts_from(tx, booking).await?,
        version: 1,
        screen: 0,
        screen_seen_at: None,
        cause: None,
        remedy: None,
        input_at: None,
        provider_id: registry::of_desk(tx, booking.desk_id).await?,
    };
    session::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    queue::ask(tx, row.id, row.starts_from - turns::AHEAD_SECONDS).await
}

/// When a booking's cloud PC is started if there is room: some minutes before its person is expected, who by habit may
/// come earlier than the booking begins.
async fn starts_from(db: &impl ConnectionTrait, row: &booking::Model) -> Result<i64> {
    let earlier = booking::Entity::find()
        .filter(booking::Column::PersonId.eq(row.person_id))
        .filter(booking::Column::CheckedInAt.is_not_null())
        .filter(booking::Column::StartsAt.lt(row.starts_at))
        .order_by_desc(booking::Column::StartsAt)
        .limit(2 * starts::MOST_ARRIVALS as u64)
        .all(db)
        .await?;
    let offsets: Vec<TimeDelta> = earlier
        .iter()
        // Whoever booked when they were there already came at no time that says anything.
        .filter(|past| past.made_at < past.starts_at)
        .filter_map(|past| Some(TimeDelta::seconds(past.checked_in_at? - past.starts_at)))
        .collect();
    let expected = starts::expected_arrival(judge::instant(row.starts_at), &offsets).at.timestamp();
    Ok(expected.min(row.starts_at) - LEAD_SECONDS)
}

/// Ends a booking's session: the reconciler will release its desktop.
pub(crate) async fn end(tx: &DatabaseTransaction, booking: BookingId, now: Instant) -> Result<()> {
    if let Some(row) = live_of(tx, booking).await? {
        queue::ask(tx, row.id, now.timestamp()).await?;
    }
    Ok(())
}

/// Plans again after the times of a booking changed.
pub(crate) async fn replan(tx: &DatabaseTransaction, booking: &booking::Model, now: Instant) -> Result<()> {
    if let Some(mut row) = live_of(tx, booking.id.into()).await? {
        row.starts_from = starts_from(tx, booking).await?;
        if row.handle.is_none() {
            // Nothing runs yet: at another site another provider may serve.
            row.provider_id = registry::of_desk(tx, booking.desk_id).await?;
        }
        row.version += 1;
        let (id, due) = (row.id, row.starts_from.min(now.timestamp()));
        row.into_active_model().reset_all().update(tx).await?;
        queue::ask(tx, id, due).await?;
    }
    Ok(())
}

/// Has a session looked at now.
pub(super) async fn look_at(db: &impl ConnectionTrait, session: Uuid, now: Instant) -> Result<()> {
    queue::ask(db, session, now.timestamp()).await
}

/// Says that there may be work for the reconciler.
pub(crate) fn wake(office: &Office) {
    office.reconcile.notify_one();
}

/// The session of the caller's booking.
pub async fn of_booking(office: &Office, caller: &Caller, booking: BookingId) -> Result<Session> {
    let found = crate::backend::bookings::find::one(office, caller, booking).await?;
    if found.person != caller.person {
        // A desktop is its person's alone, whoever may see the booking.
        return Err(Refusal::NotFound.into());
    }
    let id = found.session.ok_or(Refusal::NotFound)?;
    one(office, caller, id).await
}

/// One of the caller's own sessions.
pub async fn one(office: &Office, caller: &Caller, id: SessionId) -> Result<Session> {
    let (row, _) = own(&office.db.read, caller, id).await?;
    let serving = registry::serving(office, row.provider_id).await?;
    Ok(Session {
        elsewhere: (serving.desktops.opens() == Opens::Elsewhere).then_some(serving.name),
        id,
        booking: row.booking_id.into(),
        state: stored(SessionState::from_word(&row.state), "state of session")?,
        starts_from: judge::instant(row.starts_from),
        problem: row.problem,
        cause: row.cause.as_deref().and_then(Cause::from_word),
        remedy: row.remedy,
        failures: u32::try_from(row.attempts).unwrap_or(0),
    })
}

/// A session row of the caller with its booking; others are not found.
pub(crate) async fn own(
    db: &impl ConnectionTrait,
    caller: &Caller,
    id: SessionId,
) -> Result<(session::Model, booking::Model)> {
    let row = session::Entity::find_by_id(id.0).one(db).await?.ok_or(Refusal::NotFound)?;
    let booking = booking::Entity::find_by_id(row.booking_id).one(db).await?.ok_or(Refusal::NotFound)?;
    if booking.person_id != caller.person.0 {
        return Err(Refusal::NotFound.into());
    }
    Ok((row, booking))
}

/// The session of a booking that is not over, and where it is.
pub(crate) async fn now_of(db: &impl ConnectionTrait, booking: BookingId) -> Result<Option<(SessionId, SessionState)>> {
    let Some(row) = live_of(db, booking).await? else { return Ok(None) };
    Ok(Some((row.id.into(), stored(SessionState::from_word(&row.state), "state of session")?)))
}

async fn live_of(db: &impl ConnectionTrait, booking: BookingId) -> Result<Option<session::Model>> {
    Ok(session::Entity::find()
        .filter(session::Column::BookingId.eq(booking.0))
        .filter(session::Column::State.ne(SessionState::Released.word()))
        .one(db)
        .await?)
}

async fn cloud_pc_of(tx: &DatabaseTransaction, person: Uuid, now: Instant) -> Result<Uuid> {
    let found = cloud_pc::Entity::find().filter(cloud_pc::Column::PersonId.eq(person)).one(tx).await?;
    if let Some(row) = found {
        return Ok(row.id);
    }
    let id = Uuid::now_v7();
    let row = cloud_pc::ActiveModel {
        id: Set(id),
        person_id: Set(person),
        provider: Set("local".into()),
        created_at: Set(now.timestamp()),
    };
    row.insert(tx).await?;
    Ok(id)
}
