//! Dragging and nudging the chosen desk. Nothing is saved by it: it fills the form.

use leptos::{ev, prelude::*, svg};
use office::model::plan::UNITS_PER_METRE;
use wasm_bindgen::JsCast;

/// The grid on which dragged desks stand, metres.
const GRID: f64 = 0.05;

/// Where a desk stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// Centre in metres.
    pub at: [f64; 2],
    /// Degrees clockwise.
    pub rotation: f64,
}

/// The nearest point of the grid on a floor.
pub fn snapped([x, y]: [f64; 2], [width, depth]: [f64; 2]) -> [f64; 2] {
    let snap = |metres: f64, most: f64| ((metres / GRID).round() * GRID).clamp(0.0, most);
    let tidy = |metres: f64| (metres * 1000.0).round() / 1000.0;
    [tidy(snap(x, width)), tidy(snap(y, depth))]
}

/// A pose one nudge further: arrows move by the grid, with Shift by ten times as much; R turns by 15 degrees.
pub fn nudged(pose: Pose, key: &str, shift: bool) -> Option<Pose> {
    let step = if shift { GRID * 10.0 } else { GRID };
    let [x, y] = pose.at;
    let at = match key {
        "ArrowLeft" => [x - step, y],
        "ArrowRight" => [x + step, y],
        "ArrowUp" => [x, y - step],
        "ArrowDown" => [x, y + step],
        "r" | "R" => {
            let turn = if shift { -15.0 } else { 15.0 };
            return Some(Pose { rotation: (pose.rotation + turn).rem_euclid(360.0), ..pose });
        }
        _ => return None,
    };
    Some(Pose { at, ..pose })
}

/// The gestures of one chosen desk.
#[derive(Clone, Copy)]
pub struct Dragging {
    pose: RwSignal<Option<Pose>>,
    stands: Pose,
    drawing: NodeRef<svg::Svg>,
    size: [f64; 2],
    held: StoredValue<Option<Held>>,
}

/// Where the pointer and the desk were when the drag began.
#[derive(Clone, Copy)]
struct Held {
    pointer: [f64; 2],
    pose: Pose,
}

impl Dragging {
    /// Gestures that move a desk on a drawing of a floor of some size.
    pub fn new(pose: RwSignal<Option<Pose>>, stands: Pose, (drawing, size): (NodeRef<svg::Svg>, [f64; 2])) -> Self {
        Self { pose, stands, drawing, size, held: StoredValue::new(None) }
    }

    fn here(self) -> Pose {
        self.pose.get_untracked().unwrap_or(self.stands)
    }

    /// The drag begins.
    pub fn down(self, event: &ev::PointerEvent) {
        if let Some(element) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        self.held.set_value(Some(Held { pointer: point(event), pose: self.here() }));
    }

    /// The pointer moves.
    pub fn moved(self, event: &ev::PointerEvent) {
        let Some(held) = self.held.get_value() else { return };
        let Some(metres) = self.metres_per_pixel() else { return };
        event.prevent_default();
        let [x, y] = point(event);
        let at = [held.pose.at[0] + (x - held.pointer[0]) * metres, held.pose.at[1] + (y - held.pointer[1]) * metres];
        self.pose.set(Some(Pose { at: snapped(at, self.size), ..held.pose }));
    }

    /// The drag is over.
    pub fn up(self, _event: &ev::PointerEvent) {
        self.held.set_value(None);
    }

    /// A key nudges.
    pub fn key(self, event: &ev::KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        if let Some(next) = nudged(self.here(), &event.key(), event.shift_key()) {
            event.prevent_default();
            self.pose.set(Some(Pose { at: snapped(next.at, self.size), ..next }));
        }
    }

    fn metres_per_pixel(self) -> Option<f64> {
        let svg = self.drawing.get_untracked()?;
        let seen = svg.get_bounding_client_rect();
        let [width, depth] = self.size.map(|metres| metres * UNITS_PER_METRE);
        let units = (width / seen.width().max(1.0)).max(depth / seen.height().max(1.0));
        Some(units / UNITS_PER_METRE)
    }
}

fn point(event: &ev::PointerEvent) -> [f64; 2] {
    [f64::from(event.client_x()), f64::from(event.client_y())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dragged_desk_stands_on_the_grid_and_on_the_floor() {
        assert_eq!(snapped([2.026, 3.024], [10.0, 10.0]), [2.05, 3.0]);
        assert_eq!(snapped([-1.0, 99.0], [10.0, 8.02]), [0.0, 8.02]);
    }

    #[test]
    fn keys_nudge_and_turn() {
        let pose = Pose { at: [2.0, 2.0], rotation: 350.0 };
        assert_eq!(nudged(pose, "ArrowRight", false).unwrap().at, [2.05, 2.0]);
        assert_eq!(nudged(pose, "ArrowUp", true).unwrap().at, [2.0, 1.5]);
        assert_eq!(nudged(pose, "r", false).unwrap().rotation, 5.0);
        assert_eq!(nudged(pose, "Enter", false), None);
    }
}
