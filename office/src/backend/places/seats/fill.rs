//! How full a floor is on each day.

use super::view::{Scope, held_query};
use crate::{
    backend::{
        error::Result,
        office::Office,
        places::find::FloorNow,
        rows::{booking, desk},
    },
    model::{
        rules::{last_day, works_on},
        time::{self, Interval},
    },
};
use chrono::{Days, NaiveDate};
use sea_orm::{EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// How full a floor is on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayFill {
    /// The local date.
    pub date: NaiveDate,
    /// Bookable desks with a live booking that day.
    pub booked: u32,
    /// Desks on the floor.
    pub desks: u32,
    /// A working day without closure.
    pub open: bool,
    /// Within what the rules let people book now.
    pub bookable: bool,
}

/// How full a floor is on each of `days` days from a local date.
pub async fn fill(office: &Office, here: &FloorNow, (from, days): (NaiveDate, u8)) -> Result<Vec<DayFill>> {
    let db = &office.db.read;
    let site = &here.context;
    let (zone, scope) = (site.facts.zone, Scope::Floor(here.floor.id));
    let desks = desk::Entity::find().filter(scope.desks()).count(db).await?;
    let dates: Vec<NaiveDate> = (0..days).filter_map(|day| from.checked_add_days(Days::new(day.into()))).collect();
    let Some(last) = dates.last() else { return Ok(Vec::new()) };
    let around = Interval { starts_at: time::day(zone, from).starts_at, ends_at: time::day(zone, *last).ends_at };
    let held: Vec<(Uuid, i64, i64)> = held_query(scope, around)
        .columns([booking::Column::DeskId, booking::Column::StartsAt, booking::Column::EndsAt])
        .into_tuple()
        .all(db)
        .await?;
    let until = last_day(&site.rules, &site.facts);
    Ok(dates
        .into_iter()
        .map(|date| {
            let day = time::day(zone, date);
            let (begins, ends) = (day.starts_at.timestamp(), day.ends_at.timestamp());
            let that_day = held.iter().filter(|(_, starts_at, ends_at)| *starts_at < ends && begins < *ends_at);
            let mut booked: Vec<Uuid> = that_day.map(|(desk, ..)| *desk).collect();
            booked.sort_unstable();
            booked.dedup();
            DayFill {
                date,
                booked: u32::try_from(booked.len()).unwrap_or(u32::MAX),
                desks: u32::try_from(desks).unwrap_or(u32::MAX),
                open: works_on(&site.rules, date) && !site.facts.closures.iter().any(|closure| closure.date == date),
                bookable: date >= site.facts.today() && date <= until,
            }
        })
        .collect())
}
