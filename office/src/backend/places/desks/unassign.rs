//! Desks of somebody who leaves belong to nobody any more: as long as they were theirs, no one else could book them.

use super::record::{self, DeskState, Told};
use crate::{
    backend::{
        caller::Caller,
        db,
        error::{Result, stored},
        ledger::Event,
        rows::{desk, floor},
    },
    model::id::PersonId,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, sea_query::LockType,
};

/// Takes a person's desks from them, after the person's lock; answers what the ledger has to hear, to be recorded after
/// every row is written.
pub(crate) async fn unassign(tx: &DatabaseTransaction, caller: &Caller, person: PersonId) -> Result<Vec<Event>> {
    let mut theirs = desk::Entity::find().filter(desk::Column::AssignedTo.eq(person.0)).order_by_asc(desk::Column::Id);
    if db::is_postgres(tx) {
        theirs = theirs.lock(LockType::NoKeyUpdate);
    }
    let mut events = Vec::new();
    for before in theirs.all(tx).await? {
        let floor = stored(floor::Entity::find_by_id(before.floor_id).one(tx).await?, "floor")?;
        let after = desk::Model { assigned_to: None, version: before.version + 1, ..before.clone() };
        after.clone().into_active_model().reset_all().update(tx).await?;
        let told = Told {
            version: after.version,
            before: Some(DeskState::of(&before)?),
            after: DeskState::of(&after)?,
            bookings: Vec::new(),
        };
        events.push(record::event("desk.changed", &after, &floor, &told)?.by(caller.person));
    }
    Ok(events)
}
