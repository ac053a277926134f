//! Reads a floor from the WRLD indoor format: GeoJSON polygons in WGS 84, turned into metres.

use crate::model::{
    place::Names,
    plan::{Plan, Point, Shape},
};
use serde::Deserialize;
use std::f64::consts::PI;

/// The largest file that is read, in bytes.
const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Free space around the building, metres.
const MARGIN: f64 = 1.0;
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

/// Reads a floor. The longest side of its outline comes to lie level.
pub fn read_wrld(text: &str) -> Result<Imported, ImportError> {
    if text.len() > MOST_BYTES {
        return Err(ImportError::TooLarge);
    }
    let collection: Collection =
        serde_json::from_str(text).map_err(|error| ImportError::NotGeoJson(error.to_string()))?;
    let mut read: Vec<(String, Option<String>, Vec<Point>)> = Vec::new();
    for feature in collection.features {
        if let Some(ring) = ring(&feature.geometry)? {
            let kind = feature.properties.kind.unwrap_or_default();
            read.push((kind, feature.properties.name.filter(|name| !name.trim().is_empty()), ring));
        }
    }
    let outline = read.iter().find(|(kind, ..)| kind == "building_outline").ok_or(ImportError::NoOutline)?;
    let place = Placing::of(&outline.2);
    let outline: Vec<Point> = outline.2.iter().map(|point| place.metres(*point)).collect();
    let (mut shapes, mut obstacles, mut skipped) = (vec![Shape::Outline { points: outline.clone() }], Vec::new(), 0);
    for (kind, name, ring) in read {
        let points: Vec<Point> = ring.iter().map(|point| place.metres(*point)).collect();
        if !matches!(kind.as_str(), "building_outline" | "door" | "window" | "no_geometry") {
            obstacles.push(points.clone());
        }
        match shape(&kind, name, points) {
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
    Ok(Imported { plan: Plan { width: place.size[0], height: place.size[1], shapes }, outline, obstacles, skipped })
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

/// Where the building lies and how it is turned.
struct Placing {
    origin: Point,
    shrink: f64,
    turn: f64,
    shift: Point,
    size: [f64; 2],
}

impl Placing {
    fn of(outline: &[Point]) -> Self {
        let origin = outline.first().copied().unwrap_or_default();
        let mut place =
            Self { origin, shrink: origin[1].to_radians().cos(), turn: 0.0, shift: [0.0, 0.0], size: [0.0, 0.0] };
        let flat: Vec<Point> = outline.iter().map(|point| place.metres(*point)).collect();
        let sides = flat.iter().zip(flat.iter().cycle().skip(1));
        let longest = sides.max_by(|a, b| length(a.0, a.1).total_cmp(&length(b.0, b.1)));
        if let Some((a, b)) = longest {
            place.turn = -(b[1] - a[1]).atan2(b[0] - a[0]);
        }
        let turned: Vec<Point> = outline.iter().map(|point| place.metres(*point)).collect();
        let least = |axis: usize| turned.iter().map(|point| point[axis]).fold(f64::INFINITY, f64::min);
        let most = |axis: usize| turned.iter().map(|point| point[axis]).fold(f64::NEG_INFINITY, f64::max);
        place.size = [most(0) - least(0) + 2.0 * MARGIN, most(1) - least(1) + 2.0 * MARGIN];
        place.shift = [MARGIN - least(0), MARGIN - least(1)];
        place
    }

    fn metres(&self, [lon, lat]: Point) -> Point {
        let x = (lon - self.origin[0]) * METRES_PER_DEGREE * self.shrink;
        let y = -(lat - self.origin[1]) * METRES_PER_DEGREE;
        let (sin, cos) = self.turn.sin_cos();
        let round = |metres: f64| (metres * 1000.0).round() / 1000.0;
        [round(x * cos - y * sin + self.shift[0]), round(x * sin + y * cos + self.shift[1])]
    }
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
