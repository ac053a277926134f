//! Whether an office was filled as the demo.

use super::seed;
use crate::{
    backend::{
        bookings::judge,
        error::Result,
        office::Office,
        rows::{floor_plan, setting, site},
        settings,
    },
    model::time,
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use sea_orm::{DatabaseTransaction, EntityTrait, QueryOrder, QuerySelect};

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

/// The day on which the demo office was filled, at its head office, where that day is over: its people have bookings of the
/// weeks around it and come by themselves on no other day.
pub async fn old_since(office: &Office) -> Result<Option<NaiveDate>> {
    let first: Option<i64> = floor_plan::Entity::find()
        .select_only()
        .column(floor_plan::Column::CreatedAt)
        .order_by_asc(floor_plan::Column::CreatedAt)
        .into_tuple()
        .one(&office.db.read)
        .await?;
    let day = |at| time::local(Tz::Asia__Seoul, at).date();
    Ok(first.map(|seconds| day(judge::instant(seconds))).filter(|filled| *filled < day(office.now())))
}
