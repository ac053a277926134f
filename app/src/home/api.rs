//! What the home page asks the server.

use super::view::HomeView;
use crate::failure::Failure;
use leptos::prelude::*;

#[cfg(not(target_family = "wasm"))]
use super::{
    strip,
    view::{Clock, HomeBody, Near, OutNow, PcNow, SeatNow, SeatOffer, Side, WeekDay},
};
#[cfg(not(target_family = "wasm"))]
use crate::{
    caller::{caller, visit},
    places::view::Mate,
};
#[cfg(not(target_family = "wasm"))]
use chrono::NaiveDate;
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{
        bookings::{contest, find as bookings, lost, suggest, team, usual},
        caller::Caller,
        cloud_pcs::{sessions, told},
        office::Office,
        places::{
            drawing::{Detail, Drawing, drawing},
            find::{self, FloorNow},
            seats,
        },
    },
    model::{
        away,
        booking::Booking,
        id::{FloorId, SiteId},
        place::{Floor, Lang, Site},
        plan,
        seat::Seat,
        time::{self, Choice, Instant, Interval, Minute, Part, monday_of},
    },
};

/// How many free seats a page without a booking offers.
#[cfg(not(target_family = "wasm"))]
const OFFERS: usize = 2;
/// On how many days such a seat is looked for.
#[cfg(not(target_family = "wasm"))]
const DAYS_TRIED: usize = 7;
/// How far around the seat the picture shows seats, in metres.
#[cfg(not(target_family = "wasm"))]
const AROUND: f64 = 6.5;

/// The home page.
#[server(prefix = "/fn", endpoint = "home/view")]
pub async fn load_home() -> Result<HomeView, Failure> {
    let (office, caller) = caller()?;
    let lang = visit()?.viewer.lang;
    let coming = bookings::mine(&office, &caller, bookings::When::Coming).await?;
    let of_today = usual::of_today(&office, &caller, &coming).await?;
    let known = match of_today {
        Some(booking) => Some(booking.clone()),
        None => usual::seat(&office, &caller, &coming).await?,
    };
    let sites = find::sites(&office, &caller).await?;
    let site_id = known.as_ref().map(|booking| booking.site).or_else(|| sites.first().map(|site| site.id));
    let Some(site) = sites.iter().find(|site| Some(site.id) == site_id) else {
        return Ok(HomeView::NoSite);
    };
    let floors = find::floors(&office, &caller).await?;
    // The floor that the site's pages open with.
    let first = floors.iter().find(|floor| floor.site == site.id).map(|floor| floor.id);
    let zone = find::zone(&office, &caller, site.id).await?;
    let local = time::local(zone, caller.now);
    let (today, now) = (local.date(), Minute::of(local));
    let seat = match of_today {
        Some(booking) => Some(seat(&office, &caller, booking.clone()).await?),
        None => None,
    };
    let offers = match (&seat, first) {
        (None, Some(first)) => {
            let booked: Vec<NaiveDate> = coming.iter().map(|booking| booking.local.date).collect();
            offers(&office, &caller, (first, today), &booked).await?
        }
        _ => Vec::new(),
    };
    let shown = seat.as_ref().map(|seat| seat.booking.floor).or_else(|| offers.first().map(|offer| offer.floor));
    let floor = shown.or(known.map(|booking| booking.floor)).or(first);
    let body = HomeBody {
        today,
        site: site.name.get(lang).to_owned(),
        week: week(&office, &caller, (site.id, today)).await?,
        team: mates(&office, &caller, (site.id, today), (&sites, &floors)).await?,
        lost: lost::today(&office, &caller).await?,
        news: told::news(&office, &caller).await?,
        seat,
        offers,
        floor,
    };
    Ok(HomeView::Day { clock: Clock { today, now }, body: Box::new(body) })
}

#[cfg(not(target_family = "wasm"))]
async fn mates(
    office: &Office,
    caller: &Caller,
    (site, today): (SiteId, NaiveDate),
    places: (&[Site], &[Floor]),
) -> Result<Vec<Mate>, Failure> {
    let found = team::on_day(office, caller, today).await?;
    let lang = visit()?.viewer.lang;
    let spot = |floor, label| spot(places, (site, lang), (floor, label));
    let seated = found.into_iter().filter(|mate| mate.seat.is_some());
    let mut mates: Vec<Mate> = seated
        .map(|mate| Mate {
            name: mate.name,
            given_name: mate.given_name,
            hue: mate.hue,
            seat: mate.seat.map(|(desk, floor, label, from, to)| (desk, floor, spot(floor, label), from, to)),
            arrived: mate.arrived,
        })
        .collect();
    mates.sort_by_key(|mate| !mate.arrived);
    Ok(mates)
}

/// A desk's label after the name of its floor, on which alone it is unique; at another site than the page's after that
/// one's name as well.
#[cfg(not(target_family = "wasm"))]
fn spot(
    (sites, floors): (&[Site], &[Floor]),
    (here, lang): (SiteId, Lang),
    (floor, label): (FloorId, String),
) -> String {
    let Some(floor) = floors.iter().find(|one| one.id == floor) else { return label };
    let elsewhere = sites.iter().find(|site| site.id == floor.site && site.id != here);
    let floor = floor.name.get(lang);
    match elsewhere {
        Some(site) => format!("{} {floor} {label}", site.name.get(lang)),
        None => format!("{floor} {label}"),
    }
}

#[cfg(not(target_family = "wasm"))]
async fn seat(office: &Office, caller: &Caller, booking: Booking) -> Result<SeatNow, Failure> {
    let lang = visit()?.viewer.lang;
    let here = find::floor(office, caller, booking.floor).await?;
    let drawn = drawing(office, &here, (lang, Detail::Plan)).await?;
    let local = |at: Instant| Minute::of(time::local(here.zone(), at));
    let part = Part::Custom { from: booking.local.from, to: booking.local.to };
    let found = seats::seats_of(office, caller, &here, Choice { date: booking.local.date, part }).await?;
    let mine = found.seats.iter().find(|seat| seat.desk == booking.desk);
    let at = mine.map_or([0.0, 0.0], |seat| seat.at);
    let place = place(&here, (&drawn, mine), lang);
    let [x, y] = at.map(|metres| metres * plan::UNITS_PER_METRE);
    let pc = match booking.session {
        Some(id) if booking.person == caller.person => {
            let session = sessions::one(office, caller, id).await?;
            Some(PcNow { ready_by: session.ready_at.map(local), until: session.room_until.map(local), session })
        }
        _ => None,
    };
    let around = |seat: &&Seat| (seat.at[0] - at[0]).hypot(seat.at[1] - at[1]) < AROUND;
    let hours = here.site.hours;
    let contest = contest::of(office, caller, &booking).await?;
    Ok(SeatNow {
        contest,
        can_check_in: caller.now >= booking.check_in_from,
        check_in_from: local(booking.check_in_from),
        come_by: booking.released_at.map(local),
        came_at: booking.checked_in_at.map(local),
        out: booking.away.map(|away| OutNow {
            since: local(away.since),
            cause: away.cause,
            back_by: away.back_by.map(local),
            lent: away.lent,
            lent_from: away.steps.lent_from.map(local),
            released_at: away.steps.released_at.map(local),
        }),
        back_at: away::offers(local(caller.now), (hours.lunch_starts, hours.lunch_ends), booking.local.to),
        place,
        amenities: mine.map(|seat| seat.amenities.clone()).unwrap_or_default(),
        near: mine.map(|mine| near(mine, &found.seats)).unwrap_or_default(),
        seats: found.seats.iter().filter(around).cloned().collect(),
        plan: drawn.svg.to_string(),
        window: format!("{:.0} {:.0} 184 159", x - 92.0, y - 80.0),
        hours: (hours.opens.max(half_begun(local(caller.now))), hours.closes),
        pc,
        booking,
    })
}

/// When the half of the day began in which a time lies. What changed with every minute would have the page drawn anew.
#[cfg(not(target_family = "wasm"))]
fn half_begun(now: Minute) -> Minute {
    let noon = Minute::hour(12);
    if now < noon { Minute::START } else { noon }
}

/// Floor and zone of a seat in the viewer's language.
#[cfg(not(target_family = "wasm"))]
fn place(here: &FloorNow, (drawn, seat): (&Drawing, Option<&Seat>), lang: Lang) -> String {
    let zone = seat.and_then(|seat| drawn.zones.iter().find(|zone| Some(zone.id) == seat.zone));
    let floor = here.floor.name.get(lang);
    zone.map_or_else(|| floor.to_owned(), |zone| format!("{floor} {}", zone.name.get(lang)))
}

/// Who sits around a seat, teammates first, then the nearest; at most two.
#[cfg(not(target_family = "wasm"))]
fn near(mine: &Seat, seats: &[Seat]) -> Vec<Near> {
    let (sin, cos) = mine.rotation.to_radians().sin_cos();
    let mut found: Vec<(bool, f64, Near)> = seats
        .iter()
        .filter_map(|seat| {
            let holder = seat.holder.as_ref()?;
            let (east, south) = (seat.at[0] - mine.at[0], seat.at[1] - mine.at[1]);
            let side = Side::of(east * cos + south * sin, south * cos - east * sin)?;
            let (name, given_name) = (holder.name.clone(), holder.given_name.clone());
            Some((!holder.teammate, east.hypot(south), Near { name, given_name, hue: holder.hue, side }))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    found.into_iter().take(2).map(|(.., near)| near).collect()
}

/// Good seats for the first days that can be booked and on which the caller has no seat yet.
#[cfg(not(target_family = "wasm"))]
async fn offers(
    office: &Office,
    caller: &Caller,
    (first, today): (FloorId, NaiveDate),
    booked: &[NaiveDate],
) -> Result<Vec<SeatOffer>, Failure> {
    let first = find::floor(office, caller, first).await?;
    let open = seats::open_days(&first, Choice { date: today, part: Part::AllDay });
    let days: Vec<Choice> = open.filter(|day| !booked.contains(&day.date)).take(DAYS_TRIED).collect();
    let mut offers = Vec::new();
    for choice in days {
        // A day that is full is passed over.
        if let Some(found) = suggest::suggest(office, caller, first.site.id, choice).await? {
            offers.push(offer(office, caller, (found, choice)).await?);
        }
        if offers.len() == OFFERS {
            break;
        }
    }
    Ok(offers)
}

#[cfg(not(target_family = "wasm"))]
async fn offer(
    office: &Office,
    caller: &Caller,
    (found, choice): (suggest::Suggestion, Choice),
) -> Result<SeatOffer, Failure> {
    let lang = visit()?.viewer.lang;
    let here = find::floor(office, caller, found.floor).await?;
    let drawn = drawing(office, &here, (lang, Detail::Plan)).await?;
    let hours = here.local(choice).map_or((Minute::START, Minute::END), |local| (local.from, local.to));
    Ok(SeatOffer {
        date: choice.date,
        place: place(&here, (&drawn, Some(&found.seat)), lang),
        desk: found.seat.desk,
        label: found.seat.label,
        floor: found.floor,
        amenities: found.seat.amenities,
        hours,
        why: found.why,
        no_pc: seats::no_pc(office, &here, choice).await?,
    })
}

/// This week, or the next one once nothing of this one is left.
#[cfg(not(target_family = "wasm"))]
async fn week(office: &Office, caller: &Caller, (site, today): (SiteId, NaiveDate)) -> Result<Vec<WeekDay>, Failure> {
    let zone = find::zone(office, caller, site).await?;
    let monday = monday_of(today);
    let days = find::working_days(office, caller, site, (monday, strip::DAYS)).await?;
    let last = days.last().map_or(today, |day| day.date);
    let whole = Interval { starts_at: time::day(zone, monday).starts_at, ends_at: time::day(zone, last).ends_at };
    let held = bookings::during(office, caller, caller.person, whole).await?;
    Ok(strip::week(days, &held, (today, caller.now)))
}
