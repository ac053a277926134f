use super::*;
use proptest::{prelude::*, test_runner::RngSeed};

const BOOT: u64 = 90;

fn at(seconds: i64) -> Instant {
    Instant::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

fn minutes(offsets: &[i64]) -> Vec<TimeDelta> {
    offsets.iter().copied().map(TimeDelta::minutes).collect()
}

/// The minute, from the booking's start, in which somebody with these earlier arrivals is expected.
fn expected_minute(offsets: &[i64]) -> i64 {
    (expected_arrival(at(0), &minutes(offsets)).at - at(0)).num_minutes()
}

fn hosts(at_once: usize, boot: u64) -> Hosts {
    Hosts { at_once: NonZeroUsize::new(at_once).unwrap(), boot: Duration::from_secs(boot), booting: Vec::new() }
}

/// Needs at these seconds, known by their places.
fn needs(seconds: &[i64]) -> Vec<Need<usize>> {
    seconds.iter().enumerate().map(|(key, needed)| Need { key, needed_at: at(*needed) }).collect()
}

/// Who starts at which second, as planned at second 0.
fn planned(seconds: &[i64], hosts: &Hosts) -> Vec<(usize, i64)> {
    plan(needs(seconds), hosts, at(0)).iter().map(|start| (start.key, start.start_at.timestamp())).collect()
}

#[test]
fn somebody_who_is_hardly_known_is_expected_at_the_bookings_start() {
    assert_eq!(expected_arrival(at(0), &[]), Expected { at: at(0), learned_from: 0 });
    assert_eq!(expected_arrival(at(0), &minutes(&[-20, -20, -20, -20])), Expected { at: at(0), learned_from: 0 });
}

#[test]
fn after_five_arrivals_somebody_is_expected_at_the_earliest_of_them() {
    let expected = expected_arrival(at(0), &minutes(&[-3, 4, -12, 9, 0]));
    assert_eq!(expected, Expected { at: at(-12 * 60), learned_from: 5 });
}

#[test]
fn one_odd_morning_among_twenty_changes_nothing() {
    let mut past = [5; 20];
    past[7] = -40;
    assert_eq!(expected_minute(&past), 5);
    past[8] = -30;
    assert_eq!(expected_minute(&past), -30);
}

#[test]
fn what_was_before_the_newest_twenty_is_forgotten() {
    let mut past = vec![5; 20];
    past.extend([-40; 20]);
    assert_eq!(expected_minute(&past), 5);
    assert_eq!(expected_arrival(at(0), &minutes(&past)).learned_from, 20);
}

#[test]
fn whoever_always_comes_very_late_or_very_early_is_expected_within_limits() {
    assert_eq!(expected_minute(&[12; 9]), 12);
    assert_eq!(expected_minute(&[200; 9]), 30);
    assert_eq!(expected_minute(&[-200; 9]), -45);
}

#[test]
fn a_larger_share_of_early_arrivals_expects_somebody_later() {
    let past = minutes(&(1..=19).collect::<Vec<_>>());
    let minute = |percent| (early_arrival(at(0), &past, percent).at - at(0)).num_minutes();
    assert_eq!([0, 10, 20, 50, 100].map(minute), [1, 2, 4, 10, 19]);
}

#[test]
fn a_lone_cloud_pc_starts_one_boot_before_it_is_needed() {
    let start = plan(needs(&[600]), &hosts(20, BOOT), at(0))[0];
    assert_eq!((start.start_at, start.ready_at, start.late_by), (at(510), at(600), TimeDelta::zero()));
}

#[test]
fn those_needed_together_start_in_turns_before_and_whoever_asked_first_goes_first() {
    assert_eq!(planned(&[600, 600, 600, 600], &hosts(2, BOOT)), [(0, 420), (1, 420), (2, 510), (3, 510)]);
}

#[test]
fn only_who_is_in_the_way_of_others_starts_before_the_last_moment() {
    assert_eq!(planned(&[1000, 560, 600], &hosts(1, BOOT)), [(1, 420), (2, 510), (0, 910)]);
}

#[test]
fn too_many_at_once_start_now_in_the_order_of_need_and_it_is_said_how_late_they_are() {
    let starts = plan(needs(&[120, 100, 1000, 110]), &hosts(1, BOOT), at(0));
    let told: Vec<_> =
        starts.iter().map(|one| (one.key, one.start_at.timestamp(), one.late_by.num_seconds())).collect();
    assert_eq!(told, [(1, 0, 0), (3, 90, 70), (0, 180, 150), (2, 910, 0)]);
}

#[test]
fn somebody_who_waits_already_goes_first() {
    assert_eq!(planned(&[100, 100, -30], &hosts(1, BOOT)), [(2, 0), (0, 90), (1, 180)]);
}

#[test]
fn what_boots_already_keeps_its_place_until_it_is_ready() {
    let mut hosts = hosts(2, BOOT);
    hosts.booting = vec![at(-10), at(-60)];
    assert_eq!(planned(&[50, 50, 50], &hosts), [(0, 30), (1, 80), (2, 120)]);
    hosts.booting = vec![at(-10), at(-60), at(-80)];
    assert_eq!(planned(&[50], &hosts), [(0, 30)]);
    hosts.booting = vec![at(-500), at(-60)];
    assert_eq!(planned(&[50], &hosts), [(0, 0)]);
}

#[test]
fn nothing_needed_is_nothing_planned() {
    assert_eq!(plan(needs(&[]), &hosts(1, BOOT), at(0)), []);
}

/// A morning that the hosts may or may not manage: needs, and hosts that are busy up to their limit.
fn mornings() -> impl Strategy<Value = (Vec<i64>, Hosts)> {
    (1usize..6, 1u64..120).prop_flat_map(|(at_once, boot)| {
        let began = prop::collection::vec(-(boot as i64) + 1..=0, 0..=at_once);
        let needed = prop::collection::vec(-60i64..900, 0..40);
        (needed, began).prop_map(move |(needed, began)| {
            (needed, Hosts { booting: began.into_iter().map(at).collect(), ..hosts(at_once, boot) })
        })
    })
}

/// The most that boot at one instant, which is one at which something starts.
fn most_at_once(starts: &[Instant], boot: Duration) -> usize {
    let booting = |when: Instant| starts.iter().filter(|began| **began <= when && when < **began + boot).count();
    starts.iter().map(|began| booting(*began)).max().unwrap_or(0)
}

/// A few needs that every order of starts can be tried for, in seconds: needs, at once, boot.
fn small_mornings() -> impl Strategy<Value = (Vec<i64>, usize, u64)> {
    (prop::collection::vec(0i64..=9, 1..=4), 1usize..=3, 1u64..=3)
}

/// Every way to start so many at whole seconds from 0 to 9 that the hosts allow.
fn every_way(count: usize, hosts: &Hosts) -> Vec<Vec<i64>> {
    let mut ways = vec![Vec::new()];
    for _ in 0..count {
        let longer = ways.iter().flat_map(|way| (0..10).map(move |second| [way.as_slice(), &[second]].concat()));
        let allowed = |way: &Vec<i64>| {
            let starts: Vec<Instant> = way.iter().copied().map(at).collect();
            most_at_once(&starts, hosts.boot) <= hosts.at_once.get()
        };
        ways = longer.filter(allowed).collect();
    }
    ways
}

/// How long all wait together, and the longest, in seconds.
fn waits(needed: &[i64], starts: &[i64], boot: u64) -> (i64, i64) {
    let each = || needed.iter().zip(starts).map(|(needed, start)| (start + boot as i64 - needed).max(0));
    (each().sum(), each().max().unwrap_or(0))
}

/// The planned starts in the order of the needs that were asked for.
fn in_order_asked(needed: &[i64], hosts: &Hosts) -> Vec<i64> {
    let mut starts = planned(needed, hosts);
    starts.sort_unstable();
    starts.into_iter().map(|(_, start)| start).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_203), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn never_more_than_allowed_boot_at_any_instant((needed, hosts) in mornings()) {
        let mut starts = hosts.booting.clone();
        starts.extend(plan(needs(&needed), &hosts, at(0)).iter().map(|start| start.start_at));
        prop_assert!(most_at_once(&starts, hosts.boot) <= hosts.at_once.get());
    }

    #[test]
    fn everybody_is_started_once_from_now_on_and_the_earliest_need_first((needed, hosts) in mornings()) {
        let starts = plan(needs(&needed), &hosts, at(0));
        let mut keys: Vec<usize> = starts.iter().map(|start| start.key).collect();
        let order: Vec<i64> = keys.iter().map(|key| needed[*key]).collect();
        prop_assert!(order.is_sorted());
        prop_assert!(starts.iter().map(|start| start.start_at).is_sorted());
        prop_assert!(starts.iter().all(|start| start.start_at >= at(0)));
        keys.sort_unstable();
        prop_assert_eq!(keys, (0..needed.len()).collect::<Vec<_>>());
    }

    #[test]
    fn with_room_for_all_each_is_ready_at_the_very_moment_of_need(needed in prop::collection::vec(90i64..900, 0..20)) {
        for start in plan(needs(&needed), &hosts(20, BOOT), at(0)) {
            prop_assert_eq!(start.ready_at, at(needed[start.key]));
            prop_assert_eq!(start.late_by, TimeDelta::zero());
        }
    }

    #[test]
    fn how_late_somebody_will_be_is_said_exactly((needed, hosts) in mornings()) {
        for start in plan(needs(&needed), &hosts, at(0)) {
            prop_assert_eq!(start.ready_at, start.start_at + hosts.boot);
            let late = (start.ready_at - at(needed[start.key])).num_seconds().max(0);
            prop_assert_eq!(start.late_by.num_seconds(), late);
        }
    }

    #[test]
    fn a_plan_that_is_made_again_later_says_the_same((needed, hosts) in mornings(), later in 0i64..600) {
        let first = plan(needs(&needed), &hosts, at(0));
        let (begun, left): (Vec<_>, Vec<_>) = first.into_iter().partition(|start| start.start_at < at(later));
        let boots = hosts.booting.iter().copied().chain(begun.iter().map(|start| start.start_at));
        let booting = boots.filter(|began| *began + hosts.boot > at(later)).collect();
        let still = left.iter().map(|start| Need { key: start.key, needed_at: at(needed[start.key]) }).collect();
        prop_assert_eq!(plan(still, &Hosts { booting, ..hosts }, at(later)), left);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, rng_seed: RngSeed::Fixed(20_261_203), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_late_if_any_way_to_start_achieves_that((needed, at_once, boot) in small_mornings()) {
        let hosts = hosts(at_once, boot);
        let (total, longest) = waits(&needed, &in_order_asked(&needed, &hosts), boot);
        let others: Vec<_> = every_way(needed.len(), &hosts).iter().map(|way| waits(&needed, way, boot)).collect();
        prop_assert_eq!(Some(total), others.iter().map(|(total, _)| *total).min());
        prop_assert_eq!(Some(longest), others.iter().map(|(_, longest)| *longest).min());
    }

    #[test]
    fn nobody_starts_earlier_than_needed_if_all_can_be_in_time((needed, at_once, boot) in small_mornings()) {
        let hosts = hosts(at_once, boot);
        let starts = in_order_asked(&needed, &hosts);
        prop_assume!(waits(&needed, &starts, boot).0 == 0);
        let ways = every_way(needed.len(), &hosts);
        let in_time = ways.iter().filter(|way| waits(&needed, way, boot).0 == 0);
        prop_assert_eq!(Some(starts.iter().sum::<i64>()), in_time.map(|way| way.iter().sum()).max());
    }
}
