//! A real building's geometry becomes a floor that people see.

use crate::common::refusal;
use office::{
    backend::places::{
        find,
        import::{self, OfFloor},
    },
    model::{place::Names, plan::Shape, refusal::Refusal},
};

const THIRD: &str = include_str!("../../data/westport-house/westport-house-floor-3.geojson");

fn of(site: &str, level: i32) -> OfFloor {
    OfFloor { site: site.into(), level, name: Names::new("3층", "3F") }
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
        let done = import::floor(&t.office, of("사업장", 12), THIRD).await.unwrap();
        let again = import::floor(&t.office, of("사업장", 12), THIRD).await.unwrap();
        assert_eq!((done.floor, again.floor), (t.floor, t.floor));
        assert_eq!(again.revision, done.revision + 1);
        assert_eq!(find::desks(&t.office, &t.caller(t.jimin), t.floor).await.unwrap(), before);
    }

    async fn a_file_of_something_else_and_an_unknown_site_are_refused(t) {
        let Refusal::BadInput { field, .. } = refusal(import::floor(&t.office, of("Site", 3), "{}").await) else { panic!() };
        assert_eq!(field, "file");
        let unknown = refusal(import::floor(&t.office, of("Nowhere", 3), THIRD).await);
        assert_eq!(unknown, Refusal::input("site", "unknown"));
        assert_eq!(t.number("SELECT count(*) FROM floors").await, 1);
    }
}
