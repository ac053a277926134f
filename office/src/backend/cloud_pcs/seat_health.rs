//! How well the line of each seat is: noted while a screen is open, told to those who see how floors are used.

use crate::{
    backend::{
        caller::Caller,
        error::Result,
        office::Office,
        places::find,
        rows::{booking, desk, screen_reading, session},
    },
    model::{
        id::{FloorId, SessionId},
        refusal::Refusal,
        seat_health::{self, DAYS, FloorHealth, Reading, RoundTrips, SeatOnFloor},
        time::{self, Instant, Minute},
    },
};
use chrono::TimeDelta;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

/// How long readings are kept, in days.
const KEPT_DAYS: i64 = 30;

/// A screen whose line is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenScreen {
    /// The session that it shows.
    pub session: SessionId,
    /// Its number among the screens of its session.
    pub screen: i32,
    /// Whether it is open at the seat's own terminal.
    pub at_terminal: bool,
    /// Whether the browser opened it by itself because it had lost the one before.
    pub again: bool,
    /// When it was opened, in UTC.
    pub opened_at: Instant,
}

/// Notes what was measured of a screen so far. What was noted first says at which seat: where its booking sits then.
pub async fn note(office: &Office, screen: &OpenScreen, line: RoundTrips) -> Result<()> {
    use screen_reading::Column::{
        Again, AtTerminal, DeskId, LastAt, OpenedAt, P50Us, P95Us, Samples, Screen, SessionId,
    };
    let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let figure = |us: u32| (line.samples > 0).then(|| whole(us));
    let last_at = std::cmp::max(office.now(), screen.opened_at).timestamp();
    let mut reading = Query::select();
    reading
        .column((session::Entity, session::Column::Id))
        .expr(Expr::val(screen.screen))
        .column((booking::Entity, booking::Column::DeskId))
        .expr(Expr::val(screen.at_terminal))
        .expr(Expr::val(screen.again))
        .expr(Expr::val(screen.opened_at.timestamp()))
        .expr(Expr::val(last_at))
        .expr(Expr::val(whole(line.samples)))
        .expr(Expr::val(figure(line.p50_us)))
        .expr(Expr::val(figure(line.p95_us)))
        .from(session::Entity)
        .inner_join(
            booking::Entity,
            Expr::col((session::Entity, session::Column::BookingId)).equals((booking::Entity, booking::Column::Id)),
        )
        .and_where(Expr::col((session::Entity, session::Column::Id)).eq(screen.session.0));
    let mut noted = Query::insert();
    noted
        .into_table(screen_reading::Entity)
        .columns([SessionId, Screen, DeskId, AtTerminal, Again, OpenedAt, LastAt, Samples, P50Us, P95Us])
        .on_conflict(
            OnConflict::columns([SessionId, Screen]).update_columns([LastAt, Samples, P50Us, P95Us]).to_owned(),
        );
    let noted = noted.select_from(reading).map_err(|error| sea_orm::DbErr::Custom(error.to_string()))?.to_owned();
    office.db.write.execute(&noted).await?;
    Ok(())
}

/// Forgets readings of screens that were last open long ago.
pub async fn forget_old(office: &Office, now: Instant) -> Result<()> {
    let old = (now - TimeDelta::days(KEPT_DAYS)).timestamp();
    let readings = screen_reading::Entity::delete_many().filter(screen_reading::Column::LastAt.lt(old));
    readings.exec(&office.db.write).await?;
    Ok(())
}

/// The seats of a floor that are on the plan, by what was measured in the last fortnight. Refused to everybody but
/// facility managers and admins. It tells of seats, never of single screens.
pub async fn of_floor(office: &Office, caller: &Caller, floor: FloorId) -> Result<FloorHealth> {
    if !caller.sees_usage() {
        return Err(Refusal::Forbidden.into());
    }
    let here = find::floor(office, caller, floor).await?;
    let desks = find::desks(office, caller, floor).await?;
    let since = caller.now - TimeDelta::days(DAYS);
    let ids: Vec<_> = desks.iter().map(|desk| desk.id).collect();
    let (whole, judged) = seat_health::judge(&ids, &readings(&office.db.read, floor, since).await?);
    let seats = desks.into_iter().zip(judged).map(|(desk, health)| SeatOnFloor {
        label: desk.label,
        at: desk.at,
        rotation: desk.rotation,
        health,
    });
    let local = time::local(here.zone(), caller.now);
    Ok(FloorHealth {
        floor,
        site: here.site.id,
        site_name: here.site.name.clone(),
        since,
        as_of: caller.now,
        as_of_local: (local.date(), Minute::of(local)),
        whole,
        seats: seats.collect(),
        name: here.floor.name,
    })
}

async fn readings(db: &impl ConnectionTrait, floor: FloorId, since: Instant) -> Result<Vec<Reading>> {
    let desks = desk::Entity::find().select_only().column(desk::Column::Id).filter(desk::Column::FloorId.eq(floor.0));
    let rows = screen_reading::Entity::find()
        .filter(screen_reading::Column::DeskId.in_subquery(desks.into_query()))
        .filter(screen_reading::Column::OpenedAt.gte(since.timestamp()))
        .all(db)
        .await?;
    Ok(rows.iter().map(reading).collect())
}

fn reading(row: &screen_reading::Model) -> Reading {
    let whole = |number: i32| u32::try_from(number).unwrap_or(0);
    Reading {
        desk: row.desk_id.into(),
        session: row.session_id.into(),
        seconds: u32::try_from(row.last_at - row.opened_at).unwrap_or(0),
        line: RoundTrips {
            samples: whole(row.samples),
            p50_us: row.p50_us.map_or(0, whole),
            p95_us: row.p95_us.map_or(0, whole),
        },
        again: row.again,
        at_terminal: row.at_terminal,
    }
}
