//! What people do with bookings.

use crate::failure::Failure;
use chrono::NaiveDate;
use leptos::prelude::*;
use office::model::{booking::Booking, time::Minute};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use super::{done::back, stood::Stood, times::Times};
#[cfg(not(target_family = "wasm"))]
use crate::caller::{caller, visit};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{
        bookings::{
            away, cancel, change_times as changing, check_in as checking_in, check_out as checking_out, find,
            move_seat, reserve, restore as restoring,
        },
        caller::Caller,
        error::Error,
        office::Office,
        places,
    },
    model::{
        id::{BookingId, DeskId, FloorId, SiteId},
        place::Site,
        refusal::{Reason, Refusal},
        time::{self, Choice, Instant},
    },
};
#[cfg(not(target_family = "wasm"))]
use std::collections::HashMap;

/// The notice of an undo that left some bookings as they were.
pub const RESTORED_SOME: &str = "restored-some";

/// One's own bookings, and those made for others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyBookings {
    /// Today at the site of the next booking, else of the first site; in UTC while there is no site.
    pub today: NaiveDate,
    /// The time of day there.
    pub now: Minute,
    /// Live and not over, soonest first.
    pub coming: Vec<Mine>,
    /// Coming ones that the caller made for others, soonest first.
    pub for_others: Vec<Mine>,
    /// Everything else, newest first.
    pub past: Vec<Mine>,
}

/// A booking with what its row says besides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mine {
    /// The booking.
    pub booking: Booking,
    /// Site and floor.
    pub place: String,
    /// It can be checked in now.
    pub can_check_in: bool,
    /// Until when somebody has to come, local; `None` where nothing is released.
    pub come_by: Option<Minute>,
}

/// The caller's bookings.
#[server(prefix = "/fn", endpoint = "bookings/mine")]
pub async fn load_mine() -> Result<MyBookings, Failure> {
    let (office, caller) = caller()?;
    let coming = find::mine(&office, &caller, find::When::Coming).await?;
    let for_others = find::for_others(&office, &caller).await?;
    let past = find::mine(&office, &caller, find::When::Past).await?;
    let sites = places::find::sites(&office, &caller).await?;
    let site = coming.first().map(|booking| booking.site).or_else(|| sites.first().map(|site| site.id));
    let local = match site {
        Some(site) => time::local(places::find::zone(&office, &caller, site).await?, caller.now),
        None => caller.now.naive_utc(),
    };
    let (today, now) = (local.date(), Minute::of(local));
    let rows = Rows::read(&office, &caller, sites).await?;
    Ok(MyBookings { today, now, coming: rows.of(coming), for_others: rows.of(for_others), past: rows.of(past) })
}

/// What turns bookings into rows.
#[cfg(not(target_family = "wasm"))]
struct Rows {
    now: Instant,
    places: HashMap<FloorId, String>,
    zones: HashMap<SiteId, chrono_tz::Tz>,
}

#[cfg(not(target_family = "wasm"))]
impl Rows {
    async fn read(office: &Office, caller: &Caller, sites: Vec<Site>) -> Result<Self, Failure> {
        let lang = visit()?.viewer.lang;
        let mut zones = HashMap::new();
        for site in &sites {
            zones.insert(site.id, places::find::zone(office, caller, site.id).await?);
        }
        let floors = places::find::floors(office, caller).await?;
        let places = floors.into_iter().map(|floor| {
            let site = sites.iter().find(|site| site.id == floor.site).map(|site| site.name.get(lang));
            (floor.id, format!("{} {}", site.unwrap_or_default(), floor.name.get(lang)))
        });
        Ok(Self { now: caller.now, places: places.collect(), zones })
    }

    fn of(&self, bookings: Vec<Booking>) -> Vec<Mine> {
        let row = |booking: Booking| Mine {
            place: self.places.get(&booking.floor).cloned().unwrap_or_default(),
            can_check_in: self.now >= booking.check_in_from,
            come_by: booking
                .released_at
                .zip(self.zones.get(&booking.site))
                .map(|(at, zone)| Minute::of(time::local(*zone, at))),
            booking,
        };
        bookings.into_iter().map(row).collect()
    }
}

/// Books a desk and goes back with a notice.
#[server(prefix = "/fn", endpoint = "bookings/book")]
pub async fn book(
    desk: String,
    date: String,
    part: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] key: String,
    return_to: String,
) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let desk = id::<DeskId>(&desk)?;
    let choice = chosen(&office, &caller, desk, Times { date, part, from, to }).await?;
    let key = (!key.is_empty()).then_some(key);
    let made = match reserve::reserve(&office, &caller, reserve::Reserve { desk, choice, person: None, key }).await {
        Ok(made) => made,
        // Asked for twice, as by two clicks, it is there.
        Err(error) => held(&office, &caller, (desk, choice)).await?.ok_or(error)?,
    };
    back(&return_to, &[("done", "booked"), ("booking", &made.id.to_string()), ("pc", no_pc(&made))]);
    Ok(())
}

/// The caller's own booking of a desk that holds all of a choice of time already.
#[cfg(not(target_family = "wasm"))]
async fn held(office: &Office, caller: &Caller, (desk, choice): (DeskId, Choice)) -> Result<Option<Booking>, Failure> {
    let coming = find::mine(office, caller, find::When::Coming).await?;
    let Some(booking) = coming.into_iter().find(|one| one.desk == desk && one.local.date == choice.date) else {
        return Ok(None);
    };
    let asked = places::find::floor(office, caller, booking.floor).await?.local(choice);
    Ok(asked.filter(|asked| booking.local.from <= asked.from && asked.to <= booking.local.to).map(|_| booking))
}

/// The word for why a booking has no cloud PC; empty where it has one.
#[cfg(not(target_family = "wasm"))]
fn no_pc(booking: &Booking) -> &'static str {
    booking.no_pc.map_or("", |why| why.word())
}

/// Moves a booking to another desk, with other times if any are given.
#[server(prefix = "/fn", endpoint = "bookings/move")]
pub async fn change_seat(
    booking: String,
    desk: String,
    #[server(default)] date: String,
    #[server(default)] part: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    return_to: String,
) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let (booking, desk) = (id::<BookingId>(&booking)?, id::<DeskId>(&desk)?);
    let before = find::one(&office, &caller, booking).await?;
    let choice = match part.is_empty() {
        true => None,
        false => Some(chosen(&office, &caller, desk, Times { date, part, from, to }).await?),
    };
    let moved = move_seat::move_seat(&office, &caller, booking, move_seat::To { desk, choice }).await?;
    back_from_move(&return_to, (&before, &moved));
    Ok(())
}

/// Goes back with a notice of a move. Asked for twice it was told already, and the way back told then still holds.
#[cfg(not(target_family = "wasm"))]
fn back_from_move(return_to: &str, (before, now): (&Booking, &Booking)) {
    if (before.desk, before.interval) != (now.desk, now.interval) {
        back_from(return_to, "moved", (before, now));
    }
}

/// Goes back with a notice of what was done to a booking and where it was before.
#[cfg(not(target_family = "wasm"))]
fn back_from(return_to: &str, done: &str, (before, now): (&Booking, &Booking)) {
    let was = Stood::of(before).text();
    back(return_to, &[("done", done), ("booking", &now.id.to_string()), ("was", &was), ("pc", no_pc(now))]);
}

/// Takes a move back: to the desk and the times that `was` names, and in use if it was.
#[server(prefix = "/fn", endpoint = "bookings/move-back")]
pub async fn move_back(booking: String, was: String, return_to: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let booking = id::<BookingId>(&booking)?;
    let Stood { desk, times, sat } = Stood::parse(&was);
    let desk = id::<DeskId>(&desk)?;
    let before = find::one(&office, &caller, booking).await?;
    let to = move_seat::To { desk, choice: Some(chosen(&office, &caller, desk, times).await?) };
    let moved = match sat {
        true => move_seat::move_back(&office, &caller, booking, to).await?,
        false => move_seat::move_seat(&office, &caller, booking, to).await?,
    };
    back_from_move(&return_to, (&before, &moved));
    Ok(())
}

/// Gives a booking other times at the same desk.
#[server(prefix = "/fn", endpoint = "bookings/times")]
pub async fn change_times(
    booking: String,
    date: String,
    part: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    return_to: String,
) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let booking = id::<BookingId>(&booking)?;
    let before = find::one(&office, &caller, booking).await?;
    let choice = chosen(&office, &caller, before.desk, Times { date, part, from, to }).await?;
    let changed = changing::change_times(&office, &caller, booking, choice).await?;
    back_from(&return_to, "changed", (&before, &changed));
    Ok(())
}

/// Gives a booking back.
#[server(prefix = "/fn", endpoint = "bookings/cancel")]
pub async fn cancel_booking(booking: String, return_to: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    cancel::cancel(&office, &caller, id(&booking)?).await?;
    back(&return_to, &[("done", "cancelled"), ("booking", &booking)]);
    Ok(())
}

/// Gives back the caller's reserved bookings of a range of days. The notice names every one of them, so that all are taken
/// back: a hundred, as many as a site's rules allow, make an address of less than four kilobytes.
#[server(prefix = "/fn", endpoint = "bookings/cancel-days")]
pub async fn cancel_days(from: String, to: String, return_to: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let day = |field: &str, text: &str| text.parse().map_err(|_| Failure::refuse(Refusal::input(field, "not_a_date")));
    let done = cancel::cancel_range(&office, &caller, day("from", &from)?, day("to", &to)?).await?;
    let ids: Vec<String> = done.iter().map(ToString::to_string).collect();
    back(&return_to, &[("done", "cancelled-days"), ("count", &done.len().to_string()), ("bookings", &ids.join("."))]);
    Ok(())
}

/// Takes back what was done to bookings, separated by dots; those whose seat is gone stay as they are. Of several the notice
/// names those, and the list says which they are.
#[server(prefix = "/fn", endpoint = "bookings/restore")]
pub async fn restore(bookings: String, return_to: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let asked: Vec<&str> = bookings.split('.').collect();
    let mut left = Vec::new();
    for booking in &asked {
        match restoring::restore(&office, &caller, id(booking)?).await {
            Ok(_) => {}
            // Pressed again, or taken back elsewhere.
            Err(error) if is_back(&error) => {}
            Err(error) if asked.len() == 1 || matches!(error, Error::Fault(_)) => return Err(error.into()),
            Err(_) => left.push(*booking),
        }
    }
    if left.is_empty() {
        back(&return_to, &[("done", "restored")]);
        return Ok(());
    }
    let count = (asked.len() - left.len()).to_string();
    back(&return_to, &[("done", RESTORED_SOME), ("count", &count), ("bookings", &left.join("."))]);
    Ok(())
}

/// Whether a booking can't be taken back because it is there.
#[cfg(not(target_family = "wasm"))]
fn is_back(error: &Error) -> bool {
    let there = |reason: &Reason| matches!(reason, Reason::NotNow { state } if state.is_live());
    matches!(error, Error::Refused(Refusal::Rules { reasons, .. }) if reasons.iter().any(there))
}

/// Says that the person has come, or is back.
#[server(prefix = "/fn", endpoint = "bookings/check-in")]
pub async fn check_in(booking: String, return_to: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let id = id(&booking)?;
    let was_out = find::one(&office, &caller, id).await?.away.is_some();
    checking_in::check_in(&office, &caller, id).await?;
    let done = if was_out { "back" } else { "checked-in" };
    back(&return_to, &[("done", done), ("booking", &booking)]);
    Ok(())
}

/// Goes out for a while, until a local time of today if one is said.
#[server(prefix = "/fn", endpoint = "bookings/away")]
pub async fn go_out(booking: String, #[server(default)] back_by: String, return_to: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let back_by = match back_by.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Failure::refuse(Refusal::input("back_by", "not_a_time")))?),
    };
    away::leave(&office, &caller, id(&booking)?, back_by).await?;
    back(&return_to, &[("done", "away"), ("booking", &booking)]);
    Ok(())
}

/// Leaves the seat.
#[server(prefix = "/fn", endpoint = "bookings/check-out")]
pub async fn check_out(booking: String, return_to: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    checking_out::check_out(&office, &caller, id(&booking)?).await?;
    back(&return_to, &[("done", "checked-out"), ("booking", &booking)]);
    Ok(())
}

#[cfg(not(target_family = "wasm"))]
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::refuse(Refusal::NotFound))
}

#[cfg(not(target_family = "wasm"))]
async fn chosen(office: &Office, caller: &Caller, desk: DeskId, times: Times) -> Result<Choice, Failure> {
    let site: SiteId = places::find::site_of_desk(office, caller, desk).await?;
    let today = places::find::today(office, caller, site).await?;
    times.parse(today)
}
