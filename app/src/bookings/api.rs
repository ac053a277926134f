//! What people do with bookings.

use crate::failure::Failure;
use leptos::prelude::*;
use office::model::booking::Booking;
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use super::{done::back, times::Times};
#[cfg(not(target_family = "wasm"))]
use crate::caller::caller;
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{
        bookings::{
            cancel, change_times as changing, check_in as checking_in, check_out as checking_out, find, move_seat,
            reserve, restore as restoring,
        },
        caller::Caller,
        office::Office,
        places,
    },
    model::{
        id::{BookingId, DeskId, SiteId},
        refusal::Refusal,
        time::Choice,
    },
};

/// One's own bookings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyBookings {
    /// Live and not over, soonest first.
    pub coming: Vec<Booking>,
    /// Everything else, newest first.
    pub past: Vec<Booking>,
}

/// The caller's bookings.
#[server(prefix = "/fn", endpoint = "bookings/mine")]
pub async fn load_mine() -> Result<MyBookings, Failure> {
    let (office, caller) = caller()?;
    Ok(MyBookings {
        coming: find::mine(&office, &caller, find::When::Coming).await?,
        past: find::mine(&office, &caller, find::When::Past).await?,
    })
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
    let made = reserve::reserve(&office, &caller, reserve::Reserve { desk, choice, person: None, key }).await?;
    back(&return_to, &[("done", "booked"), ("booking", &made.id.to_string())]);
    Ok(())
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
    move_seat::move_seat(&office, &caller, booking, move_seat::To { desk, choice }).await?;
    let was = format!("{}_{}_{}_{}", before.desk, before.local.date, before.local.from, before.local.to);
    back(&return_to, &[("done", "moved"), ("booking", &booking.to_string()), ("was", &was)]);
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
    changing::change_times(&office, &caller, booking, choice).await?;
    let was = format!("{}_{}_{}_{}", before.desk, before.local.date, before.local.from, before.local.to);
    back(&return_to, &[("done", "changed"), ("booking", &booking.to_string()), ("was", &was)]);
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

/// Gives back the caller's reserved bookings of a range of days.
#[server(prefix = "/fn", endpoint = "bookings/cancel-days")]
pub async fn cancel_days(from: String, to: String, return_to: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let day = |field: &str, text: &str| text.parse().map_err(|_| Failure::refuse(Refusal::input(field, "not_a_date")));
    let done = cancel::cancel_range(&office, &caller, day("from", &from)?, day("to", &to)?).await?;
    let ids: Vec<String> = done.iter().take(40).map(ToString::to_string).collect();
    back(&return_to, &[("done", "cancelled-days"), ("count", &done.len().to_string()), ("bookings", &ids.join("."))]);
    Ok(())
}

/// Takes back what was done to bookings, separated by dots; those whose seat is gone stay as they are.
#[server(prefix = "/fn", endpoint = "bookings/restore")]
pub async fn restore(bookings: String, return_to: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let mut failed = None;
    for booking in bookings.split('.') {
        if let Err(error) = restoring::restore(&office, &caller, id(booking)?).await {
            failed = Some(error);
        }
    }
    if let Some(error) = failed {
        return Err(error.into());
    }
    back(&return_to, &[("done", "restored")]);
    Ok(())
}

/// Says that the person has come.
#[server(prefix = "/fn", endpoint = "bookings/check-in")]
pub async fn check_in(booking: String, return_to: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    checking_in::check_in(&office, &caller, id(&booking)?).await?;
    back(&return_to, &[("done", "checked-in"), ("booking", &booking)]);
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
