//! Notices from what the ledger tells.

use crate::{
    backend::{
        db,
        error::{Result, stored},
        ledger::newest,
        office::Office,
        rows::{ledger, notice, session, setting},
        settings,
    },
    model::{
        cloud_pc::Cause,
        notice::{By, Notice},
        time::Instant,
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

/// Where the number of the last event that was looked at is kept.
const UP_TO: &str = "notices_up_to";
/// How long a notice waits for what follows, in seconds: what is undone at once is told nobody, and what happens together
/// is told together.
const SETTLE_SECONDS: i64 = 15;
/// How long the first of several notices waits at most, in seconds.
const TOGETHER_SECONDS: i64 = 75;
/// How many events are looked at in one transaction.
const AT_ONCE: u64 = 500;
/// What a provider says that never ran a cloud PC: an office that has none is not told so every morning.
const NEVER_HAD_ONE: [Cause; 2] = [Cause::Packages, Cause::Sandbox];

/// Writes down a notice for each event since the last time of which somebody has to be told. The first time nothing is
/// told: what was before is old. Answers how many there are; of two servers that do so at once each event is told by one.
pub async fn gather(office: &Office) -> Result<u64> {
    let db = &office.db.read;
    let Some(up_to) = up_to(db).await? else {
        begin(office).await?;
        return Ok(0);
    };
    if newest(db).await? == up_to {
        return Ok(0);
    }
    let now = office.now();
    let mut made = 0;
    loop {
        let (told, more) = db::write(&office.db, |scope| Box::pin(step(scope.tx, now))).await?;
        made += told;
        if !more {
            return Ok(made);
        }
    }
}

async fn up_to(db: &impl ConnectionTrait) -> Result<Option<i64>> {
    let row = setting::Entity::find_by_id(UP_TO.to_owned()).one(db).await?;
    Ok(row.map(|row| stored(row.value.parse().ok(), "number of an event")).transpose()?)
}

async fn begin(office: &Office) -> Result<()> {
    let seq = newest(&office.db.read).await?;
    settings::begin_with(&office.db.write, UP_TO, seq.to_string()).await
}

/// Looks at the next events. Answers how many notices they make, and whether there are more events.
async fn step(tx: &DatabaseTransaction, now: Instant) -> Result<(u64, bool)> {
    // Held until the commit: whoever comes second finds them told.
    let row = setting::Entity::find_by_id(UP_TO.to_owned()).lock_exclusive().one(tx).await?;
    let mut row = stored(row, "number of an event")?;
    let from: i64 = stored(row.value.parse().ok(), "number of an event")?;
    let events = ledger::Entity::find()
        .filter(ledger::Column::Seq.gt(from))
        .order_by_asc(ledger::Column::Seq)
        .limit(AT_ONCE)
        .all(tx)
        .await?;
    let Some(last) = events.last() else { return Ok((0, false)) };
    row.value = last.seq.to_string();
    row.into_active_model().reset_all().update(tx).await?;
    let more = events.len() as u64 == AT_ONCE;
    let mut made = 0;
    for event in events {
        made += u64::from(tell(tx, event, now).await?);
    }
    Ok((made, more))
}

/// Writes a notice down if somebody has to be told of an event.
async fn tell(tx: &DatabaseTransaction, event: ledger::Model, now: Instant) -> Result<bool> {
    let (Some(person), Some(booking)) = (event.person_id, event.booking_id) else { return Ok(false) };
    let by = By::of(event.actor_id.map(Into::into), person.into());
    let Some(kind) = Notice::of_event(&event.kind, by) else { return Ok(false) };
    if kind == Notice::PcTrouble && never_had_one(tx, &event).await? {
        return Ok(false);
    }
    if kind.is_told_once() && is_told(tx, booking, kind).await? {
        return Ok(false);
    }
    let row = notice::Model {
        seq: event.seq,
        person_id: person,
        kind: kind.word().into(),
        booking_id: booking,
        made_at: event.at,
        due_at: due_together(tx, person, now).await?,
        tries: 0,
        state: "due".into(),
    };
    notice::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(true)
}

/// When a person is told one more thing, in UTC seconds; what they were to be told just now waits until then.
async fn due_together(tx: &DatabaseTransaction, person: Uuid, now: Instant) -> Result<i64> {
    let untaken = Condition::all()
        .add(notice::Column::PersonId.eq(person))
        .add(notice::Column::State.eq("due"))
        .add(notice::Column::Tries.eq(0));
    let first = notice::Entity::find().filter(untaken.clone()).order_by_asc(notice::Column::Seq).one(tx).await?;
    let now = now.timestamp();
    let Some(first) = first else { return Ok(now + SETTLE_SECONDS) };
    let due_at = (now + SETTLE_SECONDS).min(first.made_at + TOGETHER_SECONDS).max(now);
    notice::Entity::update_many().col_expr(notice::Column::DueAt, Expr::value(due_at)).filter(untaken).exec(tx).await?;
    Ok(due_at)
}

async fn never_had_one(tx: &DatabaseTransaction, event: &ledger::Model) -> Result<bool> {
    let Some(session) = event.session_id else { return Ok(false) };
    let row = session::Entity::find_by_id(session).one(tx).await?;
    let cause = row.and_then(|row| row.cause).and_then(|word| Cause::from_word(&word));
    Ok(cause.is_some_and(|cause| NEVER_HAD_ONE.contains(&cause)))
}

async fn is_told(tx: &DatabaseTransaction, booking: Uuid, kind: Notice) -> Result<bool> {
    let told = notice::Entity::find()
        .filter(notice::Column::BookingId.eq(booking))
        .filter(notice::Column::Kind.eq(kind.word()))
        .count(tx)
        .await?;
    Ok(told > 0)
}
