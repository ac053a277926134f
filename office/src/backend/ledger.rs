//! The append-only record of what happened. Written in the transaction of the change it tells of.

use super::{
    db,
    error::{Error, Result},
    rows::{booking, desk, floor, ledger},
};
use crate::model::{
    id::{FloorId, PersonId, SessionId},
    live::{OwnFact, SeatFact},
    time::{Instant, Interval},
};
use chrono::DateTime;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

/// One event. What does not apply is `None`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Event {
    pub kind: &'static str,
    pub actor: Option<PersonId>,
    pub site: Option<Uuid>,
    pub floor: Option<Uuid>,
    pub desk: Option<Uuid>,
    pub person: Option<Uuid>,
    pub booking: Option<Uuid>,
    pub session: Option<SessionId>,
    pub interval: Option<(i64, i64)>,
    pub detail: Option<String>,
}

impl Event {
    /// An event about a booking at its desk.
    pub fn of_booking(kind: &'static str, booking: &booking::Model, desk: &desk::Model, floor: &floor::Model) -> Self {
        Self {
            kind,
            site: Some(floor.site_id),
            floor: Some(floor.id),
            desk: Some(desk.id),
            person: Some(booking.person_id),
            booking: Some(booking.id),
            interval: Some((booking.starts_at, booking.ends_at)),
            ..Self::default()
        }
    }

    /// The same event with its actor.
    pub fn by(mut self, actor: PersonId) -> Self {
        self.actor = Some(actor);
        self
    }
}

/// Appends an event. On PostgreSQL writers take turns from here to their commit, so that numbers become visible in
/// order and a reader that has seen number 7 has missed none before it.
pub(crate) async fn record(tx: &DatabaseTransaction, at: Instant, event: Event) -> Result<()> {
    append(tx, at, event).await.map(|_| ())
}

/// As [`record`], and answers the event's number.
pub(crate) async fn append(tx: &DatabaseTransaction, at: Instant, event: Event) -> Result<i64> {
    if db::is_postgres(tx) {
        tx.execute_unprepared("SELECT pg_advisory_xact_lock(7235422)").await?;
    }
    let row = ledger::ActiveModel {
        seq: NotSet,
        at: Set(at.timestamp()),
        kind: Set(event.kind.to_owned()),
        actor_id: Set(event.actor.map(|id| id.0)),
        site_id: Set(event.site),
        floor_id: Set(event.floor),
        desk_id: Set(event.desk),
        person_id: Set(event.person),
        booking_id: Set(event.booking),
        session_id: Set(event.session.map(|id| id.0)),
        starts_at: Set(event.interval.map(|(starts, _)| starts)),
        ends_at: Set(event.interval.map(|(_, ends)| ends)),
        detail: Set(event.detail),
    };
    Ok(ledger::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// The number of the newest event; 0 before the first.
pub(crate) async fn newest(db: &impl ConnectionTrait) -> Result<i64> {
    let newest = ledger::Entity::find().select_only().column(ledger::Column::Seq).order_by_desc(ledger::Column::Seq);
    Ok(newest.into_tuple().one(db).await?.unwrap_or(0))
}

/// What one event tells open pages: those of its floors, and those of its person.
pub(crate) struct Told {
    pub seq: i64,
    pub seats: Vec<(FloorId, SeatFact)>,
    pub own: Option<(PersonId, OwnFact)>,
}

/// Everything after a number, oldest first, at most `most` events.
pub(crate) async fn after(db: &impl ConnectionTrait, seq: i64, most: u64) -> Result<Vec<Told>> {
    let rows = rows_after(db, seq, (Condition::all(), most)).await?;
    let floors = match rows.iter().any(is_of_site) {
        true => floors_by_site(db, None).await?,
        false => Vec::new(),
    };
    Ok(rows.into_iter().map(|row| Told { seq: row.seq, own: own(&row), seats: seats(row, &floors) }).collect())
}

/// Facts of a floor after a number, oldest first, at most `most`. What concerns its whole site is a fact of it too.
pub(crate) async fn seats_after(
    db: &impl ConnectionTrait,
    floor: FloorId,
    (seq, most): (i64, u64),
) -> Result<Vec<SeatFact>> {
    let its_site = floor::Entity::find()
        .select_only()
        .column(floor::Column::SiteId)
        .filter(floor::Column::Id.eq(floor.0))
        .into_query();
    let of_desk = Condition::all().add(ledger::Column::FloorId.eq(floor.0)).add(ledger::Column::DeskId.is_not_null());
    let of_site = Condition::all()
        .add(ledger::Column::FloorId.is_null())
        .add(ledger::Column::Kind.is_in(OF_SITE))
        .add(ledger::Column::SiteId.in_subquery(its_site));
    let rows = rows_after(db, seq, (Condition::any().add(of_desk).add(of_site), most)).await?;
    let floors = match rows.iter().any(is_of_site) {
        true => floors_by_site(db, Some(floor)).await?,
        false => Vec::new(),
    };
    Ok(rows.into_iter().flat_map(|row| seats(row, &floors)).map(|(_, fact)| fact).collect())
}

/// Facts of a person after a number, oldest first, at most `most`.
pub(crate) async fn own_after(
    db: &impl ConnectionTrait,
    person: PersonId,
    (seq, most): (i64, u64),
) -> Result<Vec<OwnFact>> {
    let rows = rows_after(db, seq, (Condition::all().add(ledger::Column::PersonId.eq(person.0)), most)).await?;
    Ok(rows.iter().filter_map(own).map(|(_, fact)| fact).collect())
}

/// Kinds of events that change what can be booked on every floor of a site.
const OF_SITE: [&str; 3] = ["rules.changed", "closure.added", "closure.removed"];

fn is_of_site(row: &ledger::Model) -> bool {
    row.floor_id.is_none() && OF_SITE.contains(&row.kind.as_str())
}

/// Floors with their sites: the site first.
async fn floors_by_site(db: &impl ConnectionTrait, only: Option<FloorId>) -> Result<Vec<(Uuid, Uuid)>> {
    let mut query = floor::Entity::find();
    if let Some(floor) = only {
        query = query.filter(floor::Column::Id.eq(floor.0));
    }
    Ok(query.all(db).await?.into_iter().map(|row| (row.site_id, row.id)).collect())
}

async fn rows_after(
    db: &impl ConnectionTrait,
    seq: i64,
    (which, most): (Condition, u64),
) -> Result<Vec<ledger::Model>> {
    let query = ledger::Entity::find().filter(ledger::Column::Seq.gt(seq)).filter(which);
    query.order_by_asc(ledger::Column::Seq).limit(most).all(db).await.map_err(Error::from)
}

fn instant(seconds: i64) -> Option<Instant> {
    DateTime::from_timestamp(seconds, 0)
}

fn seats(row: ledger::Model, floors: &[(Uuid, Uuid)]) -> Vec<(FloorId, SeatFact)> {
    let of_site = is_of_site(&row);
    let Some(at) = instant(row.at).filter(|_| of_site || row.desk_id.is_some()) else { return Vec::new() };
    let interval = match (row.starts_at.and_then(instant), row.ends_at.and_then(instant)) {
        (Some(starts_at), Some(ends_at)) => Interval::new(starts_at, ends_at),
        _ => None,
    };
    let fact = SeatFact { seq: row.seq, kind: row.kind, desk: row.desk_id.map(Into::into), interval, at };
    match row.floor_id {
        Some(floor) => vec![(floor.into(), fact)],
        None => {
            let concerned = floors.iter().filter(|(site, _)| of_site && Some(*site) == row.site_id);
            concerned.map(|(_, floor)| ((*floor).into(), fact.clone())).collect()
        }
    }
}

fn own(row: &ledger::Model) -> Option<(PersonId, OwnFact)> {
    let fact = OwnFact {
        seq: row.seq,
        kind: row.kind.clone(),
        booking: row.booking_id.map(Into::into),
        session: row.session_id.map(Into::into),
        at: instant(row.at)?,
    };
    Some((row.person_id?.into(), fact))
}
