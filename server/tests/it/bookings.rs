//! A booking's life through the public API.

use crate::{
    on_both_databases,
    serving::{Server, all_day},
};
use office::model::rules::Rules;
use serde_json::json;
use uuid::Uuid;

const DAY: &str = "2026-12-03";

on_both_databases! {
    async fn a_booked_seat_is_answered_with_all_that_follows_from_it(office) {
        let server = Server::of(office).await;
        let jimin = server.program_of("jimin").await;
        let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
        assert_eq!(made.text_at("/desk"), office.desks[0].to_string());
        assert_eq!(made.text_at("/starts_at"), "2026-12-03T00:00:00Z");
        assert_eq!(made.text_at("/ends_at"), "2026-12-03T09:00:00Z");
        assert_eq!(made.text_at("/state"), "reserved");
        assert_eq!(made.text_at("/session").len(), 36, "{}", made.text);
        let place = format!("/api/v1/bookings/{}", made.text_at("/id"));
        assert_eq!(made.header("location"), place);
        assert_eq!(jimin.get(&place).await.expect(200).body, made.body);
    }

    async fn the_home_page_offers_seats_for_days_without_one(office) {
        let server = Server::of(office).await;
        let (plan, floor) = (office.uuid(Uuid::now_v7()), office.uuid(office.floor.0));
        let geometry = r#"{"width":20.0,"height":10.0,"shapes":[]}"#;
        office
            .sql(&format!(
                "INSERT INTO floor_plans (id, floor_id, revision, published_from, geometry, created_at) \
                 VALUES ({plan}, {floor}, 1, '2026-01-01', '{geometry}', 0)"
            ))
            .await;
        // Friday; the days around it are free.
        let friday = all_day(office.desks[0], "2026-12-04");
        server.program_of("jimin").await.post("/api/v1/bookings", friday).await.expect(201);
        let home = server.browser_of(office.jimin).await.get("/").await.expect(200);
        let offered = |day: &str| home.text.contains(&format!("name=\"date\" value=\"{day}\""));
        assert!(offered(DAY) && offered("2026-12-07"), "{}", home.text);
        assert!(!offered("2026-12-04"), "a second seat for a day on which one is booked");
    }

    async fn a_taken_seat_is_refused_with_every_reason_and_the_nearest_free_one(office) {
        let server = Server::of(office).await;
        server.program_of("jimin").await.post("/api/v1/bookings", all_day(office.desks[2], DAY)).await.expect(201);
        let seoyeon = server.program_of("seoyeon").await;
        let refused = seoyeon.post("/api/v1/bookings", all_day(office.desks[2], DAY)).await.problem(409, "refused");
        assert_eq!(refused.text_at("/reasons/0/code"), "desk_taken");
        assert_eq!(refused.text_at("/reasons/0/until"), "18:00");
        assert_eq!(refused.text_at("/reasons/0/detail"), "Somebody else has this desk until 18:00.");
        let offered = refused.text_at("/offer/desk").to_owned();
        assert!([office.desks[1], office.desks[3]].iter().any(|desk| desk.to_string() == offered), "{}", refused.text);
        seoyeon.post("/api/v1/bookings", all_day(offered, DAY)).await.expect(201);
    }

    async fn a_full_floor_offers_a_seat_of_another_floor_by_its_name(office) {
        let server = Server::of(office).await;
        let above = office.floor_at(13).await;
        let free = office.desk(above, ("B-01", 2.0), None).await;
        for (person, desk) in office.crowd(office.desks.len()).await.into_iter().zip(&office.desks) {
            office.book(person, *desk, crate::common::all_day(DAY)).await.unwrap();
        }
        let seoyeon = server.program_of("seoyeon").await;
        let refused = seoyeon.post("/api/v1/bookings", all_day(office.desks[2], DAY)).await.problem(409, "refused");
        assert_eq!(refused.text_at("/offer/desk"), free.to_string());
        assert_eq!((refused.text_at("/offer/floor"), refused.text_at("/offer/label")), (&*above.to_string(), "B-01"));
        assert!(refused.body.pointer("/offer/metres").is_none(), "{}", refused.text);
        assert!(refused.text_at("/detail").ends_with("Desk B-01 on 13F is free."), "{}", refused.text);
        seoyeon.post("/api/v1/bookings", all_day(free, DAY)).await.expect(201);
    }

    async fn the_same_key_books_once_and_a_key_used_for_something_else_is_refused(office) {
        let server = Server::of(office).await;
        let jimin = server.program_of("jimin").await;
        let ask = |desk: usize| {
            let request = jimin.ask(reqwest::Method::POST, "/api/v1/bookings");
            request.header("idempotency-key", "morning-1").json(&all_day(office.desks[desk], DAY))
        };
        let (first, again) = tokio::join!(jimin.send(ask(0)), jimin.send(ask(0)));
        let (first, again) = (first.expect(201), again.expect(201));
        assert_eq!(first.text_at("/id"), again.text_at("/id"));
        assert_eq!(office.number("SELECT count(*) FROM bookings").await, 1);
        jimin.send(ask(1)).await.problem(409, "key_reused");
    }

    async fn of_many_who_want_one_seat_at_once_exactly_one_gets_it(office) {
        let server = Server::of(office).await;
        office.crowd(12).await;
        let mut programs = Vec::new();
        for number in 0..12 {
            programs.push(server.program_of(&format!("crowd{number}")).await);
        }
        let wanted = programs.iter().map(|one| one.post("/api/v1/bookings", all_day(office.desks[5], DAY)));
        let answers = futures::future::join_all(wanted).await;
        let booked = answers.iter().filter(|answer| answer.status == 201).count();
        let refused = answers.iter().filter(|answer| answer.status == 409).count();
        assert_eq!((booked, refused), (1, 11));
        assert_eq!(office.live_on(office.desks[5]).await, 1);
    }
}

#[tokio::test]
async fn own_times_may_be_local_or_instants() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let local = json!({ "desk": office.desks[0], "date": DAY, "from": "09:15", "to": "11:45" });
    let made = jimin.post("/api/v1/bookings", local).await.expect(201);
    assert_eq!(made.text_at("/starts_at"), "2026-12-03T00:15:00Z");
    assert_eq!((made.text_at("/local/from"), made.text_at("/local/to")), ("09:15", "11:45"));
    let instants =
        json!({ "desk": office.desks[0], "from": "2026-12-03T13:00:00+09:00", "to": "2026-12-03T06:00:00Z" });
    let made = jimin.post("/api/v1/bookings", instants).await.expect(201);
    assert_eq!((made.text_at("/local/from"), made.text_at("/local/to")), ("13:00", "15:00"));
}

#[tokio::test]
async fn a_moved_booking_frees_the_old_seat_and_keeps_its_identity() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    let place = made.header("location").to_owned();
    let moved = jimin.post(&format!("{place}/move"), json!({ "desk": office.desks[4] })).await.expect(200);
    assert_eq!(moved.text_at("/id"), made.text_at("/id"));
    assert_eq!((moved.text_at("/label"), moved.text_at("/session")), ("A-05", made.text_at("/session")));
    assert_eq!((office.live_on(office.desks[0]).await, office.live_on(office.desks[4]).await), (0, 1));
    let seoyeon = server.program_of("seoyeon").await;
    seoyeon.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    jimin.post(&format!("{place}/move"), json!({ "desk": office.desks[0] })).await.problem(409, "refused");
}

#[tokio::test]
async fn a_booking_moves_to_every_seat_that_is_listed_as_free_for_a_time() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let (jimin, seoyeon) = (server.program_of("jimin").await, server.program_of("seoyeon").await);
    let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    let taken = json!({ "desk": office.desks[1], "date": DAY, "part": "afternoon" });
    seoyeon.post("/api/v1/bookings", taken).await.expect(201);
    let seats = jimin.get(&format!("/api/v1/floors/{}/seats?date={DAY}&part=morning", office.floor)).await.expect(200);
    assert_eq!((seats.text_at("/mine/id"), seats.text_at("/seats/1/state")), (made.text_at("/id"), "free"));

    let place = format!("{}/move", made.header("location"));
    jimin.post(&place, json!({ "desk": office.desks[1] })).await.problem(409, "refused");
    let unfinished = json!({ "desk": office.desks[1], "date": DAY });
    assert_eq!(jimin.post(&place, unfinished).await.problem(422, "bad_input").text_at("/field"), "part");
    let moved = jimin.post(&place, json!({ "desk": office.desks[1], "part": "morning" })).await.expect(200);
    let local = (moved.text_at("/local/date"), moved.text_at("/local/from"), moved.text_at("/local/to"));
    assert_eq!((moved.text_at("/label"), local), ("A-02", (DAY, "09:00", "12:00")));
    let instants = json!({ "desk": office.desks[4], "from": "2026-12-03T01:00:00Z", "to": "2026-12-03T09:00:00Z" });
    let moved = jimin.post(&place, instants).await.expect(200);
    assert_eq!((moved.text_at("/local/from"), moved.text_at("/local/to")), ("10:00", "18:00"));
}

#[tokio::test]
async fn a_seat_that_is_asked_for_twice_by_two_clicks_is_booked_once_and_not_refused() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let browser = server.browser_of(office.jimin).await;
    let desk = office.desks[0].to_string();
    let book = async |part: &str| {
        let fields = [("desk", desk.as_str()), ("date", DAY), ("part", part), ("return_to", "/")];
        browser.submit("/fn/bookings/book", &fields).await.header("location").to_owned()
    };
    let first = book("morning").await;
    assert!(first.contains("done=booked"), "{first}");
    assert_eq!(book("morning").await, first);
    let more = book("all_day").await;
    assert!(!more.contains("done=booked"), "more than what was booked: {more}");
    assert_eq!(office.number("SELECT count(*) FROM bookings").await, 1);
}

#[tokio::test]
async fn a_move_that_is_asked_for_twice_keeps_its_way_back() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let made =
        server.program_of("jimin").await.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    let browser = server.browser_of(office.jimin).await;
    let (id, desk) = (made.text_at("/id"), office.desks[1].to_string());
    let there =
        [("booking", id), ("desk", desk.as_str()), ("date", DAY), ("part", "all_day"), ("return_to", "/bookings")];
    let moved = browser.submit("/fn/bookings/move", &there).await.header("location").to_owned();
    assert!(moved.contains("done=moved") && moved.contains(&office.desks[0].to_string()), "{moved}");
    let again = browser.submit("/fn/bookings/move", &there).await.header("location").to_owned();
    assert!(!again.contains("done="), "there would be no way back: {again}");
}

#[tokio::test]
async fn a_move_for_later_that_is_undone_leaves_the_seat_in_use() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    let place = made.header("location").to_owned();
    office.clock.set("2026-12-03T00:05:00Z");
    jimin.step(&format!("{place}/check-in")).await.expect(200);

    let browser = server.browser_of(office.jimin).await;
    let (id, desk) = (made.text_at("/id"), office.desks[1].to_string());
    let later = [("booking", id), ("desk", &desk), ("date", DAY), ("part", "afternoon"), ("return_to", "/bookings")];
    let moved = browser.submit("/fn/bookings/move", &later).await;
    assert_eq!(jimin.get(&place).await.expect(200).text_at("/state"), "reserved");

    let page = browser.get(moved.header("location")).await.expect(200).text;
    let was = page.split("name=\"was\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    browser.submit("/fn/bookings/move-back", &[("booking", id), ("was", was), ("return_to", "/bookings")]).await;
    let back = jimin.get(&place).await.expect(200);
    assert_eq!((back.text_at("/label"), back.text_at("/state")), ("A-01", "in_use"));
}

#[tokio::test]
async fn a_booking_is_checked_in_and_out_and_the_rest_of_its_time_is_free() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    let place = made.header("location").to_owned();
    let early = jimin.step(&format!("{place}/check-in")).await.problem(409, "refused");
    assert_eq!(early.text_at("/reasons/0/code"), "check_in_opens_at");
    assert_eq!(early.text_at("/reasons/0/local"), "08:30");

    office.clock.set("2026-12-03T00:05:00Z");
    let came = jimin.step(&format!("{place}/check-in")).await.expect(200);
    assert_eq!((came.text_at("/state"), came.text_at("/checked_in_at")), ("in_use", "2026-12-03T00:05:00Z"));
    let source = office.texts("SELECT check_in_source FROM bookings").await;
    assert_eq!(source, ["api"]);

    office.clock.set("2026-12-03T03:00:00Z");
    let left = jimin.step(&format!("{place}/check-out")).await.expect(200);
    assert_eq!(left.text_at("/state"), "ended");
    let seoyeon = server.program_of("seoyeon").await;
    let rest = json!({ "desk": office.desks[0], "date": DAY, "part": "afternoon" });
    seoyeon.post("/api/v1/bookings", rest).await.expect(201);
}

#[tokio::test]
async fn a_cancelled_booking_can_be_restored_while_its_seat_is_free() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    let place = made.header("location").to_owned();
    let gone = jimin.delete(&place).await.expect(204);
    assert_eq!(gone.text, "");
    assert_eq!(jimin.get(&place).await.expect(200).text_at("/state"), "cancelled");
    assert_eq!(jimin.step(&format!("{place}/restore")).await.expect(200).text_at("/state"), "reserved");
    jimin.delete(&place).await.expect(204);
    let seoyeon = server.program_of("seoyeon").await;
    seoyeon.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    jimin.step(&format!("{place}/restore")).await.problem(409, "refused");
}

#[tokio::test]
async fn times_can_be_changed_without_giving_the_seat_up() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    let changed = jimin.patch(made.header("location"), json!({ "part": "afternoon" })).await.expect(200);
    assert_eq!(changed.text_at("/id"), made.text_at("/id"));
    assert_eq!((changed.text_at("/local/from"), changed.text_at("/local/to")), ("13:00", "18:00"));
}

#[tokio::test]
async fn a_list_tells_the_caller_s_bookings_and_nobody_else_s() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-04")).await.expect(201);
    jimin.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    let seoyeon = server.program_of("seoyeon").await;
    seoyeon.post("/api/v1/bookings", all_day(office.desks[1], DAY)).await.expect(201);

    let dates = |list: &crate::serving::Answer| -> Vec<String> {
        let list = list.body["bookings"].as_array().unwrap();
        list.iter().map(|one| one["local"]["date"].as_str().unwrap().to_owned()).collect()
    };
    let coming = jimin.get("/api/v1/bookings").await.expect(200);
    assert_eq!(dates(&coming), [DAY, "2026-12-04"]);
    let of_a_day = jimin.get("/api/v1/bookings?from=2026-12-04").await.expect(200);
    assert_eq!(dates(&of_a_day), ["2026-12-04"]);
    jimin.delete(&format!("/api/v1/bookings/{}", of_a_day.text_at("/bookings/0/id"))).await.expect(204);
    assert_eq!(dates(&jimin.get("/api/v1/bookings?when=past").await.expect(200)), ["2026-12-04"]);
    jimin.get("/api/v1/bookings?when=someday").await.problem(422, "bad_input");
}

/// The week at a glance on somebody's home page.
async fn week(server: &Server, person: office::model::id::PersonId) -> String {
    let home = server.browser_of(person).await.get("/").await.expect(200);
    let (_, from) = home.text.split_once("card wk").expect("the week");
    from.split_once("</section>").expect("its end").0.to_owned()
}

/// The days on which somebody's home page offers a seat, of those that are asked for.
fn offered<'d>(home: &str, days: &[&'d str]) -> Vec<&'d str> {
    let is_offered = |day: &&&str| home.contains(&format!("name=\"date\" value=\"{day}\""));
    days.iter().filter(is_offered).copied().collect()
}

#[tokio::test]
async fn where_today_is_full_the_next_days_are_offered_and_each_day_of_the_week_leads_to_itself() {
    let office = crate::serving::office().await;
    crate::places::plan(&office).await;
    for (person, desk) in office.crowd(office.desks.len()).await.into_iter().zip(&office.desks) {
        office.book(person, *desk, crate::common::all_day(DAY)).await.unwrap();
    }
    let server = Server::of(&office).await;
    let browser = server.browser_of(office.jimin).await;
    let days = [DAY, "2026-12-04", "2026-12-07", "2026-12-08"];
    assert_eq!(offered(&browser.get("/").await.expect(200).text, &days), ["2026-12-04", "2026-12-07"]);
    for desk in &office.desks {
        office.set_desk(*desk, "out_of_service", "'페인트칠'").await;
    }
    assert_eq!(offered(&browser.get("/").await.expect(200).text, &days), Vec::<&str>::new());
    let shown = week(&server, office.jimin).await;
    for day in [DAY, "2026-12-04"] {
        assert!(shown.contains(&format!("/floors/{}?date={day}", office.floor)), "{shown}");
    }
}

#[tokio::test]
async fn a_home_page_is_that_of_the_site_where_one_sits_and_not_of_a_trip_to_come() {
    let office = crate::serving::office().await;
    let (_, floor, desk) = office.london().await;
    crate::places::plan(&office).await;
    crate::places::plan_of(&office, floor).await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let made = jimin.post("/api/v1/bookings", all_day(desk, DAY)).await.expect(201);
    jimin.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-08")).await.expect(201);
    office.clock.set("2026-12-03T09:00:00Z");
    jimin.step(&format!("{}/check-in", made.header("location"))).await.expect(200);
    // Friday, noon in London.
    office.clock.set("2026-12-04T12:00:00Z");
    let home = server.browser_of(office.jimin).await.get("/").await.expect(200).text;
    assert!(home.contains("12:00") && home.contains(&format!("data-desk=\"{desk}\"")), "{home}");
    assert_eq!(offered(&home, &["2026-12-04", "2026-12-07", "2026-12-08"]), ["2026-12-04", "2026-12-07"]);
    assert!(home.contains(&format!("/floors/{floor}?date=2026-12-04")), "{home}");
}

#[tokio::test]
async fn the_team_on_the_home_page_is_told_with_floors() {
    let office = crate::serving::office().await;
    crate::places::plan(&office).await;
    let server = Server::of(&office).await;
    let seoyeon = server.program_of("seoyeon").await;
    seoyeon.post("/api/v1/bookings", all_day(office.desks[1], DAY)).await.expect(201);
    let home = server.browser_of(office.jimin).await.get("/").await.expect(200).text;
    let (_, team) = home.split_once("card tm2").expect("the team");
    assert!(team.contains("12층 A-02"), "{team}");
    let there = format!("/floors/{}?date={DAY}&amp;part=custom&amp;from=09:00&amp;to=18:00", office.floor);
    assert!(team.contains(&there) || team.contains(&there.replace("&amp;", "&")), "{team}");
}

#[tokio::test]
async fn the_week_tells_the_seat_that_one_has_before_one_that_was_lost() {
    let office = crate::serving::office().await;
    crate::places::plan(&office).await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let lost = jimin.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    let id = office.uuid(lost.text_at("/id").parse().unwrap());
    office.sql(&format!("UPDATE bookings SET state = 'released', ended_at = starts_at + 3600 WHERE id = {id}")).await;
    let shown = week(&server, office.jimin).await;
    assert!(shown.contains("A-01") && shown.contains("예약 0일"), "{shown}");
    jimin.post("/api/v1/bookings", all_day(office.desks[1], DAY)).await.expect(201);
    let shown = week(&server, office.jimin).await;
    assert!(shown.contains("A-02") && shown.contains("예약 1일") && !shown.contains("A-01"), "{shown}");
}

#[tokio::test]
async fn the_week_lasts_as_long_as_the_site_works() {
    let office = crate::serving::office().await;
    crate::places::plan(&office).await;
    office.rules(Rules { working_days: [true, true, true, true, true, true, false], ..Rules::default() }).await;
    let server = Server::of(&office).await;
    office.clock.set("2026-12-05T00:00:00Z");
    let shown = week(&server, office.jimin).await;
    assert!(shown.contains("이번 주") && shown.matches("<li ").count() == 6, "{shown}");
    let saturday = all_day(office.desks[0], "2026-12-05");
    server.program_of("jimin").await.post("/api/v1/bookings", saturday).await.expect(201);
    let shown = week(&server, office.jimin).await;
    assert!(shown.contains("이번 주") && shown.contains("A-01"), "{shown}");
    office.clock.set("2026-12-06T00:00:00Z");
    let shown = week(&server, office.jimin).await;
    assert!(shown.contains("다음 주") && !shown.contains("A-01"), "{shown}");
}

#[tokio::test]
async fn the_file_of_bookings_calls_nobody_a_no_show_who_had_come() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let states = [("checked_in_at = starts_at, check_in_source = 'page'", DAY), ("checked_in_at = NULL", "2026-12-04")];
    for (came, date) in states {
        let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], date)).await.expect(201);
        let id = office.uuid(made.text_at("/id").parse().unwrap());
        let left = format!("state = 'released', ended_at = starts_at + 3600, {came}");
        office.sql(&format!("UPDATE bookings SET {left} WHERE id = {id}")).await;
    }
    let file = server.browser_of(office.jimin).await.get("/bookings.csv").await.expect(200);
    let lines: Vec<&str> = file.text.lines().collect();
    assert!(lines[1].starts_with(DAY) && lines[1].contains("반납됨"), "{}", file.text);
    assert!(lines[2].starts_with("2026-12-04") && lines[2].contains("미입실로 해제됨"), "{}", file.text);
}

#[tokio::test]
async fn as_many_bookings_as_one_may_have_are_given_up_at_once_and_taken_back_at_once() {
    let office = crate::serving::office().await;
    office.rules(Rules { most_active: 100, ..Rules::default() }).await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    for date in [DAY, "2026-12-04", "2026-12-07", "2026-12-08"] {
        for quarter in 9 * 4..9 * 4 + 25 {
            let [from, to] = [quarter, quarter + 1].map(|at| format!("{:02}:{:02}", at / 4, at % 4 * 15));
            let wish = json!({ "desk": office.desks[0], "date": date, "from": from, "to": to });
            jimin.post("/api/v1/bookings", wish).await.expect(201);
        }
    }
    let browser = server.browser_of(office.jimin).await;
    let days = [("from", DAY), ("to", "2026-12-08"), ("return_to", "/bookings")];
    let given_up = browser.submit("/fn/bookings/cancel-days", &days).await;
    let address = given_up.header("location");
    assert!(address.starts_with("/bookings?done=cancelled-days&count=100&"), "{address}");
    browser.get(address).await.expect(200);
    let (_, every) = address.split_once("bookings=").unwrap();
    browser.submit("/fn/bookings/restore", &[("bookings", every), ("return_to", "/bookings")]).await;
    assert_eq!(office.number("SELECT count(*) FROM bookings WHERE state = 'reserved'").await, 100);
}

#[tokio::test]
async fn of_several_days_taken_back_the_notice_names_those_whose_seat_is_gone() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    for date in [DAY, "2026-12-04", "2026-12-07"] {
        jimin.post("/api/v1/bookings", all_day(office.desks[0], date)).await.expect(201);
    }
    let browser = server.browser_of(office.jimin).await;
    let days = [("from", DAY), ("to", "2026-12-07"), ("return_to", "/bookings")];
    let given_up = browser.submit("/fn/bookings/cancel-days", &days).await;
    let (_, every) = given_up.header("location").split_once("bookings=").unwrap();
    let seoyeon = server.program_of("seoyeon").await;
    seoyeon.post("/api/v1/bookings", all_day(office.desks[0], "2026-12-04")).await.expect(201);
    let undo = [("bookings", every), ("return_to", "/bookings")];
    let undone = browser.submit("/fn/bookings/restore", &undo).await;
    let address = undone.header("location");
    assert!(address.starts_with("/bookings?done=restored-some&count=2&bookings="), "{address}");
    let told = browser.get(address).await.expect(200).text;
    assert!(told.contains("예약 2건을 되돌렸어요. 되돌리지 못한 예약: 12월 4일 금요일 A-01"), "{told}");
    // Those that are back do not fail when it is pressed again.
    assert_eq!(browser.submit("/fn/bookings/restore", &undo).await.header("location"), address);
}

#[tokio::test]
async fn somebody_else_s_booking_is_not_there() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let made = jimin.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    let place = made.header("location").to_owned();
    let dohyun = server.program_of("dohyun").await;
    dohyun.get(&place).await.problem(404, "not_found");
    dohyun.delete(&place).await.problem(404, "not_found");
    for step in ["check-in", "check-out", "restore"] {
        dohyun.step(&format!("{place}/{step}")).await.problem(404, "not_found");
    }
    dohyun.post(&format!("{place}/move"), json!({ "desk": office.desks[1] })).await.problem(404, "not_found");
    dohyun.get(&format!("{place}/session")).await.problem(404, "not_found");
    // Who sees usage sees the booking, but never the desktop in it.
    let harin = server.program_of("harin").await;
    harin.get(&place).await.expect(200);
    harin.get(&format!("{place}/session")).await.problem(404, "not_found");
    harin.delete(&place).await.problem(404, "not_found");
}

#[tokio::test]
async fn the_list_leads_to_another_seat_for_one_s_own_bookings_only() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    jimin.post("/api/v1/bookings", all_day(office.desks[0], DAY)).await.expect(201);
    let theirs = json!({ "desk": office.desks[1], "date": DAY, "part": "all_day", "person": office.seoyeon });
    jimin.post("/api/v1/bookings", theirs).await.expect(201);
    let list = server.browser_of(office.jimin).await.get("/bookings").await.expect(200);
    // The map moves one's own seat only.
    assert_eq!(list.text.matches("class=\"change\"").count(), 2, "{}", list.text);
    assert_eq!(list.text.matches("자리 바꾸기").count(), 1, "{}", list.text);
}

#[tokio::test]
async fn one_may_book_for_a_teammate_but_not_for_others() {
    let office = crate::serving::office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let for_them = |person: office::model::id::PersonId| json!({ "desk": office.desks[0], "date": DAY, "part": "all_day", "person": person });
    let made = jimin.post("/api/v1/bookings", for_them(office.seoyeon)).await.expect(201);
    assert_eq!(made.text_at("/person"), office.seoyeon.to_string());
    let refused = jimin.post("/api/v1/bookings", for_them(office.dohyun)).await.problem(403, "refused");
    assert!(refused.body["reasons"].as_array().unwrap().iter().any(|reason| reason["code"] == "not_for_others"));
}
