//! How full a floor is on each day.

use super::view::{Scope, held_query};
use crate::{
    backend::{
        error::{Result, stored},
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
use sea_orm::{
    ConnectionTrait, ExprTrait, QuerySelect, QueryTrait,
    sea_query::{Expr, Query, SelectStatement},
};

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
    let site = &here.context;
    let dates: Vec<NaiveDate> = (0..days).filter_map(|day| from.checked_add_days(Days::new(day.into()))).collect();
    let spans: Vec<Interval> = dates.iter().map(|date| time::day(site.facts.zone, *date)).collect();
    let (desks, booked) = counts(&office.db.read, Scope::Floor(here.floor.id), &spans).await?;
    let until = last_day(&site.rules, &site.facts);
    let fills = dates.into_iter().zip(booked).map(|(date, booked)| DayFill {
        date,
        booked,
        desks,
        open: works_on(&site.rules, date) && !site.facts.closures.iter().any(|closure| closure.date == date),
        bookable: date >= site.facts.today() && date <= until,
    });
    Ok(fills.collect())
}

/// How many desks a scope has, and how many of them have a live booking in each of some intervals.
async fn counts(db: &impl ConnectionTrait, scope: Scope, spans: &[Interval]) -> Result<(u32, Vec<u32>)> {
    let mut desks = Query::select();
    desks.expr(Expr::col(desk::Column::Id).count()).from(desk::Entity).cond_where(scope.desks());
    let mut counts = Query::select();
    counts.expr(number_of(desks));
    for span in spans {
        let held =
            held_query(scope, *span).expr(Expr::col((booking::Entity, booking::Column::DeskId)).count_distinct());
        counts.expr(number_of(held.into_query()));
    }
    let row = stored(db.query_one(&counts).await?, "number of desks")?;
    let number = |at: usize| -> Result<u32> {
        let number: i64 = row.try_get_by_index(at)?;
        Ok(u32::try_from(number).unwrap_or(u32::MAX))
    };
    let booked = (1..=spans.len()).map(number).collect::<Result<Vec<u32>>>()?;
    Ok((number(0)?, booked))
}

fn number_of(query: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(query.into()))
}
