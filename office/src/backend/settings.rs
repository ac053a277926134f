//! What the office remembers of itself, a text by its key.

use super::{error::Result, rows::setting};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

/// Puts a value at a key that has none: of several who do so at once, one does.
pub(super) async fn begin_with(db: &impl ConnectionTrait, key: &str, value: String) -> Result<()> {
    let row = setting::ActiveModel { key: Set(key.to_owned()), value: Set(value) };
    let unless_there = OnConflict::column(setting::Column::Key).do_nothing().to_owned();
    setting::Entity::insert(row).on_conflict(unless_there).exec_without_returning(db).await?;
    Ok(())
}
