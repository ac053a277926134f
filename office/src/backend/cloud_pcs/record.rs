//! Saves what became of a session, with its event in the same transaction.

use crate::{
    backend::{
        db,
        error::Result,
        ledger::{self, Event},
        office::Office,
        places::context,
        rows::{booking, session},
    },
    model::{id::PersonId, time::Instant},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

/// A session as it was read and as it shall be, with the ledger's word for the step, if it is one.
pub(super) struct Step {
    before: session::Model,
    after: session::Model,
    kind: Option<&'static str>,
}

impl Step {
    /// A step of a session.
    pub fn of(before: session::Model, kind: Option<&'static str>, change: impl FnOnce(&mut session::Model)) -> Self {
        let mut after = before.clone();
        change(&mut after);
        after.version = before.version + 1;
        Self { before, after, kind }
    }

    /// The session as it shall be.
    pub fn after(&self) -> session::Model {
        self.after.clone()
    }

    /// Which session it is.
    pub fn session(&self) -> Uuid {
        self.before.id
    }

    /// The same step with another change.
    pub fn and(mut self, change: impl FnOnce(&mut session::Model)) -> Self {
        change(&mut self.after);
        self
    }
}

/// Saves a step. `None` when somebody else changed the session meanwhile: it is to be looked at again.
pub(super) async fn save(office: &Office, step: Step) -> Result<Option<session::Model>> {
    let now = office.now();
    let step = &step;
    let saved = db::write(&office.db, |scope| Box::pin(write(scope.tx, step, (None, now)))).await?;
    office.live.wake();
    Ok(saved.then(|| step.after.clone()))
}

/// The same inside of a transaction: whether it was saved.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    step: &Step,
    (actor, now): (Option<PersonId>, Instant),
) -> Result<bool> {
    let changed = session::Entity::update_many()
        .set(step.after.clone().into_active_model().reset_all())
        .filter(session::Column::Id.eq(step.before.id))
        .filter(session::Column::Version.eq(step.before.version))
        .exec(tx)
        .await?;
    if changed.rows_affected != 1 {
        return Ok(false);
    }
    if let Some(kind) = step.kind {
        tell(tx, &step.after, (kind, actor, now)).await?;
    }
    Ok(true)
}

/// Appends an event about a session. It names no desk: seats don't change with it.
pub(super) async fn tell(
    tx: &DatabaseTransaction,
    session: &session::Model,
    (kind, actor, now): (&'static str, Option<PersonId>, Instant),
) -> Result<()> {
    let Some(booking) = booking::Entity::find_by_id(session.booking_id).one(tx).await? else { return Ok(()) };
    let (desk, floor) = context::desk(tx, booking.desk_id.into()).await?;
    let about = Event::of_booking(kind, &booking, &desk, &floor);
    let detail = match kind {
        "session.unpromised" => session.no_room.clone(),
        "session.failed" | "session.unavailable" => session.problem.clone(),
        _ => None,
    };
    ledger::record(tx, now, Event { desk: None, session: Some(session.id.into()), actor, detail, ..about }).await
}
