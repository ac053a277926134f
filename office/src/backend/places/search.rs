//! Find a colleague or a desk by name, as far as people allow it.

use super::context;
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        db,
        error::Result,
        office::Office,
        rows::{booking, desk, floor, person},
    },
    model::{
        id::{DeskId, FloorId, SiteId},
        person::{Visibility, hue},
        place::Names,
        rules::local_times,
        time::{self, Interval, Minute},
    },
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// How many people and how many desks are found at most.
const MOST: usize = 8;
/// How many rows are looked at.
const MOST_ROWS: u64 = 200;

/// A place on a floor of the site.
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
    /// Where they sit that day, and the local times.
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

/// People whose name and desks whose label match a text, at a site on a local day. Somebody who shows their name to
/// nobody is not found; somebody who shows it to the team only is found by the team.
pub async fn search(office: &Office, caller: &Caller, (site, date): (SiteId, NaiveDate), text: &str) -> Result<Found> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 40 {
        return Ok(Found::default());
    }
    let db = &office.db.read;
    let zone = context::site(db, site.0, caller.now).await?.facts.zone;
    let spots = spots(db, site).await?;
    let people = people(db, caller, text).await?;
    let mut people = seated(db, (zone, date), (people, &spots)).await?;
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

async fn seated(
    db: &impl ConnectionTrait,
    (zone, date): (Tz, NaiveDate),
    (people, spots): (Vec<person::Model>, &HashMap<Uuid, Spot>),
) -> Result<Vec<Colleague>> {
    let day: Interval = time::day(zone, date);
    let held = booking::Entity::find()
        .filter(booking::Column::PersonId.is_in(people.iter().map(|row| row.id).collect::<Vec<_>>()))
        .filter(judge::is_live())
        .filter(booking::Column::StartsAt.lt(day.ends_at.timestamp()))
        .filter(booking::Column::EndsAt.gt(day.starts_at.timestamp()))
        .order_by_asc(booking::Column::StartsAt)
        .all(db)
        .await?;
    let found = people.into_iter().map(|person| {
        let own = held.iter().find(|row| row.person_id == person.id && spots.contains_key(&row.desk_id));
        let seat = own.and_then(|row| {
            let local = local_times(zone, judge::interval(row));
            Some((spots.get(&row.desk_id)?.clone(), local.from, local.to))
        });
        Colleague { hue: hue(person.id.into()), name: person.name, given_name: person.given_name, seat }
    });
    Ok(found.collect())
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
