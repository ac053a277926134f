//! Look terminals up.

use crate::{
    backend::{
        bookings::judge::instant,
        caller::Caller,
        error::Result,
        office::Office,
        rows::{desk, floor, terminal},
        secret,
    },
    model::{id::TerminalId, terminal::Terminal, time::Instant},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use std::collections::HashMap;
use uuid::Uuid;

/// How exactly it is known when a terminal was heard of last, in seconds.
const SEEN_SECONDS: i64 = 30;

/// The terminal that has a key, if it works.
pub async fn of_key(office: &Office, key: &str, now: Instant) -> Result<Option<TerminalId>> {
    let found = terminal::Entity::find()
        .filter(terminal::Column::KeyHash.eq(secret::hash(key)))
        .filter(terminal::Column::RetiredAt.is_null())
        .one(&office.db.read)
        .await?;
    let Some(row) = found else { return Ok(None) };
    if row.seen_at < now.timestamp() - SEEN_SECONDS {
        terminal::Entity::update_many()
            .col_expr(terminal::Column::SeenAt, Expr::value(now.timestamp()))
            .filter(terminal::Column::Id.eq(row.id))
            .exec(&office.db.write)
            .await?;
    }
    Ok(Some(row.id.into()))
}

/// Every terminal that works, and those that stopped, newest first. For admins.
pub async fn all(office: &Office, caller: &Caller) -> Result<Vec<Terminal>> {
    caller.must_be_admin()?;
    let db = &office.db.read;
    let rows = terminal::Entity::find().order_by_desc(terminal::Column::EnrolledAt).all(db).await?;
    let ids = rows.iter().map(|row| row.desk_id);
    let desks = desk::Entity::find().filter(desk::Column::Id.is_in(ids)).all(db).await?;
    let desks: HashMap<Uuid, desk::Model> = desks.into_iter().map(|row| (row.id, row)).collect();
    let floors = floor::Entity::find().all(db).await?;
    let floors: HashMap<Uuid, floor::Model> = floors.into_iter().map(|row| (row.id, row)).collect();
    let shown = rows.into_iter().filter_map(|row| {
        let desk = desks.get(&row.desk_id)?;
        let floor = floors.get(&desk.floor_id)?;
        Some(Terminal {
            id: row.id.into(),
            desk: desk.id.into(),
            label: desk.label.clone(),
            floor: floor.id.into(),
            site: floor.site_id.into(),
            enrolled_at: instant(row.enrolled_at),
            seen_at: instant(row.seen_at),
            retired_at: row.retired_at.map(instant),
        })
    });
    Ok(shown.collect())
}
