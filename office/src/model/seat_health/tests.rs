use super::*;
use proptest::{prelude::*, test_runner::RngSeed};
use uuid::Uuid;

const HOUR: u32 = 3_600;

fn desk(number: usize) -> DeskId {
    Uuid::from_u128(number as u128 + 1).into()
}

fn desks(count: usize) -> Vec<DeskId> {
    (0..count).map(desk).collect()
}

/// A session's only screen: four hours with a median in milliseconds.
fn screen(seat: usize, session: usize, ms: u32) -> Reading {
    Reading {
        desk: desk(seat),
        session: Uuid::from_u128((seat * 1_000 + session) as u128).into(),
        seconds: 4 * HOUR,
        line: RoundTrips { samples: 2_880, p50_us: ms * 1_000, p95_us: ms * 3_000 },
        again: false,
        at_terminal: false,
    }
}

fn again(reading: Reading) -> Reading {
    Reading { again: true, ..reading }
}

/// A floor on which each seat had so many sessions of a median in milliseconds.
fn floor(seats: &[(usize, u32)]) -> Vec<Reading> {
    let of = |(seat, (sessions, ms)): (usize, &(usize, u32))| {
        let ms = *ms;
        (0..*sessions).map(move |session| screen(seat, session, ms)).collect::<Vec<_>>()
    };
    seats.iter().enumerate().flat_map(of).collect()
}

fn flags(count: usize, readings: &[Reading]) -> Vec<Vec<Flag>> {
    judge(&desks(count), readings).1.into_iter().map(|seat| seat.flags).collect()
}

#[test]
fn a_seat_twice_as_late_as_its_floor_is_flagged_with_both_figures() {
    let readings = floor(&[(3, 5), (3, 6), (3, 5), (3, 4), (3, 6), (3, 40)]);
    let found = flags(6, &readings);
    assert_eq!(found[5], [Flag::Slow { p50_us: 40_000, others_us: 5_000 }]);
    assert!(found[..5].iter().all(Vec::is_empty), "{found:?}");
}

#[test]
fn twice_of_next_to_nothing_is_not_late() {
    assert!(flags(6, &floor(&[(3, 1), (3, 1), (3, 1), (3, 1), (3, 1), (3, 10)])).iter().all(Vec::is_empty));
    // Neither is ten milliseconds more where everybody waits for long.
    assert!(flags(6, &floor(&[(3, 60), (3, 60), (3, 60), (3, 60), (3, 60), (3, 90)])).iter().all(Vec::is_empty));
}

#[test]
fn nobody_is_flagged_where_too_few_seats_are_known_to_compare_with() {
    assert!(flags(5, &floor(&[(3, 5), (3, 5), (3, 5), (3, 5), (3, 400)])).iter().all(Vec::is_empty));
    let (whole, _) = judge(&desks(6), &floor(&[(3, 5), (3, 5), (3, 5), (3, 5), (2, 5), (3, 400)]));
    assert_eq!((whole.known, whole.comparable), (5, false));
}

#[test]
fn a_seat_of_which_too_little_is_known_is_unknown_and_never_fine() {
    let (whole, seats) = judge(&desks(7), &floor(&[(3, 5), (3, 5), (3, 5), (3, 5), (3, 5), (2, 400), (0, 0)]));
    assert_eq!((seats[5].sessions, seats[5].line, seats[5].flags.len()), (2, None, 0));
    assert_eq!((seats[6].screens, seats[6].line), (0, None));
    assert_eq!((whole.known, whole.screens, whole.p50_us), (5, 17, Some(5_000)));
}

#[test]
fn a_moment_before_a_screen_is_no_session() {
    let mut readings = floor(&[(3, 5)]);
    readings[0].line.samples = LEAST_SAMPLES - 1;
    assert_eq!(judge(&desks(1), &readings).1[0].line, None);
    readings[0].line.samples = LEAST_SAMPLES;
    assert!(judge(&desks(1), &readings).1[0].line.is_some());
}

#[test]
fn one_bad_day_of_one_person_does_not_make_a_bad_seat() {
    let mut readings = floor(&[(3, 5), (3, 5), (3, 5), (3, 5), (3, 5), (3, 5)]);
    readings[15].line = RoundTrips { samples: 9_000, p50_us: 900_000, p95_us: 2_000_000 };
    // That person's screen was also lost all day.
    readings.extend((0..9).map(|_| again(screen(5, 0, 900))));
    assert!(flags(6, &readings).iter().all(Vec::is_empty));
}

#[test]
fn the_screens_of_one_session_weigh_as_much_as_they_were_measured() {
    let mut readings = floor(&[(3, 5)]);
    let brief = RoundTrips { samples: 3, p50_us: 90_000, p95_us: 90_000 };
    readings.push(Reading { line: brief, ..again(screen(0, 0, 90)) });
    let seat = &judge(&desks(1), &readings).1[0];
    assert_eq!((seat.sessions, seat.screens, seat.reconnects), (3, 4, 1));
    assert_eq!(seat.line.unwrap().p50_us, 5_000);
}

#[test]
fn a_seat_that_loses_its_screens_far_more_often_than_the_others_is_flagged_with_the_figures() {
    let mut readings = floor(&[(5, 5); 8]);
    readings.extend((0..3).flat_map(|session| [again(screen(7, session, 5)), again(screen(7, session, 5))]));
    readings.push(again(screen(2, 0, 5)));
    let found = flags(8, &readings);
    let hours = |hours: u64| hours * u64::from(HOUR);
    assert_eq!(
        found[7],
        [Flag::Drops { reconnects: 6, seconds: hours(44), others: 1, others_seconds: hours(7 * 20 + 4) }]
    );
    assert!(found[..7].iter().all(Vec::is_empty), "{found:?}");
}

#[test]
fn what_chance_brings_about_is_not_held_against_a_seat() {
    let lost = |seat, session| Reading { seconds: 60, ..again(screen(seat, session, 5)) };
    // Everybody loses two in a fortnight; among many seats there is one that loses seven.
    let mut readings = floor(&[(5, 5); 30]);
    readings.extend((0..30).flat_map(|seat| [lost(seat, 0), lost(seat, 1)]));
    readings.extend((0..5).map(|session| lost(29, session)));
    assert!(flags(30, &readings).iter().all(Vec::is_empty));
    // Twelve are no chance any more.
    readings.extend((0..5).map(|session| lost(29, session)));
    assert!(matches!(flags(30, &readings)[29][..], [Flag::Drops { reconnects: 12, others: 58, .. }]));
}

#[test]
fn chance_is_counted_as_poisson_did() {
    // P(X >= 3) for an expected 1: 1 - e^-1 (1 + 1 + 1/2).
    assert!((by_chance(3, 1.0) - 0.080_301).abs() < 1e-6);
    assert_eq!(by_chance(0, 5.0), 1.0);
    assert!(by_chance(1_200, 1_000.0) < 1e-6 && by_chance(900, 1_000.0) > 0.99);
}

#[test]
fn a_step_begins_where_the_one_before_ends() {
    for (us, step) in [(0, Step::Swift), (9_999, Step::Swift), (10_000, Step::Good), (30_000, Step::Felt)] {
        assert_eq!(Step::of(us), step, "{us}");
    }
    assert_eq!((Step::of(79_999), Step::of(80_000), Step::of(u32::MAX)), (Step::Felt, Step::Late, Step::Late));
}

fn any_reading() -> impl Strategy<Value = Reading> {
    let line = (0..40u32, 0..60_000u32, 0..40_000u32);
    (0..8usize, 0..5usize, 0..30_000u32, line, any::<bool>()).prop_map(|(seat, session, seconds, line, again)| {
        let (samples, p50_us, more) = line;
        Reading {
            seconds,
            line: RoundTrips { samples, p50_us, p95_us: p50_us + more },
            again,
            ..screen(seat, session, 0)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_203), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_readings_does_not_matter(
        (readings, shuffled) in prop::collection::vec(any_reading(), 0..120)
            .prop_flat_map(|readings| (Just(readings.clone()), Just(readings).prop_shuffle())),
    ) {
        prop_assert_eq!(judge(&desks(8), &readings), judge(&desks(8), &shuffled));
    }

    #[test]
    fn a_seat_that_gets_worse_is_flagged_no_less(
        mut readings in prop::collection::vec(any_reading(), 60..160),
        rare in prop::collection::vec(prop::bool::weighted(0.02), 160),
        worse in prop::collection::vec((any::<prop::sample::Index>(), 0..80_000u32, any::<bool>()), 1..20),
    ) {
        // Most of the time the first seat is flagged for one or the other.
        for (one, rare) in readings.iter_mut().zip(rare) {
            if one.desk == desk(0) { one.line.p50_us += 50_000 } else { one.again = rare }
            one.line.p95_us = one.line.p95_us.max(one.line.p50_us);
        }
        let before = flags(8, &readings);
        for (which, slower, lost) in worse {
            let count = readings.iter().filter(|one| one.desk == desk(0)).count();
            if count == 0 { return Ok(()); }
            let at = which.index(count);
            let one = readings.iter_mut().filter(|one| one.desk == desk(0)).nth(at).unwrap();
            one.line.p50_us += slower;
            one.line.p95_us += slower;
            one.again |= lost;
        }
        let after = flags(8, &readings);
        let kind = |flag: &Flag| matches!(flag, Flag::Slow { .. });
        for flag in &before[0] {
            prop_assert!(after[0].iter().any(|now| kind(now) == kind(flag)), "{flag:?} is gone: {after:?}");
        }
    }

    #[test]
    fn only_known_seats_of_a_floor_with_enough_of_them_are_flagged(
        readings in prop::collection::vec(any_reading(), 0..160),
    ) {
        let (whole, seats) = judge(&desks(8), &readings);
        for seat in seats.iter().filter(|seat| !seat.flags.is_empty()) {
            prop_assert!(seat.line.is_some() && whole.comparable);
        }
    }
}
