//! Reads a floor from the WRLD indoor format: GeoJSON polygons in WGS 84, turned into metres.

use crate::model::{
    place::Names,
    plan::{Plan, Point, Shape},
};
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// The largest file that is read, in bytes.
const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Free space around the building, metres.
const MARGIN: f64 = 1.0;
/// How far from its corner a drawing of a floor goes at most, metres: what is farther away is another building.
const FARTHEST: f64 = 1_000.0;
/// Metres to a degree of latitude (mean Earth radius of 6,371,008.8 m).
const METRES_PER_DEGREE: f64 = 6_371_008.8 * PI / 180.0;

/// A floor that was read.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Its geometry.
    pub plan: Plan,
    /// The outline, for placing desks.
    pub outline: Vec<Point>,
    /// Walls and closed spaces, for placing desks.
    pub obstacles: Vec<Vec<Point>>,
    /// How many features were of no known type and are left out.
    pub skipped: usize,
    /// How it was placed, for a later drawing of the same floor.
    pub placing: Placing,
    /// How far everything has moved to the east and to the south since the earlier drawing, metres.
    pub moved: Point,
}

/// Why a file is no floor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Too large.
    #[error("the file is larger than 20 MiB")]
    TooLarge,
    /// Not GeoJSON.
    #[error("the file is not a GeoJSON feature collection: {0}")]
    NotGeoJson(String),
    /// Nothing says where the floor ends.
    #[error("the file has no polygon of the type building_outline")]
    NoOutline,
    /// A coordinate is not on the Earth.
    #[error("a coordinate is not a longitude and latitude")]
    BadCoordinate,
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    #[serde(rename = "type")]
    kind: Option<String>,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    coordinates: serde_json::Value,
}

/// A floor as it was surveyed, in degrees.
pub struct Survey {
    outline: Vec<Point>,
    /// Type, name and ring of every feature with a polygon.
    features: Vec<(String, Option<String>, Vec<Point>)>,
}

/// Reads a floor that is not placed yet: the longest side of its outline comes to lie level.
pub fn read_wrld(text: &str) -> Result<Imported, ImportError> {
    Ok(survey(text)?.placed(None))
}

/// Reads a file.
pub fn survey(text: &str) -> Result<Survey, ImportError> {
    if text.len() > MOST_BYTES {
        return Err(ImportError::TooLarge);
    }
    let collection: Collection =
        serde_json::from_str(text).map_err(|error| ImportError::NotGeoJson(error.to_string()))?;
    let mut features: Vec<(String, Option<String>, Vec<Point>)> = Vec::new();
    for feature in collection.features {
        if let Some(ring) = ring(&feature.geometry)? {
            let kind = feature.properties.kind.unwrap_or_default();
            features.push((kind, feature.properties.name.filter(|name| !name.trim().is_empty()), ring));
        }
    }
    let outline = features.iter().find(|(kind, ..)| kind == "building_outline").ok_or(ImportError::NoOutline)?;
    Ok(Survey { outline: outline.2.clone(), features })
}

impl Survey {
    /// The floor in metres: as an earlier drawing of the same floor lies, so that what stands on it is where it was, or
    /// anew where there is none or this is another building.
    pub fn placed(&self, before: Option<Placing>) -> Imported {
        let kept = before.and_then(|placing| placing.with_room_for(&self.outline));
        let (placing, moved) = kept.unwrap_or_else(|| (Placing::of(&self.outline), [0.0, 0.0]));
        let in_metres = |ring: &[Point]| -> Vec<Point> { ring.iter().map(|point| placing.metres(*point)).collect() };
        let outline = in_metres(&self.outline);
        let (mut shapes, mut obstacles, mut skipped) =
            (vec![Shape::Outline { points: outline.clone() }], Vec::new(), 0);
        for (kind, name, corners) in &self.features {
            let points = in_metres(corners);
            if !matches!(kind.as_str(), "building_outline" | "door" | "window" | "no_geometry") {
                obstacles.push(points.clone());
            }
            match shape(kind, name.clone(), points) {
                Some(shape) => shapes.push(shape),
                None => skipped += usize::from(kind != "building_outline"),
            }
        }
        // Spaces below, walls and openings above.
        shapes.sort_by_key(|shape| match shape {
            Shape::Outline { .. } => 0,
            Shape::Space { .. } => 1,
            Shape::Solid { .. } => 2,
            _ => 3,
        });
        let [width, height] = extent(&outline).1.map(|most| most + MARGIN);
        Imported { plan: Plan { width, height, shapes }, outline, obstacles, skipped, placing, moved }
    }
}

fn ring(geometry: &Geometry) -> Result<Option<Vec<Point>>, ImportError> {
    if geometry.kind != "Polygon" {
        return Ok(None);
    }
    let rings: Vec<Vec<Vec<f64>>> = serde_json::from_value(geometry.coordinates.clone())
        .map_err(|error| ImportError::NotGeoJson(error.to_string()))?;
    let Some(outer) = rings.into_iter().next() else { return Ok(None) };
    let mut points = Vec::with_capacity(outer.len());
    for position in outer {
        match position.as_slice() {
            [lon, lat, ..] if lon.abs() <= 180.0 && lat.abs() <= 90.0 => points.push([*lon, *lat]),
            _ => return Err(ImportError::BadCoordinate),
        }
    }
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    Ok((points.len() >= 3).then_some(points))
}

fn shape(kind: &str, name: Option<String>, points: Vec<Point>) -> Option<Shape> {
    let named =
        |ko: &str, en: &str| name.clone().map_or_else(|| Names::new(ko, en), |name| Names::new(name.clone(), name));
    Some(match kind {
        "wall" => Shape::Solid { points },
        "window" => Shape::Glass { points },
        "door" => Shape::Door { points },
        "stairs" | "escalator" => Shape::Space { points, name: Some(named("계단", "Stairs")) },
        "elevator" => Shape::Space { points, name: Some(named("승강기", "Lift")) },
        "bathroom" => Shape::Space { points, name: Some(Names::new("화장실", "WC")) },
        "room" | "unit" | "hallway" => Shape::Space { points, name: name.map(|name| Names::new(name.clone(), name)) },
        "inaccessible_space" | "floor_opening" => Shape::Space { points, name: None },
        _ => return None,
    })
}

/// Where a building lies on its drawing and how it is turned.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placing {
    origin: Point,
    turn: f64,
    shift: Point,
}

impl Placing {
    fn of(outline: &[Point]) -> Self {
        let origin = outline.first().copied().unwrap_or_default();
        let mut place = Self { origin, turn: 0.0, shift: [0.0, 0.0] };
        let flat: Vec<Point> = outline.iter().map(|point| place.metres(*point)).collect();
        let sides = flat.iter().zip(flat.iter().cycle().skip(1));
        let longest = sides.max_by(|a, b| length(a.0, a.1).total_cmp(&length(b.0, b.1)));
        if let Some((a, b)) = longest {
            place.turn = -(b[1] - a[1]).atan2(b[0] - a[0]);
        }
        let turned: Vec<Point> = outline.iter().map(|point| place.metres(*point)).collect();
        place.shift = extent(&turned).0.map(|least| MARGIN - least);
        place
    }

    /// The same for an outline that may go on to the west or to the north, and how far all that is drawn moves for that to
    /// the east and to the south; nothing for an outline that is nowhere near.
    fn with_room_for(mut self, outline: &[Point]) -> Option<(Self, Point)> {
        let points: Vec<Point> = outline.iter().map(|point| self.metres(*point)).collect();
        let (least, most) = extent(&points);
        if least.into_iter().chain(most).any(|metres| metres.abs() > FARTHEST) {
            return None;
        }
        // What is less than that is no building that has grown: the margin has room for it.
        let moved = least.map(|least| if least < MARGIN / 2.0 { MARGIN - least } else { 0.0 });
        self.shift = [self.shift[0] + moved[0], self.shift[1] + moved[1]];
        Some((self, moved))
    }

    fn metres(&self, [lon, lat]: Point) -> Point {
        let x = (lon - self.origin[0]) * METRES_PER_DEGREE * self.origin[1].to_radians().cos();
        let y = -(lat - self.origin[1]) * METRES_PER_DEGREE;
        let (sin, cos) = self.turn.sin_cos();
        [millimetres(x * cos - y * sin + self.shift[0]), millimetres(x * sin + y * cos + self.shift[1])]
    }
}

/// Metres without what is finer than a millimetre.
pub fn millimetres(metres: f64) -> f64 {
    (metres * 1000.0).round() / 1000.0
}

/// The least and the most of both coordinates.
fn extent(points: &[Point]) -> (Point, Point) {
    let least = |axis: usize| points.iter().map(|point| point[axis]).fold(f64::INFINITY, f64::min);
    let most = |axis: usize| points.iter().map(|point| point[axis]).fold(f64::NEG_INFINITY, f64::max);
    ([least(0), least(1)], [most(0), most(1)])
}

fn length(a: &Point, b: &Point) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// Whether a point lies inside of a polygon.
pub fn inside(polygon: &[Point], [x, y]: Point) -> bool {
    let mut within = false;
    for (a, b) in polygon.iter().zip(polygon.iter().cycle().skip(1)) {
        if (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] {
            within = !within;
        }
    }
    within
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUND: &str = include_str!("../../../data/westport-house/westport-house-floor-3.geojson");

    #[test]
    fn a_real_floor_has_real_size() {
        let floor = read_wrld(GROUND).unwrap();
        // The outline spans 0.00104° of longitude at 56.46° north: about 60 m.
        assert!((40.0..80.0).contains(&floor.plan.width), "{}", floor.plan.width);
        assert!(floor.plan.shapes.len() > 200);
        let all_inside = floor
            .outline
            .iter()
            .all(|[x, y]| *x >= 0.0 && *y >= 0.0 && *x <= floor.plan.width && *y <= floor.plan.height);
        assert!(all_inside);
    }

    #[test]
    fn what_is_no_floor_is_refused_in_words() {
        assert!(matches!(read_wrld("nonsense").unwrap_err(), ImportError::NotGeoJson(_)));
        assert_eq!(read_wrld(r#"{"features":[]}"#).unwrap_err(), ImportError::NoOutline);
    }
}
