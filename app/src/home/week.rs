//! The week at a glance.

use super::{acts::on_the_map, view::WeekDay};
use crate::{ui::icon::Icon, viewer::use_texts};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use office::model::{id::FloorId, time::monday_of};

/// The strip of a week's days.
#[component]
pub fn Week(days: Vec<WeekDay>, today: NaiveDate, floor: Option<FloorId>) -> impl IntoView {
    let texts = use_texts();
    let booked =
        days.iter().filter(|day| day.booking.as_ref().is_some_and(|booking| !booking.was_missed())).count() as i64;
    let this_week = days.first().is_some_and(|day| monday_of(day.date) <= today);
    let cells = days.into_iter().map(|day| view! { <Cell day today floor /> }).collect_view();
    view! {
        <section class="card wk">
            <header>
                <h2>{texts.s(if this_week { "this-week" } else { "next-week" })}</h2>
                <p>{texts.f("week-booked", &[("count", booked.into())])}</p>
                <a href="/bookings">{texts.s("all-bookings")}</a>
            </header>
            <ol>{cells}</ol>
        </section>
    }
}

#[component]
fn Cell(day: WeekDay, today: NaiveDate, floor: Option<FloorId>) -> impl IntoView {
    let texts = use_texts();
    let is_today = day.date == today;
    let coming = day.date >= today;
    let (icon, title, below, href) = match &day.booking {
        Some(booking) if booking.was_missed() => ("x", booking.label.clone(), texts.s("week-released"), None),
        Some(booking) => {
            let times = format!("{} – {}", booking.local.from, booking.local.to);
            let map = booking.state.is_live().then(|| format!("{}&desk={}", on_the_map(booking), booking.desk));
            ("desk", booking.label.clone(), times, map)
        }
        None if !day.open => ("cup", texts.s("week-closed"), String::new(), None),
        None if coming => {
            let map = floor.map_or_else(|| "/floors".to_owned(), |floor| format!("/floors/{floor}?date={}", day.date));
            ("plus", texts.s("week-none"), texts.s("week-pick"), Some(map))
        }
        None => ("minus", texts.s("week-none"), String::new(), None),
    };
    let class = match (is_today && day.booking.is_some(), day.booking.is_some()) {
        (true, _) => "now",
        (_, true) => "ofc",
        _ => "free",
    };
    let inside = view! {
        <span class="d">{texts.weekday(day.date)}" "<b class="num">{day.date.day()}</b></span>
        <span class="w"><Icon name=icon /></span>
        <b class="t">{title}</b>
        <small class="num">{below}</small>
    };
    let cell = match href {
        Some(href) => view! { <a href=href>{inside}</a> }.into_any(),
        None => view! { <div>{inside}</div> }.into_any(),
    };
    view! { <li class=class aria-current=is_today.then_some("date")>{cell}</li> }
}
