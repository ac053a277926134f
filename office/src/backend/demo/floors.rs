//! The demo head office: three partition-free floors, drawn for this product with real distances: desks of 1.4 by
//! 0.8 m, at least 0.9 m behind every chair's desk and aisles of at least 1.2 m beside it.

use crate::model::{
    place::{Amenity, DeskKind, Names, ZoneKind},
    plan::{Plan, Point, Rect, Shape, Side},
    time::Minute,
};

/// A floor before it has identities.
pub struct FloorDraft {
    /// A stable name for making identities.
    pub key: String,
    /// Name.
    pub name: Names,
    /// Order from the ground.
    pub level: i32,
    /// Geometry.
    pub plan: Plan,
    /// Zones.
    pub zones: Vec<ZoneDraft>,
    /// Desks.
    pub desks: Vec<DeskDraft>,
}

/// A zone before it has an identity.
pub struct ZoneDraft {
    /// The letter of its desks' labels.
    pub code: &'static str,
    /// Name.
    pub name: Names,
    /// What it is for.
    pub kind: ZoneKind,
    /// Corners in metres.
    pub outline: Vec<Point>,
    /// The index of the team it is kept for, until a local time.
    pub kept: Option<(usize, Minute)>,
}

/// A desk before it has an identity.
pub struct DeskDraft {
    /// Label, unique on the floor.
    pub label: String,
    /// Its zone's code.
    pub zone: &'static str,
    /// Centre in metres.
    pub at: Point,
    /// Degrees clockwise.
    pub rotation: f64,
    /// Furniture.
    pub kind: DeskKind,
    /// What it offers.
    pub amenities: Vec<Amenity>,
    /// Why it can't be used.
    pub out_of_service: Option<&'static str>,
}

/// Distance between the centres of neighbouring desks along a bench, metres.
const PITCH: f64 = 1.6;
/// Distance of a desk's centre from its bench's middle line, metres.
const HALF: f64 = 0.44;
const DEPTH: f64 = 26.0;

/// The three floors, lowest first.
pub fn floors() -> Vec<FloorDraft> {
    vec![
        build("ulsan-11", ("11층", "11F", 11), Form { width: 46.0, mirrored: true, wing: false }),
        build("ulsan-12", ("12층", "12F", 12), Form { width: 46.0, mirrored: false, wing: false }),
        build("ulsan-13", ("13층", "13F", 13), Form { width: 66.0, mirrored: false, wing: true }),
    ]
}

/// How a floor differs from its sisters.
#[derive(Clone, Copy)]
struct Form {
    width: f64,
    mirrored: bool,
    wing: bool,
}

struct Draft {
    form: Form,
    shapes: Vec<Shape>,
    zones: Vec<ZoneDraft>,
    desks: Vec<DeskDraft>,
}

fn build(key: &str, (ko, en, level): (&str, &str, i32), form: Form) -> FloorDraft {
    let mut draft = Draft { form, shapes: Vec::new(), zones: Vec::new(), desks: Vec::new() };
    draft.outside();
    draft.focus();
    draft.collaboration();
    draft.project();
    draft.quiet();
    if form.wing {
        draft.wing();
    }
    draft.rooms();
    draft.commons();
    draft.finish(level);
    FloorDraft {
        key: key.to_owned(),
        name: Names::new(ko, en),
        level,
        plan: Plan { width: form.width, height: DEPTH, shapes: draft.shapes },
        zones: draft.zones,
        desks: draft.desks,
    }
}

impl Draft {
    fn x(&self, x: f64) -> f64 {
        if self.form.mirrored { self.form.width - x } else { x }
    }

    fn point(&self, [x, y]: Point) -> Point {
        [self.x(x), y]
    }

    fn rect(&self, [x, y, w, h]: Rect) -> Rect {
        if self.form.mirrored { [self.form.width - x - w, y, w, h] } else { [x, y, w, h] }
    }

    fn side(&self, side: Side) -> Side {
        match (self.form.mirrored, side) {
            (true, Side::Left) => Side::Right,
            (true, Side::Right) => Side::Left,
            (_, side) => side,
        }
    }

    fn zone(&mut self, code: &'static str, name: (&str, &str), kind: ZoneKind, rect: Rect) {
        let [x, y, w, h] = self.rect(rect);
        let outline = vec![[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
        self.zones.push(ZoneDraft { code, name: Names::new(name.0, name.1), kind, outline, kept: None });
    }

    /// Desks back to back along a line; `across` in number on each side.
    fn bench(&mut self, zone: &'static str, at: Point, across: u8, upright: bool) {
        for back in [false, true] {
            for index in 0..across {
                let along = (f64::from(index) - (f64::from(across) - 1.0) / 2.0) * PITCH;
                let aside = if back { HALF } else { -HALF };
                let (x, y) = if upright { (at[0] - aside, at[1] + along) } else { (at[0] + along, at[1] + aside) };
                let turned = match (upright, back, self.form.mirrored) {
                    (false, false, _) => 180.0,
                    (false, true, _) => 0.0,
                    (true, false, false) | (true, true, true) => 270.0,
                    (true, true, false) | (true, false, true) => 90.0,
                };
                self.desk(zone, [x, y], turned, DeskKind::Standard);
            }
        }
    }

    fn desk(&mut self, zone: &'static str, at: Point, rotation: f64, kind: DeskKind) {
        let number = self.desks.iter().filter(|desk| desk.zone == zone).count() + 1;
        let at = self.point(at);
        let at = at.map(|metres| (metres * 1000.0).round() / 1000.0);
        self.desks.push(DeskDraft {
            label: format!("{zone}-{number:02}"),
            zone,
            at,
            rotation,
            kind,
            amenities: Vec::new(),
            out_of_service: None,
        });
    }

    fn outside(&mut self) {
        let w = self.form.width;
        let corners = [[0.5, 0.5], [w - 0.5, 0.5], [w - 0.5, 25.5], [9.6, 25.5], [9.6, 20.6], [0.5, 20.6]];
        let points: Vec<Point> = corners.iter().map(|corner| self.point(*corner)).collect();
        let terrace = [[0.5, 20.95], [9.25, 20.95], [9.25, 25.5], [0.5, 25.5]];
        let terrace = terrace.iter().map(|corner| self.point(*corner)).collect();
        self.shapes.push(Shape::Outline { points: points.clone() });
        self.shapes.push(Shape::Terrace { points: terrace });
        self.shapes.push(Shape::Wall { points });
        let mut x = 2.0;
        while x + 2.0 < w - 1.0 {
            self.window([x, 0.5], [x + 2.0, 0.5]);
            if x > 10.0 {
                self.window([x, 25.5], [x + 2.0, 25.5]);
            }
            x += 2.6;
        }
        for step in 0..9 {
            let y = 1.6 + f64::from(step) * 2.6;
            self.window([w - 0.5, y], [w - 0.5, y + 2.0]);
            if step < 7 {
                self.window([0.5, y], [0.5, y + 2.0]);
            }
        }
    }

    fn window(&mut self, from: Point, to: Point) {
        let (from, to) = (self.point(from), self.point(to));
        self.shapes.push(Shape::Window { from, to });
    }

    fn focus(&mut self) {
        self.zone("A", ("집중 구역", "Focus"), ZoneKind::Focus, [1.3, 1.3, 15.6, 10.6]);
        for y in [4.0, 8.8] {
            self.bench("A", [5.1, y], 4, false);
            self.bench("A", [12.9, y], 4, false);
        }
    }

    fn collaboration(&mut self) {
        self.zone("B", ("협업 구역", "Collaboration"), ZoneKind::Collaboration, [28.9, 1.3, 15.8, 10.6]);
        for y in [4.0, 8.8] {
            self.bench("B", [32.9, y], 4, false);
            self.bench("B", [40.7, y], 4, false);
        }
    }

    fn project(&mut self) {
        self.zone("C", ("프로젝트 구역", "Project"), ZoneKind::Project, [26.6, 13.6, 18.1, 11.2]);
        for x in [30.2, 35.6, 41.0] {
            self.bench("C", [x, 19.7], 5, true);
        }
    }

    fn quiet(&mut self) {
        self.zone("D", ("조용한 창가", "Quiet by the window"), ZoneKind::Quiet, [10.3, 21.3, 15.4, 3.6]);
        for index in 0..8 {
            self.desk("D", [11.6 + f64::from(index) * 1.8, 24.0], 180.0, DeskKind::Carrel);
        }
    }

    fn wing(&mut self) {
        self.zone("E", ("개방 구역", "Open"), ZoneKind::Open, [46.6, 1.3, 18.2, 23.4]);
        for y in [4.0, 8.8, 13.6, 18.4] {
            self.bench("E", [51.4, y], 4, false);
            self.bench("E", [59.6, y], 4, false);
        }
    }

    fn room(&mut self, rect: Rect, (ko, en): (&str, &str), (seats, door): (u8, Side)) {
        let (rect, door) = (self.rect(rect), self.side(door));
        self.shapes.push(Shape::Room { rect, name: Names::new(ko, en), seats, door });
    }

    fn rooms(&mut self) {
        self.room([17.9, 1.1, 5.0, 4.0], ("한라", "Halla"), (8, Side::Bottom));
        self.room([23.5, 1.1, 4.4, 4.0], ("설악", "Seorak"), (6, Side::Bottom));
        self.room([17.9, 6.3, 10.0, 3.6], ("지리", "Jiri"), (12, Side::Bottom));
        self.room([1.1, 12.9, 4.2, 3.4], ("오름", "Oreum"), (6, Side::Right));
        self.room([1.1, 16.7, 4.2, 3.5], ("백록", "Baengnok"), (6, Side::Right));
        for index in 0..4 {
            let rect = self.rect([6.6 + f64::from(index) * 1.9, 12.9, 1.6, 1.6]);
            self.shapes.push(Shape::Booth { rect });
        }
        let at = self.point([10.4, 15.1]);
        self.shapes.push(Shape::Label { at, name: Names::new("폰부스", "Phone booths") });
    }

    fn commons(&mut self) {
        let core = self.rect([17.9, 11.4, 7.4, 4.9]);
        self.shapes.push(Shape::Core { rect: core });
        for index in 0..4 {
            let rect = self.rect([18.3 + f64::from(index) * 1.02, 11.8, 0.88, 1.05]);
            self.shapes.push(Shape::Lift { rect });
        }
        let stairs = self.rect([23.0, 11.8, 1.9, 2.0]);
        self.shapes.push(Shape::Stairs { rect: stairs });
        let cells = [
            ([18.3, 13.2, 2.0, 2.7], "화장실", "WC"),
            ([20.6, 13.2, 2.0, 2.7], "탕비실", "Pantry"),
            ([23.0, 14.1, 1.9, 1.8], "EPS", "EPS"),
        ];
        for (rect, ko, en) in cells {
            let rect = self.rect(rect);
            self.shapes.push(Shape::Cell { rect, name: Names::new(ko, en) });
        }
        let lounge = self.rect([6.4, 15.6, 9.4, 4.6]);
        self.shapes.push(Shape::Lounge { rect: lounge, name: Names::new("라운지", "Lounge") });
        let sofas = [([8.2, 16.5], 2.5, 0.0), ([8.2, 19.0], 2.5, 180.0), ([10.6, 17.75], 2.0, 90.0)];
        for (at, length, turned) in sofas {
            let (at, turned) = (self.point(at), if self.form.mirrored { -turned } else { turned });
            self.shapes.push(Shape::Sofa { at, size: [length, 0.95], turned });
        }
        let low = self.rect([7.5, 17.35, 1.5, 0.85]);
        self.shapes.push(Shape::Counter { rect: low, stools: 0 });
        for at in [[12.7, 16.8], [14.5, 18.3], [12.6, 19.0]] {
            let at = self.point(at);
            self.shapes.push(Shape::Table { at, radius: 0.42, stools: 4 });
        }
        let cafe = self.rect([17.9, 17.3, 7.4, 2.9]);
        self.shapes.push(Shape::Lounge { rect: cafe, name: Names::new("카페 바", "Café bar") });
        let bar = self.rect([18.4, 17.7, 6.4, 0.6]);
        self.shapes.push(Shape::Counter { rect: bar, stools: 6 });
        for at in [[3.2, 23.0], [6.2, 23.4]] {
            let at = self.point(at);
            self.shapes.push(Shape::Table { at, radius: 0.45, stools: 4 });
        }
        let at = self.point([4.9, 25.1]);
        self.shapes.push(Shape::Label { at, name: Names::new("테라스", "Terrace") });
        let plants = [
            [17.4, 1.4],
            [28.4, 1.4],
            [17.4, 10.6],
            [28.4, 10.8],
            [26.0, 11.8],
            [1.3, 21.7],
            [8.4, 21.8],
            [1.4, 24.8],
            [26.1, 16.9],
            [16.6, 15.9],
            [6.9, 20.0],
        ];
        for at in plants {
            let at = self.point(at);
            self.shapes.push(Shape::Plant { at, radius: 0.32 });
        }
    }

    /// What each desk offers, from where it stands; the same every time.
    fn finish(&mut self, level: i32) {
        let width = self.form.width;
        for (index, desk) in self.desks.iter_mut().enumerate() {
            let [x, y] = desk.at;
            let turn = index + level as usize;
            let at_window = !(3.9..=24.0 - 0.3).contains(&y) || x < 3.4 || x > width - 3.4;
            let mut offers = vec![Amenity::Dock];
            if turn.is_multiple_of(3) || desk.zone == "A" {
                offers.push(Amenity::DualMonitor);
            } else if turn % 5 == 1 {
                offers.push(Amenity::WideMonitor);
            }
            if turn % 4 == 1 {
                offers.push(Amenity::HeightAdjustable);
                desk.kind = if desk.kind == DeskKind::Standard { DeskKind::Standing } else { desk.kind };
            }
            if at_window {
                offers.push(Amenity::Window);
            }
            if desk.zone == "D" {
                offers.push(Amenity::Quiet);
            }
            if turn % 29 == 3 {
                offers.push(Amenity::Accessible);
            }
            desk.amenities = offers;
            desk.out_of_service = match turn % 67 {
                9 => Some("모니터 고장, 교체 예정"),
                41 => Some("책상 높이 조절 수리 중"),
                _ => None,
            };
        }
        if let Some(zone) = self.zones.iter_mut().find(|zone| zone.code == "C") {
            zone.kept = Some(((level as usize) % 12, Minute::hour(10)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::arrows::{Arrow, towards};

    /// Which desks arrow keys reach from one.
    fn reached(places: &[Point], from: usize) -> Vec<bool> {
        let (mut seen, mut next) = (vec![false; places.len()], vec![from]);
        while let Some(here) = next.pop() {
            if !std::mem::replace(&mut seen[here], true) {
                next.extend(Arrow::ALL.iter().filter_map(|arrow| towards(places, places[here], *arrow)));
            }
        }
        seen
    }

    #[test]
    fn arrow_keys_lead_from_every_desk_to_every_other() {
        for floor in floors().into_iter().chain(super::super::westport::floors().unwrap()) {
            let places: Vec<Point> = floor.desks.iter().map(|desk| desk.at).collect();
            for (from, desk) in floor.desks.iter().enumerate() {
                let seen = reached(&places, from);
                let lost: Vec<&str> = floor
                    .desks
                    .iter()
                    .zip(&seen)
                    .filter(|(_, seen)| !**seen)
                    .map(|(desk, _)| desk.label.as_str())
                    .collect();
                assert!(lost.is_empty(), "{} from {}: {lost:?}", floor.key, desk.label);
            }
        }
    }

    fn boxes(desk: &DeskDraft) -> [f64; 4] {
        // Desk and chair together: 1.4 m wide, from the desk's back edge to 0.9 m behind its front edge.
        let (half, back, front) = (0.7, 0.4, 1.3);
        let [x, y] = desk.at;
        match desk.rotation as i32 {
            0 => [x - half, y - back, x + half, y + front],
            180 => [x - half, y - front, x + half, y + back],
            90 => [x - front, y - half, x + back, y + half],
            _ => [x - back, y - half, x + front, y + half],
        }
    }

    #[test]
    fn every_floor_has_a_hundred_desks_and_the_largest_a_hundred_and_fifty() {
        let counts: Vec<usize> = floors().iter().map(|floor| floor.desks.len()).collect();
        assert!(counts.iter().all(|count| *count >= 100), "{counts:?}");
        assert!(counts.iter().any(|count| *count >= 150), "{counts:?}");
    }

    #[test]
    fn no_desk_stands_in_another_or_where_its_neighbour_sits() {
        for floor in floors() {
            for (index, one) in floor.desks.iter().enumerate() {
                for other in &floor.desks[index + 1..] {
                    let (a, b) = (boxes(one), boxes(other));
                    let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                    assert!(apart, "{}: {} and {}", floor.key, one.label, other.label);
                }
            }
        }
    }

    #[test]
    fn every_desk_is_inside_its_zone_and_labels_are_unique() {
        for floor in floors() {
            let mut labels: Vec<&str> = floor.desks.iter().map(|desk| desk.label.as_str()).collect();
            labels.sort_unstable();
            labels.dedup();
            assert_eq!(labels.len(), floor.desks.len());
            for desk in &floor.desks {
                let zone = floor.zones.iter().find(|zone| zone.code == desk.zone).unwrap();
                let (min, max) = (zone.outline[0], zone.outline[2]);
                let inside = |axis: usize| min[axis] <= desk.at[axis] && desk.at[axis] <= max[axis];
                assert!(inside(0) && inside(1), "{} {}", floor.key, desk.label);
            }
        }
    }
}
