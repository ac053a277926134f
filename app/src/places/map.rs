//! The floor's map: a drawing rendered on the server, moved and kept current in the browser. The desks are plain
//! links, so they work before the browser's part has arrived and without it.

use super::{
    desk_drawing::{self, Look, desk, spoken, state_word},
    view::{Address, FloorView, SeatsNow},
};
use crate::{texts::Texts, ui::icon::Icon, viewer::use_texts};
use leptos::{ev, html, prelude::*, svg};
use leptos_router::hooks::use_navigate;
use office::model::{
    id::DeskId,
    plan::UNITS_PER_METRE,
    seat::{Seat, SeatState},
    time::Minute,
};
use wasm_bindgen::JsCast;

const MOST_ZOOM: f64 = 4.0;

/// How the drawing is moved: scale, then offset in the drawing's units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    scale: f64,
    x: f64,
    y: f64,
}

impl Default for Viewport {
    fn default() -> Self {
        Self { scale: 1.0, x: 0.0, y: 0.0 }
    }
}

impl Viewport {
    /// Zoomed by a factor around a point of the drawing's window.
    fn zoomed(self, factor: f64, (px, py): (f64, f64)) -> Self {
        let scale = (self.scale * factor).clamp(1.0, MOST_ZOOM);
        let real = scale / self.scale;
        if scale == 1.0 {
            return Self::default();
        }
        Self { scale, x: px - (px - self.x) * real, y: py - (py - self.y) * real }
    }

    fn moved(self, dx: f64, dy: f64) -> Self {
        Self { x: self.x + dx, y: self.y + dy, ..self }
    }
}

/// The map of a floor.
#[component]
pub fn Map(
    floor: StoredValue<FloorView>,
    now: RwSignal<SeatsNow>,
    address: Memo<Address>,
    viewport: RwSignal<Viewport>,
) -> impl IntoView {
    let texts = use_texts();
    let hours = floor.with_value(|floor| floor.hours);
    let drawn = {
        let (seats, address) = (now.get_untracked().seats, address.get_untracked());
        draw(&seats, &address, (texts, hours))
    };
    let (plan, view_box) = floor.with_value(|floor| (floor.plan.clone(), floor.view_box.clone()));
    let desks = NodeRef::<svg::G>::new();
    let frame = NodeRef::<html::Div>::new();
    keep_current(desks, now, address, (texts, hours));
    let label = move || {
        let (name, free) = (floor.with_value(|floor| floor.floor_name.clone()), now.with(|now| now.free() as i64));
        texts.f("map-label", &[("floor", name.into()), ("free", free.into())])
    };
    let transform = move || {
        let at = viewport.get();
        format!("translate({:.2} {:.2}) scale({:.3})", at.x, at.y, at.scale)
    };
    let gestures = Gestures::new(viewport, frame);
    let navigate = use_navigate();
    let select = move |event: ev::MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.default_prevented() {
            return;
        }
        if gestures.dragged.get_value() {
            event.prevent_default();
            return;
        }
        if let Some(link) = desk_of(event.target()) {
            event.prevent_default();
            navigate(&link.get_attribute("href").unwrap_or_default(), quiet());
        }
    };
    let on_key = move |event: ev::KeyboardEvent| keys(&event, now, viewport);
    view! {
        <div
            class="view" node_ref=frame
            on:click=select on:keydown=on_key
            on:pointerdown=move |event| gestures.down(&event)
            on:pointermove=move |event| gestures.moved(&event)
            on:pointerup=move |event| gestures.up(&event)
            on:pointercancel=move |event| gestures.up(&event)
            on:wheel=move |event| gestures.wheel(&event)
        >
            <svg class="plan" viewBox=view_box preserveAspectRatio="xMidYMid meet" role="group" aria-label=label>
                <g id="world" transform=transform>
                    <g id="plan" aria-hidden="true" inner_html=plan></g>
                    <g id="desks" class="desks" node_ref=desks inner_html=drawn></g>
                </g>
            </svg>
            <Zoom viewport />
        </div>
    }
}

#[component]
fn Zoom(viewport: RwSignal<Viewport>) -> impl IntoView {
    let texts = use_texts();
    let by = move |factor: f64| move |_| viewport.update(|at| *at = at.zoomed(factor, (560.0, 340.0)));
    view! {
        <div class="zoom" role="group" aria-label=texts.s("zoom")>
            <button type="button" aria-label=texts.s("zoom-out") on:click=by(1.0 / 1.4)><Icon name="minus" size="s" /></button>
            <output class="num">{move || format!("{:.0}%", viewport.get().scale * 100.0)}</output>
            <button type="button" aria-label=texts.s("zoom-in") on:click=by(1.4)><Icon name="plus" size="s" /></button>
            <button type="button" aria-label=texts.s("zoom-fit") on:click=move |_| viewport.set(Viewport::default())><Icon name="fit" size="s" /></button>
        </div>
    }
}

/// Navigation that leaves the page where it is scrolled.
fn quiet() -> leptos_router::NavigateOptions {
    leptos_router::NavigateOptions { scroll: false, ..Default::default() }
}

fn look(seat: &Seat, address: &Address, (texts, hours): (Texts, (Minute, Minute))) -> Look {
    Look { texts, hours, selected: address.desk == seat.desk.to_string(), dim: !address.filter.admits(seat) }
}

/// All desks; the selected one last, so that its frame lies above its neighbours.
fn draw(seats: &[Seat], address: &Address, around: (Texts, (Minute, Minute))) -> String {
    let mut ordered: Vec<&Seat> = seats.iter().collect();
    ordered.sort_by_key(|seat| address.desk == seat.desk.to_string());
    let first = seats
        .iter()
        .find(|seat| seat.state == SeatState::Mine)
        .or_else(|| seats.iter().find(|seat| address.desk == seat.desk.to_string()))
        .or_else(|| seats.iter().find(|seat| seat.state == SeatState::Free))
        .map(|seat| seat.desk);
    let drawn = ordered.into_iter().map(|seat| {
        let one = desk(seat, look(seat, address, around), &address.at_desk(seat.desk).path());
        // The map is one stop of the tab key; arrows go on from there.
        if Some(seat.desk) == first { one.replacen("tabindex=\"-1\"", "tabindex=\"0\"", 1) } else { one }
    });
    drawn.collect()
}

/// Repaints only the desks whose drawing changed; focus and everything else stays.
fn keep_current(
    desks: NodeRef<svg::G>,
    now: RwSignal<SeatsNow>,
    address: Memo<Address>,
    around: (Texts, (Minute, Minute)),
) {
    Effect::new(move |before: Option<Vec<(DeskId, String)>>| {
        let (seats, address) = (now.get().seats, address.get());
        let drawn: Vec<(DeskId, String)> = seats
            .iter()
            .map(|seat| (seat.desk, format!("{}{}", state_word(seat), desk(seat, look(seat, &address, around), ""))))
            .collect();
        let Some(before) = before else { return drawn };
        if desks.get().is_none() {
            return drawn;
        }
        for (seat, (id, new)) in seats.iter().zip(&drawn) {
            let old = before.iter().find(|(known, _)| known == id).map(|(_, old)| old);
            if old != Some(new) {
                repaint(seat, look(seat, &address, around), old.is_some_and(|old| !old.starts_with(state_word(seat))));
            }
        }
        for seat in &seats {
            if let Some(element) = document().get_element_by_id(&format!("d{}", seat.desk)) {
                let _ = element.set_attribute("href", &address.at_desk(seat.desk).path());
            }
        }
        drawn
    });
}

fn repaint(seat: &Seat, look: Look, changed: bool) {
    let Some(element) = document().get_element_by_id(&format!("d{}", seat.desk)) else { return };
    let set = |name: &str, value: Option<&str>| match value {
        Some(value) => drop(element.set_attribute(name, value)),
        None => drop(element.remove_attribute(name)),
    };
    set("data-s", Some(state_word(seat)));
    set("aria-label", Some(&spoken(seat, look)));
    set("data-sel", look.selected.then_some("1"));
    set("data-dim", look.dim.then_some("1"));
    set("data-part", desk_drawing::free_half(seat, look.hours));
    set("class", Some(if changed { "dk pulse" } else { "dk" }));
    element.set_inner_html(&desk_drawing::inside(seat, look));
}

fn desk_of(target: Option<web_sys::EventTarget>) -> Option<web_sys::Element> {
    target?.dyn_into::<web_sys::Element>().ok()?.closest("a.dk").ok()?
}

/// Arrows go to the next desk that way; M to mine, N and P to free ones, plus, minus and 0 zoom.
fn keys(event: &ev::KeyboardEvent, now: RwSignal<SeatsNow>, viewport: RwSignal<Viewport>) {
    let Some(element) = desk_of(event.target()) else { return };
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let seats = now.get_untracked().seats;
    let Some(here) = seats.iter().find(|seat| element.id() == format!("d{}", seat.desk)) else { return };
    let next = match event.key().as_str() {
        "ArrowRight" => towards(&seats, here, (1.0, 0.0)),
        "ArrowLeft" => towards(&seats, here, (-1.0, 0.0)),
        "ArrowDown" => towards(&seats, here, (0.0, 1.0)),
        "ArrowUp" => towards(&seats, here, (0.0, -1.0)),
        "n" | "N" => beside(&seats, here, 1),
        "p" | "P" => beside(&seats, here, -1),
        "m" | "M" => seats.iter().find(|seat| seat.state == SeatState::Mine).map(|seat| seat.desk),
        "Home" => seats.iter().find(|seat| seat.zone == here.zone).map(|seat| seat.desk),
        "End" => seats.iter().rfind(|seat| seat.zone == here.zone).map(|seat| seat.desk),
        "+" | "=" => return zoom_key(event, viewport, 1.4),
        "-" => return zoom_key(event, viewport, 1.0 / 1.4),
        "0" => return zoom_key(event, viewport, 0.0),
        _ => return,
    };
    event.prevent_default();
    let Some(desk) = next else { return };
    let _ = element.set_attribute("tabindex", "-1");
    if let Some(found) = document().get_element_by_id(&format!("d{desk}")) {
        let _ = found.set_attribute("tabindex", "0");
        if let Some(focus) = found.dyn_ref::<web_sys::SvgElement>() {
            let _ = focus.focus();
        }
    }
}

fn zoom_key(event: &ev::KeyboardEvent, viewport: RwSignal<Viewport>, factor: f64) {
    event.prevent_default();
    viewport.update(|at| *at = if factor == 0.0 { Viewport::default() } else { at.zoomed(factor, (560.0, 340.0)) });
}

/// The desk that way with the least forward distance plus three times its sideways offset.
fn towards(seats: &[Seat], here: &Seat, (dx, dy): (f64, f64)) -> Option<DeskId> {
    let reach = |seat: &Seat| {
        let (x, y) = (seat.at[0] - here.at[0], seat.at[1] - here.at[1]);
        let forward = x * dx + y * dy;
        (forward > 4.0 / UNITS_PER_METRE).then(|| forward + 3.0 * (x * dy - y * dx).abs())
    };
    let reached = seats.iter().filter_map(|seat| reach(seat).map(|cost| (cost, seat.desk)));
    reached.min_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal)).map(|(_, desk)| desk)
}

/// The next free desk in the order of labels.
fn beside(seats: &[Seat], here: &Seat, step: isize) -> Option<DeskId> {
    let at = seats.iter().position(|seat| seat.desk == here.desk)? as isize;
    let count = seats.len() as isize;
    (1..count)
        .filter_map(|hop| seats.get((at + hop * step).rem_euclid(count) as usize))
        .find(|seat| seat.state == SeatState::Free)
        .map(|seat| seat.desk)
}

/// Drag, pinch and wheel.
#[derive(Clone, Copy)]
struct Gestures {
    viewport: RwSignal<Viewport>,
    frame: NodeRef<html::Div>,
    pointers: StoredValue<Vec<(i32, f64, f64)>>,
    dragged: StoredValue<bool>,
}

impl Gestures {
    fn new(viewport: RwSignal<Viewport>, frame: NodeRef<html::Div>) -> Self {
        Self { viewport, frame, pointers: StoredValue::new(Vec::new()), dragged: StoredValue::new(false) }
    }

    fn down(self, event: &ev::PointerEvent) {
        let point = (event.pointer_id(), f64::from(event.client_x()), f64::from(event.client_y()));
        self.pointers.update_value(|pointers| {
            pointers.retain(|known| known.0 != point.0);
            pointers.push(point);
        });
        self.dragged.set_value(false);
    }

    fn moved(self, event: &ev::PointerEvent) {
        let (id, x, y) = (event.pointer_id(), f64::from(event.client_x()), f64::from(event.client_y()));
        let before = self.pointers.get_value();
        let Some(old) = before.iter().find(|known| known.0 == id).copied() else { return };
        let Some(units) = self.units_per_pixel() else { return };
        match before.len() {
            1 if self.viewport.get_untracked().scale > 1.0 => {
                let (dx, dy) = (x - old.1, y - old.2);
                if !self.dragged.get_value() && dx.hypot(dy) < 4.0 {
                    return;
                }
                self.dragged.set_value(true);
                self.viewport.update(|at| *at = at.moved(dx * units, dy * units));
            }
            2 => {
                let Some(other) = before.iter().find(|known| known.0 != id).copied() else { return };
                let was = (old.1 - other.1).hypot(old.2 - other.2).max(1.0);
                let is = (x - other.1).hypot(y - other.2);
                let middle = self.inside((x + other.1) / 2.0, (y + other.2) / 2.0);
                self.dragged.set_value(true);
                self.viewport.update(|at| *at = at.zoomed(is / was, middle));
            }
            _ => return,
        }
        self.pointers.update_value(|pointers| {
            for known in pointers.iter_mut().filter(|known| known.0 == id) {
                *known = (id, x, y);
            }
        });
    }

    fn up(self, event: &ev::PointerEvent) {
        self.pointers.update_value(|pointers| pointers.retain(|known| known.0 != event.pointer_id()));
    }

    fn wheel(self, event: &ev::WheelEvent) {
        event.prevent_default();
        let around = self.inside(f64::from(event.client_x()), f64::from(event.client_y()));
        let factor = (-event.delta_y() * 0.002).exp();
        self.viewport.update(|at| *at = at.zoomed(factor, around));
    }

    /// Drawing units per pixel of the screen.
    fn units_per_pixel(self) -> Option<f64> {
        let svg = self.frame.get_untracked()?.query_selector("svg").ok()??;
        let seen = svg.get_bounding_client_rect();
        let sizes: Vec<f64> = svg.get_attribute("viewBox")?.split(' ').filter_map(|part| part.parse().ok()).collect();
        let (width, height) = (*sizes.get(2)?, *sizes.get(3)?);
        Some((width / seen.width().max(1.0)).max(height / seen.height().max(1.0)))
    }

    /// A point of the screen in the drawing's units.
    fn inside(self, x: f64, y: f64) -> (f64, f64) {
        let at = || {
            let svg = self.frame.get_untracked()?.query_selector("svg").ok()??;
            let seen = svg.get_bounding_client_rect();
            let sizes: Vec<f64> =
                svg.get_attribute("viewBox")?.split(' ').filter_map(|part| part.parse().ok()).collect();
            let units = self.units_per_pixel()?;
            let left = (seen.width() - sizes.get(2)? / units) / 2.0;
            let top = (seen.height() - sizes.get(3)? / units) / 2.0;
            Some(((x - seen.left() - left) * units, (y - seen.top() - top) * units))
        };
        at().unwrap_or((560.0, 340.0))
    }
}
