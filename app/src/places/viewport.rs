//! What part of the drawing is seen: pure arithmetic between the drawing's units and pixels of the map's box.

/// How a drawing is moved within its element: scale, then offset in the drawing's units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// 1 is as the page's style places the drawing.
    pub scale: f64,
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Default for Viewport {
    fn default() -> Self {
        Self { scale: 1.0, x: 0.0, y: 0.0 }
    }
}

/// The box through which the drawing is seen, as measured; lengths in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Where the drawing's element begins in the box.
    pub corner: (f64, f64),
    /// Where the drawing itself begins in the box before it is moved.
    pub origin: (f64, f64),
    /// Pixels to a unit before it is moved.
    pub unit: f64,
    /// Width and height of the box.
    pub size: (f64, f64),
    /// Width and height of the drawing, in its units.
    pub drawing: (f64, f64),
}

/// The most pixels to a unit.
const MOST: f64 = 3.2;
/// Free space around the whole drawing, pixels.
const MARGIN: f64 = 10.0;
/// A desk that can be hit needs so many pixels to a unit: 24 pixels across its 41 units.
pub const HITTABLE: f64 = 0.59;
/// The distance of two desks along a bench, in units.
const PITCH: f64 = 46.0;

/// How much of each desk is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Zones with their number of free seats.
    Zones,
    /// Desks and discs without words.
    Shapes,
    /// Numbers and given names.
    Names,
    /// Whole labels.
    Labels,
}

impl Detail {
    /// The word in the drawing's `data-lod`.
    pub fn word(self) -> &'static str {
        match self {
            Detail::Zones => "zones",
            Detail::Shapes => "shapes",
            Detail::Names => "names",
            Detail::Labels => "labels",
        }
    }

    /// What is drawn where a unit has so many pixels.
    pub fn of(unit: f64) -> Self {
        match unit * PITCH {
            pitch if pitch < 14.0 => Detail::Zones,
            pitch if pitch < 28.0 => Detail::Shapes,
            pitch if pitch < 62.0 => Detail::Names,
            _ => Detail::Labels,
        }
    }
}

impl Window {
    /// The scale at which the whole drawing is seen.
    pub fn fitting(&self) -> f64 {
        let inner = |pixels: f64| (pixels - 2.0 * MARGIN).max(1.0);
        let (width, height) = (inner(self.size.0) / self.drawing.0, inner(self.size.1) / self.drawing.1);
        width.min(height) / self.unit
    }

    fn most(&self) -> f64 {
        (MOST / self.unit).max(self.fitting())
    }

    /// A point of the box in the drawing's units, before the drawing is moved.
    fn unmoved(&self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.origin.0) / self.unit, (y - self.origin.1) / self.unit)
    }
}

impl Viewport {
    /// The whole drawing in the middle.
    pub fn whole(window: &Window) -> Self {
        Self { scale: window.fitting(), ..Self::default() }.kept(window)
    }

    /// Zoomed by a factor so that a point of the box keeps what it shows.
    pub fn zoomed(self, factor: f64, around: (f64, f64), window: &Window) -> Self {
        let scale = (self.scale * factor).clamp(window.fitting().min(self.scale), window.most());
        let real = scale / self.scale;
        let (px, py) = window.unmoved(around);
        Self { scale, x: px - (px - self.x) * real, y: py - (py - self.y) * real }.kept(window)
    }

    /// Moved by pixels.
    pub fn moved(self, (dx, dy): (f64, f64), window: &Window) -> Self {
        Self { x: self.x + dx / window.unit, y: self.y + dy / window.unit, ..self }.kept(window)
    }

    /// With a point of the drawing at a point of the box.
    pub fn showing(self, (ux, uy): (f64, f64), at: (f64, f64), window: &Window) -> Self {
        let (px, py) = window.unmoved(at);
        Self { x: px - ux * self.scale, y: py - uy * self.scale, ..self }
    }

    /// Where a point of the drawing lies in the box.
    pub fn place(self, (ux, uy): (f64, f64), window: &Window) -> (f64, f64) {
        (
            window.origin.0 + (self.x + ux * self.scale) * window.unit,
            window.origin.1 + (self.y + uy * self.scale) * window.unit,
        )
    }

    /// Pixels to a unit.
    pub fn unit(self, window: &Window) -> f64 {
        self.scale * window.unit
    }

    /// Percent of the scale at which the whole drawing is seen.
    pub fn percent(self, window: &Window) -> i64 {
        (self.scale / window.fitting() * 100.0).round() as i64
    }

    /// The transform of the element that shows this while its content still stands as it was settled before.
    pub fn moving_from(self, settled: Self, window: &Window) -> String {
        let ratio = self.scale / settled.scale;
        let (x, y) = (self.x - settled.x * ratio, self.y - settled.y * ratio);
        format!("translate({:.2}px,{:.2}px) scale({ratio:.4})", x * window.unit, y * window.unit)
    }

    /// Part of the way to another.
    pub fn between(self, to: Self, share: f64) -> Self {
        let mix = |a: f64, b: f64| a + (b - a) * share;
        Self { scale: mix(self.scale, to.scale), x: mix(self.x, to.x), y: mix(self.y, to.y) }
    }

    /// Not moved out of the box: a drawing smaller than it stays in its middle, a larger one covers half of it.
    fn kept(self, window: &Window) -> Self {
        let axis = |offset: f64, (origin, size, drawing): (f64, f64, f64)| {
            let length = drawing * self.scale * window.unit;
            let start = origin + offset * window.unit;
            let start =
                if length <= size { (size - length) / 2.0 } else { start.clamp(size / 2.0 - length, size / 2.0) };
            (start - origin) / window.unit
        };
        Self {
            x: axis(self.x, (window.origin.0, window.size.0, window.drawing.0)),
            y: axis(self.y, (window.origin.1, window.size.1, window.drawing.1)),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A phone's box with a floor drawn at one pixel to a unit.
    fn phone() -> Window {
        Window {
            corner: (-400.0, -100.0),
            origin: (-400.0, -100.0),
            unit: 1.0,
            size: (375.0, 500.0),
            drawing: (1314.0, 743.0),
        }
    }

    fn near(a: (f64, f64), b: (f64, f64)) {
        assert!((a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6, "{a:?} is not {b:?}");
    }

    #[test]
    fn the_point_under_the_fingers_stays_under_them() {
        let (window, before) = (phone(), Viewport::default());
        let after = before.zoomed(1.5, (200.0, 250.0), &window);
        let unit = |at: Viewport| {
            let (px, py) = window.unmoved((200.0, 250.0));
            ((px - at.x) / at.scale, (py - at.y) / at.scale)
        };
        near(unit(before), unit(after));
    }

    #[test]
    fn the_whole_floor_fits_and_lies_in_the_middle() {
        let window = phone();
        let whole = Viewport::whole(&window);
        let (left, top) = whole.place((0.0, 0.0), &window);
        let (right, bottom) = whole.place(window.drawing, &window);
        assert!(left >= 0.0 && top >= 0.0 && right <= 375.0 && bottom <= 500.0);
        near((left, top), (375.0 - right, 500.0 - bottom));
        assert_eq!(whole.percent(&window), 100);
    }

    #[test]
    fn nobody_can_throw_the_floor_out_of_sight() {
        let window = phone();
        let thrown = Viewport::default().moved((9000.0, -9000.0), &window);
        let (left, top) = thrown.place((0.0, 0.0), &window);
        let (right, bottom) = thrown.place(window.drawing, &window);
        assert!(left <= 187.6 && right >= 187.4 && top <= 250.1 && bottom >= 249.9);
    }

    #[test]
    fn zooming_out_ends_with_the_whole_floor_and_zooming_in_ends_as_well() {
        let window = phone();
        let out = (0..40).fold(Viewport::default(), |at, _| at.zoomed(0.7, (100.0, 100.0), &window));
        assert!((out.scale - window.fitting()).abs() < 1e-9);
        let near = (0..40).fold(Viewport::default(), |at, _| at.zoomed(1.4, (100.0, 100.0), &window));
        assert!((near.unit(&window) - MOST).abs() < 1e-9);
    }

    #[test]
    fn a_desk_is_shown_where_it_is_asked_for() {
        let window = phone();
        let shown = Viewport::default().showing((700.0, 300.0), (187.0, 120.0), &window);
        near(shown.place((700.0, 300.0), &window), (187.0, 120.0));
    }

    #[test]
    fn the_nearer_the_more_is_drawn() {
        let words: Vec<&str> = [0.2, 0.5, 0.8, 1.5].map(|unit| Detail::of(unit).word()).into();
        assert_eq!(words, ["zones", "shapes", "names", "labels"]);
    }
}
