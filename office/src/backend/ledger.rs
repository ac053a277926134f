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
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
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
    ledger::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The number of the newest event; 0 before the first.
pub(crate) async fn newest(db: &impl ConnectionTrait) -> Result<i64> {
    let row = ledger::Entity::find().order_by_desc(ledger::Column::Seq).one(db).await?;
    Ok(row.map_or(0, |row| row.seq))
}

/// Facts after a number, oldest first, at most `most`; of one floor or of all.
pub(crate) async fn facts_after(
    db: &impl ConnectionTrait,
    seq: i64,
    floor: Option<FloorId>,
    most: u64,
) -> Result<Vec<(FloorId, SeatFact)>> {
    let mut query =
        ledger::Entity::find().filter(ledger::Column::Seq.gt(seq)).filter(ledger::Column::DeskId.is_not_null());
    if let Some(floor) = floor {
        query = query.filter(ledger::Column::FloorId.eq(floor.0));
    }
    let rows = query.order_by_asc(ledger::Column::Seq).limit(most).all(db).await.map_err(Error::from)?;
    Ok(rows.into_iter().filter_map(fact).collect())
}

fn fact(row: ledger::Model) -> Option<(FloorId, SeatFact)> {
    let instant = |seconds| DateTime::from_timestamp(seconds, 0);
    let interval = match (row.starts_at.and_then(instant), row.ends_at.and_then(instant)) {
        (Some(starts_at), Some(ends_at)) => Interval::new(starts_at, ends_at),
        _ => None,
    };
    let fact = SeatFact { seq: row.seq, kind: row.kind, desk: row.desk_id?.into(), interval, at: instant(row.at)? };
    Some((row.floor_id?.into(), fact))
}
