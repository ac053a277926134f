//! A site's day.

use super::read;
use crate::{
    backend::{
        caller::Caller,
        error::Result,
        office::Office,
        places::context::{self, SiteContext},
        rows::site,
    },
    model::{
        id::SiteId,
        refusal::Refusal,
        rules::works_on,
        time::{self, Instant, Minute},
        usage::{
            Closed, DayUsage, WeekBefore, count,
            facts::{BookingFacts, SiteDay},
        },
    },
};
use chrono::{Days, NaiveDate};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

/// How a site's desks are used on a local date: the first site and today when nothing else is asked for. Refused to
/// everybody but facility managers and admins. It reads as often whatever the number of desks.
pub async fn day(office: &Office, caller: &Caller, site: Option<SiteId>, date: Option<NaiveDate>) -> Result<DayUsage> {
    if !caller.sees_usage() {
        return Err(Refusal::Forbidden.into());
    }
    let db = &office.db.read;
    let site = match site {
        Some(site) => site,
        None => first_site(db).await?,
    };
    let context = context::site(db, site.0, caller.now).await?;
    let date = date.unwrap_or_else(|| context.facts.today());
    let week_before = date.checked_sub_days(Days::new(7)).unwrap_or(date);
    let [today, then] = read::days(db, &context, [date, week_before]).await?;
    let before = before(&context, then, then_now(&context, date));
    Ok(count::count(&today, closed(&context, date), before))
}

async fn first_site(db: &impl ConnectionTrait) -> Result<SiteId> {
    let first = site::Entity::find().order_by_asc(site::Column::Position).one(db).await?;
    Ok(first.ok_or(Refusal::NotFound)?.id.into())
}

fn closed(context: &SiteContext, date: NaiveDate) -> Option<Closed> {
    let closure = context.facts.closures.iter().find(|closure| closure.date == date);
    let closed = closure.is_some() || !works_on(&context.rules, date);
    closed.then(|| Closed { name: closure.map(|closure| closure.name.clone()) })
}

/// The instant a week ago with which a day is compared: the same local time. A day that is over is compared whole.
fn then_now(context: &SiteContext, date: NaiveDate) -> Instant {
    let (zone, now) = (context.facts.zone, context.facts.now);
    if date < context.facts.today() {
        return now;
    }
    let local = time::local(zone, now);
    let week_ago = local.date().checked_sub_days(Days::new(7)).unwrap_or(local.date());
    time::starts(zone, week_ago, Minute::of(local))
}

/// The week before as it was known then. What was out of service then is not known.
fn before(context: &SiteContext, mut day: SiteDay, then: Instant) -> WeekBefore {
    let known = |facts: &[BookingFacts]| facts.iter().filter_map(|one| one.known_at(then)).collect();
    day.bookings = known(&day.bookings);
    day.left = known(&day.left);
    day.lent = day.lent.into_iter().filter_map(|loan| loan.known_at(then)).collect();
    for desk in &mut day.desks {
        desk.out_of_service = false;
    }
    day.now = then;
    WeekBefore { date: day.date, open: closed(context, day.date).is_none(), whole: count::whole(&day) }
}
