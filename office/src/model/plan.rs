//! A floor plan's geometry in metres (x to the east, y to the south) and its drawing.

use super::place::{Lang, Names, Zone};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// The drawing's units to a metre: one unit is 35 mm, the scale for which the style's line widths are made.
pub const UNITS_PER_METRE: f64 = 1000.0 / 35.0;

/// A rectangle: x, y, width, height in metres.
pub type Rect = [f64; 4];

/// A point in metres.
pub type Point = [f64; 2];

/// The published geometry of a floor, without its desks and zones, which have lives of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Width in metres.
    pub width: f64,
    /// Depth in metres.
    pub height: f64,
    /// What is drawn, in order.
    pub shapes: Vec<Shape>,
}

/// The side of a room on which its door is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// North.
    Top,
    /// South.
    Bottom,
    /// West.
    Left,
    /// East.
    Right,
}

/// One thing on a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "snake_case")]
pub enum Shape {
    /// The floor inside its outer wall.
    Outline { points: Vec<Point> },
    /// The outer wall.
    Wall { points: Vec<Point> },
    /// A stretch of window in the outer wall.
    Window { from: Point, to: Point },
    /// An open terrace.
    Terrace { points: Vec<Point> },
    /// A meeting room.
    Room { rect: Rect, name: Names, seats: u8, door: Side },
    /// A phone booth.
    Booth { rect: Rect },
    /// A service core.
    Core { rect: Rect },
    /// A lift.
    Lift { rect: Rect },
    /// Stairs.
    Stairs { rect: Rect },
    /// A closed cell of a core, with its name.
    Cell { rect: Rect, name: Names },
    /// A wooden floor: lounge or café.
    Lounge { rect: Rect, name: Names },
    /// A sofa; turned in degrees.
    Sofa { at: Point, size: [f64; 2], turned: f64 },
    /// A round table with stools.
    Table { at: Point, radius: f64, stools: u8 },
    /// A counter with stools along its south side.
    Counter { rect: Rect, stools: u8 },
    /// A plant.
    Plant { at: Point, radius: f64 },
    /// A name.
    Label { at: Point, name: Names },
    /// A solid piece of wall from a survey.
    Solid { points: Vec<Point> },
    /// Glass from a survey.
    Glass { points: Vec<Point> },
    /// A door from a survey.
    Door { points: Vec<Point> },
    /// A closed space from a survey, with its name if it has one.
    Space { points: Vec<Point>, name: Option<Names> },
}

/// Width and height of the drawing in its units.
pub fn size(plan: &Plan) -> [f64; 2] {
    [plan.width, plan.height].map(|metres| (metres * UNITS_PER_METRE).round())
}

/// The drawing's `viewBox`.
pub fn view_box(plan: &Plan) -> String {
    let [width, height] = size(plan);
    format!("0 0 {width} {height}")
}

/// The drawing of plan and zones as the inside of an SVG element, without desks.
pub fn draw(plan: &Plan, zones: &[Zone], lang: Lang) -> String {
    let mut pen = Pen { out: String::new(), lang };
    let (ground, rest): (Vec<&Shape>, Vec<&Shape>) =
        plan.shapes.iter().partition(|shape| matches!(shape, Shape::Outline { .. } | Shape::Terrace { .. }));
    for shape in ground {
        pen.shape(shape);
    }
    for zone in zones {
        pen.rounded("zn", &zone.outline, ZONE_CORNER);
    }
    for shape in rest {
        pen.shape(shape);
    }
    for zone in zones {
        pen.zone_name(zone);
    }
    pen.out
}

/// The radius of an outer corner, metres.
const CORNER: f64 = 0.4;
/// The radius of a zone's corner, metres.
const ZONE_CORNER: f64 = 0.55;

struct Pen {
    out: String,
    lang: Lang,
}

fn unit(metres: f64) -> f64 {
    (metres * UNITS_PER_METRE * 10.0).round() / 10.0
}

impl Pen {
    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.out.write_fmt(text);
    }

    fn path(points: &[Point], closed: bool) -> String {
        let mut path = String::new();
        for (index, [x, y]) in points.iter().enumerate() {
            let _ = write!(path, "{}{} {}", if index == 0 { "M" } else { "L" }, unit(*x), unit(*y));
        }
        if closed {
            path.push('Z');
        }
        path
    }

    fn polygon(&mut self, class: &str, points: &[Point]) {
        let path = Self::path(points, true);
        self.put(format_args!("<path class=\"{class}\" d=\"{path}\"/>"));
    }

    /// A polygon whose corners are rounded as far as its sides allow.
    fn rounded(&mut self, class: &str, points: &[Point], radius: f64) {
        let mut path = String::new();
        for (index, corner) in points.iter().enumerate() {
            let before = points[(index + points.len() - 1) % points.len()];
            let after = points[(index + 1) % points.len()];
            let (enter, leave) = (towards(*corner, before, radius), towards(*corner, after, radius));
            let start = if index == 0 { "M" } else { "L" };
            let _ = write!(
                path,
                "{start}{} {}Q{} {} {} {}",
                unit(enter[0]),
                unit(enter[1]),
                unit(corner[0]),
                unit(corner[1]),
                unit(leave[0]),
                unit(leave[1])
            );
        }
        self.put(format_args!("<path class=\"{class}\" d=\"{path}Z\"/>"));
    }

    fn rect(&mut self, class: &str, [x, y, w, h]: Rect, radius: f64) {
        let (x, y, w, h) = (unit(x), unit(y), unit(w), unit(h));
        self.put(format_args!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{radius}\"/>"
        ));
    }

    fn circle(&mut self, class: &str, [x, y]: Point, radius: f64) {
        self.put(format_args!(
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            unit(x),
            unit(y),
            unit(radius)
        ));
    }

    fn text(&mut self, class: &str, [x, y]: Point, text: &str) {
        let safe = escaped(text);
        self.put(format_args!("<text class=\"{class}\" x=\"{}\" y=\"{}\">{safe}</text>", unit(x), unit(y)));
    }

    fn zone_name(&mut self, zone: &Zone) {
        let left = zone.outline.iter().map(|point| point[0]).fold(f64::INFINITY, f64::min);
        let top = zone.outline.iter().map(|point| point[1]).fold(f64::INFINITY, f64::min);
        if left.is_finite() && top.is_finite() {
            let name = format!("{} {}", zone.code, zone.name.get(self.lang));
            self.text("zn-name", [left + 0.4, top + 0.65], &name);
        }
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Outline { points } => self.rounded("floor", points, CORNER),
            Shape::Wall { points } => self.rounded("wall", points, CORNER),
            Shape::Window { from, to } => {
                let path = Self::path(&[*from, *to], false);
                self.put(format_args!("<path class=\"win\" d=\"{path}\"/>"));
            }
            Shape::Terrace { points } => self.rounded("terrace", points, CORNER),
            Shape::Room { rect, name, seats, door } => self.room(*rect, name, (*seats, *door)),
            Shape::Booth { rect } => self.booth(*rect),
            Shape::Core { rect } => self.rect("core", *rect, 6.0),
            Shape::Lift { rect } => self.lift(*rect),
            Shape::Stairs { rect } => self.stairs(*rect),
            Shape::Cell { rect, name } => self.cell(*rect, name),
            Shape::Lounge { rect, name } => {
                self.rect("wood", *rect, 14.0);
                let [x, y, w, h] = *rect;
                self.text("pl", [x + w / 2.0, y + h - 0.25], name.get(self.lang));
            }
            Shape::Sofa { at, size, turned } => self.sofa(*at, *size, *turned),
            Shape::Table { at, radius, stools } => self.table(*at, *radius, *stools),
            Shape::Counter { rect, stools } => self.counter(*rect, *stools),
            Shape::Plant { at, radius } => self.plant(*at, *radius),
            Shape::Label { at, name } => self.text("pl", *at, name.get(self.lang)),
            Shape::Solid { points } => self.polygon("solid", points),
            Shape::Glass { points } => self.polygon("glass", points),
            Shape::Door { points } => self.polygon("leaf", points),
            Shape::Space { points, name } => {
                self.polygon("rm", points);
                if let Some(name) = name {
                    self.text("pl", centre(points), name.get(self.lang));
                }
            }
        }
    }

    fn room(&mut self, rect: Rect, name: &Names, (seats, door): (u8, Side)) {
        let [x, y, w, h] = rect;
        self.rect("rm", rect, 5.0);
        let (tw, th) = (w * 0.5, (h * 0.28).min(0.95));
        let (cx, cy) = (x + w / 2.0, y + h * 0.6);
        let across = (seats / 2).clamp(2, 6);
        for index in 0..across {
            let px = cx - tw / 2.0 + tw * (f64::from(index) + 0.5) / f64::from(across) - 0.17;
            self.rect("rc", [px, cy - th / 2.0 - 0.36, 0.34, 0.25], 3.0);
            self.rect("rc", [px, cy + th / 2.0 + 0.11, 0.34, 0.25], 3.0);
        }
        self.rect("rt", [cx - tw / 2.0, cy - th / 2.0, tw, th], 7.0);
        let (from, to) = match door {
            Side::Bottom => ([x + w - 1.1, y + h], [x + w - 0.35, y + h]),
            Side::Top => ([x + w - 1.1, y], [x + w - 0.35, y]),
            Side::Right => ([x + w, y + h - 1.1], [x + w, y + h - 0.35]),
            Side::Left => ([x, y + h - 1.1], [x, y + h - 0.35]),
        };
        let path = Self::path(&[from, to], false);
        self.put(format_args!("<path class=\"door\" d=\"{path}\"/>"));
        let holds = match self.lang {
            Lang::Ko => format!("{seats}인"),
            Lang::En => format!("for {seats}"),
        };
        let [left, top] = [x + 0.35, y + 0.65].map(unit);
        let name = escaped(name.get(self.lang));
        self.put(format_args!(
            "<text class=\"rn\" x=\"{left}\" y=\"{top}\">{name}<tspan class=\"rcap\" dx=\"5\">{holds}</tspan></text>"
        ));
    }

    fn booth(&mut self, rect: Rect) {
        let [x, y, w, _] = rect;
        self.rect("rm", rect, 6.0);
        self.rect("rt", [x + w / 2.0 - 0.35, y + 0.45, 0.7, 0.25], 3.0);
        self.circle("rc", [x + w / 2.0, y + 1.05], 0.2);
    }

    fn lift(&mut self, rect: Rect) {
        let [x, y, w, h] = rect;
        self.rect("lift", rect, 3.0);
        let path = Self::path(&[[x + w / 2.0, y + 0.12], [x + w / 2.0, y + h - 0.12]], false);
        self.put(format_args!("<path class=\"cl\" d=\"{path}\"/>"));
    }

    fn stairs(&mut self, rect: Rect) {
        let [x, y, w, h] = rect;
        self.rect("lift", rect, 3.0);
        let treads = (h / 0.3) as u32;
        let mut path = String::new();
        for tread in 1..treads {
            let at = y + 0.3 * f64::from(tread);
            path.push_str(&Self::path(&[[x + 0.1, at], [x + w - 0.1, at]], false));
        }
        self.put(format_args!("<path class=\"cl\" d=\"{path}\"/>"));
    }

    fn cell(&mut self, rect: Rect, name: &Names) {
        let [x, y, w, h] = rect;
        self.rect("lift", rect, 3.0);
        self.text("cn", [x + w / 2.0, y + h / 2.0 + 0.12], name.get(self.lang));
    }

    fn sofa(&mut self, [x, y]: Point, [w, h]: [f64; 2], turned: f64) {
        let (w, h) = (unit(w), unit(h));
        self.put(format_args!(
            "<g class=\"sofa\" transform=\"translate({} {}) rotate({turned})\"><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{w}\" height=\"{h}\" rx=\"7\"/><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"5\"/></g>",
            unit(x), unit(y), -w / 2.0, -h / 2.0, 5.0 - w / 2.0, 8.0 - h / 2.0, w - 10.0, h - 11.0
        ));
    }

    fn table(&mut self, [x, y]: Point, radius: f64, stools: u8) {
        for stool in 0..stools {
            let turn = f64::from(stool) / f64::from(stools) * std::f64::consts::TAU + std::f64::consts::FRAC_PI_4;
            let (sin, cos) = turn.sin_cos();
            self.circle("st", [x + cos * (radius + 0.28), y + sin * (radius + 0.28)], 0.19);
        }
        self.circle("tt", [x, y], radius);
    }

    fn counter(&mut self, rect: Rect, stools: u8) {
        let [x, y, w, h] = rect;
        self.rect("bar", rect, 6.0);
        for stool in 0..stools {
            self.circle("st", [x + w * (f64::from(stool) + 0.5) / f64::from(stools), y + h + 0.45], 0.21);
        }
    }

    fn plant(&mut self, [x, y]: Point, radius: f64) {
        let r = unit(radius);
        let (a, b) = (r * 0.8, r * 0.5);
        self.put(format_args!(
            "<g class=\"plant\" transform=\"translate({} {})\"><circle r=\"{r}\"/><path d=\"M0 {:.1}Q{b:.1} 0 0 {a:.1}Q{:.1} 0 0 {:.1}M{:.1} 0Q0 {b:.1} {a:.1} 0Q0 {:.1} {:.1} 0\"/></g>",
            unit(x), unit(y), -a, -b, -a, -a, -b, -a
        ));
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The point so far from one on the way to another, at most half-way.
fn towards([x, y]: Point, [to_x, to_y]: Point, metres: f64) -> Point {
    let (dx, dy) = (to_x - x, to_y - y);
    let length = dx.hypot(dy);
    let share = if length > 0.0 { (metres / length).min(0.5) } else { 0.0 };
    [x + dx * share, y + dy * share]
}

fn centre(points: &[Point]) -> Point {
    let count = points.len().max(1) as f64;
    let sum = points.iter().fold([0.0, 0.0], |sum, point| [sum[0] + point[0], sum[1] + point[1]]);
    [sum[0] / count, sum[1] / count]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_not_break_out_of_the_drawing() {
        let shapes = vec![Shape::Label { at: [1.0, 1.0], name: Names::new("<script>", "&") }];
        let drawn = draw(&Plan { width: 2.0, height: 2.0, shapes }, &[], Lang::Ko);
        assert!(drawn.contains("&lt;script>") && !drawn.contains("<script"));
    }

    #[test]
    fn a_corner_is_never_rounded_beyond_the_middle_of_its_side() {
        let short = vec![[0.0, 0.0], [0.2, 0.0], [0.2, 3.5], [0.0, 3.5]];
        let drawn = draw(&Plan { width: 1.0, height: 4.0, shapes: vec![Shape::Wall { points: short }] }, &[], Lang::Ko);
        assert!(drawn.contains("M0 11.4Q0 0 2.9 0L2.9 0Q5.7 0 5.7 11.4"), "{drawn}");
    }

    #[test]
    fn a_metre_is_the_same_everywhere() {
        let plan = Plan { width: 35.0, height: 7.0, shapes: Vec::new() };
        assert_eq!(view_box(&plan), "0 0 1000 200");
    }
}
