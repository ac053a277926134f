use super::*;
use uuid::Uuid;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn minute(text: &str) -> Minute {
    text.parse().unwrap()
}

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

const HOURS: WorkingHours = WorkingHours {
    opens: Minute::hour(9),
    closes: Minute::hour(18),
    lunch_starts: Minute::hour(12),
    lunch_ends: Minute::hour(13),
};

/// A request that nothing stands against: Thursday 3 December 2026 in Seoul, asked at 08:00 for the whole day.
struct Asked {
    rules: Rules,
    request: Request,
    site: SiteFacts,
    desk: DeskFacts,
    person: PersonFacts,
}

impl Asked {
    fn whole_day() -> Self {
        Self::of(Tz::Asia__Seoul, "2026-12-02T23:00:00Z", Choice { date: day("2026-12-03"), part: time::Part::AllDay })
    }

    fn of(zone: Tz, now: &str, choice: Choice) -> Self {
        let site = SiteFacts { now: at(now), zone, hours: HOURS, closures: Vec::new() };
        let request = Request {
            by: id(1),
            role: Role::Employee,
            by_team: Some(id(10)),
            person: id(1),
            team: Some(id(10)),
            desk: id(20),
            date: choice.date,
            interval: site.interval(choice).unwrap(),
            replaces: None,
            keeps: None,
        };
        Self { rules: Rules::default(), request, site, desk: DeskFacts::default(), person: PersonFacts::default() }
    }

    fn reasons(&self) -> Vec<Reason> {
        evaluate(&self.rules, &self.request, Facts { site: &self.site, desk: &self.desk, person: &self.person })
    }
}

fn span(from: &str, to: &str) -> Interval {
    Interval::new(at(from), at(to)).unwrap()
}

/// A person's booking in Seoul.
fn own(number: u128, label: &str, interval: Interval) -> OwnBooking {
    OwnBooking { id: id(number), label: label.into(), interval, zone: Tz::Asia__Seoul }
}

#[test]
fn a_free_seat_on_a_working_day_has_nothing_against_it() {
    assert_eq!(Asked::whole_day().reasons(), []);
}

#[test]
fn a_desk_that_is_held_is_taken_until_its_last_booking_in_the_way_ends() {
    let mut asked = Asked::whole_day();
    asked.desk.bookings = vec![
        (id(30), span("2026-12-03T00:00:00Z", "2026-12-03T01:00:00Z")),
        (id(31), span("2026-12-03T02:00:00Z", "2026-12-03T03:30:00Z")),
        (id(32), span("2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z")),
    ];
    assert_eq!(asked.reasons(), [Reason::DeskTaken { until: minute("12:30") }]);
}

#[test]
fn bookings_that_touch_do_not_clash() {
    let mut asked = Asked::whole_day();
    asked.desk.bookings = vec![
        (id(30), span("2026-12-02T22:00:00Z", "2026-12-03T00:00:00Z")),
        (id(31), span("2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z")),
    ];
    assert_eq!(asked.reasons(), []);
}

#[test]
fn a_desk_held_to_midnight_is_taken_until_24_00() {
    let mut asked = Asked::whole_day();
    asked.desk.bookings = vec![(id(30), span("2026-12-03T08:00:00Z", "2026-12-03T15:00:00Z"))];
    assert_eq!(asked.reasons(), [Reason::DeskTaken { until: Minute::END }]);
}

#[test]
fn a_person_with_another_seat_then_is_told_which_and_when() {
    let mut asked = Asked::whole_day();
    asked.person.bookings = vec![own(30, "B-07", span("2026-12-03T04:00:00Z", "2026-12-03T09:00:00Z"))];
    let local = LocalTimes { date: day("2026-12-03"), from: minute("13:00"), to: minute("18:00") };
    assert_eq!(asked.reasons(), [Reason::PersonBusy { booking: id(30), label: "B-07".into(), local }]);
}

#[test]
fn a_person_with_a_seat_at_another_site_is_told_when_by_the_clocks_there() {
    let early =
        Choice { date: day("2026-12-03"), part: time::Part::Custom { from: minute("08:00"), to: minute("10:00") } };
    let mut asked = Asked::of(Tz::Europe__London, "2026-12-02T23:00:00Z", early);
    asked.person.bookings = vec![own(30, "B-07", span("2026-12-03T00:00:00Z", "2026-12-03T09:00:00Z"))];
    let local = LocalTimes { date: day("2026-12-03"), from: minute("09:00"), to: minute("18:00") };
    assert_eq!(asked.reasons(), [Reason::PersonBusy { booking: id(30), label: "B-07".into(), local }]);
}

#[test]
fn a_booking_that_moves_does_not_stand_in_its_own_way() {
    let mut asked = Asked::whole_day();
    let held = asked.request.interval;
    asked.desk.bookings = vec![(id(30), held)];
    asked.person.bookings = vec![own(30, "A-01", held)];
    asked.request.replaces = Some(id(30));
    assert_eq!(asked.reasons(), []);
}

#[test]
fn a_desk_out_of_service_says_why() {
    let mut asked = Asked::whole_day();
    asked.desk.out_of_service = Some("모니터 고장".into());
    assert_eq!(asked.reasons(), [Reason::OutOfService { note: "모니터 고장".into() }]);
}

#[test]
fn a_desk_that_left_the_plan_is_retired() {
    let mut asked = Asked::whole_day();
    asked.desk.retired = true;
    assert_eq!(asked.reasons(), [Reason::Retired]);
}

#[test]
fn an_assigned_desk_is_its_owners_until_the_release_time() {
    let mut asked = Asked::whole_day();
    asked.desk.assigned_to = Some(id(2));
    assert_eq!(asked.reasons(), [Reason::AssignedToAnother { until: None }]);
    asked.rules.assigned_release = Some(minute("24:00"));
    assert_eq!(asked.reasons(), [Reason::AssignedToAnother { until: None }], "the day is over then");
    asked.rules.assigned_release = Some(minute("08:01"));
    assert_eq!(asked.reasons(), [Reason::AssignedToAnother { until: Some(minute("08:01")) }]);
    asked.rules.assigned_release = Some(minute("08:00"));
    assert_eq!(asked.reasons(), [], "from its release time on it is open to everybody");
    asked.rules.assigned_release = None;
    asked.desk.assigned_to = Some(asked.request.person);
    assert_eq!(asked.reasons(), [], "its owner needs no release");
}

#[test]
fn a_neighbourhood_is_its_teams_until_the_release_time_of_that_day() {
    let mut asked = Asked::whole_day();
    asked.desk.kept_for = Some((id(11), Names::new("안전팀", "Safety"), minute("08:30")));
    let kept = Reason::KeptForTeam { team: Names::new("안전팀", "Safety"), until: minute("08:30") };
    assert_eq!(asked.reasons(), std::slice::from_ref(&kept));
    asked.request.team = None;
    assert_eq!(asked.reasons(), std::slice::from_ref(&kept), "somebody without a team is of no team");
    asked.request.team = Some(id(11));
    assert_eq!(asked.reasons(), [], "the team itself may");
    asked.request.team = Some(id(10));
    asked.site.now = at("2026-12-02T23:30:00Z");
    assert_eq!(asked.reasons(), [], "from 08:30 everybody may");
    let tomorrow = Choice { date: day("2026-12-04"), part: time::Part::AllDay };
    let mut later = Asked::of(Tz::Asia__Seoul, "2026-12-02T23:30:00Z", tomorrow);
    later.desk.kept_for = asked.desk.kept_for.clone();
    assert_eq!(later.reasons(), [kept], "tomorrow's release is tomorrow");
}

#[test]
fn what_ends_now_is_past() {
    let mut asked = Asked::whole_day();
    asked.site.now = at("2026-12-03T09:00:00Z");
    assert_eq!(asked.reasons(), [Reason::Past]);
    asked.site.now = at("2026-12-03T08:59:59Z");
    assert_eq!(asked.reasons(), []);
}

#[test]
fn a_choice_that_is_over_is_past() {
    let site = SiteFacts { now: at("2026-12-03T03:00:00Z"), ..Asked::whole_day().site };
    let choice = |part| Choice { date: day("2026-12-03"), part };
    assert_eq!(site.interval(choice(time::Part::Morning)), Err(Reason::Past));
    assert_eq!(site.interval(Choice { date: day("2026-12-02"), part: time::Part::AllDay }), Err(Reason::Past));
    let rest = site.interval(choice(time::Part::AllDay)).unwrap();
    assert_eq!(rest, span("2026-12-03T03:00:00Z", "2026-12-03T09:00:00Z"));
}

#[test]
fn a_bad_choice_says_what_is_wrong_with_it() {
    let site = Asked::whole_day().site;
    let custom =
        |from, to| Choice { date: day("2026-12-03"), part: time::Part::Custom { from: minute(from), to: minute(to) } };
    let bad = |why| Err(Reason::BadTime { why });
    assert_eq!(site.interval(custom("10:05", "11:00")), bad(time::BadChoice::OffStep));
    assert_eq!(site.interval(custom("11:00", "11:00")), bad(time::BadChoice::EndsBeforeItStarts));
    assert_eq!(site.interval(custom("12:00", "11:00")), bad(time::BadChoice::EndsBeforeItStarts));
}

#[test]
fn a_day_beyond_the_horizon_says_when_it_opens_and_then_it_is_open() {
    for (horizon_days, opens_at) in
        [(0, "00:00"), (0, "09:00"), (1, "00:00"), (14, "07:00"), (14, "24:00"), (365, "09:00")]
    {
        let wanted = day("2027-02-03");
        let mut asked = Asked::whole_day();
        asked.rules = Rules { horizon_days, opens_at: minute(opens_at), working_days: [true; 7], ..Rules::default() };
        asked.request.date = wanted;
        asked.request.interval = span("2027-02-03T00:00:00Z", "2027-02-03T09:00:00Z");
        asked.site.now = at("2025-12-01T00:00:00Z");
        let told = asked.reasons();
        let [Reason::BeyondHorizon { opens_at: opening, last, on, local }] = &told[..] else { panic!("{told:?}") };
        assert!(last.is_some_and(|last| last < wanted));
        assert_eq!(time::starts(Tz::Asia__Seoul, *on, *local), *opening, "by the site's clocks");
        asked.site.now = *opening - TimeDelta::seconds(1);
        assert!(matches!(&asked.reasons()[..], [Reason::BeyondHorizon { opens_at, .. }] if opens_at == opening));
        asked.site.now = *opening;
        assert_eq!(asked.reasons(), [], "{horizon_days} days, {opens_at}");
    }
}

/// What a request for a day that is too far ahead is told: the last day, and when it opens.
fn beyond(asked: &Asked) -> (Option<NaiveDate>, String) {
    match &asked.reasons()[..] {
        [Reason::BeyondHorizon { last, on, local, .. }] => (*last, format!("{on} {local}")),
        told => panic!("{told:?}"),
    }
}

#[test]
fn the_last_day_that_is_named_is_an_open_one() {
    // Saturday; in two weeks it is a Saturday as well.
    let monday = Choice { date: day("2026-12-21"), part: time::Part::AllDay };
    let mut asked = Asked::of(Tz::Asia__Seoul, "2026-12-05T03:00:00Z", monday);
    assert_eq!(beyond(&asked), (Some(day("2026-12-18")), "2026-12-07 00:00".to_owned()));
    asked.site.closures =
        vec![Closure { date: day("2026-12-18"), name: Names::new("창립기념일", "Founding day") }];
    assert_eq!(beyond(&asked).0, Some(day("2026-12-17")), "a holiday is none");
    asked.rules.horizon_days = 1;
    asked.rules.opens_at = minute("24:00");
    assert_eq!(beyond(&asked), (None, "2026-12-21 00:00".to_owned()), "neither today nor tomorrow is an open day");
}

#[test]
fn the_horizon_crosses_the_ends_of_months_and_years() {
    let asked = Asked::whole_day();
    let last = |now: &str, horizon_days| {
        let site = SiteFacts { now: at(now), ..asked.site.clone() };
        last_day(&Rules { horizon_days, ..Rules::default() }, &site)
    };
    assert_eq!(last("2026-12-31T03:00:00Z", 1), day("2027-01-01"));
    assert_eq!(last("2026-12-31T15:00:00Z", 0), day("2027-01-01"), "Seoul is a day ahead");
    assert_eq!(last("2027-02-28T03:00:00Z", 1), day("2027-03-01"));
    assert_eq!(last("2028-02-28T03:00:00Z", 1), day("2028-02-29"), "a leap year");
    assert_eq!(last("2026-11-30T03:00:00Z", 31), day("2026-12-31"));
}

#[test]
fn the_horizon_takes_its_step_at_the_opening_hour() {
    let asked = Asked::whole_day();
    let rules = Rules { horizon_days: 14, opens_at: minute("09:00"), ..Rules::default() };
    let last = |now: &str| last_day(&rules, &SiteFacts { now: at(now), ..asked.site.clone() });
    assert_eq!(last("2026-12-02T23:59:59Z"), day("2026-12-16"));
    assert_eq!(last("2026-12-03T00:00:00Z"), day("2026-12-17"));
}

#[test]
fn a_weekend_is_closed_until_monday() {
    let saturday = Choice { date: day("2026-12-05"), part: time::Part::AllDay };
    let asked = Asked::of(Tz::Asia__Seoul, "2026-12-02T23:00:00Z", saturday);
    assert_eq!(asked.reasons(), [Reason::Closed { name: None, next_open: Some(day("2026-12-07")) }]);
}

#[test]
fn a_holiday_is_closed_with_its_name_until_the_next_open_day() {
    let christmas = Choice { date: day("2026-12-25"), part: time::Part::AllDay };
    let mut asked = Asked::of(Tz::Asia__Seoul, "2026-12-20T23:00:00Z", christmas);
    let name = Names::new("성탄절", "Christmas");
    asked.site.closures = vec![
        Closure { date: day("2026-12-25"), name: name.clone() },
        Closure { date: day("2026-12-28"), name: Names::new("창립기념일", "Founding day") },
    ];
    assert_eq!(asked.reasons(), [Reason::Closed { name: Some(name), next_open: Some(day("2026-12-29")) }]);
}

#[test]
fn a_site_that_never_opens_promises_no_day() {
    let mut asked = Asked::whole_day();
    asked.rules.working_days = [false; 7];
    assert_eq!(asked.reasons(), [Reason::Closed { name: None, next_open: None }]);
}

#[test]
fn times_outside_of_working_hours_are_refused_where_the_rules_say_so() {
    let early =
        Choice { date: day("2026-12-04"), part: time::Part::Custom { from: minute("08:45"), to: minute("12:00") } };
    let late = Choice { date: day("2026-12-04"), part: time::Part::Custom { from: minute("17:00"), to: Minute::END } };
    for choice in [early, late] {
        let mut asked = Asked::of(Tz::Asia__Seoul, "2026-12-02T23:00:00Z", choice);
        assert_eq!(asked.reasons(), []);
        asked.rules.within_hours = true;
        assert_eq!(asked.reasons(), [Reason::OutsideHours { opens: minute("09:00"), closes: minute("18:00") }]);
    }
}

#[test]
fn whoever_has_all_the_bookings_the_rules_allow_gets_no_more() {
    let mut asked = Asked::whole_day();
    asked.rules.most_active = 3;
    asked.person.active = 2;
    assert_eq!(asked.reasons(), []);
    asked.person.active = 3;
    assert_eq!(asked.reasons(), [Reason::TooManyActive { most: 3 }]);
}

#[test]
fn a_move_needs_no_room_in_the_quota() {
    let mut asked = Asked::whole_day();
    asked.rules.most_active = 3;
    asked.person.active = 9;
    asked.request.replaces = Some(id(30));
    assert_eq!(asked.reasons(), []);
}

#[test]
fn for_whom_somebody_may_book_is_a_rule_that_does_not_bind_admins() {
    let mut asked = Asked::whole_day();
    asked.request.by = id(2);
    let mut outcome = |for_whom, team, role| {
        asked.rules.for_whom = for_whom;
        asked.request.by_team = team;
        asked.request.role = role;
        asked.reasons().is_empty()
    };
    assert!(!outcome(ForWhom::Oneself, Some(id(10)), Role::Employee));
    assert!(outcome(ForWhom::Team, Some(id(10)), Role::Employee));
    assert!(!outcome(ForWhom::Team, Some(id(11)), Role::Employee));
    assert!(!outcome(ForWhom::Team, None, Role::FacilityManager));
    assert!(outcome(ForWhom::Everybody, None, Role::Employee));
    assert!(outcome(ForWhom::Oneself, None, Role::Admin));
    asked.request.team = None;
    asked.request.by_team = None;
    asked.request.role = Role::Employee;
    asked.rules.for_whom = ForWhom::Team;
    assert_eq!(asked.reasons(), [Reason::NotForOthers], "two people without a team are no team");
}

#[test]
fn somebody_who_may_not_book_for_a_person_learns_nothing_of_their_day() {
    let mut asked = Asked::whole_day();
    asked.rules = Rules { most_active: 0, for_whom: ForWhom::Oneself, ..Rules::default() };
    asked.request.by = id(2);
    asked.person.bookings = vec![own(31, "B-01", asked.request.interval)];
    assert_eq!(asked.reasons(), [Reason::NotForOthers]);
}

#[test]
fn a_colleague_who_books_for_somebody_is_not_told_where_they_sit() {
    let mut asked = Asked::whole_day();
    asked.rules.for_whom = ForWhom::Everybody;
    asked.request.by = id(2);
    let held = asked.request.interval;
    asked.person.bookings = vec![own(31, "B-01", held), own(32, "B-02", held)];
    assert_eq!(asked.reasons(), [Reason::ColleagueBusy]);
}

#[test]
fn every_reason_is_told_at_once() {
    let saturday =
        Choice { date: day("2026-12-05"), part: time::Part::Custom { from: minute("06:00"), to: minute("20:00") } };
    let mut asked = Asked::of(Tz::Asia__Seoul, "2026-12-02T23:00:00Z", saturday);
    asked.rules = Rules { within_hours: true, most_active: 0, ..Rules::default() };
    asked.desk = DeskFacts {
        out_of_service: Some("x".into()),
        retired: true,
        assigned_to: Some(id(3)),
        kept_for: Some((id(11), Names::new("안전팀", "Safety"), Minute::END)),
        bookings: vec![(id(30), asked.request.interval)],
    };
    asked.person.bookings = vec![own(31, "B-01", asked.request.interval)];
    let codes: Vec<_> = asked.reasons().iter().map(Reason::code).collect();
    assert_eq!(
        codes,
        [
            "closed",
            "outside_hours",
            "retired",
            "out_of_service",
            "assigned_to_another",
            "kept_for_team",
            "desk_taken",
            "person_busy",
            "too_many_active"
        ]
    );
}

#[test]
fn the_day_the_clocks_go_forward_is_booked_by_the_clock_on_the_wall() {
    let choice =
        Choice { date: day("2026-03-29"), part: time::Part::Custom { from: Minute::START, to: minute("09:00") } };
    let mut asked = Asked::of(Tz::Europe__London, "2026-03-28T12:00:00Z", choice);
    asked.rules.working_days = [true; 7];
    assert_eq!(asked.request.interval, span("2026-03-29T00:00:00Z", "2026-03-29T08:00:00Z"), "eight hours");
    assert_eq!(asked.reasons(), []);
    let local = local_times(asked.site.zone, asked.request.interval);
    assert_eq!((local.from, local.to), (Minute::START, minute("09:00")));
}

#[test]
fn the_day_the_clocks_go_back_is_booked_by_the_clock_on_the_wall() {
    let choice =
        Choice { date: day("2026-10-25"), part: time::Part::Custom { from: Minute::START, to: minute("09:00") } };
    let mut asked = Asked::of(Tz::Europe__London, "2026-10-24T12:00:00Z", choice);
    asked.rules.working_days = [true; 7];
    assert_eq!(asked.request.interval, span("2026-10-24T23:00:00Z", "2026-10-25T09:00:00Z"), "ten hours");
    assert_eq!(asked.reasons(), []);
}

#[test]
fn check_in_opens_before_the_start() {
    let rules = Rules { check_in_before_min: 45, ..Rules::default() };
    assert_eq!(check_in_opens(&rules, at("2026-12-03T00:00:00Z")), at("2026-12-02T23:15:00Z"));
}

#[test]
fn a_late_booking_gets_its_whole_grace() {
    let rules = Rules { no_show_grace_min: Some(30), ..Rules::default() };
    let interval = span("2026-12-03T00:00:00Z", "2026-12-03T09:00:00Z");
    assert_eq!(no_show_deadline(&rules, interval, at("2026-12-01T00:00:00Z")), Some(at("2026-12-03T00:30:00Z")));
    assert_eq!(no_show_deadline(&rules, interval, at("2026-12-03T05:00:00Z")), Some(at("2026-12-03T05:30:00Z")));
}

#[test]
fn a_grace_never_outlasts_the_booking() {
    let rules = Rules { no_show_grace_min: Some(30), ..Rules::default() };
    let interval = span("2026-12-03T00:00:00Z", "2026-12-03T00:15:00Z");
    assert_eq!(no_show_deadline(&rules, interval, at("2026-12-01T00:00:00Z")), Some(at("2026-12-03T00:15:00Z")));
}

#[test]
fn without_a_grace_there_is_no_deadline() {
    let rules = Rules { no_show_grace_min: None, ..Rules::default() };
    let interval = span("2026-12-03T00:00:00Z", "2026-12-03T09:00:00Z");
    assert_eq!(no_show_deadline(&rules, interval, at("2026-12-01T00:00:00Z")), None);
}

#[test]
fn a_quarter_begins_on_the_quarter() {
    assert_eq!(quarter_begun(at("2026-12-03T05:14:59Z")), at("2026-12-03T05:00:00Z"));
    assert_eq!(quarter_begun(at("2026-12-03T05:15:00Z")), at("2026-12-03T05:15:00Z"));
    assert_eq!(quarter_begun(at("1969-12-31T23:59:59.5Z")), at("1969-12-31T23:45:00Z"));
}

#[test]
fn only_what_another_desk_would_mend_is_about_the_desk() {
    assert!(Reason::DeskTaken { until: Minute::END }.is_about_the_desk());
    assert!(Reason::Retired.is_about_the_desk());
    assert!(!Reason::Past.is_about_the_desk());
    assert!(!Reason::TooManyActive { most: 1 }.is_about_the_desk());
}

#[test]
fn a_booking_keeps_its_day_and_its_hours_whatever_the_rules_have_become() {
    let mut asked = Asked::whole_day();
    let held = asked.request.interval;
    asked.rules.horizon_days = 0;
    asked.rules.within_hours = true;
    asked.site.hours.closes = Minute::hour(17);
    asked.site.closures = vec![Closure { date: asked.request.date, name: Names::new("쉬는 날", "") }];
    assert!(
        matches!(asked.reasons()[..], [Reason::Closed { .. }, Reason::OutsideHours { .. }]),
        "a new one is refused"
    );
    asked.desk.assigned_to = Some(id(2));
    asked.request.keeps = Some((id(21), held));
    assert_eq!(asked.reasons(), [Reason::AssignedToAnother { until: None }], "at another desk its owner goes before");
    asked.request.keeps = Some((asked.request.desk, held));
    assert_eq!(asked.reasons(), [], "the same again");
    asked.request.interval.ends_at -= TimeDelta::hours(4);
    assert_eq!(asked.reasons(), [], "less of it");
    asked.request.interval.ends_at = held.ends_at + TimeDelta::hours(1);
    assert!(matches!(asked.reasons()[..], [Reason::OutsideHours { .. }]), "more than it had");
    asked.request.date = day("2026-12-04");
    assert!(matches!(asked.reasons()[..], [Reason::BeyondHorizon { .. }, ..]), "another day");
}
