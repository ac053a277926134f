//! Where the caller sat before.

use super::find::FloorNow;
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        error::Result,
        office::Office,
        rows::{booking, desk, joins},
    },
    model::{recommend::Habit, time},
};
use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashSet;
use uuid::Uuid;

/// How far back habits reach, in days.
const REACH_DAYS: i64 = 60;
/// Words of the states in which somebody has come.
const CAME: [&str; 3] = ["in_use", "away", "ended"];

/// The desks of a floor at which the caller sat during the last 60 days, newest first. Days are counted from today at the
/// site, whichever day is looked at: people are told that they sat there yesterday. Bookings that nobody took, gave back or
/// has yet to take are no habit.
pub async fn habits(office: &Office, caller: &Caller, here: &FloorNow) -> Result<Vec<Habit>> {
    let db = &office.db.read;
    let since = caller.now - TimeDelta::days(REACH_DAYS);
    let sat: Vec<(Uuid, i64)> = booking::Entity::find()
        .join(JoinType::InnerJoin, joins::desk_of_booking())
        .filter(desk::Column::FloorId.eq(here.floor.id.0))
        .filter(booking::Column::PersonId.eq(caller.person.0))
        .filter(judge::is_one_of(CAME))
        .filter(booking::Column::CheckedInAt.is_not_null())
        .filter(booking::Column::StartsAt.gt(since.timestamp()))
        .filter(booking::Column::StartsAt.lte(caller.now.timestamp()))
        .order_by_desc(booking::Column::StartsAt)
        .select_only()
        .columns([booking::Column::DeskId, booking::Column::StartsAt])
        .into_tuple()
        .all(db)
        .await?;
    let rows = sat.into_iter().map(|(desk, starts_at)| {
        let day = time::local(here.zone(), judge::instant(starts_at)).date();
        Habit { desk: desk.into(), days_ago: u16::try_from((here.today - day).num_days()).unwrap_or(0) }
    });
    // A seat left and taken again on one day is one visit.
    let mut seen = HashSet::new();
    Ok(rows.filter(|habit| seen.insert((habit.desk, habit.days_ago))).collect())
}
