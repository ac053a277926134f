//! What a terminal shows for a phone to read: a secret that is new every half minute, so that a picture of it is of no
//! use to anybody who is not there.

use crate::{
    backend::{
        bookings::arrive::Arrival,
        caller::Caller,
        db,
        error::Result,
        office::Office,
        places::{context, find},
        rows::{terminal, terminal_call},
        secret,
    },
    model::{
        id::{DeskId, PersonId, TerminalId},
        refusal::Refusal,
        terminal::Call,
        time::Instant,
    },
};
use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// How long after it was made a call can still be opened, in seconds: a phone needs a moment.
const OPENS_SECONDS: i64 = 45;
/// How long whoever has opened it may think, in seconds.
const THINKS_SECONDS: i64 = 180;

/// Makes a new call of a terminal.
pub async fn call(office: &Office, terminal: TerminalId, now: Instant) -> Result<Call> {
    let secret = secret::generate()?;
    let expires_at = now + TimeDelta::seconds(OPENS_SECONDS);
    let old = terminal_call::Entity::delete_many()
        .filter(terminal_call::Column::TerminalId.eq(terminal.0))
        .filter(terminal_call::Column::ExpiresAt.lte(now.timestamp()));
    old.exec(&office.db.write).await?;
    let row = terminal_call::ActiveModel {
        hash: Set(secret::hash(&secret)),
        terminal_id: Set(terminal.0),
        arrival_id: Set(Uuid::now_v7()),
        expires_at: Set(expires_at.timestamp()),
        person_id: Set(None),
    };
    row.insert(&office.db.write).await?;
    Ok(Call { secret, expires_at })
}

/// Opens a call on the caller's phone: from now on it is theirs alone, for three minutes. Answers their arrival at the
/// terminal's desk. Refused as stale when it is not the newest any more or somebody else has opened it.
pub async fn open(office: &Office, caller: &Caller, secret: &str) -> Result<Arrival> {
    let hash = secret::hash(secret);
    let row = db::write(&office.db, |scope| {
        let hash = hash.clone();
        Box::pin(async move {
            let until = (caller.now + TimeDelta::seconds(THINKS_SECONDS)).timestamp();
            terminal_call::Entity::update_many()
                .col_expr(terminal_call::Column::PersonId, Expr::value(caller.person.0))
                .col_expr(terminal_call::Column::ExpiresAt, Expr::value(until))
                .filter(terminal_call::Column::Hash.eq(hash.clone()))
                .filter(terminal_call::Column::PersonId.is_null())
                .filter(terminal_call::Column::ExpiresAt.gt(caller.now.timestamp()))
                .exec(scope.tx)
                .await?;
            opened(scope.tx, (&hash, caller.person), caller.now).await
        })
    })
    .await?;
    let desk = desk_of(office, row.terminal_id.into()).await?;
    Ok(Arrival { id: row.arrival_id, desk, at: caller.now })
}

/// A call that a person has opened and that is still good.
pub(super) async fn opened(
    db: &impl sea_orm::ConnectionTrait,
    (hash, person): (&str, PersonId),
    now: Instant,
) -> Result<terminal_call::Model> {
    let row = terminal_call::Entity::find_by_id(hash.to_owned()).one(db).await?;
    let good = |row: &terminal_call::Model| row.person_id == Some(person.0) && row.expires_at > now.timestamp();
    Ok(row.filter(good).ok_or(Refusal::Stale)?)
}

/// The desk of a terminal that works.
pub(super) async fn desk_of(office: &Office, id: TerminalId) -> Result<DeskId> {
    let row = terminal::Entity::find_by_id(id.0).one(&office.db.read).await?;
    let row = row.filter(|row| row.retired_at.is_none()).ok_or(Refusal::NotFound)?;
    Ok(row.desk_id.into())
}

/// What people call the place of a desk: its label and its floor.
pub async fn place(office: &Office, caller: &Caller, desk: DeskId) -> Result<(String, find::FloorNow)> {
    let (row, floor) = context::desk(&office.db.read, desk).await?;
    Ok((row.label, find::floor(office, caller, floor.id.into()).await?))
}
