//! Where the caller's teammates sit on a day.

use super::judge;
use crate::{
    backend::{
        caller::Caller,
        error::Result,
        office::Office,
        places::context,
        rows::{booking, desk, joins, person, site},
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
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef,
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
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
    /// Desk, floor, label and times of their booking that day, by the clocks of its own site.
    pub seat: Option<(DeskId, FloorId, String, Minute, Minute)>,
    /// They have come, also when they are out for a while.
    pub arrived: bool,
}

/// The caller's teammates on a date, which is each one's own: a booking is of the date that the clocks of its site show
/// when it begins. First those with a seat, by name. Whoever shows their name to nobody is left out.
pub async fn on_day(office: &Office, caller: &Caller, date: NaiveDate) -> Result<Vec<Teammate>> {
    let Some(team) = caller.team else { return Ok(Vec::new()) };
    let db = &office.db.read;
    let mates = Condition::all()
        .add(person::Column::TeamId.eq(team.0))
        .add(person::Column::Active.eq(true))
        .add(person::Column::Visibility.ne("nobody"))
        .add(person::Column::Id.ne(caller.person.0));
    let booking: RelationDef =
        person::Entity::belongs_to(booking::Entity).from(person::Column::Id).to(booking::Column::PersonId).into();
    let around = time::anywhere(date);
    let rows = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::Name, person::Column::GivenName])
        .join(JoinType::LeftJoin, booking.on_condition(move |_, _| judge::live_during(around)))
        .columns([booking::Column::State, booking::Column::StartsAt, booking::Column::EndsAt, booking::Column::DeskId])
        .join(JoinType::LeftJoin, joins::desk_of_booking())
        .columns([desk::Column::FloorId, desk::Column::Label])
        .join(JoinType::LeftJoin, joins::floor_of_desk())
        .join(JoinType::LeftJoin, joins::site_of_floor())
        .column(site::Column::Zone)
        .filter(mates)
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id)
        .order_by_asc(booking::Column::StartsAt)
        .into_model::<Mate>()
        .all(db)
        .await?;
    let mut found = rows.into_iter().map(|mate| mate.told(date)).collect::<Result<Vec<_>>>()?;
    found.sort_by_key(|mate| mate.seat.is_none());
    // Of several bookings of that date the soonest.
    let mut told = HashSet::new();
    found.retain(|mate| told.insert(mate.person));
    Ok(found)
}

/// A teammate with a booking around that date, if there is one.
#[derive(FromQueryResult)]
struct Mate {
    id: Uuid,
    name: String,
    given_name: String,
    state: Option<String>,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
    desk_id: Option<Uuid>,
    floor_id: Option<Uuid>,
    label: Option<String>,
    zone: Option<String>,
}

impl Mate {
    fn told(self, date: NaiveDate) -> Result<Teammate> {
        let state = self.state.as_deref().and_then(BookingState::from_word);
        let zone = self.zone.as_deref().map(context::zone_named).transpose()?;
        let when = self.starts_at.zip(self.ends_at).zip(zone);
        let local = when.map(|((from, to), zone)| local_times(zone, judge::span(from, to)));
        let local = local.filter(|local| local.date == date);
        let came = matches!(state, Some(BookingState::InUse | BookingState::Away));
        let arrived = came && local.is_some();
        let at = self.desk_id.zip(self.floor_id).zip(self.label);
        let seat = at
            .zip(local)
            .map(|(((desk, floor), label), local)| (desk.into(), floor.into(), label, local.from, local.to));
        Ok(Teammate {
            person: self.id.into(),
            hue: hue(self.id.into()),
            name: self.name,
            given_name: self.given_name,
            seat,
            arrived,
        })
    }
}
