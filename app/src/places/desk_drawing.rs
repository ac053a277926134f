//! One desk as SVG: its state by fill, line and shape. Drawn as text, alike on the server and in the browser.

use crate::{reasons::reason, texts::Texts};
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
    /// Opening, or now where that is later, and closing, to see halves of the day.
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

/// What a screen reader says of a seat; `rank` is its place among the suggestions, from 1.
pub fn spoken(seat: &Seat, look: Look, rank: Option<usize>) -> String {
    let texts = look.texts;
    let mut parts = vec![seat.label.clone(), texts.s(&format!("seat-{}", state_word(seat)))];
    if let Some(half) = free_half(seat, look.hours) {
        parts.push(texts.s(&format!("seat-half-{half}")));
    }
    parts.extend(seat.holder.as_ref().map(|holder| holder.name.clone()));
    if matches!(seat.state, SeatState::Held | SeatState::Unavailable) {
        parts.extend(seat.reasons.first().map(|why| reason(texts, why)));
    }
    parts.extend(rank.map(|rank| texts.f("seat-rank", &[("rank", (rank as i64).into())])));
    parts.extend(seat.amenities.iter().map(|amenity| texts.s(&format!("amenity-{}", amenity.word()))));
    parts.join(", ")
}

/// Which half of a taken day is still free: `am` or `pm`. A half that is over is not, and none is where more stands
/// against the viewer than that somebody has the desk.
pub fn free_half(seat: &Seat, (opens, closes): (Minute, Minute)) -> Option<&'static str> {
    if seat.state != SeatState::Taken || seat.reasons.len() > 1 {
        return None;
    }
    let noon = Minute::hour(12);
    let held_before = seat.day.iter().any(|busy| busy.from < noon && busy.to > opens);
    let held_after = seat.day.iter().any(|busy| busy.to > Minute::hour(13) && busy.from < closes);
    match (held_before, held_after) {
        (false, true) if opens < noon => Some("am"),
        (true, false) => Some("pm"),
        _ => None,
    }
}

/// Where a desk stands, as the drawing's `transform`.
pub fn place(seat: &Seat) -> String {
    let [x, y] = seat.at.map(|metres| metres * UNITS_PER_METRE);
    format!("translate({x:.1} {y:.1})")
}

/// The whole element of a desk, a link to its card.
pub fn desk(seat: &Seat, look: Look, (href, rank): (&str, Option<usize>)) -> String {
    let mut attributes = format!(
        "class=\"dk\" id=\"d{}\" href=\"{}\" data-s=\"{}\" transform=\"{}\" aria-label=\"{}\"",
        seat.desk,
        escaped(href),
        state_word(seat),
        place(seat),
        escaped(&spoken(seat, look, rank)),
    );
    if look.selected {
        attributes.push_str(" data-sel=\"1\" aria-current=\"true\"");
    }
    if look.dim {
        attributes.push_str(" data-dim=\"1\"");
    }
    if let Some(half) = free_half(seat, look.hours) {
        attributes.push_str(&format!(" data-part=\"{half}\""));
    }
    format!("<a {attributes}>{}</a>", marked(seat, look, rank))
}

/// What is inside of a desk's element, with a star on a suggested one.
pub fn marked(seat: &Seat, look: Look, rank: Option<usize>) -> String {
    let mut drawn = inside(seat, look);
    if rank.is_some() {
        let (x, y) = corner(chair(seat));
        drawn.push_str(&format!("<g class=\"rb\" transform=\"translate({x} {y})\">{STAR}</g>"));
    }
    drawn
}

/// What is inside of a desk's element.
pub fn inside(seat: &Seat, look: Look) -> String {
    let (cx, cy) = chair(seat);
    let word = state_word(seat);
    let mut drawn = String::new();
    if look.selected {
        let [left, top, width, height] = frame(seat);
        drawn.push_str(&format!(
            "<rect class=\"fr\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"12\"/>"
        ));
    }
    let turned = format!("<g transform=\"rotate({:.0})\">{DESK}", seat.rotation);
    let half = free_half(seat, look.hours).map_or("", |free| booked_half(free, seat.rotation));
    match word {
        "free" => drawn.push_str(&format!("{turned}{CHAIR}</g>")),
        "off" => drawn.push_str(&format!("{turned}<path class=\"sl\" d=\"M-12 8 12-9\"/></g>")),
        "held" => drawn.push_str(&format!(
            "{turned}</g><circle class=\"ch\" cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"10.5\"/><g transform=\"translate({cx:.1} {cy:.1})\" class=\"ck\"><circle r=\"5\"/><path d=\"M0-2.6V0l1.9 1.3\"/></g>"
        )),
        _ => drawn.push_str(&format!("{turned}{half}</g>{}", disc(seat, look.texts, (cx, cy)))),
    }
    if matches!(word, "free" | "mine") {
        drawn.push_str(&label(&seat.label));
    }
    drawn
}

/// The corner of a desk that is on its chair's side: another desk may stand at its back and be drawn over what is there.
fn corner((cx, cy): (f64, f64)) -> (i8, i8) {
    let side = |chair: f64| if chair < 0.0 { -11 } else { 11 };
    if cx.abs() > cy.abs() { (side(cx), -17) } else { (17, side(cy)) }
}

/// A desk with its chair and its number, without a word of who sits there.
pub fn furniture(name: &str, rotation: f64) -> String {
    format!("<g transform=\"rotate({rotation:.0})\">{DESK}{CHAIR}</g>{}", label(name))
}

/// The number on a desk; the rest of its label shows when it is near.
fn label(label: &str) -> String {
    let (zone, number) = label.rsplit_once('-').map_or(("", label), |(zone, number)| (zone, number));
    let short = number.trim_start_matches('0');
    let short = if short.is_empty() { number } else { short };
    let more = &number[..number.len() - short.len()];
    let rest = if zone.is_empty() { String::new() } else { format!("{}-{more}", escaped(zone)) };
    format!("<text class=\"lb\" y=\"3.2\"><tspan>{rest}</tspan>{}</text>", escaped(short))
}

/// The hatched half of a desk whose day is half free: on the map the morning is left or above, however the desk is
/// turned.
fn booked_half(free: &str, rotation: f64) -> &'static str {
    let turned = rotation.rem_euclid(360.0) >= 135.0;
    if (free == "am") != turned { BOOKED_RIGHT } else { BOOKED_LEFT }
}

const BOOKED_RIGHT: &str = "<path class=\"half\" d=\"M0-12H16.5a4 4 0 0 1 4 4V7a4 4 0 0 1-4 4H0z\"/><path class=\"hx\" d=\"M0-4.5 7.5-12M0 5.5 17.5-12M4.5 11 20.5-5M14.5 11l6-6\"/>";
const BOOKED_LEFT: &str = "<path class=\"half\" d=\"M0-12H-16.5a4 4 0 0 0-4 4V7a4 4 0 0 0 4 4H0z\"/><path class=\"hx\" d=\"M-20.5-4.5-13-12M-20.5 5.5-3-12M-16 11 0-5M-6 11l6-6\"/>";
const DESK: &str =
    "<rect class=\"dt\" x=\"-20.5\" y=\"-12\" width=\"41\" height=\"23\" rx=\"4\"/><path class=\"mo\" d=\"M-8-8H8\"/>";
const STAR: &str =
    "<circle r=\"6.5\"/><path d=\"m0-3.3 1 2.1 2.3.3-1.7 1.6.4 2.3-2-1.1-2 1.1.4-2.3-1.7-1.6 2.3-.3z\"/>";
const CHAIR: &str = "<rect class=\"ch\" x=\"-8.5\" y=\"14.5\" width=\"17\" height=\"13.5\" rx=\"6\"/>";

/// The frame around a desk and its chair: left, top, width and height in units from the desk's middle.
pub fn frame(seat: &Seat) -> [f64; 4] {
    let (cx, cy) = chair(seat);
    let upright = (seat.rotation.rem_euclid(180.0) - 90.0).abs() < 45.0;
    let (across, along) = if upright { (18.0f64, 26.0f64) } else { (26.0, 18.0) };
    let (left, right) = ((-across).min(cx - 17.0), across.max(cx + 17.0));
    let (top, bottom) = ((-along).min(cy - 17.0), along.max(cy + 17.0));
    [left, top, right - left, bottom - top]
}

/// Where the chair stands, in units from the desk's middle.
fn chair(seat: &Seat) -> (f64, f64) {
    let (sin, cos) = seat.rotation.to_radians().sin_cos();
    (-sin * 23.0, cos * 23.0)
}

fn disc(seat: &Seat, texts: Texts, (cx, cy): (f64, f64)) -> String {
    let mine = seat.state == SeatState::Mine;
    let holder = seat.holder.as_ref();
    let name =
        if mine { texts.s("seat-me") } else { holder.map(|holder| holder.given_name.clone()).unwrap_or_default() };
    // Only teammates have a colour of their own: the others are quiet.
    let mate = holder.filter(|holder| holder.teammate);
    let hue = mate.map(|holder| format!(" style=\"--h:{}\"", holder.hue)).unwrap_or_default();
    let ring = if mate.is_some() && !mine {
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

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::{
        id::DeskId,
        place::{DeskKind, Lang},
        refusal::Reason,
        seat::Busy,
    };

    const LOOK: Look =
        Look { texts: Texts(Lang::Ko), hours: (Minute::hour(9), Minute::hour(18)), selected: false, dim: false };

    fn seat(state: SeatState) -> Seat {
        Seat {
            desk: DeskId::from(uuid::Uuid::from_u128(1)),
            label: "A-08".into(),
            zone: None,
            at: [1.0, 1.0],
            rotation: 0.0,
            kind: DeskKind::Standard,
            amenities: Vec::new(),
            state,
            reasons: Vec::new(),
            lent: false,
            holder: None,
            day: Vec::new(),
            booking: None,
        }
    }

    fn taken(from: u16, to: u16) -> Seat {
        let busy = Busy { from: Minute::hour(from), to: Minute::hour(to), mine: false, holder: None };
        Seat { day: vec![busy], ..seat(SeatState::Taken) }
    }

    #[test]
    fn the_half_of_a_day_that_nobody_holds_is_told() {
        assert_eq!(free_half(&taken(9, 12), LOOK.hours), Some("pm"));
        assert_eq!(free_half(&taken(13, 18), LOOK.hours), Some("am"));
        assert_eq!(free_half(&taken(9, 18), LOOK.hours), None);
        assert!(spoken(&taken(13, 18), LOOK, None).contains("오전만"));
    }

    #[test]
    fn a_half_of_a_day_that_is_over_is_not_free() {
        let (at_eleven, at_two) = ((Minute::hour(11), Minute::hour(18)), (Minute::hour(14), Minute::hour(18)));
        assert_eq!(free_half(&taken(13, 18), at_eleven), Some("am"));
        assert_eq!(free_half(&taken(9, 12), at_eleven), Some("pm"));
        assert_eq!(free_half(&taken(13, 18), at_two), None);
        assert_eq!(free_half(&taken(9, 18), at_two), None);
        assert!(!spoken(&taken(13, 18), Look { hours: at_two, ..LOOK }, None).contains("오전만"));
    }

    #[test]
    fn no_half_is_free_for_whoever_would_be_refused_it_as_well() {
        let taken_by = Reason::DeskTaken { until: Minute::hour(12) };
        let one = Seat { reasons: vec![taken_by.clone()], ..taken(9, 12) };
        assert_eq!(free_half(&one, LOOK.hours), Some("pm"));
        let more = Seat { reasons: vec![Reason::AssignedToAnother { until: None }, taken_by], ..taken(9, 12) };
        assert_eq!(free_half(&more, LOOK.hours), None);
    }

    #[test]
    fn the_morning_is_on_the_same_side_however_a_desk_is_turned() {
        assert_ne!(booked_half("am", 0.0), booked_half("pm", 0.0));
        assert_eq!(booked_half("am", 0.0), booked_half("pm", 180.0));
        assert_eq!(booked_half("am", 90.0), booked_half("pm", 270.0));
    }

    #[test]
    fn the_frame_holds_desk_and_chair_however_they_are_turned() {
        for rotation in [0.0, 90.0, 180.0, 270.0] {
            let turned = Seat { rotation, ..seat(SeatState::Free) };
            let ([left, top, width, height], (cx, cy)) = (frame(&turned), chair(&turned));
            let upright = rotation == 90.0 || rotation == 270.0;
            let (x, y) = if upright { (12.0, 20.5) } else { (20.5, 12.0) };
            assert!(left <= -x && left + width >= x && top <= -y && top + height >= y, "{rotation}");
            assert!((left..left + width).contains(&cx) && (top..top + height).contains(&cy), "{rotation}");
        }
    }

    #[test]
    fn the_star_is_where_no_other_desk_stands() {
        let at = |rotation: f64| corner(chair(&Seat { rotation, ..seat(SeatState::Free) }));
        assert_eq!([0.0, 90.0, 180.0, 270.0].map(at), [(17, 11), (-11, -17), (17, -11), (11, -17)]);
    }

    #[test]
    fn a_suggested_seat_has_a_star_and_says_its_rank() {
        let drawn = desk(&seat(SeatState::Free), LOOK, ("?desk=A-08", Some(1)));
        assert!(drawn.contains("class=\"rb\"") && drawn.contains("추천 1순위"), "{drawn}");
        assert!(!desk(&seat(SeatState::Free), LOOK, ("?desk=A-08", None)).contains("class=\"rb\""));
    }

    #[test]
    fn a_desk_shows_its_number_and_near_its_whole_label() {
        assert_eq!(label("A-08"), "<text class=\"lb\" y=\"3.2\"><tspan>A-0</tspan>8</text>");
        assert_eq!(label("7"), "<text class=\"lb\" y=\"3.2\"><tspan></tspan>7</text>");
        assert_eq!(label("B-00"), "<text class=\"lb\" y=\"3.2\"><tspan>B-</tspan>00</text>");
    }

    #[test]
    fn a_name_can_not_break_out_of_the_drawing() {
        let mut odd = seat(SeatState::Free);
        odd.label = "<b>\"".into();
        let drawn = desk(&odd, LOOK, ("?a=1&b=\"", None));
        assert!(!drawn.contains("<b>") && drawn.contains("?a=1&amp;b=&quot;"));
    }
}
