//! The second site: the seven floors of Westport House in Dundee (CC BY 4.0, see `data/westport-house`), with desks
//! of our own where there is open space.

use super::floors::{DeskDraft, FloorDraft, ZoneDraft};
use crate::{
    backend::{
        error::Fault,
        places::geojson::{Imported, inside, read_wrld},
    },
    model::{
        place::{Amenity, DeskKind, Names, ZoneKind},
        plan::Point,
    },
};

macro_rules! floor {
    ($name:literal) => {
        include_str!(concat!("../../../data/westport-house/westport-house-floor-", $name, ".geojson"))
    };
}

/// Key, Korean name, English name, level, file, and whether desks are placed.
const FLOORS: [(&str, &str, &str, i32, &str, bool); 7] = [
    ("westport-0", "지상층", "Ground", 0, floor!("gf"), false),
    ("westport-1", "1층", "1F", 1, floor!("1"), true),
    ("westport-2", "2층", "2F", 2, floor!("2"), false),
    ("westport-3", "3층", "3F", 3, floor!("3"), true),
    ("westport-4", "4층", "4F", 4, floor!("4"), true),
    ("westport-5", "5층", "5F", 5, floor!("5"), false),
    ("westport-6", "6층", "6F", 6, floor!("6"), false),
];

/// The floors, lowest first.
pub fn floors() -> Result<Vec<FloorDraft>, Fault> {
    FLOORS
        .iter()
        .map(|(key, ko, en, level, text, furnished)| {
            let read = read_wrld(text).map_err(|error| Fault::Stored(format!("{key}: {error}")))?;
            let desks = if *furnished { desks(&read) } else { Vec::new() };
            let zones = if *furnished {
                let name = Names::new("개방 구역", "Open space");
                vec![ZoneDraft { code: "W", name, kind: ZoneKind::Open, outline: around(&desks), kept: None }]
            } else {
                Vec::new()
            };
            Ok(FloorDraft {
                key: (*key).to_owned(),
                name: Names::new(*ko, *en),
                level: *level,
                plan: read.plan,
                zones,
                desks,
            })
        })
        .collect()
}

/// Rows of desks on a grid, wherever desk and chair stand free of walls and spaces and inside the building.
fn desks(floor: &Imported) -> Vec<DeskDraft> {
    let mut placed: Vec<DeskDraft> = Vec::new();
    let mut y = 3.0;
    while y < floor.plan.height - 2.0 {
        let mut x = 2.5;
        while x < floor.plan.width - 2.0 && placed.len() < 60 {
            if stands_free(floor, [x, y]) {
                let number = placed.len() + 1;
                let mut amenities = vec![Amenity::Dock];
                if number.is_multiple_of(2) {
                    amenities.push(Amenity::DualMonitor);
                }
                if number.is_multiple_of(5) {
                    amenities.push(Amenity::HeightAdjustable);
                }
                placed.push(DeskDraft {
                    label: format!("W-{number:02}"),
                    zone: "W",
                    at: [x, y],
                    rotation: 0.0,
                    kind: DeskKind::Standard,
                    amenities,
                    out_of_service: None,
                });
            }
            x += 1.7;
        }
        y += 2.6;
    }
    placed
}

fn stands_free(floor: &Imported, [x, y]: Point) -> bool {
    let mut probes = Vec::new();
    for step_x in -4..=4 {
        for step_y in -3..=7 {
            probes.push([x + f64::from(step_x) * 0.22, y + f64::from(step_y) * 0.2]);
        }
    }
    probes
        .iter()
        .all(|probe| inside(&floor.outline, *probe) && !floor.obstacles.iter().any(|obstacle| inside(obstacle, *probe)))
}

fn around(desks: &[DeskDraft]) -> Vec<Point> {
    let least = |axis: usize| desks.iter().map(|desk| desk.at[axis]).fold(f64::INFINITY, f64::min);
    let most = |axis: usize| desks.iter().map(|desk| desk.at[axis]).fold(f64::NEG_INFINITY, f64::max);
    let (left, top, right, bottom) = (least(0) - 1.2, least(1) - 1.2, most(0) + 1.2, most(1) + 1.8);
    vec![[left, top], [right, top], [right, bottom], [left, bottom]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_real_floors_of_which_two_or_more_have_desks() {
        let floors = floors().unwrap();
        assert_eq!(floors.len(), 7);
        let furnished: Vec<usize> = floors.iter().map(|floor| floor.desks.len()).filter(|count| *count >= 20).collect();
        assert!(furnished.len() >= 2, "{furnished:?}");
    }
}
