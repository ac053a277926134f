//! What the page says calmly above the map: how old it is, why nothing can be booked, what to try instead.

use super::{
    live::Hearing,
    scene::Scene,
    view::{Address, Chip, Filter},
};
use crate::{reasons, viewer::use_texts};
use chrono::NaiveDate;
use leptos::prelude::*;
use office::model::{order, place::Amenity, refusal::Reason};

/// Says how old the seats are when changes no longer arrive.
#[component]
pub fn Age(scene: Scene, hearing: RwSignal<Hearing>) -> impl IntoView {
    let texts = use_texts();
    move || {
        (hearing.get() == Hearing::Lost).then(|| {
            let at = scene.now.with(|now| now.as_of.to_string());
            view! { <p class="banner warn" role="status">{texts.f("stream-lost", &[("at", at.into())])}</p> }
        })
    }
}

/// What stands against the whole day, or that the floor is full, with the way out.
#[component]
pub fn Against(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let against = Memo::new(move |_| scene.now.with(|now| now.against_all.clone()));
    let full = Memo::new(move |_| {
        scene.now.with(|now| now.free() == 0 && !now.seats.is_empty() && now.against_all.is_empty())
    });
    move || {
        let address = scene.address.get();
        let against = against.get();
        if !against.is_empty() {
            let said: Vec<String> = against.iter().map(|reason| reasons::reason(texts, reason)).collect();
            let today = scene.floor.with_value(|floor| floor.today);
            let out = against.iter().find_map(|reason| day_out(reason, today)).map(|date| {
                let text = texts.f("see-day", &[("date", texts.date(date).into())]);
                view! { <a class="btn o" href=address.on(date).path()>{text}</a> }
            });
            return view! { <div class="calm" role="status"><p>{said.join(" ")}</p>{out}</div> }.into_any();
        }
        if full.get() {
            return view! { <Full scene address /> }.into_any();
        }
        ().into_any()
    }
}

/// The day that helps against a reason.
fn day_out(reason: &Reason, today: NaiveDate) -> Option<NaiveDate> {
    match reason {
        Reason::Closed { next_open, .. } => *next_open,
        Reason::BeyondHorizon { last, .. } => Some(*last),
        Reason::Past => Some(today),
        _ => None,
    }
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
    scene.floor.with_value(|floor| {
        let here = floor.floors.iter().position(|tab| tab.id == floor.floor).unwrap_or(0);
        let mut others: Vec<(usize, &super::view::FloorTab)> = floor
            .floors
            .iter()
            .enumerate()
            .filter(|(_, tab)| tab.id != floor.floor && tab.free > 0)
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

    #[test]
    fn each_reason_against_a_day_leads_to_a_day_that_helps() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let closed = Reason::Closed { name: None, next_open: Some(day("2026-12-07")) };
        assert_eq!(day_out(&closed, day("2026-12-03")), Some(day("2026-12-07")));
        let far = Reason::BeyondHorizon { last: day("2026-12-17"), opens_at: chrono::DateTime::UNIX_EPOCH };
        assert_eq!(day_out(&far, day("2026-12-03")), Some(day("2026-12-17")));
        assert_eq!(day_out(&Reason::Past, day("2026-12-03")), Some(day("2026-12-03")));
        assert_eq!(day_out(&Reason::Retired, day("2026-12-03")), None);
    }
}
