//! One desk as SVG: its state by fill, line and shape. Drawn as text, alike on the server and in the browser.

use crate::texts::Texts;
use office::model::{
    plan::UNITS_PER_METRE,
    seat::{Seat, SeatState},
    time::Minute,
};

/// What the drawing of a desk needs besides its seat.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The language of its name.
    pub texts: Texts,
    /// Opening and closing, to see halves of the day.
    pub hours: (Minute, Minute),
    /// The selected desk.
    pub selected: bool,
    /// Left out by a filter.
    pub dim: bool,
}

/// The word of a seat's state in the drawing's `data-s`.
pub fn state_word(seat: &Seat) -> &'static str {
    match seat.state {
        SeatState::Free => "free",
        SeatState::Mine => "mine",
        SeatState::Taken if seat.holder.as_ref().is_some_and(|holder| holder.teammate) => "team",
        SeatState::Taken => "busy",
        SeatState::Held => "held",
        SeatState::Unavailable => "off",
    }
}

/// What a screen reader says of a seat.
pub fn spoken(seat: &Seat, look: Look) -> String {
    let texts = look.texts;
    let mut parts = vec![seat.label.clone(), texts.s(&format!("seat-{}", state_word(seat)))];
    if let Some(half) = free_half(seat, look.hours) {
        parts.push(texts.s(&format!("seat-half-{half}")));
    }
    parts.extend(seat.holder.as_ref().map(|holder| holder.name.clone()));
    parts.extend(seat.amenities.iter().map(|amenity| texts.s(&format!("amenity-{}", amenity.word()))));
    parts.join(", ")
}

/// Which half of a taken day is still free: `am` or `pm`.
pub fn free_half(seat: &Seat, (opens, closes): (Minute, Minute)) -> Option<&'static str> {
    if seat.state != SeatState::Taken {
        return None;
    }
    let noon = Minute::hour(12);
    let held_before = seat.day.iter().any(|busy| busy.from < noon && busy.to > opens);
    let held_after = seat.day.iter().any(|busy| busy.to > Minute::hour(13) && busy.from < closes);
    match (held_before, held_after) {
        (false, true) => Some("am"),
        (true, false) => Some("pm"),
        _ => None,
    }
}

/// The whole element of a desk, a link to its card.
pub fn desk(seat: &Seat, look: Look, href: &str) -> String {
    let [x, y] = seat.at.map(|metres| metres * UNITS_PER_METRE);
    let mut attributes = format!(
        "class=\"dk\" id=\"d{}\" href=\"{}\" data-s=\"{}\" transform=\"translate({x:.1} {y:.1})\" aria-label=\"{}\" tabindex=\"-1\"",
        seat.desk,
        escaped(href),
        state_word(seat),
        escaped(&spoken(seat, look)),
    );
    if look.selected {
        attributes.push_str(" data-sel=\"1\"");
    }
    if look.dim {
        attributes.push_str(" data-dim=\"1\"");
    }
    if let Some(half) = free_half(seat, look.hours) {
        attributes.push_str(&format!(" data-part=\"{half}\""));
    }
    format!("<a {attributes}>{}</a>", inside(seat, look))
}

/// What is inside of a desk's element.
pub fn inside(seat: &Seat, look: Look) -> String {
    let (sin, cos) = seat.rotation.to_radians().sin_cos();
    let (cx, cy) = (-sin * 23.0, cos * 23.0);
    let word = state_word(seat);
    let mut drawn = String::new();
    if look.selected {
        drawn.push_str(&frame(cx, cy));
    }
    let turned = format!("<g transform=\"rotate({:.0})\">{DESK}", seat.rotation);
    match word {
        "free" => drawn.push_str(&format!("{turned}{CHAIR}</g>")),
        "off" => drawn.push_str(&format!("{turned}<path class=\"sl\" d=\"M-12 8 12-9\"/></g>")),
        "held" => drawn.push_str(&format!(
            "{turned}</g><circle class=\"ch\" cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"10.5\"/><g transform=\"translate({cx:.1} {cy:.1})\" class=\"ck\"><circle r=\"5\"/><path d=\"M0-2.6V0l1.9 1.3\"/></g>"
        )),
        _ => drawn.push_str(&format!("{turned}</g>{}", disc(seat, look.texts, (cx, cy)))),
    }
    if let Some(half) = free_half(seat, look.hours) {
        let side = if half == "am" { "M-20.5-12H0V11H-20.5z" } else { "M0-12H20.5V11H0z" };
        drawn.push_str(&format!("<path class=\"half\" transform=\"rotate({:.0})\" d=\"{side}\"/>", seat.rotation));
    }
    if matches!(word, "free" | "mine") {
        let number = seat.label.rsplit('-').next().unwrap_or(&seat.label).trim_start_matches('0');
        drawn.push_str(&format!("<text class=\"lb\" y=\"3.2\">{}</text>", escaped(number)));
    }
    drawn
}

const DESK: &str =
    "<rect class=\"dt\" x=\"-20.5\" y=\"-12\" width=\"41\" height=\"23\" rx=\"4\"/><path class=\"mo\" d=\"M-8-8H8\"/>";
const CHAIR: &str = "<rect class=\"ch\" x=\"-8.5\" y=\"14.5\" width=\"17\" height=\"13.5\" rx=\"6\"/>";

fn frame(cx: f64, cy: f64) -> String {
    let (left, right) = ((-26.0f64).min(cx - 17.0), 26.0f64.max(cx + 17.0));
    let (top, bottom) = ((-18.0f64).min(cy - 17.0), 18.0f64.max(cy + 17.0));
    format!(
        "<rect class=\"fr\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"12\"/>",
        right - left,
        bottom - top
    )
}

fn disc(seat: &Seat, texts: Texts, (cx, cy): (f64, f64)) -> String {
    let mine = seat.state == SeatState::Mine;
    let holder = seat.holder.as_ref();
    let name =
        if mine { texts.s("seat-me") } else { holder.map(|holder| holder.given_name.clone()).unwrap_or_default() };
    let hue = holder.map(|holder| format!(" style=\"--h:{}\"", holder.hue)).unwrap_or_default();
    let ring = if holder.is_some_and(|holder| holder.teammate) && !mine {
        format!("<circle class=\"pr\" cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"14\"/>")
    } else {
        String::new()
    };
    let said = if name.is_empty() {
        String::new()
    } else {
        format!("<text class=\"nm\" x=\"{cx:.1}\" y=\"{cy:.1}\"{hue}>{}</text>", escaped(&name))
    };
    format!("{ring}<circle class=\"pp\" cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"11\"{hue}/>{said}")
}

/// Text made safe for markup.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
