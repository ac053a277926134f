use super::*;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn day_of(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn minute(text: &str) -> Minute {
    text.parse().unwrap()
}

fn hours_of(zone: Tz, date: &str) -> i64 {
    let whole = day(zone, day_of(date));
    (whole.ends_at - whole.starts_at).num_hours()
}

#[test]
fn a_time_of_day_is_written_and_read_as_on_a_clock() {
    for text in ["00:00", "09:15", "23:59", "24:00"] {
        assert_eq!(minute(text).to_string(), text);
    }
    for text in ["", "9:15", "09:60", "24:01", "25:00", "-1:00", "09", "09:1", "0９:15", "+9:15"] {
        assert_eq!(text.parse::<Minute>(), Err(NotATime), "{text}");
    }
    assert_eq!(Minute::new(1441), None);
    assert_eq!(Minute::hour(30), Minute::END);
}

#[test]
fn a_time_of_day_has_nothing_after_its_minutes() {
    assert_eq!("09:15:30".parse::<Minute>(), Err(NotATime));
    assert_eq!("09:15:".parse::<Minute>(), Err(NotATime));
}

#[test]
fn an_interval_holds_its_start_and_not_its_end() {
    let morning = Interval::new(at("2026-12-03T00:00:00Z"), at("2026-12-03T03:00:00Z")).unwrap();
    let afternoon = Interval::new(at("2026-12-03T03:00:00Z"), at("2026-12-03T09:00:00Z")).unwrap();
    assert!(morning.contains(morning.starts_at) && !morning.contains(morning.ends_at));
    assert!(!morning.overlaps(&afternoon) && !afternoon.overlaps(&morning));
    assert!(morning.overlaps(&morning));
    assert_eq!(Interval::new(morning.starts_at, morning.starts_at), None);
}

#[test]
fn a_day_has_23_24_or_25_hours() {
    assert_eq!(hours_of(Tz::Asia__Seoul, "2026-03-29"), 24);
    assert_eq!(hours_of(Tz::Europe__London, "2026-03-29"), 23);
    assert_eq!(hours_of(Tz::Europe__London, "2026-10-25"), 25);
    assert_eq!(hours_of(Tz::America__New_York, "2026-03-08"), 23);
    assert_eq!(hours_of(Tz::America__New_York, "2026-11-01"), 25);
}

#[test]
fn days_follow_each_other_without_gap_or_overlap_also_where_midnight_happens_twice_or_never() {
    for zone in [Tz::Asia__Seoul, Tz::Europe__London, Tz::America__Havana, Tz::Asia__Beirut, Tz::Australia__Lord_Howe] {
        for date in day_of("2026-01-01").iter_days().take(730) {
            assert_eq!(day(zone, date).ends_at, day(zone, next_day(date)).starts_at, "{zone} {date}");
            assert_eq!(ends(zone, date, Minute::END), starts(zone, next_day(date), Minute::START), "{zone} {date}");
        }
    }
}

#[test]
fn a_skipped_time_is_the_first_instant_after_the_gap() {
    // In London 01:00 to 02:00 does not happen on 29 March 2026.
    for text in ["01:00", "01:10", "01:59", "02:00"] {
        assert_eq!(
            starts(Tz::Europe__London, day_of("2026-03-29"), minute(text)),
            at("2026-03-29T01:00:00Z"),
            "{text}"
        );
    }
}

#[test]
fn a_time_that_happens_twice_starts_with_the_first_and_ends_with_the_second() {
    // In London 01:00 to 02:00 happens twice on 25 October 2026.
    let date = day_of("2026-10-25");
    assert_eq!(starts(Tz::Europe__London, date, minute("01:30")), at("2026-10-25T00:30:00Z"));
    assert_eq!(ends(Tz::Europe__London, date, minute("01:30")), at("2026-10-25T01:30:00Z"));
}

#[test]
fn a_choice_inside_a_gap_is_empty() {
    let choice =
        Choice { date: day_of("2026-03-29"), part: Part::Custom { from: minute("01:00"), to: minute("01:45") } };
    assert_eq!(choice.interval(Tz::Europe__London, &hours()), Err(BadChoice::Empty));
}

#[test]
fn a_part_of_no_length_is_empty() {
    let hours = WorkingHours { lunch_starts: minute("09:00"), lunch_ends: minute("09:00"), ..hours() };
    let choice = Choice { date: day_of("2026-12-03"), part: Part::Morning };
    assert_eq!(choice.interval(Tz::Asia__Seoul, &hours), Err(BadChoice::Empty));
}

#[test]
fn parts_follow_the_sites_hours() {
    let interval = |part| Choice { date: day_of("2026-12-03"), part }.interval(Tz::Asia__Seoul, &hours()).unwrap();
    assert_eq!(interval(Part::AllDay).starts_at, at("2026-12-03T00:00:00Z"));
    assert_eq!(interval(Part::Morning).ends_at, at("2026-12-03T03:00:00Z"));
    assert_eq!(interval(Part::Afternoon).starts_at, at("2026-12-03T04:00:00Z"));
    assert_eq!(interval(Part::Afternoon).ends_at, at("2026-12-03T09:00:00Z"));
    let whole = interval(Part::Custom { from: Minute::START, to: Minute::END });
    assert_eq!(whole, day(Tz::Asia__Seoul, day_of("2026-12-03")));
}

#[test]
fn months_and_years_end_without_trouble() {
    assert_eq!(next_day(day_of("2026-12-31")), day_of("2027-01-01"));
    assert_eq!(next_day(day_of("2028-02-28")), day_of("2028-02-29"));
    assert_eq!(monday_of(day_of("2027-01-01")), day_of("2026-12-28"));
    let new_year = Choice { date: day_of("2026-12-31"), part: Part::Custom { from: minute("23:00"), to: Minute::END } };
    let interval = new_year.interval(Tz::Asia__Seoul, &hours()).unwrap();
    assert_eq!(interval.ends_at, at("2026-12-31T15:00:00Z"));
}

#[test]
fn the_edges_of_representable_time_do_not_break_it() {
    for date in [NaiveDate::MIN, NaiveDate::MAX] {
        for zone in [Tz::Asia__Seoul, Tz::America__New_York] {
            let whole = day(zone, date);
            local(zone, whole.starts_at);
            local(zone, whole.ends_at);
            monday_of(date);
        }
    }
    local(Tz::Asia__Seoul, Instant::MAX_UTC);
    local(Tz::America__New_York, Instant::MIN_UTC);
}

fn hours() -> WorkingHours {
    WorkingHours {
        opens: Minute::hour(9),
        closes: Minute::hour(18),
        lunch_starts: Minute::hour(12),
        lunch_ends: Minute::hour(13),
    }
}
