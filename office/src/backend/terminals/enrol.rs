//! Make a browser a desk's terminal, and take that back.

use crate::{
    backend::{
        caller::Caller,
        db,
        error::{Fault, Result},
        ledger::{self, Event},
        office::Office,
        places::context,
        rows::{terminal, terminal_code},
        secret,
    },
    model::{
        id::{DeskId, TerminalId},
        refusal::Refusal,
        terminal::EnrolmentCode,
        time::Instant,
    },
};
use chrono::TimeDelta;
use rand::{TryRngCore, rngs::OsRng};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::Expr,
};
use uuid::Uuid;

/// How long an enrolment code works, in minutes.
pub const CODE_MINUTES: i64 = 15;
/// Letters and digits that nobody takes for another, 32 of them.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Eight of them are 40 bits, enough for something that works once and for minutes.
const LENGTH: usize = 8;

/// Makes the code by which a browser becomes a desk's terminal. For admins.
pub async fn make_code(office: &Office, caller: &Caller, desk: DeskId) -> Result<EnrolmentCode> {
    caller.must_be_admin()?;
    let (row, _) = context::desk(&office.db.read, desk).await?;
    if row.retired_at.is_some() {
        return Err(Refusal::NotFound.into());
    }
    let code = letters()?;
    let expires_at = caller.now + TimeDelta::minutes(CODE_MINUTES);
    let stored = terminal_code::ActiveModel {
        hash: Set(secret::hash(&code)),
        desk_id: Set(desk.0),
        made_by: Set(caller.person.0),
        expires_at: Set(expires_at.timestamp()),
        used_at: Set(None),
    };
    stored.insert(&office.db.write).await?;
    Ok(EnrolmentCode { code, expires_at })
}

fn letters() -> Result<String, Fault> {
    let mut bytes = [0u8; LENGTH];
    OsRng.try_fill_bytes(&mut bytes).map_err(|error| Fault::System(error.to_string()))?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
}

/// Uses a code up and answers the terminal's key, to be kept in a cookie. The desk's terminal before it stops working.
pub async fn enrol(office: &Office, code: &str, now: Instant) -> Result<String> {
    let hash = secret::hash(&code.trim().to_uppercase().replace([' ', '-'], ""));
    let key = secret::generate()?;
    let stored = secret::hash(&key);
    db::write(&office.db, |scope| Box::pin(write(scope.tx, (&hash, &stored), now))).await?;
    office.live.wake();
    Ok(key)
}

async fn write(tx: &DatabaseTransaction, (code, key): (&str, &str), now: Instant) -> Result<()> {
    let used = terminal_code::Entity::update_many()
        .col_expr(terminal_code::Column::UsedAt, Expr::value(now.timestamp()))
        .filter(terminal_code::Column::Hash.eq(code))
        .filter(terminal_code::Column::UsedAt.is_null())
        .filter(terminal_code::Column::ExpiresAt.gt(now.timestamp()))
        .exec(tx)
        .await?;
    let row = terminal_code::Entity::find_by_id(code.to_owned()).one(tx).await?.filter(|_| used.rows_affected == 1);
    let row = row.ok_or_else(|| Refusal::input("code", "wrong_code"))?;
    retire_current(tx, row.desk_id, now).await?;
    let terminal = terminal::Model {
        id: Uuid::now_v7(),
        desk_id: row.desk_id,
        key_hash: key.to_owned(),
        enrolled_at: now.timestamp(),
        enrolled_by: row.made_by,
        seen_at: now.timestamp(),
        booking_id: None,
        signed_in_at: None,
        retired_at: None,
    };
    terminal.into_active_model().insert(tx).await?;
    tell(tx, ("terminal.enrolled", row.desk_id), (row.made_by, now)).await
}

async fn retire_current(tx: &DatabaseTransaction, desk: Uuid, now: Instant) -> Result<()> {
    terminal::Entity::update_many()
        .col_expr(terminal::Column::RetiredAt, Expr::value(now.timestamp()))
        .col_expr(terminal::Column::BookingId, Expr::value(Option::<Uuid>::None))
        .col_expr(terminal::Column::SignedInAt, Expr::value(Option::<i64>::None))
        .filter(terminal::Column::DeskId.eq(desk))
        .filter(terminal::Column::RetiredAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

async fn tell(tx: &DatabaseTransaction, (kind, desk): (&'static str, Uuid), (by, now): (Uuid, Instant)) -> Result<()> {
    let (_, floor) = context::desk(tx, desk.into()).await?;
    let event = Event { kind, site: Some(floor.site_id), floor: Some(floor.id), desk: Some(desk), ..Event::default() };
    ledger::record(tx, now, event.by(by.into())).await
}

/// Stops a terminal, as when it is lost: its key works no more. For admins; [`restore`] undoes it.
pub async fn retire(office: &Office, caller: &Caller, id: TerminalId) -> Result<()> {
    change(office, caller, (id, "terminal.retired")).await
}

/// Lets a terminal work again with the key it has; another one of its desk stops. For admins.
pub async fn restore(office: &Office, caller: &Caller, id: TerminalId) -> Result<()> {
    change(office, caller, (id, "terminal.restored")).await
}

async fn change(office: &Office, caller: &Caller, (id, kind): (TerminalId, &'static str)) -> Result<()> {
    caller.must_be_admin()?;
    db::write(&office.db, |scope| {
        Box::pin(async move {
            let tx = scope.tx;
            let row = terminal::Entity::find_by_id(id.0).one(tx).await?.ok_or(Refusal::NotFound)?;
            let desk = row.desk_id;
            if (kind == "terminal.restored") == row.retired_at.is_none() {
                return Ok(());
            }
            retire_current(tx, desk, caller.now).await?;
            if kind == "terminal.restored" {
                let back = terminal::Model { retired_at: None, booking_id: None, signed_in_at: None, ..row };
                back.into_active_model().reset_all().update(tx).await?;
            }
            tell(tx, (kind, desk), (caller.person.0, caller.now)).await
        })
    })
    .await?;
    office.live.wake();
    Ok(())
}
