//! Where the card of a seat stands on large screens: beside its desk, never on it.

use super::scene::Scene;
use leptos::prelude::*;
use office::model::plan::UNITS_PER_METRE;
use wasm_bindgen::JsCast;

/// The distance of the card from its desk and from the edges, in pixels.
const GAP: f64 = 14.0;
const EDGE: f64 = 8.0;
/// Half of a desk with its chair, in units.
const REACH: f64 = 34.0;
/// How far below the card's top its pointer may be at least, in pixels.
const POINTER: f64 = 20.0;

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

/// A side of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// East.
    Right,
    /// West.
    Left,
    /// South.
    Below,
    /// North.
    Above,
    /// Nowhere: the card would cover the desk.
    Nowhere,
}

/// The left upper corner of a card for a desk within an area, tried right, left, below and above.
pub fn beside(desk: Area, (width, height): (f64, f64), area: Area) -> (f64, f64, Beside) {
    let within = |value: f64, from: f64, to: f64| value.clamp(from, to.max(from));
    let middle = ((desk.left + desk.right) / 2.0, (desk.top + desk.bottom) / 2.0);
    let top = within(middle.1 - height * 0.3, area.top + EDGE, area.bottom - EDGE - height);
    let left = within(middle.0 - width / 2.0, area.left + EDGE, area.right - EDGE - width);
    let rights = desk.right + GAP;
    let lefts = desk.left - GAP - width;
    if rights + width + EDGE <= area.right {
        (rights, top, Beside::Right)
    } else if lefts - EDGE >= area.left {
        (lefts, top, Beside::Left)
    } else if desk.bottom + GAP + height + EDGE <= area.bottom {
        (left, desk.bottom + GAP, Beside::Below)
    } else if desk.top - GAP - height - EDGE >= area.top {
        (left, desk.top - GAP - height, Beside::Above)
    } else {
        (area.right - EDGE - width, top, Beside::Nowhere)
    }
}

/// Keeps the card beside the selected desk while the map moves.
pub fn keep_beside(scene: Scene) {
    let camera = scene.stay.camera;
    Effect::new(move |_| {
        let (at, window, seat) = (camera.viewport.get(), camera.window.get(), scene.selected());
        // What the card says changes its height.
        scene.lost.track();
        let (Some(window), Some(seat)) = (window, seat) else { return };
        request_animation_frame(move || {
            let unit = at.unit(&window);
            let point = seat.at.map(|metres| metres * UNITS_PER_METRE);
            place((at.place((point[0], point[1]), &window), unit * REACH), window.size);
        });
    });
}

fn place(((x, y), reach): ((f64, f64), f64), (width, height): (f64, f64)) {
    let found = |selector: &str| document().query_selector(selector).ok().flatten();
    let card = found(".seat-card").and_then(|card| card.dyn_into::<web_sys::HtmlElement>().ok());
    let (Some(card), Some(view)) = (card, found(".view")) else { return };
    let (Some(stage), seen) = (found(".stage"), view.get_bounding_client_rect()) else { return };
    let stage = stage.get_bounding_client_rect();
    let size = (f64::from(card.offset_width()), f64::from(card.offset_height()));
    // A sheet as wide as the page stands where its style puts it.
    if size.0 >= seen.width() - 2.0 * EDGE {
        return;
    }
    let desk = Area { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
    let (left, top, side) = beside(desk, size, Area { left: 0.0, top: 0.0, right: width, bottom: height });
    let word = match side {
        Beside::Right => "right",
        Beside::Left => "left",
        Beside::Below | Beside::Above | Beside::Nowhere => "free",
    };
    let pointer = (y - top).clamp(POINTER, (size.1 - POINTER).max(POINTER));
    let _ = card.set_attribute("data-side", word);
    let style = card.style();
    let _ = style.set_property("--left", &format!("{:.0}px", left + seen.left() - stage.left()));
    let _ = style.set_property("--top", &format!("{:.0}px", top + seen.top() - stage.top()));
    let _ = style.set_property("--pointer", &format!("{pointer:.0}px"));
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: Area = Area { left: 0.0, top: 0.0, right: 1052.0, bottom: 640.0 };
    const CARD: (f64, f64) = (316.0, 330.0);

    fn desk(x: f64, y: f64) -> Area {
        Area { left: x - 28.0, top: y - 28.0, right: x + 28.0, bottom: y + 28.0 }
    }

    fn covers((left, top, _): (f64, f64, Beside), desk: Area) -> bool {
        left < desk.right && desk.left < left + CARD.0 && top < desk.bottom && desk.top < top + CARD.1
    }

    #[test]
    fn the_card_never_covers_its_desk_on_a_map_with_room_and_stays_on_the_map() {
        for x in (30..1030).step_by(10) {
            for y in (30..610).step_by(10) {
                let desk = desk(f64::from(x), f64::from(y));
                let placed = beside(desk, CARD, MAP);
                assert!(!covers(placed, desk), "{x} {y}: {placed:?}");
                assert!(placed.0 >= 0.0 && placed.0 + CARD.0 <= MAP.right, "{x} {y}: {placed:?}");
                assert!(placed.1 >= 0.0 && placed.1 + CARD.1 <= MAP.bottom, "{x} {y}: {placed:?}");
            }
        }
    }

    #[test]
    fn the_card_stands_to_the_right_where_it_can_and_else_to_the_left() {
        assert_eq!(beside(desk(200.0, 300.0), CARD, MAP).2, Beside::Right);
        assert_eq!(beside(desk(900.0, 300.0), CARD, MAP).2, Beside::Left);
    }

    #[test]
    fn on_a_narrow_map_it_stands_below_or_above() {
        let narrow = Area { right: 420.0, bottom: 900.0, ..MAP };
        assert_eq!(beside(desk(210.0, 200.0), CARD, narrow).2, Beside::Below);
        assert_eq!(beside(desk(210.0, 800.0), CARD, narrow).2, Beside::Above);
    }
}
