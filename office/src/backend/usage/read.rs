//! Reads the facts of days: one query per table.

use crate::{
    backend::{
        bookings::{judge, step},
        error::{Fault, Result},
        places::context::SiteContext,
        rows::{booking, desk, floor, ledger, zone},
    },
    model::{
        booking::BookingState,
        place::Names,
        time::{self, Interval},
        usage::facts::{BookingFacts, DeskFacts, SiteDay},
    },
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};
use uuid::Uuid;

/// A booking lies within one local day, which has at most 25 hours.
const LONGEST_BOOKING_S: i64 = 25 * 3600;

/// The facts of a site on some local dates, in their order.
pub(super) async fn days<const N: usize>(
    db: &impl ConnectionTrait,
    context: &SiteContext,
    dates: [NaiveDate; N],
) -> Result<[SiteDay; N]> {
    let spans = dates.map(|date| time::day(context.facts.zone, date));
    let site = context.site.id.0;
    let floors = floor::Entity::find()
        .filter(floor::Column::SiteId.eq(site))
        .order_by_desc(floor::Column::Level)
        .all(db)
        .await?;
    let zones = zone::Entity::find()
        .filter(zone::Column::FloorId.in_subquery(floors_of(site)))
        .order_by_asc(zone::Column::Code)
        .all(db)
        .await?;
    let desks = desk::Entity::find().filter(desk::Column::FloorId.in_subquery(floors_of(site))).all(db).await?;
    let rows = bookings(db, site, &spans).await?;
    let left = left(db, site, &spans).await?;
    let floors: Vec<_> = floors.into_iter().map(|row| (row.id.into(), Names::new(row.name_ko, row.name_en))).collect();
    let zones: Vec<_> = zones
        .into_iter()
        .map(|row| (row.id.into(), row.floor_id.into(), Names::new(row.name_ko, row.name_en)))
        .collect();
    let facts = rows.iter().map(booking_facts).collect::<Result<Vec<_>, _>>()?;
    Ok(std::array::from_fn(|index| {
        let span = spans[index];
        let on_day = |facts: &[BookingFacts]| -> Vec<BookingFacts> {
            facts.iter().filter(|one| one.interval.overlaps(&span)).copied().collect()
        };
        SiteDay {
            site: context.site.clone(),
            zone: context.facts.zone,
            date: dates[index],
            now: context.facts.now,
            floors: floors.clone(),
            zones: zones.clone(),
            desks: on_plan(&desks, span, context.facts.now.timestamp()),
            bookings: on_day(&facts),
            left: on_day(&left),
        }
    }))
}

fn floors_of(site: Uuid) -> SelectStatement {
    floor::Entity::find().select_only().column(floor::Column::Id).filter(floor::Column::SiteId.eq(site)).into_query()
}

fn desks_of(site: Uuid) -> SelectStatement {
    desk::Entity::find()
        .select_only()
        .column(desk::Column::Id)
        .filter(desk::Column::FloorId.in_subquery(floors_of(site)))
        .into_query()
}

async fn bookings(db: &impl ConnectionTrait, site: Uuid, spans: &[Interval]) -> Result<Vec<booking::Model>> {
    let within = spans.iter().fold(Condition::any(), |any, span| {
        let day = Condition::all()
            // The lower bound lets the index leave out years of history.
            .add(booking::Column::StartsAt.gt(span.starts_at.timestamp() - LONGEST_BOOKING_S))
            .add(booking::Column::StartsAt.lt(span.ends_at.timestamp()))
            .add(booking::Column::EndsAt.gt(span.starts_at.timestamp()));
        any.add(day)
    });
    let query = booking::Entity::find().filter(booking::Column::DeskId.in_subquery(desks_of(site))).filter(within);
    Ok(query.all(db).await?)
}

/// The desks on the plan of a day: not retired before its end, or by now while it is running.
fn on_plan(desks: &[desk::Model], day: Interval, now: i64) -> Vec<DeskFacts> {
    let until = day.ends_at.timestamp().min(now.max(day.starts_at.timestamp()));
    let there = desks.iter().filter(|row| row.retired_at.is_none_or(|retired| retired > until));
    let facts = there.map(|row| DeskFacts {
        desk: row.id.into(),
        floor: row.floor_id.into(),
        zone: row.zone_id.map(Into::into),
        out_of_service: row.out_of_service.is_some(),
    });
    facts.collect()
}

fn booking_facts(row: &booking::Model) -> Result<BookingFacts, Fault> {
    Ok(BookingFacts {
        desk: row.desk_id.into(),
        interval: judge::interval(row),
        made_at: judge::instant(row.made_at),
        checked_in_at: row.checked_in_at.map(judge::instant),
        // Whoever has lent a seat does not hold it.
        ended_at: row.ended_at.or(row.lent_at).map(judge::instant),
        state: step::state(row)?,
    })
}

/// What the ledger tells of a site's seats that bookings have left while they held them, wherever and for whatever time
/// those bookings are now.
async fn left(db: &impl ConnectionTrait, site: Uuid, spans: &[Interval]) -> Result<Vec<BookingFacts>> {
    // A stay ends with the event, on its own day: what was left before it began held nothing yet.
    let within = spans.iter().fold(Condition::any(), |any, span| {
        any.add(ledger::Column::At.between(span.starts_at.timestamp(), span.ends_at.timestamp()))
    });
    let query = ledger::Entity::find().filter(ledger::Column::SiteId.eq(site)).filter(is_left_seat()).filter(within);
    Ok(query.all(db).await?.iter().filter_map(stay).collect())
}

/// Holds for events of seats that were left. Written out: SQLite goes through the index of those alone only where it
/// sees, before it knows any parameter, that no others are asked for.
fn is_left_seat() -> Expr {
    let kind = Expr::col((ledger::Entity, ledger::Column::Kind));
    sea_orm::ExprTrait::eq(kind, Expr::Constant("booking.left_seat".into()))
}

/// The stay that ended with an event, which tells since when its person had been there, if they had come.
fn stay(event: &ledger::Model) -> Option<BookingFacts> {
    let interval = Interval::new(judge::instant(event.starts_at?), judge::instant(event.ends_at?))?;
    let came = event.detail.as_deref().and_then(|since| since.parse::<i64>().ok()).map(judge::instant);
    Some(BookingFacts {
        desk: event.desk_id?.into(),
        interval,
        made_at: came.unwrap_or(interval.starts_at).min(interval.starts_at),
        checked_in_at: came,
        ended_at: Some(judge::instant(event.at)),
        state: BookingState::Ended,
    })
}
