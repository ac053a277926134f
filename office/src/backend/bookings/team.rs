//! Where the caller's teammates sit on a day.

use super::judge;
use crate::{
    backend::{
        caller::Caller,
        error::Result,
        office::Office,
        rows::{booking, desk, person},
    },
    model::{
        booking::BookingState,
        id::{DeskId, FloorId, PersonId},
        person::hue,
        rules::local_times,
        time::{self, Interval, Minute},
    },
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, sea_query::Query,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A teammate on a day, as far as they allow to be seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Teammate {
    /// Identity.
    pub person: PersonId,
    /// Full name.
    pub name: String,
    /// Two syllables.
    pub given_name: String,
    /// Hue of the disc in degrees.
    pub hue: u16,
    /// Desk, floor, label and local times of their booking that day.
    pub seat: Option<(DeskId, FloorId, String, Minute, Minute)>,
    /// They have come.
    pub arrived: bool,
}

/// The caller's teammates on a day in a time zone: first those with a seat, by name. Whoever shows their name to
/// nobody is left out.
pub async fn on_day(office: &Office, caller: &Caller, zone: Tz, date: NaiveDate) -> Result<Vec<Teammate>> {
    let Some(team) = caller.team else { return Ok(Vec::new()) };
    let db = &office.db.read;
    let mates = Condition::all()
        .add(person::Column::TeamId.eq(team.0))
        .add(person::Column::Active.eq(true))
        .add(person::Column::Visibility.ne("nobody"))
        .add(person::Column::Id.ne(caller.person.0));
    let people: Vec<(Uuid, String, String)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::Name, person::Column::GivenName])
        .filter(mates.clone())
        .order_by_asc(person::Column::Name)
        .into_tuple()
        .all(db)
        .await?;
    let held = held(db, mates, time::day(zone, date)).await?;
    let mut found: Vec<Teammate> = people
        .into_iter()
        .map(|(id, name, given_name)| {
            let row = held.iter().find(|row| row.person_id == id);
            let seat = row.map(|row| {
                let local = local_times(zone, judge::span(row.starts_at, row.ends_at));
                (row.desk_id.into(), row.floor_id.into(), row.label.clone(), local.from, local.to)
            });
            let arrived = row.is_some_and(|row| row.state == BookingState::InUse.word());
            Teammate { hue: hue(id.into()), person: id.into(), name, given_name, seat, arrived }
        })
        .collect();
    found.sort_by_key(|mate| mate.seat.is_none());
    Ok(found)
}

/// What is told of a teammate's booking.
#[derive(FromQueryResult)]
struct Held {
    person_id: Uuid,
    state: String,
    starts_at: i64,
    ends_at: i64,
    desk_id: Uuid,
    floor_id: Uuid,
    label: String,
}

/// Live bookings of some people during a day, soonest first.
async fn held(db: &impl ConnectionTrait, of: Condition, day: Interval) -> Result<Vec<Held>> {
    let mut people = Query::select();
    people.column(person::Column::Id).from(person::Entity).cond_where(of);
    let desk: RelationDef =
        booking::Entity::belongs_to(desk::Entity).from(booking::Column::DeskId).to(desk::Column::Id).into();
    let query = booking::Entity::find()
        .select_only()
        .columns([booking::Column::PersonId, booking::Column::State, booking::Column::StartsAt])
        .columns([booking::Column::EndsAt, booking::Column::DeskId])
        .join(JoinType::InnerJoin, desk)
        .columns([desk::Column::FloorId, desk::Column::Label])
        .filter(booking::Column::PersonId.in_subquery(people))
        .filter(judge::live_during(day))
        .order_by_asc(booking::Column::StartsAt);
    Ok(query.into_model::<Held>().all(db).await?)
}
