use super::*;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

#[test]
fn a_late_booking_gets_its_whole_grace() {
    let rules = Rules { no_show_grace_min: Some(30), ..Rules::default() };
    let interval = Interval::new(at("2026-12-03T00:00:00Z"), at("2026-12-03T09:00:00Z")).unwrap();
    assert_eq!(no_show_deadline(&rules, interval, at("2026-12-01T00:00:00Z")), Some(at("2026-12-03T00:30:00Z")));
    assert_eq!(no_show_deadline(&rules, interval, at("2026-12-03T05:00:00Z")), Some(at("2026-12-03T05:30:00Z")));
}

#[test]
fn a_quarter_begins_on_the_quarter() {
    assert_eq!(quarter_begun(at("2026-12-03T05:14:59Z")), at("2026-12-03T05:00:00Z"));
    assert_eq!(quarter_begun(at("2026-12-03T05:15:00Z")), at("2026-12-03T05:15:00Z"));
}
