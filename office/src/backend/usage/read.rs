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
    sea_query::SelectStatement,
};
use std::collections::HashMap;
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
    let left = left(db, &rows).await?;
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

/// What the ledger tells of seats that these bookings have left while they held them.
async fn left(db: &impl ConnectionTrait, rows: &[booking::Model]) -> Result<Vec<BookingFacts>> {
    // A booking that was moved before it began held nothing yet.
    let moved: HashMap<Uuid, &booking::Model> =
        rows.iter().filter(|row| row.made_at > row.starts_at).map(|row| (row.id, row)).collect();
    if moved.is_empty() {
        return Ok(Vec::new());
    }
    let events = ledger::Entity::find()
        .filter(ledger::Column::BookingId.is_in(moved.keys().copied()))
        .filter(ledger::Column::Kind.eq("booking.left_seat"))
        .all(db)
        .await?;
    let stays = events.into_iter().filter_map(|event| {
        let booking = moved.get(&event.booking_id?)?;
        let interval = Interval::new(judge::instant(event.starts_at?), judge::instant(event.ends_at?))?;
        Some(BookingFacts {
            desk: event.desk_id?.into(),
            interval,
            made_at: interval.starts_at,
            checked_in_at: booking.checked_in_at.filter(|came| *came <= event.at).map(judge::instant),
            ended_at: Some(judge::instant(event.at)),
            state: BookingState::Ended,
        })
    });
    Ok(stays.collect())
}
