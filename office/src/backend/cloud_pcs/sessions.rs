//! The session of a booking: planned with it, ended with it, in the same transaction.

use super::{
    handover,
    providers::registry,
    queue,
    record::{self, Step},
    room, turns,
};
use crate::{
    backend::{
        bookings::{check_in, judge, step},
        caller::Caller,
        db,
        error::{Result, stored},
        office::Office,
        places::context::{self, SiteContext},
        rows::{booking, cloud_pc, session},
    },
    model::{
        booking::BookingState,
        cloud_pc::{Ask, Cause, Opens, Session, SessionState, Standing},
        id::{BookingId, SessionId},
        provider::OWN_DESKTOPS,
        refusal::Refusal,
        room::{NoRoom, Room},
        starts,
        time::{self, Instant, Interval, Minute},
    },
};
use chrono::TimeDelta;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, sea_query::LockType,
};
use uuid::Uuid;

/// The host on which this server's own desktops run.
const HOST: &str = "local";

/// The host of what a provider runs; nothing stands for this server's own desktops.
pub(crate) fn host_of(provider: Option<Uuid>) -> String {
    provider.filter(|id| *id != OWN_DESKTOPS.0).map_or_else(|| HOST.to_owned(), |id| id.to_string())
}

/// The provider of a host; nothing for what is no host's name.
pub(crate) fn provider_of(host: &str) -> Option<Uuid> {
    if host == HOST { Some(OWN_DESKTOPS.0) } else { host.parse().ok() }
}

/// How long before its booking a cloud PC is started, in seconds: longer than a local desktop takes by far.
pub(crate) const LEAD_SECONDS: i64 = 10 * 60;

/// Promises a session with a booking, if its host has room for it: else it waits, and the booking is none the worse. One
/// that has not been released yet, as after a quick undo, goes on.
pub(crate) async fn plan(tx: &DatabaseTransaction, booking: &booking::Model, now: Instant) -> Result<()> {
    if goes_on(tx, booking, now).await? { Ok(()) } else { begin(tx, booking, now).await.map(|_| ()) }
}

/// Begins a session of a booking that has none.
pub(super) async fn begin(tx: &DatabaseTransaction, booking: &booking::Model, now: Instant) -> Result<session::Model> {
    let pc = cloud_pc_of(tx, booking.person_id, now).await?;
    let during = judge::interval(booking);
    let provider_id = registry::of_desk(tx, booking.desk_id).await?;
    let host_name = host_of(provider_id);
    let host = room::lock(tx, &host_name).await?;
    let lacks = room::lacks(tx, (&host_name, host), during, Some(booking.id)).await?;
    let mut row = session::Model {
        id: Uuid::now_v7(),
        booking_id: booking.id,
        cloud_pc_id: pc.id,
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
        provider_id,
        host: host_name,
        room_from: None,
        room_until: None,
        no_room: None,
        asked: None,
        started_at: None,
    };
    match lacks {
        None => room::give(&mut row, during),
        Some(why) => room::take(&mut row, why),
    }
    session::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    match lacks {
        None => queue::ask(tx, row.id, row.starts_from - turns::AHEAD_SECONDS).await?,
        Some(_) => record::tell(tx, &row, ("session.unpromised", None, now)).await?,
    }
    Ok(row)
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

/// Ends a booking's session: the reconciler will release its desktop. What it was promised is free for others from now
/// on, unless the desktop goes on.
pub(crate) async fn end(tx: &DatabaseTransaction, booking: BookingId, now: Instant) -> Result<()> {
    let Some(row) = live_of(tx, booking).await? else { return Ok(()) };
    let over = booking::Entity::find_by_id(booking.0).one(tx).await?.ok_or(Refusal::NotFound)?;
    if !handover::outlives(&over) {
        let free = Step::of(held(tx, row.id).await?, None, |row| (row.room_from, row.room_until) = (None, None));
        record::write(tx, &free, (None, now)).await?;
    }
    queue::ask(tx, row.id, now.timestamp()).await
}

/// Plans again after the seat or the times of a booking changed. What was promised stays promised; other times are
/// counted like those of a new booking.
pub(crate) async fn replan(tx: &DatabaseTransaction, booking: &booking::Model, now: Instant) -> Result<()> {
    goes_on(tx, booking, now).await.map(|_| ())
}

/// Plans a booking's session again, and says whether there is one that is not over.
async fn goes_on(tx: &DatabaseTransaction, booking: &booking::Model, now: Instant) -> Result<bool> {
    let Some(seen) = live_of(tx, booking.id.into()).await? else { return Ok(false) };
    // Where nothing runs yet, another site's provider may serve; what runs stays where it is.
    let provider_id = match seen.handle {
        None => registry::of_desk(tx, booking.desk_id).await?,
        Some(_) => seen.provider_id,
    };
    let host_name = host_of(provider_id);
    let host = room::lock(tx, &host_name).await?;
    let mut row = held(tx, seen.id).await?;
    if row.state == SessionState::Released.word() {
        // It was released between the look and the lock.
        return Ok(false);
    }
    let stays = row.host == host_name;
    (row.provider_id, row.host) = (provider_id, host_name);
    let starts_from = starts_from(tx, booking).await?;
    let (id, due) = (row.id, starts_from.min(now.timestamp()));
    let change = counted(tx, (row, booking), (host, stays)).await?.and(|row| row.starts_from = starts_from);
    record::write(tx, &change, (None, now)).await?;
    queue::ask(tx, id, due).await?;
    Ok(true)
}

/// Has another provider serve a session of which nothing runs, as far as its host has room. What one may have begun is not
/// what the next one makes: that has another key.
pub(super) async fn serve_by(
    tx: &DatabaseTransaction,
    (row, booking): (session::Model, &booking::Model),
    (provider, host): (Uuid, Room),
    now: Instant,
) -> Result<()> {
    let (id, epoch) = (row.id, row.epoch + i32::from(row.handle.is_some()));
    let (provider_id, host_name) = (Some(provider), host_of(Some(provider)));
    let row = session::Model { provider_id, host: host_name, handle: None, epoch, ..row };
    record::write(tx, &counted(tx, (row, booking), (host, false)).await?, (None, now)).await?;
    look_at(tx, id, now).await
}

/// The step of a session whose booking's time is counted at its host, where it may have been before.
async fn counted(
    tx: &DatabaseTransaction,
    (row, booking): (session::Model, &booking::Model),
    (host, stays): (Room, bool),
) -> Result<Step> {
    let wanted = judge::interval(booking);
    let promised = room::promise(&row).filter(|_| row.no_room.is_none() && stays);
    let lacks = if room::covers(promised, wanted) {
        None
    } else {
        room::lacks(tx, (&row.host, host), wanted, Some(booking.id)).await?
    };
    let sits = booking.state != BookingState::Reserved.word();
    Ok(replanned(row, (lacks, wanted), sits))
}

/// The step of a session whose booking now holds at another time, for which its host may lack room.
fn replanned(row: session::Model, (lacks, wanted): (Option<NoRoom>, Interval), sits: bool) -> Step {
    let (waited, missing) = (row.no_room.is_some(), room::missing(&row));
    match lacks {
        None => Step::of(row, waited.then_some("session.promised"), |row| {
            if missing.is_some() {
                row.state = SessionState::Planned.word().into();
            }
            room::give(row, wanted);
        }),
        Some(why) if missing == Some(why) => Step::of(row, None, |_| ()),
        // Whoever sits there keeps the desktop for as long as it was promised.
        Some(why) if sits && room::promise(&row).is_some() => {
            Step::of(row, (!waited).then_some("session.unpromised"), |row| row.no_room = Some(why.word().into()))
        }
        Some(why) => room::withdrawn(row, why),
    }
}

/// A session as it stays until the transaction is over. After the lock of its host.
pub(super) async fn held(tx: &DatabaseTransaction, id: Uuid) -> Result<session::Model> {
    let mut query = session::Entity::find_by_id(id);
    if db::is_postgres(tx) {
        query = query.lock(LockType::NoKeyUpdate);
    }
    Ok(query.one(tx).await?.ok_or(Refusal::NotFound)?)
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
    let (row, booking) = own(&office.db.read, caller, id).await?;
    let serving = registry::serving(office, row.provider_id).await?;
    let site = site_of(&office.db.read, &booking, caller.now).await?;
    let now = standing(&office.db.read, &row, &site).await?;
    // Opening it checks the booking in.
    let against = if now.state.can_open() { check_in::against(&booking, &site)? } else { None };
    let goes_on = step::live_state(&booking, caller).is_ok();
    let over = row.state == SessionState::Released.word();
    let elsewhere = (serving.desktops.opens() == Opens::Elsewhere).then_some(serving.name);
    // What opens elsewhere is ended and restarted there.
    let offered: &[Ask] = if elsewhere.is_some() && !over { &[] } else { Ask::ALL };
    let may = offered.iter().copied().filter(|ask| match ask {
        Ask::End => goes_on && !over && row.asked.is_none(),
        Ask::Restart => goes_on && row.asked.is_none() && ask.against(now).is_none(),
        Ask::Reset => goes_on && !over && row.asked.is_none() && ask.against(now).is_none(),
    });
    Ok(Session {
        elsewhere,
        id,
        booking: row.booking_id.into(),
        state: now.state,
        starts_from: judge::instant(row.starts_from),
        against,
        ready_at: turns::ready_at(office, &row, caller.now).await?,
        no_room: row.no_room.as_deref().and_then(NoRoom::from_word),
        room_until: room::promise(&row).map(|promise| promise.ends_at).filter(|_| row.no_room.is_some()),
        // Of what is over it only says that it is being ended.
        asked: row.asked.as_deref().and_then(Ask::from_word).filter(|_| goes_on),
        may: may.collect(),
        problem: row.problem,
        cause: row.cause.as_deref().and_then(Cause::from_word),
        remedy: row.remedy,
        failures: u32::try_from(row.attempts).unwrap_or(0),
    })
}

/// The site of a booking's desk, at a moment.
pub(super) async fn site_of(db: &impl ConnectionTrait, booking: &booking::Model, now: Instant) -> Result<SiteContext> {
    let (_, floor) = context::desk(db, booking.desk_id.into()).await?;
    context::site(db, floor.site_id, now).await
}

/// What stands for or against what a session's person may ask for.
pub(super) async fn standing(db: &impl ConnectionTrait, row: &session::Model, site: &SiteContext) -> Result<Standing> {
    let at = judge::instant(row.starts_from);
    Ok(Standing {
        state: stored(SessionState::from_word(&row.state), "state of session")?,
        lacks: room::missing(row),
        closed: room::closed(db, row).await?,
        starts: (at, Minute::of(time::local(site.facts.zone, at))),
    })
}

/// A session row of the caller with its booking; others are not found.
pub(crate) async fn own(
    db: &impl ConnectionTrait,
    caller: &Caller,
    id: SessionId,
) -> Result<(session::Model, booking::Model)> {
    let (row, booking) = with_booking(db, id).await?;
    if booking.person_id != caller.person.0 {
        return Err(Refusal::NotFound.into());
    }
    Ok((row, booking))
}

/// Anybody's session row with its booking.
pub(super) async fn with_booking(db: &impl ConnectionTrait, id: SessionId) -> Result<(session::Model, booking::Model)> {
    let row = session::Entity::find_by_id(id.0).one(db).await?.ok_or(Refusal::NotFound)?;
    let booking = booking::Entity::find_by_id(row.booking_id).one(db).await?.ok_or(Refusal::NotFound)?;
    Ok((row, booking))
}

/// The session of a booking that is not over, and where it is.
pub(crate) async fn now_of(db: &impl ConnectionTrait, booking: BookingId) -> Result<Option<(SessionId, SessionState)>> {
    let Some(row) = live_of(db, booking).await? else { return Ok(None) };
    Ok(Some((row.id.into(), stored(SessionState::from_word(&row.state), "state of session")?)))
}

pub(super) async fn live_of(db: &impl ConnectionTrait, booking: BookingId) -> Result<Option<session::Model>> {
    Ok(session::Entity::find()
        .filter(session::Column::BookingId.eq(booking.0))
        .filter(session::Column::State.ne(SessionState::Released.word()))
        .one(db)
        .await?)
}

async fn cloud_pc_of(tx: &DatabaseTransaction, person: Uuid, now: Instant) -> Result<cloud_pc::Model> {
    let found = cloud_pc::Entity::find().filter(cloud_pc::Column::PersonId.eq(person)).one(tx).await?;
    if let Some(row) = found {
        return Ok(row);
    }
    let row =
        cloud_pc::Model { id: Uuid::now_v7(), person_id: person, provider: HOST.into(), created_at: now.timestamp() };
    cloud_pc::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(row)
}
