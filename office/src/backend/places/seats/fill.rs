//! How full a floor is on each day.

use super::{
    held::{Scope, booked_query},
    lasting::Lasting,
};
use crate::{
    backend::{
        error::{Result, stored},
        office::Office,
        places::find::FloorNow,
        rows::{booking, desk},
    },
    model::{
        id::FloorId,
        rules::{is_open, last_day},
        time::{self, Interval},
    },
};
use chrono::{Days, NaiveDate};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, ExprTrait, QuerySelect, QueryTrait,
    sea_query::{Expr, Query},
};

/// How full a floor is on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayFill {
    /// The local date.
    pub date: NaiveDate,
    /// Bookable desks with a booking that day that holds them, or held them until it was over.
    pub booked: u32,
    /// Desks on the floor.
    pub desks: u32,
    /// A working day without closure.
    pub open: bool,
    /// Within what the rules let people book now.
    pub bookable: bool,
}

/// How many desks a floor has, and how many of them are booked on each of some days.
pub(crate) type Counts = (u32, Vec<u32>);

/// Far more than the weeks that people look at between two changes.
const MOST_KEPT: usize = 1_000;

/// What was counted of floors' weeks.
pub(crate) type Fills = Lasting<(FloorId, Interval), Counts, MOST_KEPT>;

/// How full a floor is on each of `days` days from a local date.
pub async fn fill(office: &Office, here: &FloorNow, (from, days): (NaiveDate, u8)) -> Result<Vec<DayFill>> {
    let site = &here.context;
    let dates: Vec<NaiveDate> = (0..days).filter_map(|day| from.checked_add_days(Days::new(day.into()))).collect();
    let spans: Vec<Interval> = dates.iter().map(|date| time::day(site.facts.zone, *date)).collect();
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Ok(Vec::new()) };
    let around = Interval { starts_at: first.starts_at, ends_at: last.ends_at };
    let (since, what) = (here.since(), (here.floor.id, around));
    let (desks, booked) = match office.fills.known(since, &what) {
        Some(known) => known,
        None => {
            let counts = counts(&office.db.read, (Scope::Floor(here.floor.id), around), &spans).await?;
            office.fills.keep(since, what, counts.clone());
            counts
        }
    };
    let until = last_day(&site.rules, &site.facts);
    let fills = dates.into_iter().zip(booked).map(|(date, booked)| DayFill {
        date,
        booked,
        desks,
        open: is_open(&site.rules, &site.facts, date),
        bookable: date >= site.facts.today() && date <= until,
    });
    Ok(fills.collect())
}

/// How many desks a scope has, and how many of them are or were booked on each of some days in a row. Bookings are
/// passed once, desk by desk.
async fn counts(db: &impl ConnectionTrait, (scope, around): (Scope, Interval), days: &[Interval]) -> Result<Counts> {
    let mut by_desk = booked_query(scope, around).group_by(booking::Column::DeskId).into_query();
    let mut counts = Query::select();
    let mut desks = Query::select();
    desks.expr(Expr::col(desk::Column::Id).count()).from(desk::Entity).cond_where(scope.desks());
    counts.expr(Expr::SubQuery(None, Box::new(desks.into())));
    for (number, day) in days.iter().enumerate() {
        let name = format!("day_{number}");
        let that_day = Condition::all()
            .add(booking::Column::StartsAt.lt(day.ends_at.timestamp()))
            .add(booking::Column::EndsAt.gt(day.starts_at.timestamp()));
        let held = Expr::case(that_day, 1).finally(0);
        by_desk.expr_as(Expr::Case(Box::new(held)).max(), name.clone());
        counts.expr(Expr::col(name).sum());
    }
    counts.from_subquery(by_desk, "by_desk");
    let row = stored(db.query_one(&counts).await?, "number of desks")?;
    // Where nothing is booked at all, there is nothing to add up.
    let number = |at: usize| -> Result<u32> {
        let number: Option<i64> = row.try_get_by_index(at)?;
        Ok(number.and_then(|number| u32::try_from(number).ok()).unwrap_or(0))
    };
    let booked = (1..=days.len()).map(number).collect::<Result<Vec<u32>>>()?;
    Ok((number(0)?, booked))
}
