//! A real building's geometry becomes a floor that people see.

use crate::common::refusal;
use office::{
    backend::places::{
        find,
        import::{self, OfFloor},
    },
    model::{
        place::Names,
        plan::{Point, Shape},
        refusal::Refusal,
    },
};

const THIRD: &str = include_str!("../../data/westport-house/westport-house-floor-3.geojson");

fn of(site: &str, level: i32) -> OfFloor {
    OfFloor { site: site.into(), level, name: Names::new("3층", "3F"), force: false }
}

/// A building of nothing but walls; its corners are in metres from a place at 56° north.
fn building(corners: &[Point]) -> String {
    const DEGREE: f64 = 111_195.08;
    let shrink = 56.0f64.to_radians().cos();
    let corner = |[x, y]: &Point| format!("[{},{}]", 5.0 + x / (DEGREE * shrink), 56.0 - y / DEGREE);
    let ring = corners.iter().map(corner).collect::<Vec<_>>().join(",");
    let geometry = format!(r#"{{"type":"Polygon","coordinates":[[{ring}]]}}"#);
    format!(r#"{{"features":[{{"properties":{{"type":"building_outline"}},"geometry":{geometry}}}]}}"#)
}

fn is_near([x, y]: Point, [east, south]: Point) -> bool {
    (x - east).hypot(y - south) < 0.01
}

on_both_databases! {
    async fn a_floor_is_drawn_from_its_file_and_in_force_at_once(t) {
        let done = import::floor(&t.office, of("Site", 3), THIRD).await.unwrap();
        assert_eq!(done.revision, 1);
        let [width, depth] = done.size;
        assert!((50.0..60.0).contains(&width) && (50.0..60.0).contains(&depth), "{:?}", done.size);
        let drawn = find::floor_plan(&t.office, &t.caller(t.jimin), done.floor).await.unwrap();
        assert_eq!((drawn.floor.name.ko.as_str(), drawn.floor.level, drawn.revision), ("3층", 3, 1));
        assert_eq!((drawn.plan.width, drawn.plan.height), (width, depth));
        let outlines = drawn.plan.shapes.iter().filter(|shape| matches!(shape, Shape::Outline { .. })).count();
        assert!(outlines == 1 && drawn.plan.shapes.len() > 20, "{outlines} of {}", drawn.plan.shapes.len());
    }

    async fn importing_again_is_a_new_revision_of_the_same_floor_and_its_desks_stay(t) {
        let before = find::desks(&t.office, &t.caller(t.jimin), t.floor).await.unwrap();
        let done = import::floor(&t.office, OfFloor { force: true, ..of("사업장", 12) }, THIRD).await.unwrap();
        let again = import::floor(&t.office, OfFloor { force: true, ..of("사업장", 12) }, THIRD).await.unwrap();
        assert_eq!((done.floor, again.floor), (t.floor, t.floor));
        assert_eq!(again.revision, done.revision + 1);
        assert_eq!(find::desks(&t.office, &t.caller(t.jimin), t.floor).await.unwrap(), before);
    }

    async fn a_building_that_has_grown_to_the_west_stays_under_its_desks_and_zones(t) {
        t.sql("UPDATE desks SET y = 5.0").await;
        t.sql("UPDATE zones SET outline = '[[2.0,2.0],[9.0,2.0],[9.0,8.0]]'").await;
        let first = building(&[[0.0, 0.0], [40.0, 0.0], [38.0, 20.0], [0.0, 20.0]]);
        import::floor(&t.office, of("Site", 12), &first).await.unwrap();
        // The ring runs the other way round, and its longest side is another one.
        let grown = [[0.0, 20.0], [38.0, 20.0], [40.0, 0.0], [-10.0, 0.0], [-10.0, 8.0], [0.0, 8.0]];
        let done = import::floor(&t.office, of("Site", 12), &building(&grown)).await.unwrap();
        assert!(is_near(done.size, [52.0, 22.0]), "{:?}", done.size);
        let desks = find::desks(&t.office, &t.caller(t.jimin), t.floor).await.unwrap();
        assert!(is_near(desks[0].at, [12.0, 5.0]) && is_near(desks[7].at, [26.0, 5.0]), "{desks:?}");
        let drawn = find::floor_plan(&t.office, &t.caller(t.jimin), t.floor).await.unwrap();
        assert!(is_near(drawn.zones[0].outline[0], [12.0, 2.0]), "{:?}", drawn.zones);
        let corner = drawn.plan.shapes.iter().any(|shape| match shape {
            Shape::Outline { points } => points.iter().any(|point| is_near(*point, [51.0, 1.0])),
            _ => false,
        });
        assert!(corner, "the corner in the north-east is where it was: {:?}", drawn.plan.shapes);
    }

    async fn desks_that_would_stand_outside_are_listed_and_nothing_is_imported_unless_that_is_wanted(t) {
        t.sql("UPDATE desks SET y = 5.0").await;
        let whole = building(&[[0.0, 0.0], [40.0, 0.0], [38.0, 20.0], [0.0, 20.0]]);
        import::floor(&t.office, of("Site", 12), &whole).await.unwrap();
        t.sql("UPDATE desks SET retired_at = 1 WHERE label = 'A-08'").await;
        let part = building(&[[0.0, 0.0], [10.0, 0.0], [10.0, 20.0], [0.0, 20.0]]);
        let refused = refusal(import::floor(&t.office, of("Site", 12), &part).await);
        assert_eq!(refused, Refusal::input("desks", "A-06, A-07"));
        assert_eq!(t.number("SELECT count(*) FROM floor_plans").await, 1);
        let done = import::floor(&t.office, OfFloor { force: true, ..of("Site", 12) }, &part).await.unwrap();
        assert_eq!((done.revision, done.outside), (2, vec!["A-06".to_owned(), "A-07".to_owned()]));
    }

    async fn a_file_of_something_else_and_an_unknown_site_are_refused(t) {
        let Refusal::BadInput { field, .. } = refusal(import::floor(&t.office, of("Site", 3), "{}").await) else { panic!() };
        assert_eq!(field, "file");
        let unknown = refusal(import::floor(&t.office, of("Nowhere", 3), THIRD).await);
        assert_eq!(unknown, Refusal::input("site", "unknown"));
        assert_eq!(t.number("SELECT count(*) FROM floors").await, 1);
    }
}
