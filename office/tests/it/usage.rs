//! What facility managers are told of a day: from the bookings and the ledger as they are stored.

use crate::common::{TestOffice, afternoon, all_day, between, date, morning, refusal};
use office::{
    backend::{
        bookings::{
            away::leave,
            cancel::cancel,
            change_times::change_times,
            check_in::check_in,
            check_out::check_out,
            move_seat::{To, move_seat},
            release::release_due,
        },
        places::desks::{
            add,
            change::{Change, Wanted, change},
            find as desks,
        },
        usage::day::day,
    },
    model::{
        booking::Booking,
        change::{DeskDraft, DeskRow, Outcome},
        id::{DeskId, PersonId},
        plan::Plan,
        refusal::Refusal,
        usage::{Closed, DayUsage, HourUsage, NowCounts, Part, PeakCount, Share, Tense},
    },
};
use uuid::Uuid;

const TODAY: &str = "2026-12-03";

async fn seen(t: &TestOffice, on: &str) -> DayUsage {
    day(&t.office, &t.caller(t.harin), Some(t.seoul), Some(date(on))).await.unwrap()
}

async fn come(t: &TestOffice, person: PersonId, (on, desk): (&str, usize)) -> Booking {
    let made = t.book(person, t.desks[desk], all_day(on)).await.unwrap();
    check_in(&t.office, &t.caller(person), made.id).await.unwrap()
}

/// An admin's change of a desk that was changed as often as its version says.
async fn put(t: &TestOffice, desk: DeskId, (version, wanted): (i32, Wanted)) {
    let change = async |seen: String| {
        let asked = Change { desk, version, wanted: wanted.clone(), seen };
        change(&t.office, &t.caller(t.yujin), asked).await.unwrap()
    };
    let outcome = match change(String::new()).await {
        Outcome::Ask { preview } => change(preview.seen).await,
        done => done,
    };
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
}

/// An admin adds a desk to a floor that has a plan of 20 by 10 metres.
async fn add_desk(t: &TestOffice) -> DeskId {
    let geometry = serde_json::to_string(&Plan { width: 20.0, height: 10.0, shapes: Vec::new() }).unwrap();
    let (id, floor) = (t.uuid(Uuid::now_v7()), t.uuid(t.floor.0));
    t.sql(&format!(
        "INSERT INTO floor_plans (id, floor_id, revision, published_from, geometry, created_at) VALUES ({id}, {floor}, 1, '2026-01-01', '{geometry}', 0)"
    ))
    .await;
    let admin = t.caller(t.yujin);
    let all = desks::desks(&t.office, &admin, t.floor).await.unwrap();
    let first = DeskDraft { label: "C-09".into(), at: [2.0, 5.0], ..DeskDraft::of(&all[0].desk) };
    let row = DeskRow { first, count: 1, spacing: 1.6, towards: 0.0 };
    add::add(&t.office, &admin, t.floor, row).await.unwrap().desks[0]
}

fn hour<'a>(day: &'a DayUsage, local: &str) -> &'a HourUsage {
    day.hours.iter().find(|hour| hour.hour.to_string() == local).unwrap()
}

on_both_databases! {
    async fn only_facility_managers_and_admins_are_told(t) {
        assert_eq!(refusal(day(&t.office, &t.caller(t.jimin), Some(t.seoul), None).await), Refusal::Forbidden);
        assert_eq!(refusal(day(&t.office, &t.caller(t.jimin), Some(Uuid::now_v7().into()), None).await), Refusal::Forbidden);
        assert_eq!(day(&t.office, &t.caller(t.harin), None, None).await.unwrap().site.id, t.seoul);
        assert_eq!(day(&t.office, &t.caller(t.yujin), None, None).await.unwrap().date, date(TODAY));
        assert_eq!(refusal(day(&t.office, &t.caller(t.harin), Some(Uuid::now_v7().into()), None).await), Refusal::NotFound);
    }

    async fn a_morning_is_counted_by_floor_and_zone(t) {
        t.set_desk(t.desks[7], "out_of_service", "'monitor'").await;
        t.clock.set("2026-12-02T23:50:00Z");
        come(t, t.jimin, (TODAY, 0)).await;
        come(t, t.dohyun, (TODAY, 5)).await;
        t.book(t.seoyeon, t.desks[1], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:10:00Z");
        let found = seen(t, TODAY).await;
        assert_eq!((found.tense, found.as_of_local.to_string()), (Tense::Today, "09:10".into()));
        let lines: Vec<_> = found.places.iter().map(|place| (place.part, place.counts.now.unwrap())).collect();
        assert_eq!(lines, [
            (Part::Floor, NowCounts { in_use: 2, reserved: 1, free: 4 }),
            (Part::Zone(t.zone_a), NowCounts { in_use: 1, reserved: 1, free: 2 }),
            (Part::Rest, NowCounts { in_use: 1, reserved: 0, free: 2 }),
        ]);
        assert_eq!((found.whole.desks, found.whole.out_of_service, found.whole.affected), (8, Some(1), 0));
        assert_eq!((found.whole.taken, found.whole.waiting, found.whole.bookings), (2, 1, 3));
        assert_eq!(found.whole.coverage(), Share::new(2u32, 3u32));
        assert_eq!((hour(&found, "08:00").in_use, hour(&found, "08:00").booked), (Some(2), 2));
        assert_eq!((hour(&found, "09:00").in_use, hour(&found, "09:00").booked), (Some(2), 3));
        assert_eq!((hour(&found, "10:00").in_use, hour(&found, "10:00").booked), (None, 3));
    }

    async fn a_released_no_show_is_counted_in_its_hour_and_its_desk_may_be_used_again(t) {
        t.book(t.seoyeon, t.desks[1], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T01:05:00Z");
        release_due(&t.office).await.unwrap();
        let found = seen(t, TODAY).await;
        assert_eq!((found.whole.no_shows, found.rebooked), (1, 0));
        assert_eq!(found.whole.now, Some(NowCounts { in_use: 0, reserved: 0, free: 8 }));
        assert_eq!((hour(&found, "09:00").no_shows, hour(&found, "10:00").no_shows, hour(&found, "11:00").no_shows), (Some(0), Some(1), None));
        come(t, t.jimin, (TODAY, 1)).await;
        let found = seen(t, TODAY).await;
        assert_eq!((found.whole.no_shows, found.rebooked, found.whole.taken), (1, 1, 1));
        assert_eq!(found.whole.released(), Share::new(1u32, 2u32));
        assert_eq!(found.whole.peak.desks, 1);
    }

    async fn who_leaves_early_frees_the_desk_and_who_cancels_before_never_held_it(t) {
        t.clock.set("2026-12-03T00:00:00Z");
        come(t, t.jimin, (TODAY, 0)).await;
        let later = t.book(t.dohyun, t.desks[2], afternoon(TODAY)).await.unwrap();
        cancel(&t.office, &t.caller(t.dohyun), later.id).await.unwrap();
        t.clock.set("2026-12-03T03:00:00Z");
        let made = t.texts("SELECT CAST(count(*) AS text) FROM bookings WHERE state = 'in_use'").await;
        assert_eq!(made, ["1"]);
        let mine = office::backend::bookings::find::mine(&t.office, &t.caller(t.jimin), office::backend::bookings::find::When::Coming).await.unwrap();
        check_out(&t.office, &t.caller(t.jimin), mine[0].id).await.unwrap();
        t.clock.set("2026-12-03T14:00:00Z");
        let found = seen(t, TODAY).await;
        assert_eq!((found.whole.bookings, found.whole.taken), (1, 1));
        assert_eq!((hour(&found, "11:00").in_use, hour(&found, "12:00").in_use), (Some(1), Some(0)));
        // Three of nine working hours at one of eight desks.
        assert_eq!(found.whole.used_time, Some(Share::new(3u32 * 3600, 8u32 * 9 * 3600)));
    }

    async fn somebody_who_changes_desks_has_used_both(t) {
        t.clock.set("2026-12-03T00:00:00Z");
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set("2026-12-03T05:05:00Z");
        move_seat(&t.office, &t.caller(t.jimin), made.id, To { desk: t.desks[6], choice: None }).await.unwrap();
        t.clock.set("2026-12-03T08:00:00Z");
        let found = seen(t, TODAY).await;
        assert_eq!(found.whole.touched, Some(Share::new(2u32, 8u32)));
        assert_eq!(found.whole.peak_in_use.unwrap().desks, 1);
        assert_eq!((found.whole.bookings, found.whole.taken), (1, 1));
        let used = |index: usize| found.places[index].counts.used_time.unwrap().part;
        // The last second is the instant now itself.
        assert_eq!((used(1), used(2)), (5 * 3600 + 300, 3 * 3600 - 300 + 1));
    }

    async fn a_seat_left_for_later_or_for_another_day_was_in_use_until_then(t) {
        t.clock.set("2026-12-02T23:40:00Z");
        let later = come(t, t.jimin, (TODAY, 0)).await;
        t.clock.set("2026-12-03T00:00:00Z");
        let tomorrow = come(t, t.dohyun, (TODAY, 1)).await;
        t.clock.set("2026-12-03T02:00:00Z");
        let to = To { desk: t.desks[6], choice: Some(afternoon(TODAY)) };
        move_seat(&t.office, &t.caller(t.jimin), later.id, to).await.unwrap();
        let to = To { desk: t.desks[1], choice: Some(all_day("2026-12-04")) };
        move_seat(&t.office, &t.caller(t.dohyun), tomorrow.id, to).await.unwrap();
        t.clock.set("2026-12-03T03:00:00Z");
        let found = seen(t, TODAY).await;
        let in_use = ["08:00", "09:00", "10:00", "11:00"].map(|local| hour(&found, local).in_use);
        assert_eq!(in_use, [Some(1), Some(2), Some(2), Some(0)]);
        // Two desks for two working hours each.
        assert_eq!(found.places[1].counts.used_time.unwrap().part, 2 * 2 * 3600);
        assert_eq!((found.whole.bookings, found.whole.taken), (1, 0), "what was left is no booking of the day any more");
    }

    async fn a_seat_left_for_another_site_was_in_use_there_and_not_here(t) {
        let (london, _, desk) = t.london().await;
        let made = t.book(t.jimin, t.desks[0], between(TODAY, "09:00", "24:00")).await.unwrap();
        t.clock.set("2026-12-03T00:00:00Z");
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set("2026-12-03T10:05:00Z");
        let to = To { desk, choice: Some(all_day(TODAY)) };
        move_seat(&t.office, &t.caller(t.jimin), made.id, to).await.unwrap();
        t.clock.set("2026-12-03T11:00:00Z");
        assert_eq!(seen(t, TODAY).await.whole.used_time.unwrap().part, 9 * 3600);
        let there = day(&t.office, &t.caller(t.harin), Some(london), None).await.unwrap();
        assert_eq!(there.hours.first().unwrap().hour.to_string(), "09:00", "nothing is known of an earlier hour");
        assert_eq!((hour(&there, "09:00").in_use, hour(&there, "10:00").in_use), (Some(0), Some(1)));
    }

    async fn other_times_for_a_seat_in_use_take_nothing_from_what_was_used_before(t) {
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:00:00Z");
        check_in(&t.office, &t.caller(t.jimin), made.id).await.unwrap();
        t.clock.set("2026-12-03T06:00:00Z");
        change_times(&t.office, &t.caller(t.jimin), made.id, between(TODAY, "09:00", "17:00")).await.unwrap();
        t.clock.set("2026-12-03T07:00:00Z");
        let found = seen(t, TODAY).await;
        assert_eq!((hour(&found, "09:00").in_use, hour(&found, "15:00").in_use), (Some(1), Some(1)));
        // Seven hours; the last second is the instant now itself.
        assert_eq!(found.whole.used_time.unwrap().part, 7 * 3600 + 1);
    }

    async fn the_peak_is_found_between_full_hours(t) {
        for (desk, (person, (from, to))) in [(t.jimin, ("10:00", "10:30")), (t.seoyeon, ("10:15", "11:00")), (t.dohyun, ("10:30", "11:00"))].into_iter().enumerate() {
            t.book(person, t.desks[desk], between(TODAY, from, to)).await.unwrap();
        }
        let found = seen(t, TODAY).await;
        assert_eq!(found.whole.peak, PeakCount { desks: 2, at: Some("10:15".parse().unwrap()) });
        assert_eq!((found.whole.bookings, found.whole.now.unwrap().free), (3, 8));
    }

    async fn a_day_is_compared_with_the_same_time_a_week_before(t) {
        t.clock.set("2026-11-26T00:00:00Z");
        come(t, t.jimin, ("2026-11-26", 0)).await;
        t.book(t.seoyeon, t.desks[1], morning("2026-11-26")).await.unwrap();
        t.clock.set("2026-11-26T02:00:00Z");
        release_due(&t.office).await.unwrap();
        t.clock.set("2026-11-26T10:00:00Z");
        release_due(&t.office).await.unwrap();
        // 09:30: the second person of a week ago was still awaited.
        t.clock.set("2026-12-03T00:30:00Z");
        let before = seen(t, TODAY).await.before;
        assert_eq!((before.date, before.open), (date("2026-11-26"), true));
        assert_eq!((before.whole.now, before.whole.no_shows), (Some(NowCounts { in_use: 1, reserved: 1, free: 6 }), 0));
        t.clock.set("2026-12-03T02:30:00Z");
        let before = seen(t, TODAY).await.before;
        assert_eq!((before.whole.now, before.whole.no_shows), (Some(NowCounts { in_use: 1, reserved: 0, free: 7 }), 1));
        let over = seen(t, "2026-11-26").await;
        assert_eq!((over.tense, over.whole.now, over.whole.taken, over.whole.no_shows), (Tense::Past, None, 1, 1));
        assert_eq!(over.whole.out_of_service, None);
    }

    async fn bookings_of_a_desk_that_went_out_of_service_are_counted(t) {
        t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.book(t.dohyun, t.desks[1], all_day(TODAY)).await.unwrap();
        t.set_desk(t.desks[0], "out_of_service", "'monitor'").await;
        let found = seen(t, TODAY).await;
        assert_eq!((found.whole.out_of_service, found.whole.affected, found.whole.bookable()), (Some(1), 1, 7));
        t.set_desk(t.desks[7], "retired_at", "1000").await;
        assert_eq!(seen(t, TODAY).await.whole.desks, 7);
    }

    async fn a_site_in_london_is_counted_by_its_own_clocks(t) {
        let (site, _, desk) = t.london().await;
        t.book(t.jimin, desk, all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T09:20:00Z");
        let found = day(&t.office, &t.caller(t.harin), Some(site), None).await.unwrap();
        assert_eq!((found.date, found.as_of_local.to_string()), (date(TODAY), "09:20".into()));
        assert_eq!((found.whole.desks, found.whole.now), (1, Some(NowCounts { in_use: 0, reserved: 1, free: 0 })));
        assert_eq!(found.hours.first().unwrap().hour.to_string(), "09:00");
        assert_eq!(found.hours.first().unwrap().starts_at, crate::common::at("2026-12-03T09:00:00Z"));
        assert!(found.whole.nearly_full());
        // The office in Seoul has none of it.
        assert_eq!(seen(t, TODAY).await.whole.bookings, 0);
    }

    async fn a_lent_seat_is_not_in_use_afterwards_either_whether_its_person_returns_or_not(t) {
        t.clock.set("2026-12-03T00:00:00Z");
        let gone = come(t, t.jimin, (TODAY, 0)).await;
        let back = come(t, t.dohyun, (TODAY, 1)).await;
        t.clock.set("2026-12-03T01:00:00Z");
        leave(&t.office, &t.caller(t.jimin), gone.id, None).await.unwrap();
        leave(&t.office, &t.caller(t.dohyun), back.id, None).await.unwrap();
        t.clock.set("2026-12-03T02:00:00Z");
        release_due(&t.office).await.unwrap();
        t.clock.set("2026-12-03T03:30:00Z");
        let told = |day: &DayUsage| ["10:00", "11:00", "12:00"].map(|local| (hour(day, local).in_use, hour(day, local).booked));
        let while_lent = seen(t, TODAY).await;
        assert_eq!(told(&while_lent), [(Some(2), 2), (Some(0), 0), (Some(0), 0)]);
        assert_eq!(while_lent.whole.now.unwrap().free, 8);
        t.clock.set("2026-12-03T04:00:00Z");
        check_in(&t.office, &t.caller(t.dohyun), back.id).await.unwrap();
        t.clock.set("2026-12-03T05:00:00Z");
        release_due(&t.office).await.unwrap();
        assert_eq!(t.state(gone.id).await, "released");
        t.clock.set("2026-12-03T06:00:00Z");
        let afterwards = seen(t, TODAY).await;
        assert_eq!(told(&afterwards), told(&while_lent));
        assert_eq!((hour(&afterwards, "13:00").in_use, hour(&afterwards, "14:00").in_use), (Some(1), Some(1)));
        // Two hours of the one, four of the other; the last second is the instant now itself.
        assert_eq!(afterwards.whole.used_time.unwrap().part, 6 * 3600 + 1);
    }

    async fn a_desk_is_in_the_figures_of_the_days_on_which_it_was_on_the_plan(t) {
        t.clock.set("2026-12-02T01:00:00Z");
        let desk = add_desk(t).await;
        t.clock.set("2026-12-03T01:00:00Z");
        put(t, desk, (1, Wanted::Retired)).await;
        t.clock.set("2026-12-05T01:00:00Z");
        put(t, desk, (2, Wanted::Back)).await;
        let mut desks = Vec::new();
        for on in ["2026-12-01", "2026-12-02", TODAY, "2026-12-04", "2026-12-05", "2026-12-07"] {
            desks.push(seen(t, on).await.whole.desks);
        }
        assert_eq!(desks, [8, 9, 8, 8, 9, 9]);
        assert_eq!(seen(t, "2026-12-08").await.before.whole.desks, 8);
    }

    async fn a_desk_that_is_retired_on_the_day_stays_in_its_figures_as_far_as_it_was_held(t) {
        t.clock.set("2026-12-03T00:00:00Z");
        come(t, t.jimin, (TODAY, 0)).await;
        let left = come(t, t.dohyun, (TODAY, 1)).await;
        t.clock.set("2026-12-03T02:00:00Z");
        check_out(&t.office, &t.caller(t.dohyun), left.id).await.unwrap();
        t.clock.set("2026-12-03T03:00:00Z");
        for desk in &t.desks[..3] {
            put(t, *desk, (1, Wanted::Retired)).await;
        }
        t.clock.set("2026-12-03T04:00:00Z");
        let found = seen(t, TODAY).await;
        assert_eq!((found.whole.desks, found.whole.taken), (7, 2), "nobody held the third");
        assert_eq!(found.whole.now, Some(NowCounts { in_use: 1, reserved: 0, free: 5 }));
        assert_eq!(Some(found.whole.peak.desks), found.hours.iter().map(|hour| hour.booked).max());
        assert_eq!(found.whole.peak_in_use.map(|peak| peak.desks), found.hours.iter().filter_map(|hour| hour.in_use).max());
    }

    async fn a_closed_day_says_so(t) {
        t.closure("2026-12-04").await;
        let holiday = seen(t, "2026-12-04").await;
        assert_eq!(holiday.closed.and_then(|closed| closed.name).unwrap().en, "Founding day");
        assert_eq!(holiday.tense, Tense::Coming);
        assert_eq!(seen(t, "2026-12-05").await.closed, Some(Closed { name: None }));
        assert_eq!(seen(t, TODAY).await.closed, None);
    }

    async fn a_site_without_desks_is_counted_as_nothing(t) {
        let (site, floor) = (Uuid::now_v7(), Uuid::now_v7());
        t.site(site, "Asia/Seoul").await;
        t.floor(floor, site).await;
        let found = day(&t.office, &t.caller(t.yujin), Some(site.into()), None).await.unwrap();
        assert_eq!((found.whole.desks, found.places.len(), found.bare.len()), (0, 0, 1));
        assert_eq!(found.whole.now, Some(NowCounts::default()));
    }
}
