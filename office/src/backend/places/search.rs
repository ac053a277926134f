//! Find a colleague or a desk by name, as far as people allow it.

use super::context;
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        db,
        error::Result,
        office::Office,
        rows::{booking, desk, floor, joins, person, site},
    },
    model::{
        booking::LocalTimes,
        id::{DeskId, FloorId, SiteId},
        person::{Visibility, hue},
        place::Names,
        rules::local_times,
        time::{self, Interval, Minute},
    },
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::HashMap;
use uuid::Uuid;

/// How many people and how many desks are found at most.
const MOST: usize = 8;
/// How many rows are looked at.
const MOST_ROWS: u64 = 200;

/// A place on a floor.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The desk.
    pub desk: DeskId,
    /// Its label.
    pub label: String,
    /// Its floor.
    pub floor: FloorId,
    /// The floor's name.
    pub floor_name: Names,
}

/// A colleague who may be seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Colleague {
    /// Full name.
    pub name: String,
    /// Two syllables.
    pub given_name: String,
    /// Hue of the disc in degrees.
    pub hue: u16,
    /// Where they sit that day, also at another site, and the times by the clocks there.
    pub seat: Option<(Spot, Minute, Minute)>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// People by name: first those who sit somewhere that day.
    pub people: Vec<Colleague>,
    /// Desks by label.
    pub desks: Vec<Spot>,
}

/// People whose name and desks whose label match a text, at a site on a date, which for people is that of their own site. Somebody who shows their name to
/// nobody is not found; somebody who shows it to the team only is found by the team.
pub async fn search(office: &Office, caller: &Caller, (site, date): (SiteId, NaiveDate), text: &str) -> Result<Found> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 40 {
        return Ok(Found::default());
    }
    let db = &office.db.read;
    let spots = spots(db, site).await?;
    let people = people(db, caller, text).await?;
    let mut people = seated(db, (site, date), people).await?;
    people.sort_by(|a, b| a.seat.is_none().cmp(&b.seat.is_none()).then_with(|| a.name.cmp(&b.name)));
    people.truncate(MOST);
    Ok(Found { people, desks: labelled(&spots, text) })
}

async fn spots(db: &impl ConnectionTrait, site: SiteId) -> Result<HashMap<Uuid, Spot>> {
    let floors = floor::Entity::find().filter(floor::Column::SiteId.eq(site.0)).all(db).await?;
    let names: HashMap<Uuid, Names> =
        floors.into_iter().map(|row| (row.id, Names::new(row.name_ko, row.name_en))).collect();
    let desks = desk::Entity::find()
        .filter(desk::Column::FloorId.is_in(names.keys().copied().collect::<Vec<_>>()))
        .filter(desk::Column::RetiredAt.is_null())
        .all(db)
        .await?;
    let spots = desks.into_iter().filter_map(|row| {
        let floor_name = names.get(&row.floor_id)?.clone();
        let spot = Spot { desk: row.id.into(), label: row.label, floor: row.floor_id.into(), floor_name };
        Some((row.id, spot))
    });
    Ok(spots.collect())
}

async fn people(db: &impl ConnectionTrait, caller: &Caller, text: &str) -> Result<Vec<person::Model>> {
    let mut seen = Condition::any()
        .add(person::Column::Visibility.eq(Visibility::Everybody.word()))
        .add(person::Column::Id.eq(caller.person.0));
    if let Some(team) = caller.team {
        let team_only = Condition::all()
            .add(person::Column::Visibility.eq(Visibility::Team.word()))
            .add(person::Column::TeamId.eq(team.0));
        seen = seen.add(team_only);
    }
    let rows = person::Entity::find()
        .filter(person::Column::Active.eq(true))
        .filter(db::contains([person::Column::Name], text))
        .filter(seen)
        .order_by_asc(person::Column::Name)
        .limit(MOST_ROWS)
        .all(db)
        .await?;
    // The database takes `%` and `_` for wildcards.
    let lower = text.to_lowercase();
    Ok(rows.into_iter().filter(|row| row.name.to_lowercase().contains(&lower)).collect())
}

/// Where people sit on a date: at the site that was asked about if they do so there, else wherever else they do.
async fn seated(
    db: &impl ConnectionTrait,
    (site, date): (SiteId, NaiveDate),
    people: Vec<person::Model>,
) -> Result<Vec<Colleague>> {
    let held = held(db, &people, time::anywhere(date)).await?;
    let local = held.into_iter().map(|row| Ok((row.local()?, row))).collect::<Result<Vec<_>>>()?;
    let of_date: Vec<(LocalTimes, Held)> = local.into_iter().filter(|(local, _)| local.date == date).collect();
    let found = people.into_iter().map(|person| {
        let own = of_date.iter().filter(|(_, row)| row.person_id == person.id);
        let seat = own.min_by_key(|(_, row)| row.site_id != site.0);
        let seat = seat.map(|(local, row)| (row.spot(), local.from, local.to));
        Colleague { hue: hue(person.id.into()), name: person.name, given_name: person.given_name, seat }
    });
    Ok(found.collect())
}

/// A live booking and where it is.
#[derive(FromQueryResult)]
struct Held {
    person_id: Uuid,
    starts_at: i64,
    ends_at: i64,
    desk_id: Uuid,
    floor_id: Uuid,
    label: String,
    site_id: Uuid,
    name_ko: String,
    name_en: String,
    zone: String,
}

impl Held {
    fn spot(&self) -> Spot {
        Spot {
            desk: self.desk_id.into(),
            label: self.label.clone(),
            floor: self.floor_id.into(),
            floor_name: Names::new(&self.name_ko, &self.name_en),
        }
    }

    /// Its times by the clocks there.
    fn local(&self) -> Result<LocalTimes> {
        Ok(local_times(context::zone_named(&self.zone)?, judge::span(self.starts_at, self.ends_at)))
    }
}

/// Live bookings of people that share an instant with a day, at whatever site, soonest first.
async fn held(db: &impl ConnectionTrait, people: &[person::Model], day: Interval) -> Result<Vec<Held>> {
    let query = booking::Entity::find()
        .select_only()
        .columns([
            booking::Column::PersonId,
            booking::Column::StartsAt,
            booking::Column::EndsAt,
            booking::Column::DeskId,
        ])
        .join(JoinType::InnerJoin, joins::desk_of_booking())
        .columns([desk::Column::FloorId, desk::Column::Label])
        .join(JoinType::InnerJoin, joins::floor_of_desk())
        .columns([floor::Column::SiteId, floor::Column::NameKo, floor::Column::NameEn])
        .join(JoinType::InnerJoin, joins::site_of_floor())
        .column(site::Column::Zone)
        .filter(booking::Column::PersonId.is_in(people.iter().map(|row| row.id).collect::<Vec<_>>()))
        .filter(judge::live_during(day))
        .order_by_asc(booking::Column::StartsAt);
    Ok(query.into_model::<Held>().all(db).await?)
}

/// Desks whose label begins with the text, written with or without its dash.
fn labelled(spots: &HashMap<Uuid, Spot>, text: &str) -> Vec<Spot> {
    let plain = |text: &str| text.to_uppercase().replace(['-', ' '], "");
    let wanted = plain(text);
    let mut found: Vec<Spot> =
        spots.values().filter(|spot| !wanted.is_empty() && plain(&spot.label).starts_with(&wanted)).cloned().collect();
    let exact = |spot: &Spot| plain(&spot.label) == wanted;
    found.sort_by(|a, b| {
        exact(b).cmp(&exact(a)).then_with(|| a.label.cmp(&b.label)).then_with(|| a.floor_name.ko.cmp(&b.floor_name.ko))
    });
    found.truncate(MOST);
    found
}
