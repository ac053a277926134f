//! Look bookings up; finders return only what the caller may see.

use super::{away, judge};
use crate::{
    backend::{
        caller::Caller,
        error::{Fault, Result, stored},
        office::Office,
        places::context::SiteContext,
        rows::{booking, desk, person, session},
    },
    model::{
        booking::{Booking, BookingState},
        cloud_pc::SessionState,
        id::{BookingId, PersonId, SiteId},
        refusal::Refusal,
        room::NoRoom,
        rules::{check_in_opens, local_times, no_show_deadline},
        time::Interval,
    },
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use std::collections::{HashMap, hash_map::Entry};
use uuid::Uuid;

/// One booking: the caller's own, one the caller made, or anybody's for those who see usage.
pub async fn one(office: &Office, caller: &Caller, id: BookingId) -> Result<Booking> {
    let row = booking::Entity::find_by_id(id.0).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    if !judge::may_change(caller, &row) && !caller.sees_usage() {
        return Err(Refusal::NotFound.into());
    }
    let mut found = views(office, caller, vec![row]).await?;
    Ok(found.pop().ok_or(Refusal::NotFound)?)
}

/// Which of a person's bookings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Live and not over, soonest first.
    Coming,
    /// Everything else, newest first.
    Past,
}

/// The caller's bookings, at most 200.
pub async fn mine(office: &Office, caller: &Caller, when: When) -> Result<Vec<Booking>> {
    let now = caller.now.timestamp();
    let base = of_caller(caller).limit(200);
    let query = match when {
        When::Coming => base
            .filter(judge::is_live())
            .filter(booking::Column::EndsAt.gt(now))
            .order_by_asc(booking::Column::StartsAt),
        When::Past => base
            .filter(
                Condition::any()
                    .add(booking::Column::State.is_not_in(judge::LIVE))
                    .add(booking::Column::EndsAt.lte(now)),
            )
            .order_by_desc(booking::Column::StartsAt),
    };
    views(office, caller, query.all(&office.db.read).await?).await
}

/// Where the caller sat last: the newest of their bookings that have begun and were neither given back nor missed.
pub async fn last(office: &Office, caller: &Caller) -> Result<Option<Booking>> {
    let query = of_caller(caller)
        .filter(judge::is_one_of(judge::BOOKED))
        .filter(booking::Column::StartsAt.lte(caller.now.timestamp()))
        .order_by_desc(booking::Column::StartsAt)
        .limit(1);
    Ok(views(office, caller, query.all(&office.db.read).await?).await?.pop())
}

/// Everything the caller has ever booked, soonest first, for a file.
pub async fn all_mine(office: &Office, caller: &Caller) -> Result<Vec<Booking>> {
    let rows = of_caller(caller).order_by_asc(booking::Column::StartsAt).all(&office.db.read).await?;
    let mut all = Vec::with_capacity(rows.len());
    // A few hundred at a time: what they refer to is looked up by lists, which databases keep short.
    for some in rows.chunks(500) {
        all.extend(views(office, caller, some.to_vec()).await?);
    }
    Ok(all)
}

fn of_caller(caller: &Caller) -> Select<booking::Entity> {
    booking::Entity::find().filter(booking::Column::PersonId.eq(caller.person.0))
}

/// Coming bookings that the caller made for others, soonest first, at most 200.
pub async fn for_others(office: &Office, caller: &Caller) -> Result<Vec<Booking>> {
    let query = booking::Entity::find()
        .filter(booking::Column::BookedBy.eq(caller.person.0))
        .filter(booking::Column::PersonId.ne(caller.person.0))
        .filter(judge::is_live())
        .filter(booking::Column::EndsAt.gt(caller.now.timestamp()))
        .order_by_asc(booking::Column::StartsAt)
        .limit(200);
    views(office, caller, query.all(&office.db.read).await?).await
}

/// A person's bookings in any state that share an instant with an interval, soonest first. Somebody else's only for
/// those who see usage.
pub async fn during(office: &Office, caller: &Caller, person: PersonId, around: Interval) -> Result<Vec<Booking>> {
    if person != caller.person && !caller.sees_usage() {
        return Err(Refusal::Forbidden.into());
    }
    let rows = booking::Entity::find()
        .filter(booking::Column::PersonId.eq(person.0))
        .filter(booking::Column::StartsAt.lt(around.ends_at.timestamp()))
        .filter(booking::Column::EndsAt.gt(around.starts_at.timestamp()))
        .order_by_asc(booking::Column::StartsAt)
        .limit(500)
        .all(&office.db.read)
        .await?;
    views(office, caller, rows).await
}

async fn views(office: &Office, caller: &Caller, rows: Vec<booking::Model>) -> Result<Vec<Booking>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let db = &office.db.read;
    let places = office.places.now(db).await?;
    let desks = by_id::<desk::Entity>(db, desk::Column::Id, rows.iter().map(|row| row.desk_id)).await?;
    let desks: HashMap<Uuid, desk::Model> = desks.into_iter().map(|row| (row.id, row)).collect();
    let people = by_id::<person::Entity>(db, person::Column::Id, rows.iter().map(|row| row.person_id)).await?;
    let people: HashMap<Uuid, String> = people.into_iter().map(|row| (row.id, row.name)).collect();
    let mut sessions = by_id::<session::Entity>(db, session::Column::BookingId, rows.iter().map(|row| row.id)).await?;
    // Their identities are in the order in which they began.
    sessions.sort_by_key(|row| row.id);
    let mut newest: HashMap<Uuid, session::Model> = HashMap::new();
    for row in sessions {
        let known =
            newest.get(&row.booking_id).is_some_and(|known| known.state != "released" && row.state == "released");
        if !known {
            newest.insert(row.booking_id, row);
        }
    }
    let mut sites: HashMap<SiteId, SiteContext> = HashMap::new();
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let desk = stored(desks.get(&row.desk_id), "desk")?;
        let site = match sites.entry(places.floor(desk.floor_id.into())?.site) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let site = places.site(*unknown.key(), caller.now)?;
                unknown.insert(site)
            }
        };
        let name = people.get(&row.person_id).cloned().unwrap_or_default();
        found.push(view(&row, desk, site, (name, newest.get(&row.id)))?);
    }
    Ok(found)
}

async fn by_id<E>(
    db: &impl ConnectionTrait,
    column: E::Column,
    ids: impl Iterator<Item = Uuid>,
) -> Result<Vec<E::Model>>
where
    E: EntityTrait,
    E::Model: Send + Sync,
{
    let ids: Vec<Uuid> = ids.collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(E::find().filter(column.is_in(ids)).all(db).await?)
}

fn view(
    row: &booking::Model,
    desk: &desk::Model,
    site: &SiteContext,
    (person_name, session): (String, Option<&session::Model>),
) -> Result<Booking, Fault> {
    let interval = judge::interval(row);
    let state = stored(BookingState::from_word(&row.state), "state of booking")?;
    let deadline = no_show_deadline(&site.rules, interval, judge::instant(row.made_at));
    Ok(Booking {
        id: row.id.into(),
        person: row.person_id.into(),
        person_name,
        desk: desk.id.into(),
        label: desk.label.clone(),
        floor: desk.floor_id.into(),
        site: site.site.id,
        interval,
        local: local_times(site.facts.zone, interval),
        state,
        checked_in_at: row.checked_in_at.map(judge::instant),
        check_in_from: check_in_opens(&site.rules, interval.starts_at),
        released_at: deadline.filter(|_| state == BookingState::Reserved),
        away: away::absence(row, site)?,
        session: session.map(|session| session.id.into()),
        session_state: session.and_then(|session| SessionState::from_word(&session.state)),
        no_pc: session.and_then(|session| NoRoom::from_word(session.no_room.as_deref()?)),
        pc_until: session
            .filter(|session| session.no_room.is_some())
            .and_then(|session| session.room_until.map(judge::instant)),
    })
}
