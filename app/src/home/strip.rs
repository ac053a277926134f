//! Which days the week at a glance shows, and which booking of each.

use super::view::WeekDay;
use chrono::{Days, NaiveDate};
use office::{
    backend::places::find::SiteDay,
    model::{
        booking::{Booking, BookingState},
        time::{Instant, monday_of},
    },
};

/// How many days of a site, from this week's Monday on, a strip is made of.
pub const DAYS: usize = 14;

/// Of this week the days that the site works and those with a booking; of the next one, once nothing of this one is left.
pub fn week(days: Vec<SiteDay>, held: &[Booking], (today, now): (NaiveDate, Instant)) -> Vec<WeekDay> {
    let next = monday_of(today) + Days::new(7);
    let told = days.into_iter().map(|day| (day, told(held, day.date, now)));
    let worth: Vec<(SiteDay, Option<&Booking>)> =
        told.filter(|(day, booking)| day.works || booking.is_some()).collect();
    let left = worth.iter().any(|(day, _)| (today..next).contains(&day.date));
    let shown = worth.into_iter().filter(|(day, _)| (day.date < next) == left);
    shown.map(|(day, booking)| WeekDay { date: day.date, open: day.open, booking: booking.cloned() }).collect()
}

/// The booking that tells a day: one that holds a seat, else one that did, else one that was missed; the earliest of each.
fn told(held: &[Booking], date: NaiveDate, now: Instant) -> Option<&Booking> {
    let kept = |booking: &&Booking| booking.local.date == date && booking.state != BookingState::Cancelled;
    let holds = |booking: &Booking| booking.state.is_live() && booking.interval.ends_at > now;
    held.iter().filter(kept).min_by_key(|booking| (!holds(booking), booking.was_missed()))
}
