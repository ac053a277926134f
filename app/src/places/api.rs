//! What the seat page asks the server.

use super::view::{FloorView, SeatsNow};
use crate::{bookings::times::Times, failure::Failure};
use leptos::prelude::*;

#[cfg(not(target_family = "wasm"))]
use super::view::{DayTab, FloorTab, Mate, SiteTab};
#[cfg(not(target_family = "wasm"))]
use crate::{
    bookings::api::id,
    caller::{caller, visit},
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{
        bookings::team,
        caller::Caller,
        live,
        office::Office,
        places::{find, seats},
    },
    model::{
        id::{FloorId, SiteId},
        plan,
        refusal::Refusal,
        seat::SeatState,
        time::{Choice, monday_of},
    },
};

/// The floor a person starts with: that of their next booking, else the first.
#[server(prefix = "/fn", endpoint = "places/first-floor")]
pub async fn first_floor() -> Result<String, Failure> {
    let (office, caller) = caller()?;
    let coming =
        office::backend::bookings::find::mine(&office, &caller, office::backend::bookings::find::When::Coming).await?;
    if let Some(next) = coming.first() {
        return Ok(next.floor.to_string());
    }
    let sites = find::sites(&office, &caller).await?;
    let floors = find::floors(&office, &caller).await?;
    let first = sites.first().and_then(|site| floors.iter().find(|floor| floor.site == site.id));
    first.map(|floor| floor.id.to_string()).ok_or_else(|| Failure::refuse(Refusal::NotFound))
}

/// The whole page of a floor for a choice of time.
#[server(prefix = "/fn", endpoint = "places/floor")]
pub async fn load_floor(floor: String, times: Times) -> Result<FloorView, Failure> {
    let (office, caller) = caller()?;
    let lang = visit()?.viewer.lang;
    let floor = id::<FloorId>(&floor)?;
    let drawn = find::floor_plan(&office, &caller, floor).await?;
    let choice = match times.date.is_empty() {
        // Without a date the page opens on the first day that can still be booked.
        true => seats::first_open(&office, &caller, floor, times.parse(drawn.today)?).await?,
        false => times.parse(drawn.today)?,
    };
    let fill = seats::fill(&office, &caller, floor, (monday_of(choice.date), 7)).await?;
    let team = team::on_day(&office, &caller, drawn.site.id, choice.date).await?;
    Ok(FloorView {
        floor,
        floor_name: drawn.floor.name.get(lang).to_owned(),
        site: drawn.site.id,
        site_name: drawn.site.name.get(lang).to_owned(),
        sites: site_tabs(&office, &caller).await?,
        floors: floor_tabs(&office, &caller, (drawn.site.id, choice)).await?,
        times: Times::of(choice),
        days: fill
            .into_iter()
            .map(|day| DayTab {
                date: day.date,
                percent: (day.booked * 100).checked_div(day.desks).unwrap_or(0),
                open: day.open,
                bookable: day.bookable,
            })
            .collect(),
        date: choice.date,
        hours: (drawn.site.hours.opens, drawn.site.hours.closes),
        view_box: plan::view_box(&drawn.plan),
        plan: plan::draw(&drawn.plan, &drawn.zones, lang),
        zones: drawn.zones.iter().map(|zone| (zone.id, zone.name.get(lang).to_owned())).collect(),
        team: team
            .into_iter()
            .map(|mate| Mate {
                name: mate.name,
                given_name: mate.given_name,
                hue: mate.hue,
                seat: mate.seat,
                arrived: mate.arrived,
            })
            .collect(),
        now: now(&office, &caller, (floor, choice)).await?,
    })
}

/// The seats as they are now: after a change, or when the page has been away.
#[server(prefix = "/fn", endpoint = "places/seats")]
pub async fn load_seats(floor: String, times: Times) -> Result<SeatsNow, Failure> {
    let (office, caller) = caller()?;
    let floor = id::<FloorId>(&floor)?;
    let today = find::floor_plan(&office, &caller, floor).await?.today;
    now(&office, &caller, (floor, times.parse(today)?)).await
}

#[cfg(not(target_family = "wasm"))]
async fn now(office: &Office, caller: &Caller, (floor, choice): (FloorId, Choice)) -> Result<SeatsNow, Failure> {
    // Read before the seats: what happens between the two is told again, never missed.
    let seq = live::newest(office).await?;
    let found = seats::seats(office, caller, floor, choice).await?;
    Ok(SeatsNow {
        local: found.local,
        mine: found.mine,
        against_all: found.against_all,
        seats: found.seats,
        as_of: found.as_of_local,
        seq,
    })
}

#[cfg(not(target_family = "wasm"))]
async fn site_tabs(office: &Office, caller: &Caller) -> Result<Vec<SiteTab>, Failure> {
    let lang = visit()?.viewer.lang;
    let floors = find::floors(office, caller).await?;
    let sites = find::sites(office, caller).await?.into_iter().filter_map(|site| {
        let floor = floors.iter().find(|floor| floor.site == site.id)?;
        Some(SiteTab { id: site.id, name: site.name.get(lang).to_owned(), floor: floor.id })
    });
    Ok(sites.collect())
}

#[cfg(not(target_family = "wasm"))]
async fn floor_tabs(
    office: &Office,
    caller: &Caller,
    (site, choice): (SiteId, Choice),
) -> Result<Vec<FloorTab>, Failure> {
    let lang = visit()?.viewer.lang;
    let mut tabs = Vec::new();
    for floor in find::floors(office, caller).await?.into_iter().filter(|floor| floor.site == site) {
        let found = seats::seats(office, caller, floor.id, choice).await?;
        // A floor without desks has no seats to switch to.
        if found.seats.is_empty() {
            continue;
        }
        let free = found.seats.iter().filter(|seat| seat.state == SeatState::Free).count();
        tabs.push(FloorTab { id: floor.id, name: floor.name.get(lang).to_owned(), free });
    }
    Ok(tabs)
}
