//! What the home page asks the server.

use crate::{failure::Failure, places::view::Mate};
use leptos::prelude::*;
use office::model::{booking::Booking, cloud_pc::Session, place::Amenity, seat::Seat, time::Minute};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::caller::{caller, visit};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{
        bookings::{find as bookings, team},
        caller::Caller,
        cloud_pcs::sessions,
        office::Office,
        places::{find, seats},
    },
    model::{
        plan,
        time::{Choice, Part},
    },
};

/// The seat and the cloud PC that matter now, and what is around them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HomeView {
    /// Today at the site of the next booking, else of the first site.
    pub today: chrono::NaiveDate,
    /// Local time.
    pub now: Minute,
    /// The site's name.
    pub site: String,
    /// Today's booking, or none.
    pub seat: Option<SeatNow>,
    /// Coming bookings without today's.
    pub coming: Vec<Booking>,
    /// The team today.
    pub team: Vec<Mate>,
}

/// Today's seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatNow {
    /// The booking.
    pub booking: Booking,
    /// Floor and zone.
    pub place: String,
    /// What the desk offers.
    pub amenities: Vec<Amenity>,
    /// The floor's seats, for the picture around it.
    pub seats: Vec<Seat>,
    /// The drawing below them.
    pub plan: String,
    /// The part of the drawing to show.
    pub window: String,
    /// Opening and closing.
    pub hours: (Minute, Minute),
    /// The session.
    pub session: Option<Session>,
    /// Minutes until the booking starts; negative when it has.
    pub starts_in: i64,
    /// It can be checked in now.
    pub can_check_in: bool,
}

/// The home page.
#[server(prefix = "/fn", endpoint = "home/view")]
pub async fn load_home() -> Result<HomeView, Failure> {
    let (office, caller) = caller()?;
    let lang = visit()?.viewer.lang;
    let mut coming = bookings::mine(&office, &caller, bookings::When::Coming).await?;
    let sites = find::sites(&office, &caller).await?;
    let site_id = coming.first().map(|booking| booking.site).or_else(|| sites.first().map(|site| site.id));
    let Some(site) = sites.into_iter().find(|site| Some(site.id) == site_id) else {
        return Err(Failure::refuse(office::model::refusal::Refusal::NotFound));
    };
    let (today, now) = find::local_now(&office, &caller, site.id).await?;
    let team = team::on_day(&office, &caller, site.id, today).await?;
    let is_today = coming.first().is_some_and(|booking| booking.local.date == today);
    let seat = if is_today { Some(seat(&office, &caller, coming.remove(0)).await?) } else { None };
    Ok(HomeView {
        today,
        now,
        site: site.name.get(lang).to_owned(),
        seat,
        coming,
        team: team
            .into_iter()
            .filter(|mate| mate.seat.is_some())
            .map(|mate| Mate {
                name: mate.name,
                given_name: mate.given_name,
                hue: mate.hue,
                seat: mate.seat,
                arrived: mate.arrived,
            })
            .collect(),
    })
}

#[cfg(not(target_family = "wasm"))]
async fn seat(office: &Office, caller: &Caller, booking: Booking) -> Result<SeatNow, Failure> {
    let lang = visit()?.viewer.lang;
    let drawn = find::floor_plan(office, caller, booking.floor).await?;
    let part = Part::Custom { from: booking.local.from, to: booking.local.to };
    let found = seats::seats(office, caller, booking.floor, Choice { date: booking.local.date, part }).await?;
    let mine = found.seats.iter().find(|seat| seat.desk == booking.desk);
    let at = mine.map_or([0.0, 0.0], |seat| seat.at);
    let zone = mine.and_then(|seat| drawn.zones.iter().find(|zone| Some(zone.id) == seat.zone));
    let place = match zone {
        Some(zone) => format!("{} {}", drawn.floor.name.get(lang), zone.name.get(lang)),
        None => drawn.floor.name.get(lang).to_owned(),
    };
    let near: Vec<Seat> =
        found.seats.iter().filter(|seat| (seat.at[0] - at[0]).hypot(seat.at[1] - at[1]) < 6.5).cloned().collect();
    let [x, y] = at.map(|metres| metres * plan::UNITS_PER_METRE);
    let session = match booking.session {
        Some(id) if booking.person == caller.person => Some(sessions::one(office, caller, id).await?),
        _ => None,
    };
    Ok(SeatNow {
        starts_in: (booking.interval.starts_at - caller.now).num_minutes(),
        can_check_in: caller.now >= booking.check_in_from,
        place,
        amenities: mine.map(|seat| seat.amenities.clone()).unwrap_or_default(),
        seats: near,
        plan: plan::draw(&drawn.plan, &[], lang),
        window: format!("{:.0} {:.0} 184 159", x - 92.0, y - 80.0),
        hours: (drawn.site.hours.opens, drawn.site.hours.closes),
        session,
        booking,
    })
}
