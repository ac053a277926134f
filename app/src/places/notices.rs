//! What the page says calmly above the map: how old it is, why nothing can be booked, what to try instead.

use super::{
    controls::with_part,
    live::Hearing,
    scene::Scene,
    view::{Address, Chip, DayTab, Filter},
};
use crate::{
    failure::Failure,
    reasons,
    ui::notice::{FailureNotice, as_of},
    viewer::use_texts,
};
use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use office::model::{order, place::Amenity, refusal::Reason, time::monday_of};

/// Says how old the seats are when changes no longer arrive or can't be read.
#[component]
pub fn Age(scene: Scene, hearing: RwSignal<Hearing>) -> impl IntoView {
    let texts = use_texts();
    move || {
        let at = scene.now.with(|now| now.as_of);
        match scene.unread.get() {
            Some(failure @ Failure::Refused { .. }) => Some(view! { <FailureNotice failure /> }.into_any()),
            Some(_) => Some(as_of(at).into_any()),
            None => (hearing.get() == Hearing::Lost).then(|| {
                let said = texts.f("stream-lost", &[("at", at.to_string().into())]);
                view! { <p class="banner warn" role="status">{said}</p> }.into_any()
            }),
        }
    }
}

/// What stands against the whole day, or that the floor is full, with the way out.
#[component]
pub fn Against(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let closes = scene.floor.with_value(|floor| floor.hours.1);
    let against = Memo::new(move |_| scene.now.with(|now| now.against_all.clone()));
    let full = Memo::new(move |_| {
        scene.now.with(|now| now.free() == 0 && !now.seats.is_empty() && now.against_all.is_empty())
    });
    move || {
        let address = scene.address.get();
        let against = against.get();
        if !against.is_empty() {
            let said: Vec<String> = against.iter().map(|reason| reasons::reason(texts, reason)).collect();
            // Where time is what has gone, it went just now.
            let clock = scene.now.with_untracked(|now| (now.today, now.as_of < closes));
            let days = scene.beside.with_untracked(|beside| beside.days.clone());
            let out = scene.floor.with_value(|floor| {
                let chosen = (floor.date, floor.times.part.as_str());
                against.iter().find_map(|reason| way_out(reason, (chosen, clock), &days))
            });
            let out = out.map(|out| {
                let (path, text) = match out {
                    Out::Day(date) => {
                        (address.on(date).path(), texts.f("see-day", &[("date", texts.date(date).into())]))
                    }
                    Out::RestOfToday => (with_part(&address, "all_day"), texts.s("see-rest-of-today")),
                };
                view! { <a class="btn o" href=path>{text}</a> }
            });
            return view! { <div class="calm" role="status"><p>{said.join(" ")}</p>{out}</div> }.into_any();
        }
        if full.get() {
            return view! { <Full scene address /> }.into_any();
        }
        ().into_any()
    }
}

/// Where to look instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Out {
    Day(NaiveDate),
    RestOfToday,
}

/// The chosen date and the word of its part.
type Chosen<'a> = (NaiveDate, &'a str);

/// Today, and whether it is before closing.
type Clock = (NaiveDate, bool);

/// What helps against a reason, where something does.
fn way_out(reason: &Reason, times: (Chosen<'_>, Clock), days: &[DayTab]) -> Option<Out> {
    match reason {
        Reason::Closed { next_open, .. } => next_open.map(Out::Day),
        Reason::BeyondHorizon { last, .. } => last.map(Out::Day),
        Reason::Past => Some(after_past(times, days)),
        _ => None,
    }
}

/// What helps when the chosen time is over: today, what is left of it, else the next day of the week that can be booked, else
/// the next week.
fn after_past(((date, part), (today, open)): (Chosen<'_>, Clock), days: &[DayTab]) -> Out {
    if date < today {
        return Out::Day(today);
    }
    if open && part != "all_day" {
        return Out::RestOfToday;
    }
    let next = days.iter().find(|day| day.date > today && day.open && day.bookable).map(|day| day.date);
    let next = next.or_else(|| monday_of(today).checked_add_days(Days::new(7)));
    Out::Day(next.unwrap_or(today))
}

/// No seat is free: the nearest floors that have some.
#[component]
fn Full(scene: Scene, address: Address) -> impl IntoView {
    let texts = use_texts();
    let links = other_floors(scene, &address);
    view! {
        <div class="calm" role="status">
            <p>{texts.s("floor-full")}</p>
            {(!links.is_empty()).then(|| view! { <ul class="offers">{links.into_iter().map(floor_link).collect_view()}</ul> })}
        </div>
    }
}

/// A floor without desks, with the floors that have some.
#[component]
pub fn NoDesks(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let links = move || other_floors(scene, &scene.address.get()).into_iter().map(floor_link).collect_view();
    view! {
        <div class="calm" role="status">
            <p>{texts.s("floor-without-desks")}</p>
            <ul class="offers">{links}</ul>
        </div>
    }
}

/// Other floors with free seats: path, name and how many, the nearest first.
fn other_floors(scene: Scene, address: &Address) -> Vec<(String, String, usize)> {
    let shown = scene.floor.with_value(|floor| floor.floor);
    scene.beside.with(|beside| {
        let here = beside.floors.iter().position(|tab| tab.id == shown).unwrap_or(0);
        let mut others: Vec<(usize, &super::view::FloorTab)> = beside
            .floors
            .iter()
            .enumerate()
            .filter(|(_, tab)| tab.id != shown && tab.free > 0)
            .map(|(index, tab)| (index.abs_diff(here), tab))
            .collect();
        order::sort_by_key(&mut others, |(away, _)| *away);
        let found = others.into_iter().take(3);
        found.map(|(_, tab)| (address.on_floor(tab.id).path(), tab.name.clone(), tab.free)).collect()
    })
}

fn floor_link((path, name, free): (String, String, usize)) -> impl IntoView {
    let free = use_texts().f("free-count", &[("free", (free as i64).into())]);
    view! { <li><a class="chip" href=path><b>{name}</b>{free}</a></li> }
}

/// The name of a filter chip.
pub fn chip_name(texts: crate::texts::Texts, chip: Chip) -> String {
    match chip {
        Chip::Team => texts.s("filter-team"),
        Chip::Has(amenity) => texts.s(&format!("amenity-{}", amenity.word())),
    }
}

/// No free seat has everything asked for: which wish to give up, and how many seats that leaves.
#[component]
pub fn NoMatch(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let hint = Memo::new(move |_| {
        let filter = scene.address.with(|address| address.filter.clone());
        scene.now.with(|now| {
            let nothing = !filter.is_empty() && now.free() > 0 && filter.free(&now.seats) == 0;
            nothing.then(|| filter.best_without(&now.seats))
        })
    });
    move || {
        let address = scene.address.get();
        hint.get().map(|best| {
            let way_out = match best {
                Some((chip, free)) => {
                    let name = chip_name(texts, chip);
                    let text = texts.f("without-filter", &[("name", name.into()), ("free", (free as i64).into())]);
                    (Address { filter: address.filter.toggled(chip), ..address }.path(), text)
                }
                None => (Address { filter: Filter::default(), ..address }.path(), texts.s("without-filters")),
            };
            view! {
                <div class="calm" role="status">
                    <p>{texts.s("no-match")}</p>
                    <a class="btn o" href=way_out.0>{way_out.1}</a>
                </div>
            }
        })
    }
}

/// The icon of a filter chip.
pub fn chip_icon(chip: Chip) -> &'static str {
    match chip {
        Chip::Team => "team",
        Chip::Has(Amenity::Dock) => "plug",
        Chip::Has(amenity) => super::card::amenity_icon(amenity),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_reason_against_a_day_leads_to_a_day_that_helps() {
        let times = ((day("2026-12-03"), "all_day"), (day("2026-12-03"), true));
        let closed = Reason::Closed { name: None, next_open: Some(day("2026-12-07")) };
        assert_eq!(way_out(&closed, times, &[]), Some(Out::Day(day("2026-12-07"))));
        let far = |last| Reason::BeyondHorizon {
            last,
            opens_at: chrono::DateTime::UNIX_EPOCH,
            on: day("2026-12-04"),
            local: office::model::time::Minute::START,
        };
        let last = day("2026-12-17");
        assert_eq!(way_out(&far(Some(last)), times, &[]), Some(Out::Day(last)));
        assert_eq!(way_out(&far(None), times, &[]), None);
        assert_eq!(way_out(&Reason::Retired, times, &[]), None);
    }

    #[test]
    fn a_time_that_is_over_leads_to_one_that_is_not() {
        let tab = |date: &str, bookable: bool| DayTab { date: day(date), percent: 0, open: true, bookable };
        // Thursday is today; on Friday nothing can be booked.
        let week =
            [tab("2026-12-02", true), tab("2026-12-03", true), tab("2026-12-04", false), tab("2026-12-05", true)];
        let out =
            |date: &str, part: &str, open: bool| after_past(((day(date), part), (day("2026-12-03"), open)), &week);
        assert_eq!(
            out("2026-12-02", "morning", true),
            Out::Day(day("2026-12-03")),
            "a page that was left open overnight"
        );
        assert_eq!(out("2026-12-03", "morning", true), Out::RestOfToday);
        assert_eq!(out("2026-12-03", "morning", false), Out::Day(day("2026-12-05")));
        assert_eq!(out("2026-12-03", "all_day", true), Out::Day(day("2026-12-05")));
        let weekend = ((day("2026-12-05"), "all_day"), (day("2026-12-05"), false));
        assert_eq!(after_past(weekend, &week), Out::Day(day("2026-12-07")));
    }
}
