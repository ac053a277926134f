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
        time::{self, Minute},
    },
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
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
    let day = time::day(zone, date);
    let people = person::Entity::find()
        .filter(person::Column::TeamId.eq(team.0))
        .filter(person::Column::Active.eq(true))
        .filter(person::Column::Visibility.ne("nobody"))
        .filter(person::Column::Id.ne(caller.person.0))
        .order_by_asc(person::Column::Name)
        .all(db)
        .await?;
    let ids: Vec<Uuid> = people.iter().map(|row| row.id).collect();
    let held = booking::Entity::find()
        .filter(booking::Column::PersonId.is_in(ids))
        .filter(judge::live_during(day))
        .order_by_asc(booking::Column::StartsAt)
        .all(db)
        .await?;
    let desks = desk::Entity::find()
        .filter(desk::Column::Id.is_in(held.iter().map(|row| row.desk_id).collect::<Vec<_>>()))
        .all(db)
        .await?;
    let mut found: Vec<Teammate> = people
        .into_iter()
        .map(|person| {
            let row = held.iter().find(|row| row.person_id == person.id);
            let seat = row.and_then(|row| {
                let desk = desks.iter().find(|desk| desk.id == row.desk_id)?;
                let local = local_times(zone, judge::interval(row));
                Some((desk.id.into(), desk.floor_id.into(), desk.label.clone(), local.from, local.to))
            });
            Teammate {
                hue: hue(person.id.into()),
                person: person.id.into(),
                name: person.name,
                given_name: person.given_name,
                seat,
                arrived: row.is_some_and(|row| row.state == BookingState::InUse.word()),
            }
        })
        .collect();
    found.sort_by_key(|mate| mate.seat.is_none());
    Ok(found)
}
