//! What is above and beside the map: day strip, part of the day, floors, filters, team.

use super::{
    find::RestHidden,
    notices::{chip_icon, chip_name},
    scene::Scene,
    view::{Address, Beside, Chip, DayTab, Filter, Mate, SiteTab, place_word},
};
use crate::{
    bookings::times::Times,
    ui::{avatar::Avatar, icon::Icon},
    viewer::use_texts,
};
use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use leptos_router::components::Form;
use office::model::{
    order,
    time::{Minute, STEP_MINUTES, monday_of},
};

/// How many teammates are shown before "all".
const MATES: usize = 8;

/// The heading with site and week, and the strip of days with how full each is.
#[component]
pub fn DayStrip(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let date = scene.floor.with_value(|floor| floor.date);
    let to = move |date: NaiveDate| move || scene.address.with(|address| address.on(date).path());
    let monday = monday_of(date);
    let before = monday.checked_sub_days(Days::new(7)).unwrap_or(monday);
    let after = monday.checked_add_days(Days::new(7)).unwrap_or(monday);
    let tabs = move || {
        let days = scene.beside.with(|beside| beside.days.clone());
        let tab = |day: DayTab| view! { <Day scene current=day.date == date day /> };
        days.into_iter().map(tab).collect_view()
    };
    let today = scene.now.with_untracked(|now| now.today);
    let back = (monday_of(today) != monday).then(|| {
        view! { <a class="btn o now" href=to(today)>{texts.s("today")}</a> }
    });
    view! {
        <div class="where">
            <div><h1>{texts.date(date)}</h1><Sites scene /></div>
            <div class="weeks">
                {back}
                <a class="btn i o" href=to(before) aria-label=texts.s("week-before")><Icon name="left" /></a>
                <a class="btn i o" href=to(after) aria-label=texts.s("week-after")><Icon name="right" /></a>
            </div>
        </div>
        <nav class="days" aria-label=texts.s("days")>{tabs}</nav>
    }
    .into_any()
}

#[component]
fn Day(scene: Scene, day: DayTab, current: bool) -> impl IntoView {
    let texts = use_texts();
    let is_over = scene.now.with_untracked(|now| day.date < now.today);
    let key = match (day.open, day.bookable || is_over) {
        (true, true) => "day-fill",
        (true, false) => "day-not-yet",
        (false, _) => "day-closed",
    };
    let label = texts.f(key, &[("date", texts.date(day.date).into()), ("percent", day.percent.into())]);
    let class = if day.open && day.bookable { "" } else { "we" };
    let href = move || scene.address.with(|address| address.on(day.date).path());
    let bar = format!("--p:{}%;{}", day.percent, if day.open { "" } else { "visibility:hidden" });
    view! {
        <a href=href class=class aria-current=current.then_some("date") aria-label=label>
            <small>{texts.weekday(day.date)}</small>
            <b class="num">{day.date.format("%-d").to_string()}</b>
            <i style=bar></i>
        </a>
    }
    .into_any()
}

/// Leads to the same day and time at another site.
pub fn on_site(scene: Scene, site: &SiteTab) -> impl Fn() -> String + use<> {
    let floor = site.floor;
    move || scene.address.with(|address| address.on_floor(floor).path())
}

#[component]
fn Sites(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let (name, here, sites) =
        scene.floor.with_value(|floor| (floor.site_name.clone(), floor.site, floor.sites.clone()));
    let others: Vec<_> = sites.into_iter().filter(|site| site.id != here).collect();
    if others.is_empty() {
        return view! { <p>{name}</p> }.into_any();
    }
    let links = others.into_iter().map(|site| view! { <li><a href=on_site(scene, &site)>{site.name.clone()}</a></li> });
    let label = texts.f("site-switch", &[("name", name.clone().into())]);
    view! {
        <details class="sites">
            <summary aria-label=label>{name}<Icon name="chev" size="s" /></summary>
            <ul class="menu">{links.collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// Whole day, morning, afternoon, or own times.
#[component]
pub fn Parts(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let times = scene.floor.with_value(|floor| floor.times.clone());
    let links = ["all_day", "morning", "afternoon"].into_iter().map(|part| {
        let current = (times.part == part).then_some("true");
        let href = move || scene.address.with(|address| with_part(address, part));
        view! { <a href=href aria-current=current>{texts.s(&format!("part-{part}"))}</a> }
    });
    let links = links.collect_view();
    let custom = times.part == "custom";
    let (open, own) = (scene.stay.parts, scene.stay.own);
    let toggled =
        move |event: leptos::ev::Event| own.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    view! {
        <div class="seg four" id="parts" data-open=move || open.get().then_some("1") role="group" aria-label=texts.s("part-of-day")>
            {links}
            <details class="own" open=move || own.get() on:toggle=toggled>
                <summary aria-current=custom.then_some("true")>{own_name(texts, &times)}</summary>
                <OwnTimes scene times />
            </details>
        </div>
    }
    .into_any()
}

fn own_name(texts: crate::texts::Texts, times: &Times) -> String {
    if times.part == "custom" { format!("{}–{}", times.from, times.to) } else { texts.s("part-custom") }
}

/// Own times in quarter hours, beginning with what is chosen.
#[component]
fn OwnTimes(scene: Scene, times: Times) -> impl IntoView {
    let texts = use_texts();
    let (floor, chosen, hours) = scene.floor.with_value(|floor| (floor.floor, floor.now.local.clone(), floor.hours));
    let (from, to) = match (times.part.as_str(), chosen) {
        ("custom", _) => (times.from, times.to),
        (_, Some(local)) => (local.from.to_string(), local.to.to_string()),
        _ => (hours.0.to_string(), hours.1.to_string()),
    };
    view! {
        <Form action=format!("/floors/{floor}") attr:class="own-times">
            {move || {
                let address = scene.address.get();
                let times = Times { date: address.times.date.clone(), part: "custom".into(), ..Times::default() };
                view! {
                    <RestHidden address=Address { times, ..address.clone() } />
                    {(!address.desk.is_empty()).then(|| view! { <input type="hidden" name="desk" value=address.desk /> })}
                }
            }}
            <label>{texts.s("from")}<select name="from">{quarters(&from)}</select></label>
            <label>{texts.s("to")}<select name="to">{quarters(&to)}</select></label>
            <button class="btn p" on:click=move |_| scene.stay.own.set(false)>{texts.s("show")}</button>
        </Form>
    }
    .into_any()
}

/// Every quarter hour of a day in which people work, and the chosen one wherever it lies.
fn quarters(chosen: &str) -> impl IntoView + use<> {
    let chosen: Option<Minute> = chosen.parse().ok();
    let usual = (6 * 4..=22 * 4).filter_map(|quarter| Minute::new(quarter * STEP_MINUTES));
    let mut times: Vec<Minute> = usual.chain(chosen).collect();
    order::sort_by_key(&mut times, |time| *time);
    times.dedup();
    let option = |at: Minute| view! { <option selected=Some(at) == chosen>{at.to_string()}</option> };
    times.into_iter().map(option).collect_view()
}

/// Floors, filters, and the way to list or map.
#[component]
pub fn Bar(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let list = move || {
        let address = scene.address.get();
        let (icon, name) = if address.list { ("map", "as-map") } else { ("list", "as-list") };
        let path = Address { list: !address.list, ..address }.path();
        view! { <a class="chip as" href=path><Icon name=icon size="s" />{texts.s(name)}</a> }
    };
    let drawer = scene.stay.drawer;
    let any = Memo::new(move |_| scene.suggested.with(|found| !found.is_empty()));
    let open = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        drawer.update(|open| *open = !*open);
    };
    let parts_open = scene.stay.parts;
    let parts = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        parts_open.update(|open| *open = !*open);
    };
    let part = scene.floor.with_value(|floor| floor.times.clone());
    let part = if part.part == "custom" { own_name(texts, &part) } else { texts.s(&format!("part-{}", part.part)) };
    view! {
        <div class="bar">
            <Floors scene />
            <a class="chip only-phone" href="#parts" on:click=parts><Icon name="clock" size="s" />{part}</a>
            {move || any.get().then(|| view! {
                <a class="chip only-small" href="#suits" on:click=open><Icon name="star" size="s" />{texts.s("suggested")}</a>
            })}
            <Filters scene />
            <span class="sp"></span>
            {list}
        </div>
    }
    .into_any()
}

/// The floors with how many seats are free on each.
#[component]
fn Floors(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let here = scene.floor.with_value(|floor| floor.floor);
    let floors = scene.beside.with_untracked(|beside| beside.floors.clone());
    let links = floors.into_iter().map(|tab| {
        let is_here = tab.id == here;
        // The floor that is shown is followed; the others are read again now and then.
        let elsewhere = move |beside: &Beside| beside.floors.iter().find(|one| one.id == tab.id).map_or(0, |one| one.free);
        let free = move || if is_here { scene.now.with(|now| now.free()) } else { scene.beside.with(elsewhere) };
        let path = move || scene.address.with(|address| address.on_floor(tab.id).path());
        let name = tab.name.clone();
        let label = move || {
            texts.f("floor-free", &[("floor", name.clone().into()), ("free", (free() as i64).into())])
        };
        view! {
            <a href=path aria-current=is_here.then_some("page") aria-label=label>{tab.name.clone()}<small class="num">{free}</small></a>
        }
    });
    view! { <nav class="floors" aria-label=texts.s("floors")>{links.collect_view()}</nav> }.into_any()
}

/// Filter chips: what does not match is dimmed, not hidden. The row of a small screen scrolls sideways and would cut off a
/// list that opens below it, so there every chip stands in the row itself.
#[component]
fn Filters(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let more = move || {
        let on = scene.address.with(|address| Filter::MORE.iter().filter(|chip| address.filter.has(**chip)).count());
        (on > 0).then(|| view! { <small class="num">{on}</small> })
    };
    view! {
        {Filter::FIRST.map(|chip| view! { <FilterChip scene chip class="chip" /> }).collect_view()}
        {Filter::MORE.map(|chip| view! { <FilterChip scene chip class="chip only-small" /> }).collect_view()}
        <details class="more-filters">
            <summary class="chip"><Icon name="filter" size="s" />{texts.s("more")}{more}</summary>
            <div class="menu">{Filter::MORE.map(|chip| view! { <FilterChip scene chip class="chip" /> }).collect_view()}</div>
        </details>
    }
    .into_any()
}

#[component]
fn FilterChip(scene: Scene, chip: Chip, class: &'static str) -> impl IntoView {
    let texts = use_texts();
    let on = move || scene.address.with(|address| address.filter.has(chip)).then_some("true");
    let path = move || {
        scene.address.with(|address| Address { filter: address.filter.toggled(chip), ..address.clone() }.path())
    };
    view! { <a class=class href=path aria-current=on><Icon name=chip_icon(chip) size="s" />{chip_name(texts, chip)}</a> }
    .into_any()
}

/// The viewer's teammates that day.
#[component]
pub fn Team(scene: Scene) -> impl IntoView {
    move || team(scene)
}

fn team(scene: Scene) -> AnyView {
    let texts = scene.texts;
    let here = scene.floor.with_value(|floor| floor.floor);
    let team = scene.beside.with(|beside| beside.team.clone());
    let coming = team.iter().filter(|mate| mate.seat.is_some()).count();
    let mut seated: Vec<Mate> = team.into_iter().filter(|mate| mate.seat.is_some()).collect();
    // Those on this floor can be seen on the map.
    order::sort_by_key(&mut seated, |mate| mate.seat.as_ref().is_none_or(|seat| seat.1 != here));
    let rest = seated.split_off(seated.len().min(MATES));
    let rows = seated.into_iter().map(|mate| mate_row(mate, scene)).collect_view();
    let more = (!rest.is_empty()).then(|| {
        let rows = rest.into_iter().map(|mate| mate_row(mate, scene)).collect_view();
        view! { <details class="rest"><summary>{texts.s("whole-team")}</summary><ul class="crew">{rows}</ul></details> }
    });
    view! {
        <section class="sec team">
            <header><h2>{texts.f("team-in", &[("count", (coming as i64).into())])}</h2></header>
            {if coming == 0 {
                view! { <p class="hint">{texts.s("team-none")}</p> }.into_any()
            } else {
                view! { <ul class="crew">{rows}</ul>{more} }.into_any()
            }}
        </section>
    }
    .into_any()
}

fn mate_row(mate: Mate, scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let hours = scene.floor.with_value(|floor| floor.hours);
    let seat = mate.seat.map(|(desk, floor, label, from, to)| {
        let word = place_word(&label, desk);
        let path = move || scene.address.with(|address| address.on_floor(floor).at_desk(&word).path());
        let here = scene.floor.with_value(|view| view.floor);
        let elsewhere = scene.beside.with_untracked(|beside| {
            let tab = beside.floors.iter().find(|tab| tab.id == floor);
            tab.filter(|_| floor != here).map(|tab| tab.name.clone())
        });
        let place = elsewhere.map_or_else(|| label.clone(), |name| format!("{name} {label}"));
        let place = if (from, to) == hours { place } else { format!("{place} · {from}–{to}") };
        let label = texts.f("mate-at", &[("name", mate.name.clone().into()), ("place", place.clone().into())]);
        view! { <a class="at num" href=path on:click=move |event| scene.stay.open_by(&event) aria-label=label>{place}</a> }
    });
    view! { <li><Avatar name=mate.given_name hue=mate.hue /><b>{mate.name}</b>{seat}</li> }
}

/// The path of an address with another part of its day.
pub fn with_part(address: &Address, part: &str) -> String {
    let times = Times { date: address.times.date.clone(), part: part.into(), ..Times::default() };
    Address { times, ..address.clone() }.path()
}
