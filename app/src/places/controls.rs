//! What is above and beside the map: day strip, part of the day, floors, filters, team.

use super::{
    card::amenity_icon,
    view::{Address, Filter, FloorView, Mate},
};
use crate::{
    bookings::{mine::steps, times::Times},
    ui::{avatar::Avatar, icon::Icon},
    viewer::use_texts,
};
use chrono::Days;
use leptos::prelude::*;
use office::model::time::monday_of;

/// The heading with site and week, and the strip of days with how full each is.
#[component]
pub fn DayStrip(floor: StoredValue<FloorView>, address: Address) -> impl IntoView {
    let texts = use_texts();
    let date = floor.with_value(|floor| floor.date);
    let week = |days: i64| {
        let monday = monday_of(date);
        let moved =
            if days < 0 { monday.checked_sub_days(Days::new(7)) } else { monday.checked_add_days(Days::new(7)) };
        with_date(&address, moved.unwrap_or(monday))
    };
    let days = floor.with_value(|floor| floor.days.clone());
    let days = days.into_iter().map(|day| {
        let label = if day.open {
            texts.f("day-fill", &[("date", texts.date(day.date).into()), ("percent", day.percent.into())])
        } else {
            texts.f("day-closed", &[("date", texts.date(day.date).into())])
        };
        let class = if day.open && day.bookable { "" } else { "we" };
        let current = (day.date == date).then_some("date");
        view! {
            <a href=with_date(&address, day.date) class=class aria-current=current aria-label=label>
                <small>{texts.weekday(day.date)}</small>
                <b class="num">{day.date.format("%-d").to_string()}</b>
                <i style=format!("--p:{}%;{}", day.percent, if day.open { "" } else { "visibility:hidden" })></i>
            </a>
        }
    });
    view! {
        <div class="where">
            <div><h1>{texts.date(date)}</h1><Sites floor /></div>
            <div class="weeks">
                <a class="btn i o" href=week(-1) aria-label=texts.s("week-before")><Icon name="left" /></a>
                <a class="btn i o" href=week(1) aria-label=texts.s("week-after")><Icon name="right" /></a>
            </div>
        </div>
        <nav class="days" aria-label=texts.s("days")>{days.collect_view()}</nav>
    }
}

#[component]
fn Sites(floor: StoredValue<FloorView>) -> impl IntoView {
    let texts = use_texts();
    let (name, here, sites) = floor.with_value(|floor| (floor.site_name.clone(), floor.site, floor.sites.clone()));
    let others: Vec<_> = sites.into_iter().filter(|site| site.id != here).collect();
    if others.is_empty() {
        return view! { <p>{name}</p> }.into_any();
    }
    let links =
        others.into_iter().map(|site| view! { <li><a href=format!("/floors/{}", site.floor)>{site.name}</a></li> });
    let label = texts.f("site-switch", &[("name", name.clone().into())]);
    view! {
        <details class="sites">
            <summary aria-label=label>{name}<Icon name="chev" size="s" /></summary>
            <ul>{links.collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// Whole day, morning, afternoon, or own times.
#[component]
pub fn Parts(address: Address) -> impl IntoView {
    let texts = use_texts();
    let links = ["all_day", "morning", "afternoon"].into_iter().map(|part| {
        let current = (address.times.part == part).then_some("true");
        let path = with_part(&address, part);
        view! { <a href=path aria-current=current>{texts.s(&format!("part-{part}"))}</a> }
    });
    let custom = address.times.part == "custom";
    let times = address.times.clone();
    let from = if custom { times.from.clone() } else { "09:00".into() };
    let to = if custom { times.to.clone() } else { "12:00".into() };
    view! {
        <div class="seg four" role="group" aria-label=texts.s("part-of-day")>
            {links.collect_view()}
            <details class="own" open=custom>
                <summary aria-current=custom.then_some("true")>{texts.s("part-custom")}</summary>
                <form method="get" action=format!("/floors/{}", address.floor) class="own-times">
                    <input type="hidden" name="date" value=times.date />
                    <input type="hidden" name="part" value="custom" />
                    <label>{texts.s("from")}<select name="from">{steps(&from)}</select></label>
                    <label>{texts.s("to")}<select name="to">{steps(&to)}</select></label>
                    <button class="btn o">{texts.s("show")}</button>
                </form>
            </details>
        </div>
    }
}

/// The floors with how many seats are free on each.
#[component]
pub fn Floors(floor: StoredValue<FloorView>, address: Address) -> impl IntoView {
    let texts = use_texts();
    let (here, floors) = floor.with_value(|floor| (floor.floor, floor.floors.clone()));
    let links = floors.into_iter().map(|tab| {
        let path = Address { floor: tab.id.to_string(), desk: String::new(), ..address.clone() }.path();
        let label = texts.f("floor-free", &[("floor", tab.name.clone().into()), ("free", (tab.free as i64).into())]);
        view! {
            <a href=path aria-current=(tab.id == here).then_some("page") aria-label=label>
                {tab.name.clone()}<small class="num">{tab.free}</small>
            </a>
        }
    });
    view! { <nav class="floors" aria-label=texts.s("floors")>{links.collect_view()}</nav> }
}

/// Filter chips: what does not match is dimmed, not hidden.
#[component]
pub fn Filters(address: Address) -> impl IntoView {
    let texts = use_texts();
    let chips = Filter::OFFERED.into_iter().map(|amenity| {
        let on = address.filter.0.contains(&amenity);
        let path = Address { filter: address.filter.toggled(amenity), ..address.clone() }.path();
        view! {
            <a class="chip" href=path aria-current=on.then_some("true") data-on=on.then_some("1")>
                <Icon name=amenity_icon(amenity) size="s" />{texts.s(&format!("amenity-{}", amenity.word()))}
            </a>
        }
    });
    let list = Address { list: !address.list, ..address.clone() }.path();
    let (icon, name) = if address.list { ("map", "as-map") } else { ("list", "as-list") };
    view! {
        {chips.collect_view()}
        <span class="sp"></span>
        <a class="chip as" href=list><Icon name=icon size="s" />{texts.s(name)}</a>
    }
}

/// The viewer's teammates that day.
#[component]
pub fn Team(floor: StoredValue<FloorView>, address: Address) -> impl IntoView {
    let texts = use_texts();
    let team = floor.with_value(|floor| floor.team.clone());
    let coming = team.iter().filter(|mate| mate.seat.is_some()).count() as i64;
    let rows = team.into_iter().filter(|mate| mate.seat.is_some()).take(12).map(|mate| mate_row(mate, &address));
    view! {
        <section class="sec">
            <header><h2>{texts.f("team-in", &[("count", coming.into())])}</h2></header>
            {if coming == 0 {
                view! { <p class="hint">{texts.s("team-none")}</p> }.into_any()
            } else {
                view! { <ul class="crew">{rows.collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}

fn mate_row(mate: Mate, address: &Address) -> impl IntoView + use<> {
    let seat = mate.seat.map(|(desk, floor, label, from, to)| {
        let path = Address { floor: floor.to_string(), ..address.at_desk(desk) }.path();
        view! { <a class="at num" href=path>{label}<small>{format!("{from}–{to}")}</small></a> }
    });
    view! { <li><Avatar name=mate.given_name hue=mate.hue /><b>{mate.name}</b>{seat}</li> }
}

fn with_date(address: &Address, date: chrono::NaiveDate) -> String {
    Address { times: Times { date: date.to_string(), ..address.times.clone() }, desk: String::new(), ..address.clone() }
        .path()
}

fn with_part(address: &Address, part: &str) -> String {
    let times = Times { date: address.times.date.clone(), part: part.into(), ..Times::default() };
    Address { times, ..address.clone() }.path()
}
