//! Book a seat.

use super::{
    judge::{self, Case, Wish},
    step::{self, Wanted},
};
use crate::{
    backend::{
        caller::Caller,
        cloud_pcs::sessions,
        db,
        error::{Error, Fault, Result},
        ledger::{self, Event},
        office::Office,
        places::context,
        rows::{booking, idempotency_key},
        secret,
    },
    model::{
        booking::Booking,
        id::{BookingId, DeskId, PersonId},
        refusal::Refusal,
        text::is_plain,
        time::{Choice, Instant, Interval},
    },
};
use chrono::TimeDelta;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
};
use uuid::Uuid;

/// How many days a request's key is remembered.
pub const KEY_DAYS: i64 = 30;

/// Which seat, when, and for whom.
#[derive(Clone, Debug)]
pub struct Reserve {
    /// The desk.
    pub desk: DeskId,
    /// The day and part, local to the desk's site.
    pub choice: Choice,
    /// For whom, if not for the caller.
    pub person: Option<PersonId>,
    /// A key that makes a repeated request harmless for [`KEY_DAYS`] days, 1 to 200 printable characters.
    pub key: Option<String>,
}

/// Books a seat. Refused with every reason and the nearest free seat when the rules or another booking are against it.
pub async fn reserve(office: &Office, caller: &Caller, wish: Reserve) -> Result<Booking> {
    if wish.key.as_deref().is_some_and(|key| !is_key(key)) {
        return Err(Refusal::input("idempotency_key", "length").into());
    }
    let interval = match interval(office, caller, &wish).await {
        Ok(interval) => interval,
        // The part that was asked for may be over since; a repeated request still gets its first answer.
        Err(refused) => return repeated(office, caller, &wish).await?.ok_or(refused),
    };
    match attempt(office, caller, &wish, interval).await {
        // Two requests with one key at the same moment: the second finds what the first has written.
        Err(Error::Fault(Fault::Database(error))) if wish.key.is_some() && db::is_duplicate(&error) => {
            attempt(office, caller, &wish, interval).await
        }
        other => other,
    }
}

fn is_key(text: &str) -> bool {
    (1..=200).contains(&text.chars().count()) && is_plain(text)
}

async fn interval(office: &Office, caller: &Caller, wish: &Reserve) -> Result<Interval> {
    let (_, floor) = context::desk(&office.db.read, wish.desk).await?;
    let site = context::site(&office.db.read, floor.site_id, caller.now).await?;
    Ok(site.facts.interval(wish.choice)?)
}

async fn attempt(office: &Office, caller: &Caller, wish: &Reserve, interval: Interval) -> Result<Booking> {
    let person = wish.person.unwrap_or(caller.person);
    let wanted = Wanted::seat(Wish { person, desk: wish.desk, interval, replaces: None });
    step::change(office, caller, wanted, |scope| Box::pin(write(scope.tx, caller, wish, interval))).await
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, wish: &Reserve, interval: Interval) -> Result<BookingId> {
    let person = wish.person.unwrap_or(caller.person);
    judge::lock_person(tx, person).await?;
    judge::lock_desk(tx, wish.desk).await?;
    if let Some(done) = earlier(tx, caller, wish).await? {
        return Ok(done);
    }
    let case = judge::open(tx, caller, Wish { person, desk: wish.desk, interval, replaces: None }).await?;
    judge::require(tx, &case).await?;
    let row = settle(tx, caller, &case).await?;
    remember(tx, caller, wish, row.id).await?;
    Ok(row.id.into())
}

/// Books a seat for somebody who is already there, within a transaction that holds the locks.
pub(crate) async fn walk_in(tx: &DatabaseTransaction, caller: &Caller, wish: Wish) -> Result<BookingId> {
    let case = judge::open(tx, caller, wish).await?;
    judge::require(tx, &case).await?;
    Ok(settle(tx, caller, &case).await?.id.into())
}

/// Writes a booking that nothing stands against, with everything that follows from it.
async fn settle(tx: &DatabaseTransaction, caller: &Caller, case: &Case) -> Result<booking::Model> {
    let row = insert(tx, caller, case).await?;
    sessions::plan(tx, &row, caller.now).await?;
    let event = Event::of_booking("booking.reserved", &row, &case.desk, &case.floor).by(caller.person);
    ledger::record(tx, caller.now, event).await?;
    Ok(row)
}

async fn insert(tx: &DatabaseTransaction, caller: &Caller, case: &Case) -> Result<booking::Model> {
    let row = booking::Model {
        id: Uuid::now_v7(),
        desk_id: case.desk.id,
        person_id: case.person.id,
        booked_by: caller.person.0,
        starts_at: case.request.interval.starts_at.timestamp(),
        ends_at: case.request.interval.ends_at.timestamp(),
        state: "reserved".into(),
        made_at: caller.now.timestamp(),
        checked_in_at: None,
        check_in_source: None,
        ended_at: None,
        away_since: None,
        away_cause: None,
        back_by: None,
        lent_at: None,
        present_at: None,
    };
    booking::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(row)
}

async fn repeated(office: &Office, caller: &Caller, wish: &Reserve) -> Result<Option<Booking>> {
    match earlier(&office.db.read, caller, wish).await? {
        Some(id) => Ok(Some(super::find::one(office, caller, id).await?)),
        None => Ok(None),
    }
}

async fn earlier(db: &impl sea_orm::ConnectionTrait, caller: &Caller, wish: &Reserve) -> Result<Option<BookingId>> {
    let Some(key) = &wish.key else { return Ok(None) };
    let row = idempotency_key::Entity::find_by_id((caller.person.0, key.clone())).one(db).await?;
    match row {
        Some(row) if row.request == fingerprint(caller, wish) => Ok(Some(row.booking_id.into())),
        Some(_) => Err(Refusal::KeyReused.into()),
        None => Ok(None),
    }
}

async fn remember(tx: &DatabaseTransaction, caller: &Caller, wish: &Reserve, booking: Uuid) -> Result<()> {
    let Some(key) = &wish.key else { return Ok(()) };
    let row = idempotency_key::ActiveModel {
        person_id: Set(caller.person.0),
        key: Set(key.clone()),
        request: Set(fingerprint(caller, wish)),
        booking_id: Set(booking),
        made_at: Set(caller.now.timestamp()),
    };
    row.insert(tx).await?;
    Ok(())
}

/// Forgets keys that nobody repeats any more.
pub async fn forget_old_keys(office: &Office, now: Instant) -> Result<()> {
    let old = (now - TimeDelta::days(KEY_DAYS)).timestamp();
    let keys = idempotency_key::Entity::delete_many().filter(idempotency_key::Column::MadeAt.lte(old));
    keys.exec(&office.db.write).await?;
    Ok(())
}

fn fingerprint(caller: &Caller, wish: &Reserve) -> String {
    // To name oneself asks for the same as to name nobody.
    let person = wish.person.unwrap_or(caller.person);
    secret::hash(&format!("{}|{:?}|{person}", wish.desk, wish.choice))
}
