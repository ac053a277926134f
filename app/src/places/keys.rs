//! The map by keyboard: one tab stop, arrows from desk to desk, and single keys while it has the focus.

use super::{
    map,
    patch::element,
    scene::Scene,
    view::{Address, Filter},
};
use leptos::{ev, prelude::*};
use office::model::{
    arrows::{Arrow, towards},
    id::{DeskId, ZoneId},
    order,
    plan::UNITS_PER_METRE,
    recommend::metres,
    seat::{Seat, SeatState},
};
use wasm_bindgen::JsCast;

/// How much a key zooms.
const STEP: f64 = 1.4;

/// Where the keyboard is and was.
#[derive(Clone, Copy)]
pub struct Keys {
    scene: Scene,
    /// The desk that Tab leads to.
    stop: StoredValue<Option<DeskId>>,
    /// The last hop, so that the opposite arrow leads back.
    hop: StoredValue<Option<(DeskId, DeskId, Arrow)>>,
    /// Where the walk over free seats began, and how many steps it has gone.
    walk: StoredValue<Option<(DeskId, usize)>>,
}

/// What a key asks for.
enum Wish {
    Go(Option<DeskId>),
    Zoom(f64),
    Fit,
    Open,
    Close,
    List,
    Day(i64),
    Find,
}

impl Keys {
    /// For a scene.
    pub fn new(scene: Scene) -> Self {
        let none = StoredValue::new(None);
        Self { scene, stop: none, hop: StoredValue::new(None), walk: StoredValue::new(None) }
    }

    /// Leaves one desk in the order of Tab: the selected, one's own, else the first free one that the filter leaves in. Without the browser's
    /// part every desk stays there.
    pub fn rove(self) {
        let seats = self.scene.now.get_untracked().seats;
        let chosen = untrack(|| self.scene.selected_desk());
        let filter = self.filter();
        let open = |seat: &&Seat| filter.admits(seat, &seats);
        let of = |state| seats.iter().filter(open).find(|seat| seat.state == state).map(|seat| seat.desk);
        let any = seats.iter().find(open).or(seats.first()).map(|seat| seat.desk);
        let first = chosen.or(of(SeatState::Mine)).or(of(SeatState::Free)).or(any);
        for seat in &seats {
            if let Some(element) = element(seat.desk) {
                let _ = element.set_attribute("tabindex", if Some(seat.desk) == first { "0" } else { "-1" });
            }
        }
        self.stop.set_value(first);
        if let Some(label) = self.scene.stay.refocus.get_value() {
            self.scene.stay.refocus.set_value(None);
            self.go(seats.iter().find(|seat| seat.label == label).map(|seat| seat.desk).or(first));
        }
    }

    /// The same for desks that were drawn anew. The focus comes back to the element of an id, or goes to that desk.
    pub fn rove_anew(self, focused: Option<String>) {
        let label = |id: String| self.scene.seat_drawn_as(&id).map(|seat| seat.label).unwrap_or_default();
        self.scene.stay.refocus.set_value(focused.map(label));
        self.rove();
    }

    /// Makes a desk the one that Tab leads to, and focuses it.
    pub fn go(self, desk: Option<DeskId>) {
        let Some((desk, found)) = desk.and_then(|desk| Some((desk, element(desk)?))) else { return };
        if let Some(old) = self.stop.get_value().and_then(element) {
            let _ = old.set_attribute("tabindex", "-1");
        }
        let _ = found.set_attribute("tabindex", "0");
        self.stop.set_value(Some(desk));
        if let Some(focus) = found.dyn_ref::<web_sys::SvgElement>() {
            let _ = focus.focus();
        }
    }

    /// Shows the desk that the keyboard comes to. A finger or a mouse points at what is seen.
    pub fn arrived(self, target: Option<web_sys::EventTarget>) {
        let desk = map::desk_of(target).filter(|desk| desk.matches(":focus-visible").unwrap_or_default());
        if let Some(seat) = desk.and_then(|desk| self.scene.seat_drawn_as(&desk.id())) {
            map::bring_into_sight(self.scene, seat.at);
        }
    }

    /// Answers a key on a desk; what comes back is where to go.
    pub fn pressed(self, event: &ev::KeyboardEvent) -> Option<String> {
        let target = map::desk_of(event.target())?;
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return None;
        }
        let seats = self.scene.now.get_untracked().seats;
        let here = &self.scene.seat_drawn_as(&target.id())?;
        let wish = self.wish(&event.key(), &seats, here)?;
        event.prevent_default();
        let address = self.scene.address.get_untracked();
        match wish {
            Wish::Go(desk) => {
                self.go(desk);
                // Where the focus stays nothing arrives, and the map may have been dragged away from it.
                let there = seats.iter().find(|seat| Some(seat.desk) == desk);
                map::bring_into_sight(self.scene, there.unwrap_or(here).at);
            }
            Wish::Zoom(factor) => {
                let [x, y] = here.at.map(|metres| metres * UNITS_PER_METRE);
                self.scene.stay.camera.glide(&|at, window| at.zoomed(factor, at.place((x, y), window), window));
                map::bring_into_sight(self.scene, here.at);
            }
            Wish::Fit => self.scene.stay.camera.fit(),
            Wish::Find => focus_search(),
            Wish::Open => {
                self.scene.stay.by_key.set_value(true);
                return Some(address.at_seat(here).path());
            }
            Wish::Close => return Some(address.at_desk("").path()),
            Wish::List => {
                self.scene.stay.refocus.set_value(Some(here.label.clone()));
                return Some(Address { list: true, ..address }.path());
            }
            Wish::Day(days) => {
                let date = self.scene.floor.with_value(|floor| floor.date);
                let date = date.checked_add_signed(chrono::TimeDelta::days(days))?;
                self.scene.stay.refocus.set_value(Some(here.label.clone()));
                return Some(address.on(date).path());
            }
        }
        None
    }

    fn wish(self, key: &str, seats: &[Seat], here: &Seat) -> Option<Wish> {
        if let Some(arrow) = Arrow::of_key(key) {
            return Some(Wish::Go(self.along(arrow, seats, here)));
        }
        let of_zone = || seats.iter().filter(|seat| seat.zone == here.zone);
        Some(match key {
            "n" | "N" => Wish::Go(self.free(seats, here, 1)),
            "p" | "P" => Wish::Go(self.free(seats, here, -1)),
            "m" | "M" => Wish::Go(seats.iter().find(|seat| seat.state == SeatState::Mine).map(|seat| seat.desk)),
            "Home" => Wish::Go(of_zone().next().map(|seat| seat.desk)),
            "End" => Wish::Go(of_zone().next_back().map(|seat| seat.desk)),
            "PageDown" => Wish::Go(zone_after(seats, here, 1)),
            "PageUp" => Wish::Go(zone_after(seats, here, -1)),
            "+" | "=" => Wish::Zoom(STEP),
            "-" => Wish::Zoom(1.0 / STEP),
            "0" => Wish::Fit,
            " " => Wish::Open,
            "Escape" if untrack(|| self.scene.selected_desk()).is_some() => Wish::Close,
            "l" | "L" => Wish::List,
            "[" => Wish::Day(-1),
            "]" => Wish::Day(1),
            "/" => Wish::Find,
            _ => return None,
        })
    }

    fn filter(self) -> Filter {
        untrack(|| self.scene.address.with(|address| address.filter.clone()))
    }

    /// The desk an arrow leads to among those that the filter leaves in; at an edge it says so.
    fn along(self, arrow: Arrow, seats: &[Seat], here: &Seat) -> Option<DeskId> {
        let filter = self.filter();
        let open: Vec<&Seat> = seats.iter().filter(|seat| filter.admits(seat, seats)).collect();
        let back = self.hop.get_value().filter(|(from, to, last)| {
            *to == here.desk && last.opposite() == arrow && open.iter().any(|seat| seat.desk == *from)
        });
        let places: Vec<[f64; 2]> = open.iter().map(|seat| seat.at).collect();
        let next = match back {
            Some((from, ..)) => Some(from),
            None => towards(&places, here.at, arrow).and_then(|index| open.get(index)).map(|seat| seat.desk),
        };
        match next {
            Some(desk) => self.hop.set_value(Some((here.desk, desk, arrow))),
            // Said again it has to be another text.
            None => self.scene.say.update(|said| {
                let edge = self.scene.texts.s("map-edge");
                *said = if *said == edge { format!("{edge}\u{a0}") } else { edge };
            }),
        }
        next
    }

    /// The next or previous free seat that the filter leaves in, from the nearest to the farthest of where the walk began.
    fn free(self, seats: &[Seat], here: &Seat, step: isize) -> Option<DeskId> {
        let began = self.walk.get_value().filter(|(_, gone)| *gone > 0);
        let filter = self.filter();
        let ordered = |from: &Seat| {
            let free = |seat: &&Seat| seat.state == SeatState::Free && filter.admits(seat, seats);
            let mut free: Vec<&Seat> = seats.iter().filter(|seat| free(seat) && seat.desk != from.desk).collect();
            order::sort_by(&mut free, |a, b| metres(from, a).total_cmp(&metres(from, b)));
            free.into_iter().map(|seat| seat.desk).collect::<Vec<_>>()
        };
        let from = began.and_then(|(desk, _)| seats.iter().find(|seat| seat.desk == desk));
        let on_the_walk = from.map(ordered).filter(|walk| walk.contains(&here.desk));
        let (anchor, order) = match (from, on_the_walk) {
            (Some(from), Some(order)) => (from.desk, order),
            _ => (here.desk, ordered(here)),
        };
        let count = order.len() as isize;
        if count == 0 {
            return None;
        }
        let at = order.iter().position(|desk| *desk == here.desk).map_or(-1, |index| index as isize);
        let next = if at < 0 && step < 0 { count - 1 } else { (at + step).rem_euclid(count) };
        self.walk.set_value(Some((anchor, next as usize + 1)));
        order.get(next as usize).copied()
    }
}

fn focus_search() {
    let field = document().query_selector(".find input[name=q]").ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

/// The first desk of the next zone in the order of labels.
fn zone_after(seats: &[Seat], here: &Seat, step: isize) -> Option<DeskId> {
    let mut zones: Vec<Option<ZoneId>> = Vec::new();
    for seat in seats {
        if !zones.contains(&seat.zone) {
            zones.push(seat.zone);
        }
    }
    let at = zones.iter().position(|zone| *zone == here.zone)? as isize;
    let next = zones.get((at + step).rem_euclid(zones.len() as isize) as usize)?;
    seats.iter().find(|seat| seat.zone == *next).map(|seat| seat.desk)
}
