//! What the seat page asks the server.

use super::view::{Beside, FloorView, FoundView, SeatsNow};
use crate::{bookings::times::Times, failure::Failure};
use leptos::prelude::*;
use std::sync::Arc;

#[cfg(not(target_family = "wasm"))]
use super::view::{DayTab, FloorTab, FoundPerson, Hit, Mate, MySeat, SiteTab, ZoneTab};
#[cfg(not(target_family = "wasm"))]
use crate::{
    bookings::api::id,
    caller::{caller, visit},
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{
        bookings::{find as bookings, team},
        caller::Caller,
        office::Office,
        places::{
            drawing::{Detail, drawing},
            find::{self, FloorNow},
            habits, search, seats,
        },
    },
    model::{
        id::{BookingId, FloorId},
        place::{Floor, Lang, Zone},
        plan,
        time::{self, Choice, Minute, monday_of},
    },
};
#[cfg(not(target_family = "wasm"))]
use std::collections::HashMap;

/// The floor a person starts with: that of their next booking, else where they sat last, else the first; none in a new
/// office.
#[server(prefix = "/fn", endpoint = "places/first-floor")]
pub async fn first_floor() -> Result<Option<String>, Failure> {
    let (office, caller) = caller()?;
    let coming = bookings::mine(&office, &caller, bookings::When::Coming).await?;
    let known = match coming.into_iter().next() {
        Some(next) => Some(next),
        None => bookings::last(&office, &caller).await?,
    };
    if let Some(known) = known {
        return Ok(Some(known.floor.to_string()));
    }
    let sites = find::sites(&office, &caller).await?;
    let floors = find::floors(&office, &caller).await?;
    let first = sites.iter().find_map(|site| floors.iter().find(|floor| floor.site == site.id));
    Ok(first.map(|floor| floor.id.to_string()))
}

/// A floor's page as it was read; shared, because its seats are many to copy.
pub type Loaded = Result<Arc<FloorView>, Failure>;

/// The whole page of a floor for a choice of time.
pub async fn load_floor(floor: String, times: Times) -> Loaded {
    let (view, plan) = load_view(floor, times).await?;
    Ok(Arc::new(FloorView { plan, ..view }))
}

/// What a floor's page shows, and the drawing below it.
#[server(prefix = "/fn", endpoint = "places/floor")]
pub async fn load_view(floor: String, times: Times) -> Result<(FloorView, String), Failure> {
    let (office, caller) = caller()?;
    let lang = visit()?.viewer.lang;
    let floor = id::<FloorId>(&floor)?;
    let here = find::floor(&office, &caller, floor).await?;
    let choice = chosen(&here, &times)?;
    let drawn = drawing(&office, &here, (lang, Detail::Zones)).await?;
    let (found, free) = seats::seats_and_floors(&office, &caller, &here, choice).await?;
    let view = FloorView {
        floor,
        floor_name: here.floor.name.get(lang).to_owned(),
        site: here.site.id,
        site_name: here.site.name.get(lang).to_owned(),
        sites: site_tabs(&here, lang),
        times: Times::of(choice),
        date: choice.date,
        hours: (here.site.hours.opens, here.site.hours.closes),
        size: drawn.size,
        plan: String::new(),
        zones: drawn.zones.iter().map(|zone| zone_tab(zone, lang)).collect(),
        habits: habits::habits(&office, &caller, &here).await?,
        beside: beside((&office, &caller, lang), &here, (choice, &free)).await?,
        now: now_of(&office, &caller, &here, found).await?,
    };
    Ok((view, drawn.svg.to_string()))
}

/// The drawing of a floor without its seats.
#[server(prefix = "/fn", endpoint = "places/plan")]
pub async fn load_plan(floor: String) -> Result<String, Failure> {
    let (office, caller) = caller()?;
    let here = find::floor(&office, &caller, id::<FloorId>(&floor)?).await?;
    let drawn = drawing(&office, &here, (visit()?.viewer.lang, Detail::Zones)).await?;
    Ok(drawn.svg.to_string())
}

/// Colleagues and desks by name, at the floor's site on the chosen day.
#[server(prefix = "/fn", endpoint = "places/find")]
pub async fn find_places(floor: String, times: Times, q: String) -> Result<FoundView, Failure> {
    let (office, caller) = caller()?;
    let lang = visit()?.viewer.lang;
    let floor = id::<FloorId>(&floor)?;
    let here = find::floor(&office, &caller, floor).await?;
    let date = chosen(&here, &times)?.date;
    let found = search::search(&office, &caller, (here.site.id, date), &q).await?;
    let hit = |spot: search::Spot| Hit {
        desk: spot.desk,
        floor: spot.floor,
        label: spot.label,
        floor_name: elsewhere((&here, lang), spot.floor).unwrap_or_else(|| spot.floor_name.get(lang).to_owned()),
    };
    let people = found.people.into_iter().map(|person| FoundPerson {
        seat: person.seat.map(|(spot, from, to)| (hit(spot), from, to)),
        name: person.name,
        given_name: person.given_name,
        hue: person.hue,
    });
    Ok(FoundView { people: people.collect(), desks: found.desks.into_iter().map(hit).collect() })
}

/// The seats as they are now: after a change, or when the page has been away. What stands beside the map comes along
/// where it is asked for.
#[server(prefix = "/fn", endpoint = "places/seats")]
pub async fn load_seats(
    floor: String,
    times: Times,
    #[server(default)] all: bool,
) -> Result<(SeatsNow, Option<Beside>), Failure> {
    let (office, caller) = caller()?;
    let here = find::floor(&office, &caller, id::<FloorId>(&floor)?).await?;
    let choice = times.parse(here.today)?;
    if !all {
        let found = seats::seats_of(&office, &caller, &here, choice).await?;
        return Ok((now_of(&office, &caller, &here, found).await?, None));
    }
    let (found, free) = seats::seats_and_floors(&office, &caller, &here, choice).await?;
    let who = (&office, &caller, visit()?.viewer.lang);
    let beside = beside(who, &here, (choice, &free)).await?;
    Ok((now_of(&office, &caller, &here, found).await?, Some(beside)))
}

/// What stands beside the map of a floor.
#[cfg(not(target_family = "wasm"))]
async fn beside(
    (office, caller, lang): (&Office, &Caller, Lang),
    here: &FloorNow,
    (choice, free): (Choice, &HashMap<FloorId, usize>),
) -> Result<Beside, Failure> {
    let fill = seats::fill(office, here, (monday_of(choice.date), 7)).await?;
    let team = team::on_day(office, caller, choice.date).await?;
    let day = |day: seats::DayFill| DayTab {
        date: day.date,
        percent: (day.booked * 100).checked_div(day.desks).unwrap_or(0),
        open: day.open,
        bookable: day.bookable,
    };
    let mate = |mate: team::Teammate| Mate {
        name: mate.name,
        given_name: mate.given_name,
        hue: mate.hue,
        seat: mate.seat.map(|(desk, floor, label, from, to)| {
            let label = match elsewhere((here, lang), floor) {
                Some(place) => format!("{place} {label}"),
                None => label,
            };
            (desk, floor, label, from, to)
        }),
        arrived: mate.arrived,
    };
    Ok(Beside {
        floors: floor_tabs(here.floors(), free, (lang, here.floor.id)),
        days: fill.into_iter().map(day).collect(),
        team: team.into_iter().map(mate).collect(),
    })
}

#[cfg(not(target_family = "wasm"))]
async fn now_of(office: &Office, caller: &Caller, here: &FloorNow, found: seats::Seats) -> Result<SeatsNow, Failure> {
    let mut my_seats = Vec::new();
    for booking in found.seats.iter().filter_map(|seat| seat.booking) {
        my_seats.push(my_seat(office, caller, (here, booking)).await?);
    }
    Ok(SeatsNow {
        local: found.local,
        mine: found.mine,
        my_seats,
        against_all: found.against_all,
        no_pc: found.no_pc,
        seats: found.seats,
        today: here.today,
        as_of: found.as_of_local,
        // Read before the seats: what happens between the two is told again, never missed.
        seq: here.seq,
    })
}

/// The chosen time. Without a date it is on the first day that can still be booked.
#[cfg(not(target_family = "wasm"))]
fn chosen(here: &FloorNow, times: &Times) -> Result<Choice, Failure> {
    let choice = times.parse(here.today)?;
    Ok(if times.date.is_empty() { seats::first_open(here, choice) } else { choice })
}

#[cfg(not(target_family = "wasm"))]
async fn my_seat(office: &Office, caller: &Caller, (here, booking): (&FloorNow, BookingId)) -> Result<MySeat, Failure> {
    let found = bookings::one(office, caller, booking).await?;
    Ok(MySeat {
        booking,
        state: found.state,
        can_check_in: caller.now >= found.check_in_from,
        check_in_from: Minute::of(time::local(here.zone(), found.check_in_from)),
        session: found.session.zip(found.session_state),
    })
}

#[cfg(not(target_family = "wasm"))]
fn zone_tab(zone: &Zone, lang: Lang) -> ZoneTab {
    let corners = zone.outline.len().max(1) as f64;
    let middle = |axis: usize| zone.outline.iter().map(|point| point[axis]).sum::<f64>() / corners;
    ZoneTab {
        id: zone.id,
        name: format!("{} {}", zone.code, zone.name.get(lang)),
        middle: [middle(0), middle(1)].map(|metres| (metres * plan::UNITS_PER_METRE).round()),
    }
}

#[cfg(not(target_family = "wasm"))]
fn site_tabs(here: &FloorNow, lang: Lang) -> Vec<SiteTab> {
    let sites = here.sites().filter_map(|site| {
        let floor = here.floors().iter().find(|floor| floor.site == site.id)?;
        Some(SiteTab { id: site.id, name: site.name.get(lang).to_owned(), floor: floor.id })
    });
    sites.collect()
}

/// The names of another site and of its floor; none of a floor of the site that is looked at.
#[cfg(not(target_family = "wasm"))]
fn elsewhere((here, lang): (&FloorNow, Lang), floor: FloorId) -> Option<String> {
    let floor = here.floors().iter().find(|one| one.id == floor && one.site != here.site.id)?;
    let site = here.sites().find(|site| site.id == floor.site)?;
    Some(format!("{} {}", site.name.get(lang), floor.name.get(lang)))
}

/// The floors of the site with desks on them, and the one that is shown.
#[cfg(not(target_family = "wasm"))]
fn floor_tabs(floors: &[Floor], free: &HashMap<FloorId, usize>, (lang, shown): (Lang, FloorId)) -> Vec<FloorTab> {
    let tabs = floors.iter().filter_map(|floor| {
        let free = free.get(&floor.id).copied().or((floor.id == shown).then_some(0))?;
        Some(FloorTab { id: floor.id, name: floor.name.get(lang).to_owned(), free })
    });
    tabs.collect()
}
