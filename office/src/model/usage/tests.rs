use super::{
    count::{count, whole},
    facts::{BookingFacts, DeskFacts, Loan, Outcome, SiteDay},
    intervals::{merge, peak, seconds, without},
    *,
};
use crate::model::{
    booking::BookingState,
    id::{BookingId, DeskId, FloorId, PersonId, SiteId, ZoneId},
    time::{self, Interval, WorkingHours},
};
use uuid::Uuid;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn minute(text: &str) -> Minute {
    text.parse().unwrap()
}

/// A day of a site with one floor: desks 0 to 3 in a zone, the others in none.
fn day(zone: &str, date: &str, desks: u128) -> SiteDay {
    let hours = WorkingHours {
        opens: Minute::hour(9),
        closes: Minute::hour(18),
        lunch_starts: Minute::hour(12),
        lunch_ends: Minute::hour(13),
    };
    let floor = FloorId(id(1));
    let desks = (0..desks).map(|number| DeskFacts {
        desk: DeskId(id(100 + number)),
        floor,
        zone: (number < 4).then_some(ZoneId(id(2))),
        out_of_service: false,
        retired: false,
    });
    let zone_name = Names::new("집중", "Focus");
    let site = Site { id: SiteId(id(3)), name: Names::new("사업장", "Site"), zone: zone.into(), hours };
    let mut day = SiteDay {
        zone: zone.parse().unwrap(),
        date: date.parse().unwrap(),
        now: Instant::default(),
        floors: vec![(floor, Names::new("12층", "12F"))],
        zones: vec![(ZoneId(id(2)), floor, zone_name)],
        desks: desks.collect(),
        bookings: Vec::new(),
        left: Vec::new(),
        lent: Vec::new(),
        site,
    };
    day.now = at(&day, "24:00");
    day
}

/// A local time of the day; the earlier where it happens twice.
fn at(day: &SiteDay, local: &str) -> Instant {
    time::starts(day.zone, day.date, minute(local))
}

/// A booking of whoever has that desk's number.
fn booked(day: &SiteDay, desk: u128, (from, to): (&str, &str)) -> BookingFacts {
    BookingFacts {
        booking: BookingId(id(200 + desk)),
        person: PersonId(id(300 + desk)),
        desk: DeskId(id(100 + desk)),
        interval: Interval::new(at(day, from), at(day, to)).unwrap(),
        made_at: at(day, "00:00") - chrono::TimeDelta::days(1),
        checked_in_at: None,
        ended_at: None,
        state: BookingState::Reserved,
    }
}

fn used(day: &SiteDay, desk: u128, (from, to): (&str, &str)) -> BookingFacts {
    let (came, left) = (at(day, from), at(day, to));
    BookingFacts {
        checked_in_at: Some(came),
        ended_at: Some(left),
        state: BookingState::Ended,
        ..booked(day, desk, (from, to))
    }
}

fn released(day: &SiteDay, desk: u128, (from, until, to): (&str, &str, &str)) -> BookingFacts {
    BookingFacts { ended_at: Some(at(day, until)), state: BookingState::Released, ..booked(day, desk, (from, to)) }
}

fn counted(day: &SiteDay) -> DayUsage {
    let before = WeekBefore { date: day.date, open: true, whole: PlaceCounts::default() };
    count(day, None, before)
}

#[test]
fn serraview_peak_of_125_of_153_desks_is_81_7_percent() {
    assert_eq!((Share::new(125u32, 153u32).ratio().unwrap() * 10_000.0).round(), 8170.0);
}

#[test]
fn serraview_153_desks_with_a_peak_of_125_have_5_05_free_at_85_percent() {
    assert!((free_at_peak(153, 0, 85) - 130.05).abs() < 1e-9);
    assert!((free_at_peak(153, 125, 85) - 5.05).abs() < 1e-9);
    let counts = |desks| PlaceCounts { desks: 153, peak: PeakCount { desks, at: None }, ..PlaceCounts::default() };
    assert!(!counts(130).nearly_full());
    assert!(counts(131).nearly_full());
}

#[test]
fn ricoh_3_full_and_2_half_days_of_10_desks_touch_half_of_them_for_40_percent_of_the_time() {
    let mut day = day("Asia/Seoul", "2026-12-03", 10);
    day.site.hours.closes = Minute::hour(17);
    for desk in 0..3 {
        day.bookings.push(used(&day, desk, ("09:00", "17:00")));
    }
    for desk in 3..5 {
        day.bookings.push(used(&day, desk, ("13:00", "17:00")));
    }
    let counts = whole(&day);
    assert_eq!(counts.touched, Some(Share::new(5u32, 10u32)));
    assert_eq!(counts.touched.unwrap().ratio(), Some(0.5));
    assert_eq!(counts.used_time.unwrap().ratio(), Some(0.4));
}

#[test]
fn an_end_and_a_start_at_the_same_instant_are_not_simultaneous() {
    let day = day("Asia/Seoul", "2026-12-03", 2);
    let (morning, afternoon) = (booked(&day, 0, ("09:00", "13:00")), booked(&day, 1, ("13:00", "18:00")));
    let whole_day = time::day(day.zone, day.date);
    assert_eq!(peak([morning.interval, afternoon.interval], whole_day), (1, Some(at(&day, "09:00"))));
    let earlier = booked(&day, 1, ("12:45", "18:00"));
    assert_eq!(peak([morning.interval, earlier.interval], whole_day), (2, Some(at(&day, "12:45"))));
}

#[test]
fn a_peak_between_two_full_hours_is_found() {
    let mut day = day("Asia/Seoul", "2026-12-03", 3);
    for (desk, times) in [(0, ("10:15", "10:45")), (1, ("10:30", "10:40")), (2, ("10:35", "11:30"))] {
        day.bookings.push(used(&day, desk, times));
    }
    let found = counted(&day);
    assert_eq!(found.whole.peak, PeakCount { desks: 3, at: Some(minute("10:35")) });
    let hour = |text: &str| found.hours.iter().find(|hour| hour.hour == minute(text)).unwrap();
    assert_eq!((hour("10:00").booked, hour("11:00").booked, hour("12:00").booked), (3, 1, 0));
}

#[test]
fn seconds_outside_the_window_do_not_count_and_touching_intervals_become_one() {
    let day = day("Asia/Seoul", "2026-12-03", 1);
    let window = booked(&day, 0, ("09:00", "10:00")).interval;
    let long = booked(&day, 0, ("08:00", "09:30")).interval;
    assert_eq!(seconds([long], window), 1800);
    let next = booked(&day, 0, ("09:30", "12:00")).interval;
    assert_eq!(merge(vec![next, long]), [booked(&day, 0, ("08:00", "12:00")).interval]);
}

#[test]
fn now_every_desk_is_in_use_or_reserved_or_free_or_out_of_service() {
    let mut day = day("Asia/Seoul", "2026-12-03", 6);
    day.now = at(&day, "10:00");
    day.desks[5].out_of_service = true;
    let sitting = BookingFacts {
        checked_in_at: Some(at(&day, "08:50")),
        state: BookingState::InUse,
        ..booked(&day, 0, ("09:00", "18:00"))
    };
    let away = BookingFacts { desk: DeskId(id(101)), state: BookingState::Away, ..sitting };
    day.bookings = vec![sitting, away, booked(&day, 2, ("09:00", "18:00")), booked(&day, 3, ("10:15", "18:00"))];
    let counts = whole(&day);
    assert_eq!(counts.now, Some(NowCounts { in_use: 2, reserved: 1, free: 2 }));
    assert_eq!((counts.desks, counts.out_of_service), (6, Some(1)));
    assert_eq!((counts.taken, counts.waiting, counts.bookings), (2, 1, 4));
}

#[test]
fn who_checks_in_before_the_start_is_counted_in_use_and_booked_from_then() {
    let mut day = day("Asia/Seoul", "2026-12-03", 1);
    day.now = at(&day, "08:55");
    day.bookings = vec![BookingFacts {
        checked_in_at: Some(at(&day, "08:40")),
        state: BookingState::InUse,
        ..booked(&day, 0, ("09:00", "18:00"))
    }];
    let found = counted(&day);
    assert_eq!(found.whole.now, Some(NowCounts { in_use: 1, reserved: 0, free: 0 }));
    assert_eq!(found.hours[0].hour, minute("08:00"));
    assert_eq!((found.hours[0].booked, found.hours[0].in_use), (1, Some(1)));
}

#[test]
fn a_desk_whose_next_person_checks_in_early_is_still_one_desk() {
    let mut day = day("Asia/Seoul", "2026-12-03", 1);
    let next = BookingFacts { checked_in_at: Some(at(&day, "12:45")), ..used(&day, 0, ("13:00", "18:00")) };
    day.bookings = vec![used(&day, 0, ("09:00", "13:00")), next];
    assert_eq!(whole(&day).peak_in_use, Some(PeakCount { desks: 1, at: Some(minute("09:00")) }));
    assert_eq!(whole(&day).used_time.unwrap().ratio(), Some(1.0));
}

#[test]
fn a_released_booking_is_a_no_show_that_held_its_desk_until_then() {
    let mut day = day("Asia/Seoul", "2026-12-03", 2);
    day.bookings = vec![released(&day, 0, ("09:00", "10:00", "18:00")), used(&day, 1, ("09:00", "18:00"))];
    let again = BookingFacts { made_at: at(&day, "10:20"), ..used(&day, 0, ("10:15", "18:00")) };
    let found = counted(&day);
    assert_eq!(found.whole.released(), Share::new(1u32, 2u32));
    assert_eq!(found.whole.check_ins(), Share::new(1u32, 2u32));
    assert_eq!(found.rebooked, 0);
    let in_hour = |hour: &str| found.hours.iter().find(|one| one.hour == minute(hour)).unwrap().clone();
    assert_eq!((in_hour("09:00").booked, in_hour("09:00").no_shows), (2, Some(0)));
    assert_eq!((in_hour("10:00").booked, in_hour("10:00").no_shows), (1, Some(1)));
    day.bookings.push(again);
    assert_eq!(counted(&day).rebooked, 1);
}

#[test]
fn what_is_given_back_before_it_begins_is_no_booking_of_the_day() {
    let mut day = day("Asia/Seoul", "2026-12-03", 1);
    let cancelled = |ended: &str| BookingFacts {
        state: BookingState::Cancelled,
        ended_at: Some(at(&day, ended)),
        ..booked(&day, 0, ("09:00", "18:00"))
    };
    let (before, after) = (cancelled("08:30"), cancelled("09:30"));
    day.bookings = vec![before];
    assert_eq!((whole(&day).bookings, whole(&day).peak.desks), (0, 0));
    day.bookings = vec![after];
    assert_eq!((whole(&day).bookings, whole(&day).no_shows, whole(&day).peak.desks), (0, 0, 1));
}

#[test]
fn a_booking_without_check_in_that_no_rule_releases_is_unknown_and_not_empty() {
    let mut day = day("Asia/Seoul", "2026-12-03", 2);
    let silent = BookingFacts {
        state: BookingState::Ended,
        ended_at: Some(at(&day, "18:00")),
        ..booked(&day, 0, ("09:00", "18:00"))
    };
    day.bookings = vec![silent, used(&day, 1, ("09:00", "18:00"))];
    let counts = whole(&day);
    assert_eq!((counts.unknown, counts.no_shows), (1, 0));
    assert_eq!(counts.check_ins(), Share::new(1u32, 1u32));
    assert_eq!(counts.coverage(), Share::new(1u32, 2u32));
    assert_eq!(counts.peak.desks, 2);
}

#[test]
fn coming_hours_say_nothing_of_use() {
    let mut day = day("Asia/Seoul", "2026-12-03", 2);
    day.now = at(&day, "11:30");
    day.bookings = vec![
        BookingFacts {
            checked_in_at: Some(at(&day, "09:05")),
            state: BookingState::InUse,
            ..booked(&day, 0, ("09:00", "18:00"))
        },
        booked(&day, 1, ("13:00", "18:00")),
    ];
    let found = counted(&day);
    let uses: Vec<Option<u32>> = found.hours.iter().map(|hour| hour.in_use).collect();
    assert_eq!(uses, [Some(1), Some(1), Some(1), None, None, None, None, None, None]);
    assert_eq!(found.hours.iter().map(|hour| hour.booked).collect::<Vec<_>>(), [1, 1, 1, 1, 2, 2, 2, 2, 2]);
    // 2 h 25 min in use of two desks that were open for 2.5 h; the running second is the instant now itself.
    assert_eq!(found.whole.used_time, Some(Share::new(8701u32, 18_002u32)));
}

#[test]
fn a_day_to_come_has_bookings_and_no_use_and_a_day_that_is_over_has_no_now() {
    let mut coming = day("Asia/Seoul", "2026-12-03", 2);
    coming.now = at(&coming, "00:00") - chrono::TimeDelta::seconds(1);
    coming.bookings = vec![booked(&coming, 0, ("09:00", "18:00"))];
    let found = counted(&coming);
    assert_eq!(found.tense, Tense::Coming);
    assert_eq!((found.whole.now, found.whole.used_time, found.whole.peak_in_use, found.late), (None, None, None, None));
    assert_eq!((found.whole.bookings, found.whole.booked_time.ratio()), (1, Some(0.5)));
    coming.now = at(&coming, "00:00");
    assert_eq!(counted(&coming).tense, Tense::Today);
    coming.now = at(&coming, "24:00");
    let over = counted(&coming);
    assert_eq!((over.tense, over.whole.now, over.whole.out_of_service), (Tense::Past, None, None));
}

#[test]
fn late_people_are_told_only_in_groups() {
    let mut day = day("Asia/Seoul", "2026-12-03", 9);
    let late = |day: &SiteDay, desk: u128, came: &str| BookingFacts {
        checked_in_at: Some(at(day, came)),
        ..used(day, desk, ("09:00", "18:00"))
    };
    for desk in 0..4 {
        day.bookings.push(late(&day, desk, "09:15"));
    }
    assert_eq!(counted(&day).late, Some(People::Count(0)));
    for booking in &mut day.bookings {
        booking.checked_in_at = booking.checked_in_at.map(|came| came + chrono::TimeDelta::seconds(1));
    }
    assert_eq!(counted(&day).late, Some(People::Few));
    let again = BookingFacts { booking: BookingId(id(400)), ..late(&day, 0, "09:40") };
    day.bookings.push(again);
    assert_eq!(counted(&day).late, Some(People::Few), "who came late twice is one person");
    day.bookings.push(late(&day, 5, "09:40"));
    assert_eq!(counted(&day).late, Some(People::Count(5)));
}

#[test]
fn a_lent_seat_is_not_held_while_it_is_lent_whatever_became_of_its_booking() {
    let mut day = day("Asia/Seoul", "2026-12-03", 2);
    day.bookings = vec![used(&day, 0, ("09:00", "18:00"))];
    let loan = |from: &str, until: Option<&str>| Loan {
        booking: BookingId(id(200)),
        desk: DeskId(id(100)),
        from: at(&day, from),
        until: until.map(|until| at(&day, until)),
    };
    let (twice, open) = (vec![loan("10:30", Some("12:00")), loan("14:00", Some("15:00"))], vec![loan("10:30", None)]);
    let early = at(&day, "11:00");
    assert_eq!(twice[0].known_at(early), Some(Loan { until: None, ..twice[0] }));
    assert_eq!(twice[1].known_at(early), None);
    day.lent = twice;
    let counts = counted(&day);
    let hour = |text: &str| counts.hours.iter().find(|one| one.hour == minute(text)).unwrap();
    assert_eq!(
        ["10:00", "11:00", "12:00", "14:00", "15:00"].map(|text| hour(text).in_use),
        [Some(1), Some(0), Some(1), Some(0), Some(1)]
    );
    assert_eq!(counts.whole.used_time.unwrap().part, 13 * 1800);
    assert_eq!(counts.whole.booked_time.part, 13 * 1800);
    day.lent = open;
    assert_eq!(whole(&day).used_time.unwrap().part, 3 * 1800);
}

#[test]
fn a_place_is_nearly_full_ahead_until_its_peak_is_over() {
    let mut day = day("Asia/Seoul", "2026-12-03", 2);
    day.bookings = vec![booked(&day, 0, ("09:00", "12:00")), booked(&day, 1, ("09:00", "18:00"))];
    let told = |day: &SiteDay| (whole(day).nearly_full(), whole(day).nearly_full_ahead(), whole(day).peak_ahead);
    day.now = at(&day, "08:00");
    assert_eq!(told(&day), (true, true, Some(PeakCount { desks: 2, at: Some(minute("09:00")) })));
    day.now = at(&day, "12:00");
    assert_eq!(told(&day), (true, false, Some(PeakCount { desks: 1, at: Some(minute("12:00")) })));
    day.now = at(&day, "24:00");
    assert_eq!(told(&day), (true, false, None));
}

#[test]
fn what_is_left_outside_of_others_has_none_of_their_instants() {
    let day = day("Asia/Seoul", "2026-12-03", 1);
    let time = |from: &str, to: &str| Interval::new(at(&day, from), at(&day, to)).unwrap();
    let left =
        without(time("09:00", "12:00"), [time("08:00", "09:30"), time("10:00", "11:00"), time("13:00", "14:00")]);
    assert_eq!(left, [time("09:30", "10:00"), time("11:00", "12:00")]);
    assert!(without(time("09:00", "12:00"), [time("09:00", "12:00")]).is_empty());
}

#[test]
fn a_desk_that_is_gone_is_free_for_nobody_and_counts_for_whoever_sits_there() {
    let mut day = day("Asia/Seoul", "2026-12-03", 3);
    day.now = at(&day, "15:00");
    day.desks[0].retired = true;
    day.desks[1].retired = true;
    let sitting = BookingFacts { ended_at: None, state: BookingState::InUse, ..used(&day, 0, ("09:00", "18:00")) };
    day.bookings = vec![sitting, used(&day, 1, ("09:00", "12:00"))];
    let counts = counted(&day);
    assert_eq!(counts.whole.now, Some(NowCounts { in_use: 1, reserved: 0, free: 1 }));
    assert_eq!(Some(counts.whole.peak.desks), counts.hours.iter().map(|hour| hour.booked).max());
}

#[test]
fn a_floor_is_followed_by_its_zone_and_by_the_desks_outside_of_zones() {
    let mut day = day("Asia/Seoul", "2026-12-03", 6);
    day.floors.push((FloorId(id(9)), Names::new("13층", "13F")));
    day.bookings = vec![used(&day, 0, ("09:00", "18:00")), used(&day, 5, ("09:00", "12:00"))];
    let found = counted(&day);
    let lines: Vec<_> = found.places.iter().map(|place| (place.part, place.counts.desks, place.counts.taken)).collect();
    assert_eq!(lines, [(Part::Floor, 6, 2), (Part::Zone(ZoneId(id(2))), 4, 1), (Part::Rest, 2, 1)]);
    assert_eq!(found.bare, [Names::new("13층", "13F")]);
}

#[test]
fn a_stay_at_a_desk_that_was_left_counts_as_use_but_not_as_a_booking() {
    let mut day = day("Asia/Seoul", "2026-12-03", 2);
    // Came at 9, moved from desk 0 to desk 1 at 14:05.
    day.left = vec![BookingFacts { ended_at: Some(at(&day, "14:05")), ..used(&day, 0, ("09:00", "18:00")) }];
    day.bookings = vec![BookingFacts {
        made_at: at(&day, "14:05"),
        checked_in_at: Some(at(&day, "09:00")),
        ..used(&day, 1, ("14:00", "18:00"))
    }];
    let counts = whole(&day);
    assert_eq!((counts.bookings, counts.taken), (1, 1));
    assert_eq!(counts.peak_in_use.unwrap().desks, 1);
    assert_eq!(counts.touched, Some(Share::new(2u32, 2u32)));
    assert_eq!(counts.used_time, Some(Share::new(9u32 * 3600, 18u32 * 3600)));
}

#[test]
fn what_was_known_a_week_ago_is_not_what_is_known_now() {
    let day = day("Asia/Seoul", "2026-12-03", 1);
    let taken = BookingFacts { made_at: at(&day, "08:00"), ..used(&day, 0, ("09:00", "18:00")) };
    assert_eq!(taken.known_at(at(&day, "07:59")), None);
    let outcome = |local: &str| taken.known_at(at(&day, local)).unwrap().outcome(at(&day, local));
    assert_eq!(
        (outcome("08:30"), outcome("10:00"), outcome("18:00")),
        (Outcome::Coming, Outcome::Taken, Outcome::Taken)
    );
    let late = BookingFacts { checked_in_at: Some(at(&day, "09:30")), ..taken };
    let then = late.known_at(at(&day, "09:10")).unwrap();
    assert_eq!((then.state, then.outcome(at(&day, "09:10"))), (BookingState::Reserved, Outcome::Waiting));
    let given_back = BookingFacts { state: BookingState::Cancelled, ended_at: Some(at(&day, "08:45")), ..taken };
    let given_back = BookingFacts { checked_in_at: None, ..given_back };
    assert_eq!(given_back.known_at(at(&day, "08:30")).unwrap().outcome(at(&day, "08:30")), Outcome::Coming);
    assert_eq!(given_back.known_at(at(&day, "08:45")).unwrap().outcome(at(&day, "08:45")), Outcome::GivenBack);
}

/// London's clocks on a day on which the site is open around the clock.
fn night_and_day(date: &str) -> DayUsage {
    let mut day = day("Europe/London", date, 1);
    day.site.hours = WorkingHours { opens: Minute::START, closes: Minute::END, ..day.site.hours };
    day.bookings = vec![used(&day, 0, ("00:00", "24:00"))];
    counted(&day)
}

#[test]
fn the_day_on_which_clocks_go_forward_has_23_hours() {
    let found = night_and_day("2026-03-29");
    let labels: Vec<String> = found.hours.iter().take(3).map(|hour| hour.hour.to_string()).collect();
    assert_eq!((found.hours.len(), labels), (23, vec!["00:00".into(), "02:00".into(), "03:00".into()]));
    assert_eq!(found.whole.used_time, Some(Share::new(23u32 * 3600, 23u32 * 3600)));
}

#[test]
fn the_day_on_which_clocks_go_back_has_25_hours_and_shows_one_of_them_twice() {
    let found = night_and_day("2026-10-25");
    let labels: Vec<(String, bool)> =
        found.hours.iter().take(4).map(|hour| (hour.hour.to_string(), hour.again)).collect();
    let expected = [("00:00", false), ("01:00", false), ("01:00", true), ("02:00", false)];
    assert_eq!(labels, expected.map(|(hour, again)| (hour.to_owned(), again)));
    assert_eq!(found.hours.len(), 25);
    assert_eq!(found.whole.used_time, Some(Share::new(25u32 * 3600, 25u32 * 3600)));
}

#[test]
fn out_of_nothing_there_is_no_percentage() {
    assert_eq!((Share::default().ratio(), Share::default().percent()), (None, None));
    let empty = counted(&day("Asia/Seoul", "2026-12-03", 0));
    assert_eq!((empty.whole.peak, empty.places.len(), empty.bare.len()), (PeakCount::default(), 0, 1));
    assert_eq!(empty.whole.used_time, Some(Share::new(0u32, 0u32)));
    assert!(!empty.whole.nearly_full());
}
