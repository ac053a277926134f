use super::*;
use chrono_tz::Asia::Seoul;

const HOURS: WorkingHours = WorkingHours {
    opens: Minute::hour(9),
    closes: Minute::hour(18),
    lunch_starts: Minute::hour(12),
    lunch_ends: Minute::hour(13),
};

fn at(text: &str) -> Instant {
    format!("2026-12-16T{text}:00+09:00").parse().unwrap()
}

fn day() -> Interval {
    Interval { starts_at: at("09:00"), ends_at: at("18:00") }
}

fn out(since: &str, back_by: Option<&str>) -> Steps {
    let out = Out { since: at(since), back_by: back_by.map(at) };
    steps(&AwayRules::default(), (Seoul, &HOURS), out, day())
}

#[test]
fn a_seat_is_lent_after_an_hour_and_given_back_after_three() {
    let steps = out("14:00", None);
    assert_eq!((steps.lent_from, steps.released_at), (Some(at("15:00")), Some(at("17:00"))));
}

#[test]
fn lunch_does_not_cost_the_seat() {
    assert_eq!(out("11:30", None).lent_from, Some(at("13:30")), "an hour, and lunch besides");
    assert_eq!(out("12:10", None).lent_from, Some(at("14:00")), "from the end of lunch on");
    assert_eq!(out("11:00", None).lent_from, Some(at("12:00")), "over just when lunch begins");
    assert_eq!(out("13:00", None).lent_from, Some(at("14:00")));
}

#[test]
fn whoever_says_when_they_are_back_keeps_the_seat_until_then() {
    assert_eq!(out("13:10", Some("15:00")).lent_from, Some(at("16:00")));
    assert_eq!(out("13:10", Some("13:00")).lent_from, Some(at("14:10")), "a time that is over counts for nothing");
}

#[test]
fn nothing_happens_after_the_booking_has_ended() {
    let steps = out("16:00", None);
    assert_eq!((steps.lent_from, steps.released_at), (Some(at("17:00")), None));
}

#[test]
fn a_site_may_do_without_any_step() {
    let none = AwayRules { notice_min: None, lend_min: None, release_min: None };
    let out = Out { since: at("09:30"), back_by: None };
    let steps = steps(&none, (Seoul, &HOURS), out, day());
    assert_eq!(steps, Steps { lent_from: None, released_at: None });
    assert!(none.check().is_ok());
}

#[test]
fn a_seat_is_not_given_back_before_it_is_lent() {
    let rules = AwayRules { lend_min: Some(60), release_min: Some(30), ..AwayRules::default() };
    assert_eq!(rules.check(), Err(Refusal::input("away_release_min", "release_order")));
    let rules = AwayRules { notice_min: Some(1), ..AwayRules::default() };
    assert_eq!(rules.check(), Err(Refusal::input("away_notice_min", "grace_range")));
}

#[test]
fn the_offered_times_are_soon_and_within_the_booking() {
    let lunch = (Minute::hour(12), Minute::hour(13));
    let offered = |now: &str, ends| -> Vec<String> {
        offers(now.parse().unwrap(), lunch, ends).iter().map(ToString::to_string).collect()
    };
    assert_eq!(offered("11:50", Minute::hour(18))[..3], ["12:30", "13:00", "13:30"]);
    assert_eq!(offered("09:10", Minute::hour(18)), ["10:00", "10:30", "11:00", "11:30", "12:00", "12:30"]);
    assert_eq!(offered("16:45", Minute::hour(18)), ["17:30"]);
    assert!(offered("17:45", Minute::hour(18)).is_empty());
}
