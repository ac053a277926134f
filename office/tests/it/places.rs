//! Finding places: where one sat before, and where colleagues sit as far as they allow it.

use crate::common::{afternoon, all_day, between, codes, date, morning};
use office::{
    backend::{
        bookings::{
            away::leave,
            cancel::cancel,
            check_in::check_in,
            check_out::check_out,
            release::release_due,
            team::{Teammate, on_day},
        },
        office::Office,
        people::{admit::members, directory::set_visibility},
        places::{
            find, habits,
            search::{Found, search},
            seats,
        },
    },
    model::{
        id::{DeskId, FloorId, PersonId},
        person::{Role, Visibility},
        recommend::Habit,
        rules::Rules,
        seat::SeatState,
        time::Minute,
    },
};
use uuid::Uuid;

const TODAY: &str = "2026-12-03";
/// 09:30 in Seoul, a day later.
const NEXT_MORNING: &str = "2026-12-04T00:30:00Z";

async fn found(t: &crate::common::TestOffice, person: PersonId, text: &str) -> Found {
    search(&t.office, &t.caller(person), (t.seoul, date(TODAY)), text).await.unwrap()
}

async fn habits_of(t: &crate::common::TestOffice, person: PersonId, floor: FloorId) -> Vec<Habit> {
    let caller = t.caller(person);
    let here = find::floor(&t.office, &caller, floor).await.unwrap();
    habits::habits(&t.office, &caller, &here).await.unwrap()
}

fn names(found: &Found) -> Vec<&str> {
    found.people.iter().map(|one| one.name.as_str()).collect()
}

/// 지민's teammates today, as their pages list them.
async fn mates(t: &crate::common::TestOffice) -> Vec<Teammate> {
    mates_on(t, TODAY).await
}

/// The same on a date.
async fn mates_on(t: &crate::common::TestOffice, day: &str) -> Vec<Teammate> {
    on_day(&t.office, &t.caller(t.jimin), date(day)).await.unwrap()
}

/// Where 서연, 지민's only teammate, sits on a date.
async fn seat_of_mate(t: &crate::common::TestOffice, day: &str) -> Option<DeskId> {
    let mates = mates_on(t, day).await;
    let [mate] = &mates[..] else { panic!("one teammate, once") };
    mate.seat.as_ref().map(|(desk, ..)| *desk)
}

/// What stands against all of the floor for 지민 today, in words.
async fn against_all(t: &crate::common::TestOffice) -> Vec<&'static str> {
    let seen = seats::seats(&t.office, &t.caller(t.jimin), t.floor, all_day(TODAY)).await.unwrap();
    codes(&seen.against_all)
}

/// A plan that draws nothing.
const GEOMETRY: &str = r#"{"width":20.0,"height":10.0,"shapes":[]}"#;

/// What somebody of the safety team sees at another server of a floor's places, as one text.
async fn seen(t: &crate::common::TestOffice, other: &Office) -> String {
    let caller = t.caller(t.dohyun);
    let here = find::floor(other, &caller, t.floor).await.unwrap();
    let names: Vec<_> =
        here.sites().map(|site| &site.name).zip(here.floors().iter().map(|floor| &floor.name)).collect();
    let seats = seats::seats_of(other, &caller, &here, all_day(TODAY)).await.unwrap();
    let told: Vec<_> = seats.seats.iter().map(|seat| (&seat.label, seat.state, &seat.reasons)).collect();
    let plan = find::floor_plan(other, &caller, t.floor).await.map(|plan| plan.revision).ok();
    format!("{names:?} {told:?} {:?} {plan:?}", seats.no_pc)
}

/// How many desks of the floor are booked today and how many there are, as the page at a server says.
async fn full(t: &crate::common::TestOffice, at: &Office) -> (u32, u32) {
    let here = find::floor(at, &t.caller(t.jimin), t.floor).await.unwrap();
    let days = seats::fill(at, &here, (date(TODAY), 1)).await.unwrap();
    (days[0].booked, days[0].desks)
}

/// The first desk of the floor as somebody of the planning team sees it at a server: its state, and whose it is.
async fn holder(t: &crate::common::TestOffice, at: &Office) -> (SeatState, Option<String>) {
    let seen = seats::seats(at, &t.caller(t.jimin), t.floor, all_day(TODAY)).await.unwrap();
    let seat = &seen.seats[0];
    (seat.state, seat.holder.as_ref().map(|holder| holder.given_name.clone()))
}

on_both_databases! {
    async fn how_full_a_day_is_follows_bookings_and_desks_also_those_changed_at_another_server(t) {
        let other = t.second_handle().await;
        let mut seen = vec![(full(t, &t.office).await, full(t, &other).await)];
        let made = t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        seen.push((full(t, &t.office).await, full(t, &other).await));
        // What was counted holds while nothing happens.
        seen.push((full(t, &t.office).await, full(t, &other).await));
        cancel(&other, &t.caller(t.jimin), made.id).await.unwrap();
        seen.push((full(t, &t.office).await, full(t, &other).await));
        t.sql("UPDATE desks SET retired_at = 1 WHERE label = 'A-02'").await;
        seen.push((full(t, &t.office).await, full(t, &other).await));
        assert_eq!(seen, [(0, 8), (1, 8), (1, 8), (0, 8), (0, 7)].map(|both| (both, both)));
    }

    async fn a_day_and_hours_that_are_over_are_as_full_as_they_were(t) {
        let (made, short) = (
            t.book(t.dohyun, t.desks[0], all_day(TODAY)).await.unwrap(),
            t.book(t.seoyeon, t.desks[1], morning(TODAY)).await.unwrap(),
        );
        let no_show = t.book(t.harin, t.desks[2], all_day(TODAY)).await.unwrap();
        t.clock.set("2026-12-03T00:00:00Z");
        check_in(&t.office, &t.caller(t.dohyun), made.id).await.unwrap();
        check_in(&t.office, &t.caller(t.seoyeon), short.id).await.unwrap();
        // 15:00 in Seoul.
        t.clock.set("2026-12-03T06:00:00Z");
        check_out(&t.office, &t.caller(t.dohyun), made.id).await.unwrap();
        release_due(&t.office).await.unwrap();
        let states = [t.state(made.id).await, t.state(short.id).await, t.state(no_show.id).await];
        assert_eq!(states, ["ended", "ended", "released"]);
        assert_eq!(full(t, &t.office).await, (2, 8));
        let seen = seats::seats(&t.office, &t.caller(t.jimin), t.floor, all_day(TODAY)).await.unwrap();
        let told = seen.seats.iter().take(3).map(|seat| {
            (seat.state, seat.day.iter().map(|busy| (busy.from.to_string(), busy.to.to_string())).collect::<Vec<_>>())
        });
        let hours = |from: &str, to: &str| vec![(from.to_owned(), to.to_owned())];
        let expected = [hours("09:00", "15:00"), hours("09:00", "12:00"), Vec::new()].map(|day| (SeatState::Free, day));
        assert_eq!(told.collect::<Vec<_>>(), expected);
        t.book(t.jimin, t.desks[0], all_day(TODAY)).await.unwrap();
        t.clock.set(NEXT_MORNING);
        release_due(&t.office).await.unwrap();
        assert_eq!(full(t, &t.office).await, (2, 8), "the day after");
    }

    async fn a_seat_is_seen_as_it_is_at_the_next_look_also_when_another_server_changed_it(t) {
        let other = t.second_handle().await;
        let states = async || [holder(t, &t.office).await.0, holder(t, &other).await.0];
        let mut seen = vec![states().await];
        let made = t.book(t.dohyun, t.desks[0], all_day(TODAY)).await.unwrap();
        seen.push(states().await);
        seen.push(states().await);
        cancel(&other, &t.caller(t.dohyun), made.id).await.unwrap();
        seen.push(states().await);
        let [free, taken] = [SeatState::Free, SeatState::Taken];
        assert_eq!(seen, [free, taken, taken, free].map(|both| [both, both]));
    }

    async fn who_sits_at_a_seat_is_shown_as_they_allow_it_from_the_next_look_on_at_every_server(t) {
        let other = t.second_handle().await;
        t.book(t.dohyun, t.desks[0], all_day(TODAY)).await.unwrap();
        let names = async || [holder(t, &t.office).await.1, holder(t, &other).await.1];
        assert_eq!(names().await, [Some("도현".to_owned()), Some("도현".to_owned())]);
        set_visibility(&t.office, &t.caller(t.dohyun), Visibility::Nobody).await.unwrap();
        assert_eq!(names().await, [None, None]);
        set_visibility(&other, &t.caller(t.dohyun), Visibility::Team).await.unwrap();
        assert_eq!(names().await, [None, None], "of another team");
        let (team, who) = (t.uuid(t.planning.0), t.uuid(t.dohyun.0));
        t.sql(&format!("UPDATE people SET team_id = {team} WHERE id = {who}")).await;
        assert_eq!(names().await, [Some("도현".to_owned()), Some("도현".to_owned())], "of the same team now");
        t.sql(&format!("UPDATE people SET given_name = '새이름' WHERE id = {who}")).await;
        assert_eq!(names().await, [Some("새이름".to_owned()), Some("새이름".to_owned())]);
    }

    async fn whatever_changes_of_a_place_is_seen_at_the_next_look_at_another_server(t) {
        let other = t.second_handle().await;
        t.keep_zone(t.planning, Minute::new(600).unwrap()).await;
        let floor = t.uuid(t.floor.0);
        let plan = t.uuid(Uuid::now_v7());
        let changes = [
            "UPDATE sites SET name_en = 'Moved'".to_owned(),
            "UPDATE floors SET name_en = 'Top'".into(),
            "UPDATE teams SET name_en = 'Renamed'".into(),
            "UPDATE zones SET kept_team_id = NULL, kept_until = NULL".into(),
            "UPDATE desks SET out_of_service = 'the lamp' WHERE label = 'A-02'".into(),
            "UPDATE hosts SET state = 'stopped'".into(),
            format!(
                "INSERT INTO floor_plans (id, floor_id, revision, published_from, geometry, created_at) \
                 VALUES ({plan}, {floor}, 7, '2026-01-01', '{GEOMETRY}', 0)"
            ),
            "UPDATE floor_plans SET published_from = '2027-01-01'".into(),
            "DELETE FROM desks WHERE label = 'A-08'".into(),
        ];
        for change in changes {
            let before = seen(t, &other).await;
            t.sql(&change).await;
            assert_ne!(seen(t, &other).await, before, "{change}");
        }
        let before = seen(t, &other).await;
        t.rules(Rules { working_days: [false; 7], ..Rules::default() }).await;
        let at_rest = seen(t, &other).await;
        assert_ne!(at_rest, before, "rules");
        t.closure(TODAY).await;
        assert_ne!(seen(t, &other).await, at_rest, "a closure");
    }

    async fn a_seat_that_was_taken_is_a_habit_and_one_that_was_only_booked_is_none(t) {
        t.clock.set("2026-12-03T00:00:00Z");
        let sat = t.book(t.jimin, t.desks[3], all_day(TODAY)).await.unwrap();
        check_in(&t.office, &t.caller(t.jimin), sat.id).await.unwrap();
        t.book(t.jimin, t.desks[5], all_day("2026-12-04")).await.unwrap();
        t.clock.set(NEXT_MORNING);
        let known = habits_of(t, t.jimin, t.floor).await;
        assert_eq!(known, [Habit { desk: t.desks[3], days_ago: 1 }]);
        let others = habits_of(t, t.seoyeon, t.floor).await;
        assert_eq!(others, [], "habits are one's own");
    }

    async fn how_long_ago_one_sat_somewhere_is_counted_by_the_days_of_the_site(t) {
        t.clock.set("2026-12-03T00:00:00Z");
        let sat = t.book(t.jimin, t.desks[3], all_day(TODAY)).await.unwrap();
        check_in(&t.office, &t.caller(t.jimin), sat.id).await.unwrap();
        let days_ago = async || habits_of(t, t.jimin, t.floor).await[0].days_ago;
        assert_eq!(days_ago().await, 0);
        // The third is not over in UTC when the fourth begins in Seoul.
        t.clock.set("2026-12-03T14:59:00Z");
        assert_eq!(days_ago().await, 0);
        t.clock.set("2026-12-03T15:00:00Z");
        assert_eq!(days_ago().await, 1);
    }

    async fn where_others_hold_every_desk_nothing_stands_against_the_floor_itself(t) {
        for (person, desk) in t.crowd(t.desks.len()).await.into_iter().zip(&t.desks) {
            t.book(person, *desk, all_day(TODAY)).await.unwrap();
        }
        assert_eq!(against_all(t).await, Vec::<&str>::new());
        t.closure(TODAY).await;
        assert_eq!(against_all(t).await, ["closed"]);
    }

    async fn another_seat_of_one_s_own_stands_against_every_seat_of_others(t) {
        t.book(t.jimin, t.desks[0], morning(TODAY)).await.unwrap();
        assert_eq!(against_all(t).await, Vec::<&str>::new(), "a single one moves");
        t.book(t.jimin, t.desks[1], afternoon(TODAY)).await.unwrap();
        assert_eq!(against_all(t).await, ["person_busy"]);
        t.book(t.dohyun, t.desks[2], all_day(TODAY)).await.unwrap();
        assert_eq!(against_all(t).await, ["person_busy"], "also where somebody sits");
    }

    async fn days_that_can_be_booked_leave_out_closed_ones_and_end_with_the_horizon(t) {
        t.rules(Rules { horizon_days: 5, ..Rules::default() }).await;
        t.closure("2026-12-07").await;
        let days = async || {
            let here = find::floor(&t.office, &t.caller(t.jimin), t.floor).await.unwrap();
            seats::open_days(&here, all_day(TODAY)).map(|day| day.date.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(days().await, ["2026-12-03", "2026-12-04", "2026-12-08"]);
        // 18:00 in Seoul.
        t.clock.set("2026-12-03T09:00:00Z");
        assert_eq!(days().await, ["2026-12-04", "2026-12-08"]);
    }

    async fn habits_of_another_floor_stay_there(t) {
        let (_, elsewhere, _) = t.london().await;
        t.clock.set("2026-12-03T00:00:00Z");
        let sat = t.book(t.jimin, t.desks[3], all_day(TODAY)).await.unwrap();
        check_in(&t.office, &t.caller(t.jimin), sat.id).await.unwrap();
        assert_eq!(habits_of(t, t.jimin, elsewhere).await, []);
    }

    async fn a_colleague_is_found_with_their_seat_of_that_day(t) {
        let booked = t.book(t.dohyun, t.desks[1], all_day(TODAY)).await.unwrap();
        let hits = found(t, t.jimin, "도현").await;
        let (spot, from, to) = hits.people[0].seat.clone().expect("their seat");
        assert_eq!((spot.desk, spot.label.as_str(), spot.floor), (t.desks[1], "A-02", t.floor));
        assert_eq!((from.to_string(), to.to_string()), ("09:00".into(), "18:00".into()));
        cancel(&t.office, &t.caller(t.dohyun), booked.id).await.unwrap();
        assert_eq!(found(t, t.jimin, "도현").await.people[0].seat, None);
    }

    async fn a_colleague_who_sits_at_another_site_only_is_found_there(t) {
        let (_, floor, desk) = t.london().await;
        t.book(t.dohyun, desk, all_day(TODAY)).await.unwrap();
        let hits = found(t, t.jimin, "도현").await;
        let (spot, from, to) = hits.people[0].seat.clone().expect("their seat");
        assert_eq!((spot.desk, spot.label.as_str(), spot.floor), (desk, "L-01", floor));
        assert_eq!((from.to_string(), to.to_string()), ("09:00".into(), "18:00".into()), "by London's clocks");
        t.book(t.dohyun, t.desks[1], morning(TODAY)).await.unwrap();
        let hits = found(t, t.jimin, "도현").await;
        let (spot, ..) = hits.people[0].seat.clone().expect("their seat");
        assert_eq!(spot.desk, t.desks[1], "here first");
        assert_eq!(found(t, t.jimin, "L-01").await.desks, [], "desks are those of the site");
    }

    async fn a_colleague_s_day_in_london_is_found_on_its_date_and_not_on_the_next_one_which_it_lasts_into_here(t) {
        let (_, _, desk) = t.london().await;
        t.book(t.dohyun, desk, between(TODAY, "09:00", "17:00")).await.unwrap();
        let seat = async |date: &str| {
            let hits = search(&t.office, &t.caller(t.jimin), (t.seoul, date.parse().unwrap()), "도현").await.unwrap();
            hits.people[0].seat.clone().map(|(spot, ..)| spot.desk)
        };
        assert_eq!(seat(TODAY).await, Some(desk));
        assert_eq!(seat("2026-12-04").await, None);
    }

    async fn a_name_is_found_in_capital_and_in_small_letters(t) {
        let kim: PersonId = Uuid::now_v7().into();
        t.person(kim, ("Kim Minsu", "minsu"), (Role::Employee, None)).await;
        for text in ["kim", "MINSU", "Kim M"] {
            assert_eq!(names(&found(t, t.jimin, text).await), ["Kim Minsu"], "{text}");
            let (listed, many) = members(&t.office, &t.caller(t.yujin), text).await.unwrap();
            assert_eq!((listed[0].person.id, many), (kim, 1), "{text}");
        }
    }

    async fn whoever_hides_is_not_found_and_the_team_alone_sees_whoever_shows_to_it(t) {
        set_visibility(&t.office, &t.caller(t.seoyeon), Visibility::Team).await.unwrap();
        assert_eq!(names(&found(t, t.jimin, "서연").await), ["서연"]);
        assert_eq!(names(&found(t, t.dohyun, "서연").await), Vec::<&str>::new());
        set_visibility(&t.office, &t.caller(t.seoyeon), Visibility::Nobody).await.unwrap();
        assert_eq!(names(&found(t, t.jimin, "서연").await), Vec::<&str>::new());
        assert_eq!(names(&found(t, t.seoyeon, "서연").await), ["서연"], "oneself is always found");
    }

    async fn a_teammate_who_is_out_for_a_while_has_come(t) {
        t.clock.set("2026-12-03T00:00:00Z");
        let made = t.book(t.seoyeon, t.desks[1], all_day(TODAY)).await.unwrap();
        assert!(!mates(t).await[0].arrived);
        check_in(&t.office, &t.caller(t.seoyeon), made.id).await.unwrap();
        assert!(mates(t).await[0].arrived);
        t.clock.set("2026-12-03T03:00:00Z");
        leave(&t.office, &t.caller(t.seoyeon), made.id, None).await.unwrap();
        assert!(mates(t).await[0].arrived);
    }

    async fn a_teammate_at_another_site_is_told_by_the_clocks_there(t) {
        let (_, floor, desk) = t.london().await;
        t.book(t.seoyeon, desk, all_day(TODAY)).await.unwrap();
        let (from, to) = ("09:00".parse().unwrap(), "18:00".parse().unwrap());
        assert_eq!(mates(t).await[0].seat, Some((desk, floor, "L-01".into(), from, to)));
    }

    async fn a_teammate_s_day_in_london_that_lasts_into_the_next_one_here_does_not_hide_their_seat_of_that_one(t) {
        let (_, _, london) = t.london().await;
        t.book(t.seoyeon, london, between(TODAY, "09:00", "17:00")).await.unwrap();
        assert_eq!(seat_of_mate(t, TODAY).await, Some(london));
        assert_eq!(seat_of_mate(t, "2026-12-04").await, None, "it is the third there until the end");
        t.book(t.seoyeon, t.desks[1], all_day("2026-12-04")).await.unwrap();
        assert_eq!(seat_of_mate(t, "2026-12-04").await, Some(t.desks[1]));
        assert_eq!(seat_of_mate(t, TODAY).await, Some(london));
    }

    async fn of_a_teammate_s_two_seats_of_a_day_the_sooner_is_told(t) {
        t.book(t.seoyeon, t.desks[2], afternoon(TODAY)).await.unwrap();
        t.book(t.seoyeon, t.desks[1], morning(TODAY)).await.unwrap();
        assert_eq!(seat_of_mate(t, TODAY).await, Some(t.desks[1]));
    }

    async fn a_desk_is_found_by_its_label_with_or_without_the_dash(t) {
        for text in ["A-03", "a03", " a-03 "] {
            let hits = found(t, t.jimin, text).await;
            assert_eq!(hits.desks.iter().map(|spot| spot.desk).collect::<Vec<_>>(), [t.desks[2]], "{text}");
        }
        assert_eq!(found(t, t.jimin, "A").await.desks.len(), 8);
    }

    async fn a_wildcard_or_nothing_finds_nobody(t) {
        for text in ["%", "_", "", "   ", "지\0"] {
            assert_eq!(found(t, t.jimin, text).await, Found::default(), "{text:?}");
        }
        assert_eq!(members(&t.office, &t.caller(t.yujin), "지\0").await.unwrap().1, 0);
    }
}
