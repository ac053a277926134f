//! What the seat page asks the server.

use super::view::{FloorView, FoundView, SeatsNow};
use crate::{bookings::times::Times, failure::Failure};
use leptos::prelude::*;

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
        live,
        office::Office,
        places::{find, habits, search, seats},
    },
    model::{
        id::{BookingId, FloorId, SiteId},
        place::{Lang, Zone},
        plan,
        seat::SeatState,
        time::{self, Choice, Minute, monday_of},
    },
};

/// The floor a person starts with: that of their next booking, else of their last one, else the first; none in a new
/// office.
#[server(prefix = "/fn", endpoint = "places/first-floor")]
pub async fn first_floor() -> Result<Option<String>, Failure> {
    let (office, caller) = caller()?;
    let coming = bookings::mine(&office, &caller, bookings::When::Coming).await?;
    let known = match coming.into_iter().next() {
        Some(next) => Some(next),
        None => bookings::mine(&office, &caller, bookings::When::Past).await?.into_iter().next(),
    };
    if let Some(known) = known {
        return Ok(Some(known.floor.to_string()));
    }
    let sites = find::sites(&office, &caller).await?;
    let floors = find::floors(&office, &caller).await?;
    let first = sites.iter().find_map(|site| floors.iter().find(|floor| floor.site == site.id));
    Ok(first.map(|floor| floor.id.to_string()))
}

/// The whole page of a floor for a choice of time.
#[server(prefix = "/fn", endpoint = "places/floor")]
pub async fn load_floor(floor: String, times: Times) -> Result<FloorView, Failure> {
    let (office, caller) = caller()?;
    let lang = visit()?.viewer.lang;
    let floor = id::<FloorId>(&floor)?;
    let drawn = find::floor_plan(&office, &caller, floor).await?;
    let choice = chosen(&office, &caller, (floor, drawn.today), &times).await?;
    let fill = seats::fill(&office, &caller, floor, (monday_of(choice.date), 7)).await?;
    let team = team::on_day(&office, &caller, drawn.site.id, choice.date).await?;
    let now = now(&office, &caller, (floor, choice)).await?;
    Ok(FloorView {
        floor,
        floor_name: drawn.floor.name.get(lang).to_owned(),
        site: drawn.site.id,
        site_name: drawn.site.name.get(lang).to_owned(),
        sites: site_tabs(&office, &caller).await?,
        floors: floor_tabs(&office, &caller, (drawn.site.id, choice), (floor, now.free())).await?,
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
        today: drawn.today,
        hours: (drawn.site.hours.opens, drawn.site.hours.closes),
        size: plan::size(&drawn.plan),
        plan: plan::draw(&drawn.plan, &drawn.zones, lang),
        zones: drawn.zones.iter().map(|zone| zone_tab(zone, lang)).collect(),
        habits: habits::habits(&office, &caller, floor, choice.date).await?,
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
        now,
    })
}

/// The drawing of a floor without its seats.
#[server(prefix = "/fn", endpoint = "places/plan")]
pub async fn load_plan(floor: String) -> Result<String, Failure> {
    let (office, caller) = caller()?;
    let drawn = find::floor_plan(&office, &caller, id::<FloorId>(&floor)?).await?;
    Ok(plan::draw(&drawn.plan, &drawn.zones, visit()?.viewer.lang))
}

/// Colleagues and desks by name, at the floor's site on the chosen day.
#[server(prefix = "/fn", endpoint = "places/find")]
pub async fn find_places(floor: String, times: Times, q: String) -> Result<FoundView, Failure> {
    let (office, caller) = caller()?;
    let lang = visit()?.viewer.lang;
    let floor = id::<FloorId>(&floor)?;
    let drawn = find::floor_plan(&office, &caller, floor).await?;
    let date = chosen(&office, &caller, (floor, drawn.today), &times).await?.date;
    let found = search::search(&office, &caller, (drawn.site.id, date), &q).await?;
    let hit = |spot: search::Spot| Hit {
        desk: spot.desk,
        floor: spot.floor,
        label: spot.label,
        floor_name: spot.floor_name.get(lang).to_owned(),
    };
    let people = found.people.into_iter().map(|person| FoundPerson {
        seat: person.seat.map(|(spot, from, to)| (hit(spot), from, to)),
        name: person.name,
        given_name: person.given_name,
        hue: person.hue,
    });
    Ok(FoundView { people: people.collect(), desks: found.desks.into_iter().map(hit).collect() })
}

/// The seats as they are now: after a change, or when the page has been away.
#[server(prefix = "/fn", endpoint = "places/seats")]
pub async fn load_seats(floor: String, times: Times) -> Result<SeatsNow, Failure> {
    let (office, caller) = caller()?;
    let floor = id::<FloorId>(&floor)?;
    let today = find::today_on_floor(&office, &caller, floor).await?;
    now(&office, &caller, (floor, times.parse(today)?)).await
}

#[cfg(not(target_family = "wasm"))]
async fn now(office: &Office, caller: &Caller, (floor, choice): (FloorId, Choice)) -> Result<SeatsNow, Failure> {
    // Read before the seats: what happens between the two is told again, never missed.
    let seq = live::newest(office).await?;
    let found = seats::seats(office, caller, floor, choice).await?;
    let my_seat = match &found.mine {
        Some(mine) => Some(my_seat(office, caller, mine.id).await?),
        None => None,
    };
    Ok(SeatsNow {
        local: found.local,
        mine: found.mine,
        my_seat,
        against_all: found.against_all,
        seats: found.seats,
        as_of: found.as_of_local,
        seq,
    })
}

/// The chosen time. Without a date it is on the first day that can still be booked.
#[cfg(not(target_family = "wasm"))]
async fn chosen(
    office: &Office,
    caller: &Caller,
    (floor, today): (FloorId, chrono::NaiveDate),
    times: &Times,
) -> Result<Choice, Failure> {
    let choice = times.parse(today)?;
    match times.date.is_empty() {
        true => Ok(seats::first_open(office, caller, floor, choice).await?),
        false => Ok(choice),
    }
}

#[cfg(not(target_family = "wasm"))]
async fn my_seat(office: &Office, caller: &Caller, booking: BookingId) -> Result<MySeat, Failure> {
    let found = bookings::one(office, caller, booking).await?;
    let zone = find::zone(office, caller, found.site).await?;
    Ok(MySeat {
        booking,
        state: found.state,
        can_check_in: caller.now >= found.check_in_from,
        check_in_from: Minute::of(time::local(zone, found.check_in_from)),
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
    (shown, its_free): (FloorId, usize),
) -> Result<Vec<FloorTab>, Failure> {
    let lang = visit()?.viewer.lang;
    let mut tabs = Vec::new();
    for floor in find::floors(office, caller).await?.into_iter().filter(|floor| floor.site == site) {
        let free = match floor.id == shown {
            true => Some(its_free),
            false => {
                let found = seats::seats(office, caller, floor.id, choice).await?.seats;
                let free = found.iter().filter(|seat| seat.state == SeatState::Free).count();
                // A floor without desks has no seats to switch to.
                (!found.is_empty()).then_some(free)
            }
        };
        let Some(free) = free else { continue };
        tabs.push(FloorTab { id: floor.id, name: floor.name.get(lang).to_owned(), free });
    }
    Ok(tabs)
}
