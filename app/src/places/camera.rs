//! Moves the drawing: at once under a finger, eased when the page moves it, still when the person wants no motion.

use super::viewport::{Viewport, Window};
use leptos::{html, prelude::*};
use std::time::Duration;
use wasm_bindgen::JsCast;

/// How long the page takes to move the drawing, in milliseconds.
const GLIDE_MS: f64 = 320.0;
/// How long after the last movement the drawing is set anew, in milliseconds.
const SETTLE_MS: u64 = 120;

/// What is seen of the drawing and how it is moved.
#[derive(Clone, Copy)]
pub struct Camera {
    /// What is seen.
    pub viewport: RwSignal<Viewport>,
    /// What the drawing was last set to; while they differ its element is moved as a picture.
    pub settled: RwSignal<Viewport>,
    /// The box, once it has been measured.
    pub window: RwSignal<Option<Window>>,
    /// The box's element.
    pub frame: NodeRef<html::Div>,
    /// Where the movement that goes on ends. What comes next starts from there, or keys that are pressed quickly would count for
    /// less than keys that are pressed slowly.
    goal: StoredValue<Viewport>,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            viewport: RwSignal::new(Viewport::default()),
            settled: RwSignal::new(Viewport::default()),
            window: RwSignal::new(None),
            frame: NodeRef::new(),
            goal: StoredValue::new(Viewport::default()),
        }
    }
}

impl Camera {
    /// Measures the box again.
    pub fn measure(self) {
        self.window.set(self.measured());
    }

    fn measured(self) -> Option<Window> {
        let frame = self.frame.get_untracked()?;
        let svg = frame.query_selector("svg.plan").ok()??.dyn_into::<web_sys::SvgElement>().ok()?;
        let style = web_sys::SvgElement::style(&svg);
        let moving = style.get_property_value("transform").unwrap_or_default();
        let _ = style.remove_property("transform");
        let (outer, inner) = (frame.get_bounding_client_rect(), svg.get_bounding_client_rect());
        if !moving.is_empty() {
            let _ = style.set_property("transform", &moving);
        }
        let sizes: Vec<f64> = svg.get_attribute("viewBox")?.split(' ').filter_map(|part| part.parse().ok()).collect();
        let (width, height) = (*sizes.get(2)?, *sizes.get(3)?);
        if inner.width() <= 0.0 || inner.height() <= 0.0 {
            return None;
        }
        let unit = (inner.width() / width).min(inner.height() / height);
        let corner = (inner.left() - outer.left(), inner.top() - outer.top());
        let aside = ((inner.width() - width * unit) / 2.0, (inner.height() - height * unit) / 2.0);
        Some(Window {
            corner,
            origin: (corner.0 + aside.0, corner.1 + aside.1),
            unit,
            size: (outer.width(), outer.height()),
            drawing: (width, height),
        })
    }

    /// A point of the screen in the box.
    pub fn inside(self, x: f64, y: f64) -> (f64, f64) {
        let frame = self.frame.get_untracked().map(|frame| frame.get_bounding_client_rect());
        frame.map_or((x, y), |frame| (x - frame.left(), y - frame.top()))
    }

    /// Changes what is seen, at once.
    pub fn change(self, change: &dyn Fn(Viewport, &Window) -> Viewport) {
        let Some(window) = self.window.get_untracked() else { return };
        self.set(change(self.viewport.get_untracked(), &window));
    }

    fn set(self, to: Viewport) {
        self.goal.set_value(to);
        self.viewport.set(to);
        set_timeout(
            move || {
                if self.viewport.try_get_untracked() == Some(to) {
                    self.settled.set(to);
                }
            },
            Duration::from_millis(SETTLE_MS),
        );
    }

    /// Changes what will be seen, eased. A notice above it may have moved the box since it was measured.
    pub fn glide(self, change: &dyn Fn(Viewport, &Window) -> Viewport) {
        self.measure();
        let Some(window) = self.window.get_untracked() else { return };
        let goal = self.goal.get_value();
        let to = change(goal, &window);
        if to == goal {
            return;
        }
        if prefers_stillness() {
            return self.set(to);
        }
        self.goal.set_value(to);
        self.step((self.viewport.get_untracked(), to), clock());
    }

    fn step(self, (from, to): (Viewport, Viewport), began: f64) {
        request_animation_frame(move || {
            // A finger or another movement has taken over.
            if self.goal.try_get_value() != Some(to) {
                return;
            }
            let share = ((clock() - began) / GLIDE_MS).clamp(0.0, 1.0);
            if share >= 1.0 {
                return self.set(to);
            }
            self.viewport.set(from.between(to, 1.0 - (1.0 - share).powi(3)));
            self.step((from, to), began);
        });
    }

    /// Zooms around the middle of the box, eased.
    pub fn zoom(self, factor: f64) {
        self.glide(&|at, window| at.zoomed(factor, (window.size.0 / 2.0, window.size.1 / 2.0), window));
    }

    /// Shows the whole drawing, eased.
    pub fn fit(self) {
        self.glide(&|_, window| Viewport::whole(window));
    }

    /// Back to how the page's style places the drawing.
    pub fn reset(self) {
        self.goal.set_value(Viewport::default());
        self.viewport.set(Viewport::default());
        self.settled.set(Viewport::default());
    }
}

/// Milliseconds since some moment.
#[cfg(target_family = "wasm")]
fn clock() -> f64 {
    js_sys::Date::now()
}

/// Nothing moves on the server.
#[cfg(not(target_family = "wasm"))]
fn clock() -> f64 {
    0.0
}

/// Whether the person has asked for no motion.
pub fn prefers_stillness() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}
