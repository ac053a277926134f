//! Whether an office was filled as the demo.

use super::seed;
use crate::backend::{
    error::Result,
    office::Office,
    rows::{setting, site},
    settings,
};
use sea_orm::{DatabaseTransaction, EntityTrait};

const SETTING: &str = "demo";

/// Notes in the transaction that fills an office that it is the demo.
pub(super) async fn note(tx: &DatabaseTransaction) -> Result<()> {
    settings::begin_with(tx, SETTING, "filled".to_owned()).await
}

/// Whether an office was filled as the demo. Whoever opens it may be let in without a password: everybody knows the one
/// that its people have.
pub async fn is_demo(office: &Office) -> Result<bool> {
    let db = &office.db.read;
    if setting::Entity::find_by_id(SETTING.to_owned()).one(db).await?.is_some() {
        return Ok(true);
    }
    // Filled before that was noted: the id follows from a name of the demo's own, so no other office has such a site.
    Ok(site::Entity::find_by_id(seed::id(seed::HEAD_OFFICE)).one(db).await?.is_some())
}
