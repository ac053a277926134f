//! The append-only record of what happened. Written in the transaction of the change it tells of.

use super::{
    db,
    error::{Error, Result},
    rows::{booking, desk, floor, ledger},
};
use crate::model::{
    id::{FloorId, PersonId, SessionId},
    live::SeatFact,
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
    let row = ledger::Entity::find().order_by_desc(ledger::Column::Seq).one(db).await?;
    Ok(row.map_or(0, |row| row.seq))
}

/// Facts after a number, oldest first, at most `most` events; of one floor or of all. What concerns a whole site is a
/// fact of each of its floors.
pub(crate) async fn facts_after(
    db: &impl ConnectionTrait,
    seq: i64,
    floor: Option<FloorId>,
    most: u64,
) -> Result<Vec<(FloorId, SeatFact)>> {
    let of_site = Condition::all().add(ledger::Column::FloorId.is_null()).add(ledger::Column::Kind.is_in(OF_SITE));
    let of_desk = Condition::all().add(ledger::Column::DeskId.is_not_null()).add(ledger::Column::FloorId.is_not_null());
    let (of_desk, of_site) = match floor {
        Some(floor) => {
            let its_site = floor::Entity::find()
                .select_only()
                .column(floor::Column::SiteId)
                .filter(floor::Column::Id.eq(floor.0))
                .into_query();
            (
                of_desk.add(ledger::Column::FloorId.eq(floor.0)),
                of_site.add(ledger::Column::SiteId.in_subquery(its_site)),
            )
        }
        None => (of_desk, of_site),
    };
    let rows = ledger::Entity::find()
        .filter(ledger::Column::Seq.gt(seq))
        .filter(Condition::any().add(of_desk).add(of_site))
        .order_by_asc(ledger::Column::Seq)
        .limit(most)
        .all(db)
        .await
        .map_err(Error::from)?;
    let floors = match rows.iter().any(|row| row.floor_id.is_none()) {
        true => floors_by_site(db, floor).await?,
        false => Vec::new(),
    };
    Ok(rows.into_iter().flat_map(|row| facts(row, &floors)).collect())
}

/// Kinds of events that change what can be booked on every floor of a site.
const OF_SITE: [&str; 3] = ["rules.changed", "closure.added", "closure.removed"];

async fn floors_by_site(db: &impl ConnectionTrait, only: Option<FloorId>) -> Result<Vec<(Uuid, Uuid)>> {
    let mut query = floor::Entity::find();
    if let Some(floor) = only {
        query = query.filter(floor::Column::Id.eq(floor.0));
    }
    Ok(query.all(db).await?.into_iter().map(|row| (row.site_id, row.id)).collect())
}

fn facts(row: ledger::Model, floors: &[(Uuid, Uuid)]) -> Vec<(FloorId, SeatFact)> {
    let instant = |seconds| DateTime::from_timestamp(seconds, 0);
    let Some(at) = instant(row.at) else { return Vec::new() };
    let interval = match (row.starts_at.and_then(instant), row.ends_at.and_then(instant)) {
        (Some(starts_at), Some(ends_at)) => Interval::new(starts_at, ends_at),
        _ => None,
    };
    let fact = SeatFact { seq: row.seq, kind: row.kind, desk: row.desk_id.map(Into::into), interval, at };
    match row.floor_id {
        Some(floor) => vec![(floor.into(), fact)],
        None => {
            let concerned = floors.iter().filter(|(site, _)| Some(*site) == row.site_id);
            concerned.map(|(_, floor)| ((*floor).into(), fact.clone())).collect()
        }
    }
}
