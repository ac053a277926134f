//! Fingers, mouse and wheel on the map.

use super::{
    camera::Camera,
    viewport::{HITTABLE, Viewport},
};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// How far a pointer may move before it drags, in pixels.
const SLACK: f64 = 4.0;
/// Two taps within so many milliseconds and pixels are a double tap.
const DOUBLE_TAP: (f64, f64) = (320.0, 28.0);
/// A wheel that turns less than this at once is a trackpad, in pixels.
const TRACKPAD: f64 = 40.0;

#[derive(Clone, Copy, PartialEq)]
struct Pointer {
    id: i32,
    x: f64,
    y: f64,
}

/// Drag, pinch, double tap and wheel.
#[derive(Clone, Copy)]
pub struct Gestures {
    camera: Camera,
    pointers: StoredValue<Vec<Pointer>>,
    dragged: StoredValue<bool>,
    tapped: StoredValue<Option<(f64, f64, f64)>>,
    touch: StoredValue<bool>,
}

impl Gestures {
    /// For a camera.
    pub fn new(camera: Camera) -> Self {
        Self {
            camera,
            pointers: StoredValue::new(Vec::new()),
            dragged: StoredValue::new(false),
            tapped: StoredValue::new(None),
            touch: StoredValue::new(false),
        }
    }

    /// Whether the click that follows ends a drag and selects nothing.
    pub fn was_drag(self) -> bool {
        self.dragged.get_value()
    }

    /// Whether desks are too small for the finger that taps; then the map comes nearer instead of guessing.
    pub fn too_small(self) -> bool {
        let unit = self.camera.window.get_untracked().map(|window| self.camera.viewport.get_untracked().unit(&window));
        self.touch.get_value() && unit.is_some_and(|unit| unit < HITTABLE)
    }

    /// Comes near enough to hit desks around a point of the screen.
    pub fn come_nearer(self, x: f64, y: f64) {
        let around = self.camera.inside(x, y);
        self.camera.glide(&|at, window| at.zoomed(1.1 / at.unit(window), around, window));
    }

    /// A pointer touches.
    pub fn down(self, event: &ev::PointerEvent) {
        if event.button() > 0 {
            return;
        }
        self.touch.set_value(event.pointer_type() == "touch");
        let pointer = Pointer { id: event.pointer_id(), x: event.client_x().into(), y: event.client_y().into() };
        self.pointers.update_value(|pointers| {
            pointers.retain(|known| known.id != pointer.id);
            pointers.push(pointer);
        });
        self.dragged.set_value(false);
    }

    /// A pointer moves.
    pub fn moved(self, event: &ev::PointerEvent) {
        let is = Pointer { id: event.pointer_id(), x: event.client_x().into(), y: event.client_y().into() };
        let pointers = self.pointers.get_value();
        let Some(was) = pointers.iter().find(|known| known.id == is.id).copied() else { return };
        let other = pointers.iter().find(|known| known.id != is.id).copied();
        match other {
            None => {
                if !self.dragged.get_value() && (is.x - was.x).hypot(is.y - was.y) < SLACK {
                    return;
                }
                self.hold(event);
                self.camera.change(&|at, window| at.moved((is.x - was.x, is.y - was.y), window));
            }
            Some(other) => {
                self.hold(event);
                let apart = |one: Pointer| (one.x - other.x).hypot(one.y - other.y).max(1.0);
                let middle = |one: Pointer| ((one.x + other.x) / 2.0, (one.y + other.y) / 2.0);
                let (from, to) = (middle(was), middle(is));
                let around = self.camera.inside(to.0, to.1);
                self.camera.change(&|at, window| {
                    let at: Viewport = at.moved((to.0 - from.0, to.1 - from.1), window);
                    at.zoomed(apart(is) / apart(was), around, window)
                });
            }
        }
        self.pointers.update_value(|pointers| {
            for known in pointers.iter_mut().filter(|known| known.id == is.id) {
                *known = is;
            }
        });
    }

    /// From here on the pointer drags, also outside of the map.
    fn hold(self, event: &ev::PointerEvent) {
        if !self.dragged.get_value() {
            self.dragged.set_value(true);
            if let Some(frame) = self.camera.frame.get_untracked() {
                let _ = frame.set_pointer_capture(event.pointer_id());
            }
        }
    }

    /// A pointer leaves. A second tap on free floor comes nearer.
    pub fn up(self, event: &ev::PointerEvent) {
        self.pointers.update_value(|pointers| pointers.retain(|known| known.id != event.pointer_id()));
        if self.dragged.get_value() || event.type_() != "pointerup" {
            return;
        }
        let (time, x, y) = (event.time_stamp(), f64::from(event.client_x()), f64::from(event.client_y()));
        let on_something = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .and_then(|element| element.closest("a, button").ok().flatten())
            .is_some();
        let before = self.tapped.get_value();
        self.tapped.set_value((!on_something).then_some((time, x, y)));
        if let (Some(before), false) = (before, on_something)
            && time - before.0 < DOUBLE_TAP.0
            && (x - before.1).hypot(y - before.2) < DOUBLE_TAP.1
        {
            self.tapped.set_value(None);
            let around = self.camera.inside(x, y);
            self.camera.glide(&|at, window| at.zoomed(2.0, around, window));
        }
    }

    /// A mouse wheel zooms at the pointer, as does a pinch on a trackpad; two fingers on a trackpad move.
    pub fn wheel(self, event: &ev::WheelEvent) {
        event.prevent_default();
        let (dx, dy) = (event.delta_x(), event.delta_y());
        let trackpad = event.delta_mode() == 0 && (dx != 0.0 || dy.abs() < TRACKPAD);
        if trackpad && !event.ctrl_key() && !event.meta_key() {
            return self.camera.change(&|at, window| at.moved((-dx, -dy), window));
        }
        let lines = if event.delta_mode() == 1 { 24.0 } else { 1.0 };
        let speed = if event.ctrl_key() && dy.abs() < TRACKPAD { 0.012 } else { 0.002 };
        let around = self.camera.inside(event.client_x().into(), event.client_y().into());
        self.camera.change(&|at, window| at.zoomed((-dy * lines * speed).exp(), around, window));
    }
}
