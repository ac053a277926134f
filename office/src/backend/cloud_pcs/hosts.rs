//! What an admin decides of a host: how many sessions it has room for, and whether it takes any.

use super::{queue, record, room, sessions};
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        db,
        error::{Result, stored},
        ledger::{self, Event},
        office::Office,
        rows::{booking, host, session},
    },
    model::{
        cloud_pc::SessionState,
        refusal::Refusal,
        room::{HostState, NoRoom},
        time::Instant,
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use std::collections::HashSet;
use uuid::Uuid;

/// The most that can be said to fit on a host.
pub const MOST: u32 = 100_000;

/// A host and the version of it that was seen.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The host.
    pub name: String,
    /// Its version, to notice when somebody else changes it.
    pub version: i32,
}

/// Sets how many sessions a host has room for at one moment; `None` for no limit. What is promised stays promised, also
/// where it is more than that. Answers what it was. Refused as stale when somebody else was faster.
pub async fn set_capacity(office: &Office, caller: &Caller, seen: Seen, most: Option<u32>) -> Result<Option<u32>> {
    caller.must_be_admin()?;
    if most.is_some_and(|most| most > MOST) {
        return Err(Refusal::input("capacity", "capacity_range").into());
    }
    let seen = &seen;
    let before = db::write(&office.db, |scope| {
        Box::pin(async move {
            let mut row = changing(scope.tx, seen).await?;
            let before = row.capacity.and_then(|most| u32::try_from(most).ok());
            row.capacity = most.and_then(|most| i32::try_from(most).ok());
            save(scope.tx, caller, (row, "host.capacity_changed")).await?;
            Ok(before)
        })
    })
    .await?;
    sessions::wake(office);
    Ok(before)
}

/// Has a host take sessions, only keep what runs until its bookings end, or run none. Whoever loses what they were
/// promised is told; once it takes sessions again, they get it back as far as there is room. Answers what it did before.
pub async fn set_state(office: &Office, caller: &Caller, seen: Seen, state: HostState) -> Result<HostState> {
    caller.must_be_admin()?;
    let seen = &seen;
    let before = db::write(&office.db, |scope| Box::pin(write(scope.tx, caller, (seen, state)))).await?;
    office.live.wake();
    sessions::wake(office);
    Ok(before)
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, (seen, state): (&Seen, HostState)) -> Result<HostState> {
    let mut row = changing(tx, seen).await?;
    let before = stored(HostState::from_word(&row.state), "state of host")?;
    if before == state {
        return Ok(before);
    }
    row.state = state.word().into();
    let kind = match state {
        HostState::Open => "host.opened",
        HostState::Draining => "host.draining",
        HostState::Stopped => "host.stopped",
    };
    save(tx, caller, (row, kind)).await?;
    if let Some(why) = state.closed() {
        withdraw(tx, caller, (&seen.name, why)).await?;
    }
    Ok(before)
}

/// A host to be changed: until the transaction is over nothing is promised of it.
async fn changing(tx: &DatabaseTransaction, seen: &Seen) -> Result<host::Model> {
    let row = room::seize(tx, &seen.name).await?.ok_or(Refusal::NotFound)?;
    if row.version == seen.version { Ok(row) } else { Err(Refusal::Stale.into()) }
}

async fn save(tx: &DatabaseTransaction, caller: &Caller, (mut row, kind): (host::Model, &'static str)) -> Result<()> {
    row.version += 1;
    let detail = Some(row.name.clone());
    row.into_active_model().reset_all().update(tx).await?;
    ledger::record(tx, caller.now, Event { kind, detail, ..Event::default() }.by(caller.person)).await
}

/// Takes back what was promised of a host that closes: what does not run yet, and where it stops also what runs.
async fn withdraw(tx: &DatabaseTransaction, caller: &Caller, (name, why): (&str, NoRoom)) -> Result<()> {
    let stops = why == NoRoom::Stopped;
    let rows = session::Entity::find()
        .filter(session::Column::Host.eq(name))
        .filter(session::Column::State.ne(SessionState::Released.word()))
        .filter(session::Column::RoomUntil.is_not_null())
        .order_by_asc(session::Column::Id)
        .all(tx)
        .await?;
    let live = live(tx, caller.now).await?;
    for row in rows.into_iter().filter(|row| live.contains(&row.booking_id) && (stops || !runs(row))) {
        let id = row.id;
        // One that the reconciler has changed meanwhile is met by it: it starts nothing on a closed host.
        if record::write(tx, &room::withdrawn(row, why), (Some(caller.person), caller.now)).await? {
            queue::ask(tx, id, caller.now.timestamp()).await?;
        }
    }
    Ok(())
}

/// Bookings that are not over.
async fn live(tx: &DatabaseTransaction, now: Instant) -> Result<HashSet<Uuid>> {
    let rows = booking::Entity::find()
        .filter(judge::is_live())
        .filter(booking::Column::EndsAt.gt(now.timestamp()))
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Whether a session's desktop runs or is on its way.
fn runs(row: &session::Model) -> bool {
    SessionState::RUNNING.iter().any(|state| state.word() == row.state)
}
