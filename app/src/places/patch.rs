//! Keeps the drawn desks true: sets only what changed, on the elements it concerns.

use super::{
    desk_drawing::{self, spoken, state_word},
    keys::Keys,
    scene::Scene,
};
use leptos::prelude::*;
use office::model::{id::DeskId, seat::Seat};
use std::{collections::HashMap, time::Duration};
use wasm_bindgen::JsCast;

/// How long changes gather before a screen reader hears of them, in milliseconds.
const QUIET_MS: u64 = 3000;

/// A desk as it stands on the map.
#[derive(Clone, PartialEq)]
struct Drawn {
    state: &'static str,
    markup: String,
}

/// Follows the seats and what is selected, filtered and suggested.
pub fn keep_current(scene: Scene, keys: Keys) {
    Effect::new(move |before: Option<HashMap<DeskId, Drawn>>| {
        let (around, seats) = (scene.around(), scene.now.with(|now| now.seats.clone()));
        // Desks came to the plan or left it.
        let same = |before: &HashMap<DeskId, Drawn>| {
            before.len() == seats.len() && seats.iter().all(|seat| before.contains_key(&seat.desk))
        };
        if !before.as_ref().is_none_or(same) {
            draw_anew(scene, keys);
        }
        let mut drawn = HashMap::with_capacity(seats.len());
        for seat in &seats {
            let (look, rank) = scene.look(seat, &around);
            let is = Drawn { state: state_word(seat), markup: desk_drawing::desk(seat, look, ("", rank)) };
            let was = before.as_ref().and_then(|before| before.get(&seat.desk));
            if let (Some(was), Some(element)) = (was.filter(|was| **was != is), element(seat.desk)) {
                repaint(&element, seat, (look, rank));
                let href = scene.address.with_untracked(|address| address.at_seat(seat).query());
                let _ = element.set_attribute("href", &href);
                if was.state != is.state {
                    pulse(&element);
                }
            }
            drawn.insert(seat.desk, is);
        }
        drawn
    });
    keep_links(scene);
    announce(scene);
}

/// Draws every desk. The keyboard's focus stays on its desk; where that is gone, it goes to where Tab would lead.
fn draw_anew(scene: Scene, keys: Keys) {
    let Some(desks) = document().get_element_by_id("desks") else { return };
    let focused = document().active_element().filter(|focused| desks.contains(Some(focused)));
    desks.set_inner_html(&untrack(|| scene.draw()));
    keys.rove_anew(focused.map(|focused| focused.id()));
}

/// Gives the keyboard's focus to a desk of the map, else to its row of the list.
pub fn focus(desk: DeskId) {
    let row = || document().query_selector(&format!("#r{desk} a")).ok().flatten();
    let Some(found) = element(desk).or_else(row) else { return };
    if let Some(drawn) = found.dyn_ref::<web_sys::SvgElement>() {
        let _ = drawn.focus();
    } else if let Some(link) = found.dyn_ref::<web_sys::HtmlElement>() {
        let _ = link.focus();
    }
}

/// The element of a desk.
pub fn element(desk: DeskId) -> Option<web_sys::Element> {
    document().get_element_by_id(&format!("d{desk}"))
}

fn repaint(element: &web_sys::Element, seat: &Seat, (look, rank): (desk_drawing::Look, Option<usize>)) {
    let set = |name: &str, value: Option<&str>| match value {
        Some(value) => drop(element.set_attribute(name, value)),
        None => drop(element.remove_attribute(name)),
    };
    set("data-s", Some(state_word(seat)));
    set("transform", Some(&desk_drawing::place(seat)));
    set("aria-label", Some(&spoken(seat, look, rank)));
    set("data-sel", look.selected.then_some("1"));
    set("aria-current", look.selected.then_some("true"));
    set("data-dim", look.dim.then_some("1"));
    set("data-part", desk_drawing::free_half(seat, look.hours));
    element.set_inner_html(&desk_drawing::marked(seat, look, rank));
}

/// A ring, once.
pub fn pulse(element: &web_sys::Element) {
    let _ = element.class_list().add_1("pulse");
    let element = element.clone();
    set_timeout(move || drop(element.class_list().remove_1("pulse")), Duration::from_millis(900));
}

/// The desks' links carry the rest of the address, which other links may change.
fn keep_links(scene: Scene) {
    Effect::new(move |before: Option<String>| {
        let address = scene.address.with(|address| address.at_desk(""));
        let query = address.query();
        if before.is_some_and(|before| before != query) {
            for seat in scene.now.get_untracked().seats {
                if let Some(element) = element(seat.desk) {
                    let _ = element.set_attribute("href", &address.at_seat(&seat).query());
                }
            }
        }
        query
    });
}

/// Tells a screen reader how many seats are free, a while after that changed.
pub fn announce(scene: Scene) {
    Effect::new(move |before: Option<usize>| {
        let free = scene.now.with(|now| now.free());
        if before.is_some_and(|before| before != free) {
            set_timeout(
                move || {
                    if scene.now.try_with_untracked(|now| now.free()) == Some(free) {
                        scene.say.set(scene.texts.f("free-now", &[("free", (free as i64).into())]));
                    }
                },
                Duration::from_millis(QUIET_MS),
            );
        }
        free
    });
}
