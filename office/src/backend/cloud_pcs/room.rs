//! What a host still has room for. A promise is counted in the transaction that makes it: on PostgreSQL the host's row
//! is locked before it is counted and until the commit, on SQLite the transaction is the only writer. Two bookings can
//! therefore not both get the last desktop.
//!
//! A session that has no room waits: its booking keeps the seat, and gets its desktop when another one's is given up.
//! What is promised is the booking's own time. Desktops are up some minutes before and after it, so at a change of
//! bookings a host may run more than it was promised for.

use super::{
    providers::registry,
    queue,
    record::{self, Step},
    sessions, turns,
};
use crate::{
    backend::{
        bookings::judge,
        db,
        error::{Result, stored},
        office::Office,
        rows::{booking, host, joins, provider, session},
    },
    model::{
        booking::BookingState,
        cloud_pc::SessionState,
        id::BookingId,
        room::{HostState, NoRoom, Promised, Room},
        time::{Instant, Interval},
    },
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, JoinType, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};
use std::collections::HashMap;
use uuid::Uuid;

/// A host that nobody has set anything for runs what it is asked to.
const UNSET: Room = Room { state: HostState::Open, capacity: None };

/// A host as it stands.
pub(crate) async fn of(db: &impl ConnectionTrait, name: &str) -> Result<Room> {
    let row = host::Entity::find_by_id(name.to_owned()).one(db).await?;
    read(db, name, row).await
}

/// A host as it stands, and as it stays until the transaction is over. Where its sessions are counted, one counts at a
/// time; where they are not, nobody waits but for whoever changes the host. After the locks of people and desks, before
/// the first event.
pub(super) async fn lock(tx: &DatabaseTransaction, name: &str) -> Result<Room> {
    let seen = of(tx, name).await?;
    if !db::is_postgres(tx) {
        return Ok(seen);
    }
    let how = if seen.capacity.is_some() { LockType::NoKeyUpdate } else { LockType::Share };
    let held = read(tx, name, locked(tx, name, how).await?).await?;
    // A limit was set in between.
    if held.capacity.is_none() || seen.capacity.is_some() {
        return Ok(held);
    }
    let seized = seize(tx, name).await?;
    read(tx, name, seized).await
}

/// A new host, open and without a limit.
pub(super) async fn begin(tx: &DatabaseTransaction, name: &str) -> Result<()> {
    let row = host::Model { name: name.into(), capacity: None, state: HostState::Open.word().into(), version: 1 };
    host::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// A host that is no more.
pub(super) async fn end(tx: &DatabaseTransaction, name: &str) -> Result<()> {
    host::Entity::delete_by_id(name.to_owned()).exec(tx).await?;
    Ok(())
}

/// A host to be changed: until the transaction is over nobody else promises anything of it.
pub(super) async fn seize(tx: &DatabaseTransaction, name: &str) -> Result<Option<host::Model>> {
    locked(tx, name, LockType::NoKeyUpdate).await
}

async fn locked(tx: &DatabaseTransaction, name: &str, how: LockType) -> Result<Option<host::Model>> {
    let query = host::Entity::find_by_id(name.to_owned());
    Ok(if db::is_postgres(tx) { query.lock(how).one(tx).await? } else { query.one(tx).await? })
}

/// A host of its row. Its provider may be let run fewer.
async fn read(db: &impl ConnectionTrait, name: &str, row: Option<host::Model>) -> Result<Room> {
    let room = row.map_or(Ok(UNSET), to_room)?;
    let Some(provider) = sessions::provider_of(name) else { return Ok(room) };
    let row = provider::Entity::find_by_id(provider).one(db).await?;
    Ok(room.within(row.and_then(|row| registry::limits(&row).capacity)))
}

/// A stored host.
pub(crate) fn to_room(row: host::Model) -> Result<Room> {
    Ok(Room {
        state: stored(HostState::from_word(&row.state), "state of host")?,
        capacity: row.capacity.map(|most| u32::try_from(most).unwrap_or(0)),
    })
}

/// Why a host has no room during an interval beside what is promised to everybody but one booking.
pub(crate) async fn lacks(
    db: &impl ConnectionTrait,
    (name, room): (&str, Room),
    wanted: Interval,
    but: Option<Uuid>,
) -> Result<Option<NoRoom>> {
    let promised = match (room.state, room.capacity) {
        (HostState::Open, Some(_)) => promised(db, name, wanted, but).await?,
        _ => Vec::new(),
    };
    Ok(room.lacks(&promised, wanted))
}

/// What is promised of a host during an interval, to everybody but one booking.
pub(super) async fn promised(
    db: &impl ConnectionTrait,
    name: &str,
    around: Interval,
    but: Option<Uuid>,
) -> Result<Vec<Promised>> {
    let mut query = session::Entity::find()
        .select_only()
        .columns([session::Column::RoomFrom, session::Column::RoomUntil])
        .column_as(session::Column::Id.count(), "count")
        .join(JoinType::InnerJoin, joins::booking_of_session())
        .filter(session::Column::Host.eq(name))
        .filter(session::Column::State.ne(SessionState::Released.word()))
        .filter(session::Column::RoomFrom.lt(around.ends_at.timestamp()))
        .filter(session::Column::RoomUntil.gt(around.starts_at.timestamp()))
        .filter(holds())
        .group_by(session::Column::RoomFrom)
        .group_by(session::Column::RoomUntil);
    if let Some(but) = but {
        query = query.filter(session::Column::BookingId.ne(but));
    }
    let rows: Vec<(i64, i64, i64)> = query.into_tuple().all(db).await?;
    let stretch = |(from, until, count): (i64, i64, i64)| {
        let during = Interval::new(judge::instant(from), judge::instant(until))?;
        Some(Promised { during, count: u32::try_from(count).unwrap_or(u32::MAX) })
    };
    Ok(rows.into_iter().filter_map(stretch).collect())
}

/// Bookings whose promise is still good: live ones, and those whose desktop goes on although the seat was taken back.
fn holds() -> Condition {
    let taken_back = Condition::all()
        .add(booking::Column::State.eq(BookingState::Released.word()))
        .add(booking::Column::CheckedInAt.is_not_null());
    Condition::any().add(judge::is_live()).add(taken_back)
}

/// What a session was promised; nothing where there is no room for it at all.
pub(super) fn promise(row: &session::Model) -> Option<Interval> {
    Interval::new(judge::instant(row.room_from?), judge::instant(row.room_until?))
}

/// Why there is no desktop for a session now, if so.
pub(super) fn missing(row: &session::Model) -> Option<NoRoom> {
    row.no_room.as_deref().and_then(NoRoom::from_word).filter(|_| promise(row).is_none())
}

/// Whether what was promised covers another interval.
pub(super) fn covers(promised: Option<Interval>, wanted: Interval) -> bool {
    promised.is_some_and(|had| had.covers(wanted))
}

/// Notes that a session is promised all of an interval.
pub(super) fn give(row: &mut session::Model, during: Interval) {
    (row.room_from, row.room_until) = (Some(during.starts_at.timestamp()), Some(during.ends_at.timestamp()));
    row.no_room = None;
}

/// Notes that there is no desktop for a session.
pub(super) fn take(row: &mut session::Model, why: NoRoom) {
    (row.room_from, row.room_until) = (None, None);
    row.no_room = Some(why.word().into());
    row.state = SessionState::Unavailable.word().into();
    (row.problem, row.cause, row.remedy, row.attempts) = (None, None, None, 0);
}

/// The step by which a session loses what it was promised.
pub(super) fn withdrawn(row: session::Model, why: NoRoom) -> Step {
    Step::of(row, Some("session.unpromised"), |row| take(row, why))
}

/// A session that waits for room, with its booking.
type Waiting = (session::Model, booking::Model);

/// Sessions that wait for room on a host, whoever booked first coming first.
async fn waiting(db: &impl ConnectionTrait, name: &str, now: Instant) -> Result<Vec<Waiting>> {
    let sessions = session::Entity::find()
        .filter(session::Column::Host.eq(name))
        .filter(session::Column::NoRoom.is_not_null())
        .filter(session::Column::State.ne(SessionState::Released.word()))
        .filter(session::Column::Asked.is_null())
        .order_by_asc(session::Column::Id)
        .all(db)
        .await?;
    if sessions.is_empty() {
        return Ok(Vec::new());
    }
    let bookings = booking::Entity::find()
        .filter(booking::Column::Id.is_in(sessions.iter().map(|row| row.booking_id)))
        .filter(judge::is_live())
        .filter(booking::Column::EndsAt.gt(now.timestamp()))
        .all(db)
        .await?;
    let mut bookings: HashMap<Uuid, booking::Model> = bookings.into_iter().map(|row| (row.id, row)).collect();
    Ok(sessions.into_iter().filter_map(|row| bookings.remove(&row.booking_id).map(|booking| (row, booking))).collect())
}

/// Gives what was given up to those who wait, and tells them. Called before other work: most of the time nobody waits.
/// Answers how many got a desktop.
pub async fn hand_on(office: &Office) -> Result<usize> {
    let names: Vec<String> = session::Entity::find()
        .select_only()
        .column(session::Column::Host)
        .filter(session::Column::NoRoom.is_not_null())
        .filter(goes_on())
        .distinct()
        .into_tuple()
        .all(&office.db.read)
        .await?;
    let mut given = 0;
    for name in names {
        // Looked at without a lock first: while a host stays full nobody has to wait for this.
        if fitting(&office.db.read, &name, of(&office.db.read, &name).await?, office.now()).await?.is_empty() {
            continue;
        }
        let (name, now) = (&name, office.now());
        given += db::write(&office.db, |scope| Box::pin(hand_on_at(scope.tx, name, now))).await?;
    }
    if given > 0 {
        office.live.wake();
    }
    Ok(given)
}

/// Holds for sessions that are not over. Written out: SQLite goes through an index of some of those alone only where it
/// sees, before it knows any parameter, that others are not asked for.
pub(crate) fn goes_on() -> Expr {
    let state = Expr::col((session::Entity, session::Column::State));
    sea_orm::ExprTrait::ne(state, Expr::Constant(SessionState::Released.word().into()))
}

async fn hand_on_at(tx: &DatabaseTransaction, name: &str, now: Instant) -> Result<usize> {
    let room = lock(tx, name).await?;
    let mut given = 0;
    for (session, booking) in fitting(tx, name, room, now).await? {
        let due = (session.starts_from - turns::AHEAD_SECONDS).max(now.timestamp());
        let id = session.id;
        let step = Step::of(session, Some("session.promised"), |row| {
            let waited = promise(row).is_none();
            give(row, judge::interval(&booking));
            if waited {
                row.state = SessionState::Planned.word().into();
            }
        });
        // One that somebody else has changed meanwhile is looked at the next time.
        if record::write(tx, &step, (None, now)).await? {
            queue::ask(tx, id, due).await?;
            given += 1;
        }
    }
    Ok(given)
}

/// Those of the waiting for whom there is room, in their order.
async fn fitting(db: &impl ConnectionTrait, name: &str, room: Room, now: Instant) -> Result<Vec<Waiting>> {
    let waiting = match room.state.closed() {
        None => waiting(db, name, now).await?,
        Some(_) => Vec::new(),
    };
    let Some(last) = waiting.iter().map(|(_, booking)| booking.ends_at).max() else { return Ok(waiting) };
    let Some(around) = Interval::new(now, judge::instant(last)) else { return Ok(Vec::new()) };
    let mut taken = promised(db, name, around, None).await?;
    let mut fit = Vec::new();
    for (session, booking) in waiting {
        // Of a promise that ends early only the rest is wanted.
        let starts = promise(&session).map_or(booking.starts_at, |promise| promise.ends_at.timestamp());
        let Some(rest) = Interval::new(now.max(judge::instant(starts)), judge::instant(booking.ends_at)) else {
            continue;
        };
        if room.lacks(&taken, rest).is_none() {
            taken.push(Promised { during: rest, count: 1 });
            fit.push((session, booking));
        }
    }
    Ok(fit)
}

/// Why nothing new may start on a session's host now, if so.
pub(super) async fn closed(db: &impl ConnectionTrait, row: &session::Model) -> Result<Option<NoRoom>> {
    let host = host::Entity::find_by_id(row.host.clone()).one(db).await?.map(to_room).transpose()?;
    Ok(host.and_then(|room| room.state.closed()))
}

/// How many sessions of bookings at a moment are promised a desktop of a host, and how many are not.
pub(super) async fn load(db: &impl ConnectionTrait, name: &str, at: Instant) -> Result<(u32, u32)> {
    let moment = Interval::moment(at);
    let promised = promised(db, name, moment, None).await?.iter().map(|one| one.count).sum();
    let without: Option<i64> = session::Entity::find()
        .select_only()
        .column_as(session::Column::Id.count(), "count")
        .join(JoinType::InnerJoin, joins::booking_of_session())
        .filter(session::Column::Host.eq(name))
        .filter(session::Column::NoRoom.is_not_null())
        .filter(session::Column::State.ne(SessionState::Released.word()))
        .filter(
            Condition::any()
                .add(session::Column::RoomUntil.is_null())
                .add(session::Column::RoomUntil.lte(at.timestamp())),
        )
        .filter(judge::live_during(moment))
        .into_tuple()
        .one(db)
        .await?;
    Ok((promised, u32::try_from(without.unwrap_or(0)).unwrap_or(u32::MAX)))
}

/// Why a booking for an interval would have no desktop of a host, if so: asked before it is made. A booking that it would
/// take the place of keeps what it was promised.
pub(crate) async fn foreseen(
    db: &impl ConnectionTrait,
    (name, room): (String, Option<Room>),
    (wanted, replaces): (Interval, Option<BookingId>),
) -> Result<Option<NoRoom>> {
    let Some(room) = room.filter(|room| *room != UNSET) else { return Ok(None) };
    let kept = match replaces {
        Some(booking) => sessions::live_of(db, booking).await?.filter(|row| row.no_room.is_none() && row.host == name),
        None => None,
    };
    if covers(kept.as_ref().and_then(promise), wanted) {
        return Ok(None);
    }
    lacks(db, (&name, room), wanted, replaces.map(|booking| booking.0)).await
}
