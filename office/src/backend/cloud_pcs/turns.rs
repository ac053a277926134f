//! Whose cloud PC is started next: in the order in which their people are expected, never more at once than the hosts
//! can boot, and earlier than usual when so many come together that it would be too late otherwise.

use super::{providers::registry, sessions::LEAD_SECONDS};
use crate::{
    backend::{
        bookings::judge,
        error::Result,
        office::Office,
        rows::{session, work},
    },
    model::{
        cloud_pc::SessionState,
        starts::{self, Hosts, Need},
        time::Instant,
    },
};
use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// How long before its usual start a session is looked at, in case many are needed together, in seconds: enough for
/// 1,000 cloud PCs that boot 90 seconds each, 20 at once.
pub(super) const AHEAD_SECONDS: i64 = 75 * 60;

/// When a session's cloud PC can probably be opened, in UTC. `None` when it can be now, when there will be none, and
/// when somebody has to do something first.
pub(super) async fn ready_at(office: &Office, row: &session::Model, now: Instant) -> Result<Option<Instant>> {
    let serving = registry::serving(office, row.provider_id).await?;
    let boot = TimeDelta::from_std(serving.capacity().boot).unwrap_or_default();
    let starts = match SessionState::from_word(&row.state) {
        Some(SessionState::Planned) if now.timestamp() < row.starts_from - AHEAD_SECONDS => row.starts_from,
        Some(SessionState::Planned) => turn(office, row, now).await?,
        Some(SessionState::Starting) => row.started_at.filter(|_| row.asked.is_none()).unwrap_or(now.timestamp()),
        Some(SessionState::Failed) => next_look(office, row).await?.unwrap_or(now.timestamp()),
        _ => return Ok(None),
    };
    Ok(Some((judge::instant(starts) + boot).max(now)))
}

async fn next_look(office: &Office, row: &session::Model) -> Result<Option<i64>> {
    let found = work::Entity::find().filter(work::Column::SubjectId.eq(row.id)).one(&office.db.read).await?;
    Ok(found.map(|work| work.due_at))
}

/// When a session's cloud PC shall be started, in UTC seconds; now or earlier means now.
pub(super) async fn turn(office: &Office, row: &session::Model, now: Instant) -> Result<i64> {
    let capacity = registry::serving(office, row.provider_id).await?.capacity();
    let around = now.timestamp() + LEAD_SECONDS + AHEAD_SECONDS;
    let waiting = session::Entity::find()
        .filter(session::Column::State.is_in([SessionState::Planned.word(), SessionState::Starting.word()]))
        .filter(session::Column::StartsFrom.lt(around))
        // What is being ended boots no more, however long that takes.
        .filter(session::Column::Asked.is_null())
        .filter(registry::sessions_of(row.provider_id))
        // Of those that are needed at one moment every worker has the same one first.
        .order_by_asc(session::Column::StartsFrom)
        .order_by_asc(session::Column::Id)
        .all(&office.db.read)
        .await?;
    let (boots, waits): (Vec<_>, Vec<_>) =
        waiting.into_iter().partition(|one| one.state == SessionState::Starting.word());
    if boots.len() >= capacity.at_once.get() {
        return Ok(now.timestamp() + 1);
    }
    let boot = TimeDelta::from_std(capacity.boot).unwrap_or_default();
    // Where there is room everybody's is started at its usual time, some minutes before it is needed.
    let needs = waits.into_iter().map(|one| Need { key: one.id, needed_at: judge::instant(one.starts_from) + boot });
    let hosts = Hosts { at_once: capacity.at_once, boot: capacity.boot, booting: vec![now; boots.len()] };
    let planned = starts::plan(needs.collect(), &hosts, now).into_iter().find(|start| start.key == row.id);
    Ok(planned.map_or(row.starts_from, |start| start.start_at.timestamp()))
}
