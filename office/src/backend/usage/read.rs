//! Reads the facts of days: as many queries whatever the number of desks and bookings.

use crate::{
    backend::{
        bookings::{judge, step},
        error::{Fault, Result},
        places::context::SiteContext,
        rows::{booking, desk, floor, ledger, zone},
    },
    model::{
        booking::BookingState,
        id::DeskId,
        place::Names,
        time::{self, Interval},
        usage::facts::{BookingFacts, DeskFacts, Loan, SiteDay},
    },
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};
use std::collections::{HashMap, HashSet};
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
    let lent = lent(db, site, &spans).await?;
    let steps = steps(db, site).await?;
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
        let (bookings, left) = (on_day(&facts), on_day(&left));
        let holds = |one: &&BookingFacts| one.held().is_some_and(|held| held.overlaps(&span));
        let held = bookings.iter().chain(&left).filter(holds).map(|one| one.desk).collect();
        // The plan of a day that is over is that of its end.
        let until = span.ends_at.timestamp().min(context.facts.now.timestamp().max(span.starts_at.timestamp()));
        SiteDay {
            site: context.site.clone(),
            zone: context.facts.zone,
            date: dates[index],
            now: context.facts.now,
            floors: floors.clone(),
            zones: zones.clone(),
            desks: on_plan(&desks, &steps, (until, &held)),
            bookings,
            left,
            lent: lent.clone(),
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

/// When desks came to the plan (`true`) and left it, in UTC seconds, oldest first.
type Steps = HashMap<Uuid, Vec<(i64, bool)>>;

/// The desks of a day: those on the plan at an instant, and those that somebody held that day, so that all its figures are
/// of the same desks.
fn on_plan(desks: &[desk::Model], steps: &Steps, (until, held): (i64, &HashSet<DeskId>)) -> Vec<DeskFacts> {
    let facts = desks.iter().map(|row| DeskFacts {
        desk: row.id.into(),
        floor: row.floor_id.into(),
        zone: row.zone_id.map(Into::into),
        out_of_service: row.out_of_service.is_some(),
        retired: !stood(row, steps.get(&row.id).map(Vec::as_slice).unwrap_or_default(), until),
    });
    facts.filter(|desk| !desk.retired || held.contains(&desk.desk)).collect()
}

/// Whether a desk was on the plan at an instant, in UTC seconds. One of which the ledger tells nothing was always there.
fn stood(row: &desk::Model, steps: &[(i64, bool)], at: i64) -> bool {
    if row.retired_at.is_some_and(|retired| retired <= at) {
        return false;
    }
    let last = steps.iter().rev().find(|(when, _)| *when <= at).map(|(_, came)| *came);
    // What is first told to have come was not there before.
    last.unwrap_or_else(|| steps.first().is_none_or(|(_, came)| !came))
}

/// What the ledger tells of when a site's desks came to the plan and left it.
async fn steps(db: &impl ConnectionTrait, site: Uuid) -> Result<Steps> {
    let told: Vec<(Option<Uuid>, i64, String)> = ledger::Entity::find()
        .select_only()
        .columns([ledger::Column::DeskId, ledger::Column::At, ledger::Column::Kind])
        .filter(ledger::Column::SiteId.eq(site))
        .filter(is_of_plan())
        .order_by_asc(ledger::Column::Seq)
        .into_tuple()
        .all(db)
        .await?;
    let mut steps = Steps::new();
    for (desk, at, kind) in told {
        if let Some(desk) = desk {
            steps.entry(desk).or_default().push((at, kind != "desk.retired"));
        }
    }
    Ok(steps)
}

/// Holds for events by which desks come to the plan or leave it, written out as [`is_kind`].
fn is_of_plan() -> Expr {
    let kinds = ["desk.added", "desk.retired", "desk.restored"].map(|kind| Expr::Constant(kind.into()));
    sea_orm::ExprTrait::is_in(Expr::col((ledger::Entity, ledger::Column::Kind)), kinds)
}

fn booking_facts(row: &booking::Model) -> Result<BookingFacts, Fault> {
    Ok(BookingFacts {
        booking: row.id.into(),
        person: row.person_id.into(),
        desk: row.desk_id.into(),
        interval: judge::interval(row),
        made_at: judge::instant(row.made_at),
        checked_in_at: row.checked_in_at.map(judge::instant),
        ended_at: row.ended_at.map(judge::instant),
        state: step::state(row)?,
    })
}

/// What the ledger tells of a site's seats that bookings have left while they held them, wherever and for whatever time
/// those bookings are now.
async fn left(db: &impl ConnectionTrait, site: Uuid, spans: &[Interval]) -> Result<Vec<BookingFacts>> {
    // A stay ends with the event, on its own day: what was left before it began held nothing yet.
    let events = told(db, (site, "booking.left_seat"), spans).await?;
    Ok(events.iter().filter_map(stay).collect())
}

/// A site's events of one kind on some days, oldest first.
async fn told(
    db: &impl ConnectionTrait,
    (site, kind): (Uuid, &'static str),
    spans: &[Interval],
) -> Result<Vec<ledger::Model>> {
    let within = spans.iter().fold(Condition::any(), |any, span| {
        any.add(ledger::Column::At.between(span.starts_at.timestamp(), span.ends_at.timestamp()))
    });
    let query = ledger::Entity::find().filter(ledger::Column::SiteId.eq(site)).filter(is_kind(kind)).filter(within);
    Ok(query.order_by_asc(ledger::Column::Seq).all(db).await?)
}

/// Holds for events of one kind. Written out: SQLite goes through the index of those alone only where it sees, before it
/// knows any parameter, that no others are asked for.
fn is_kind(kind: &'static str) -> Expr {
    let column = Expr::col((ledger::Entity, ledger::Column::Kind));
    sea_orm::ExprTrait::eq(column, Expr::Constant(kind.into()))
}

/// Events with which a booking whose seat was lent has it back, or gives it up.
const ENDS_A_LOAN: [&str; 5] =
    ["booking.back", "booking.left_seat", "booking.checked_out", "booking.released", "booking.ended"];

/// When a site's seats were lent, told by the ledger: a booking itself only remembers that it is lent now.
async fn lent(db: &impl ConnectionTrait, site: Uuid, spans: &[Interval]) -> Result<Vec<Loan>> {
    let begun = told(db, (site, "seat.lent"), spans).await?;
    if begun.is_empty() {
        return Ok(Vec::new());
    }
    let ends = ledger::Entity::find()
        .filter(ledger::Column::BookingId.is_in(begun.iter().filter_map(|event| event.booking_id)))
        .filter(ledger::Column::Kind.is_in(ENDS_A_LOAN))
        .order_by_asc(ledger::Column::Seq)
        .all(db)
        .await?;
    let loan = |event: &ledger::Model| {
        let end = ends.iter().find(|end| end.booking_id == event.booking_id && end.seq > event.seq);
        Some(Loan {
            booking: event.booking_id?.into(),
            desk: event.desk_id?.into(),
            from: judge::instant(event.at),
            until: end.map(|end| judge::instant(end.at)),
        })
    };
    Ok(begun.iter().filter_map(loan).collect())
}

/// The stay that ended with an event, which tells since when its person had been there, if they had come.
fn stay(event: &ledger::Model) -> Option<BookingFacts> {
    let interval = Interval::new(judge::instant(event.starts_at?), judge::instant(event.ends_at?))?;
    let came = event.detail.as_deref().and_then(|since| since.parse::<i64>().ok()).map(judge::instant);
    Some(BookingFacts {
        booking: event.booking_id?.into(),
        person: event.person_id?.into(),
        desk: event.desk_id?.into(),
        interval,
        made_at: came.unwrap_or(interval.starts_at).min(interval.starts_at),
        checked_in_at: came,
        ended_at: Some(judge::instant(event.at)),
        state: BookingState::Ended,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::db;
    use sea_orm::{DbBackend, Statement};

    /// How SQLite finds a site's events of a kind.
    async fn way(kind: Expr) -> String {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("jari.db").display());
        let db = db::open(&url).await.unwrap();
        db::migrate(&db).await.unwrap();
        let query = ledger::Entity::find().filter(ledger::Column::SiteId.eq(Uuid::nil())).filter(kind);
        let asked = query.build(DbBackend::Sqlite);
        let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {}", asked.sql), ..asked };
        let steps = db.read.query_all_raw(explain).await.unwrap();
        steps.iter().map(|row| row.try_get::<String>("", "detail").unwrap()).collect()
    }

    #[tokio::test]
    async fn the_few_events_that_figures_need_are_found_past_the_many_others() {
        for (kind, index) in [
            (is_kind("booking.left_seat"), "ledger_left_seats"),
            (is_kind("seat.lent"), "ledger_lent_seats"),
            (is_of_plan(), "ledger_desks_of_plan"),
        ] {
            let way = way(kind).await;
            assert!(way.contains(index), "{way}");
        }
    }
}
