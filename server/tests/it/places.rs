//! Sites, floors and seats through the public API.

use crate::{
    common::TestOffice,
    serving::{Server, all_day, office},
};
use office::model::{id::FloorId, time::Minute};
use serde_json::json;

const DAY: &str = "2026-12-03";

/// A plan of the floor, which the tests' office does not have.
pub async fn plan(office: &TestOffice) {
    plan_of(office, office.floor).await;
}

/// The same of any floor.
pub async fn plan_of(office: &TestOffice, floor: FloorId) {
    let (plan, floor) = (office.uuid(uuid::Uuid::now_v7()), office.uuid(floor.0));
    let geometry = r#"{"width":20.0,"height":10.0,"shapes":[]}"#;
    office
        .sql(&format!(
            "INSERT INTO floor_plans (id, floor_id, revision, published_from, geometry, created_at)
             VALUES ({plan}, {floor}, 1, '2026-01-01', '{geometry}', 0)"
        ))
        .await;
}

#[tokio::test]
async fn a_program_finds_its_way_from_the_sites_to_a_seat() {
    let office = office().await;
    let (london, _, _) = office.london().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let sites = jimin.get("/api/v1/sites").await.expect(200);
    let zones: Vec<&str> =
        sites.body["sites"].as_array().unwrap().iter().filter_map(|site| site["zone"].as_str()).collect();
    assert!(zones.contains(&"Asia/Seoul") && zones.contains(&"Europe/London"), "{zones:?}");

    assert_eq!(jimin.get("/api/v1/floors").await.expect(200).body["floors"].as_array().unwrap().len(), 2);
    let floors = jimin.get(&format!("/api/v1/floors?site={}", office.seoul)).await.expect(200);
    assert_eq!(floors.body["floors"].as_array().unwrap().len(), 1);
    assert_eq!(floors.text_at("/floors/0/id"), office.floor.to_string());
    assert_ne!(floors.text_at("/floors/0/site"), london.to_string());

    let seats = jimin.get(&format!("/api/v1/floors/{}/seats?date={DAY}&part=all_day", office.floor)).await.expect(200);
    assert_eq!(seats.text_at("/seats/0/label"), "A-01");
    jimin.post("/api/v1/bookings", all_day(seats.text_at("/seats/0/desk"), DAY)).await.expect(201);
}

#[tokio::test]
async fn every_state_of_a_seat_is_told_with_its_reasons() {
    let office = office().await;
    office.keep_zone(office.safety, Minute::hour(10)).await;
    office.set_desk(office.desks[4], "out_of_service", "'모니터 수리'").await;
    let server = Server::of(&office).await;
    let (jimin, seoyeon) = (server.program_of("jimin").await, server.program_of("seoyeon").await);
    let mine = jimin.post("/api/v1/bookings", all_day(office.desks[5], DAY)).await.expect(201);
    seoyeon.post("/api/v1/bookings", all_day(office.desks[6], DAY)).await.expect(201);

    let address = format!("/api/v1/floors/{}/seats?date={DAY}&part=all_day", office.floor);
    let seats = jimin.get(&address).await.expect(200);
    let told: Vec<(&str, &str, &str)> = seats.body["seats"]
        .as_array()
        .unwrap()
        .iter()
        .map(|seat| {
            let code = seat["reasons"][0]["code"].as_str().unwrap_or_default();
            (seat["label"].as_str().unwrap(), seat["state"].as_str().unwrap(), code)
        })
        .collect();
    assert_eq!(told[0], ("A-01", "held", "kept_for_team"));
    assert_eq!(told[4], ("A-05", "unavailable", "out_of_service"));
    assert_eq!(told[5], ("A-06", "mine", ""));
    assert_eq!(told[6], ("A-07", "taken", "desk_taken"));
    assert_eq!(told[7], ("A-08", "free", ""));
    assert_eq!(seats.text_at("/seats/5/booking"), mine.text_at("/id"));
    assert_eq!(seats.text_at("/seats/6/holder/name"), "서연");
    assert_eq!(seats.text_at("/seats/4/reasons/0/detail"), "This desk can't be used now: 모니터 수리");
    assert_eq!(seats.text_at("/mine/label"), "A-06");
}

#[tokio::test]
async fn seats_may_be_asked_for_by_local_times_or_instants() {
    let office = office().await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let floor = format!("/api/v1/floors/{}/seats", office.floor);
    for query in [
        "date=2026-12-04&from=09:00&to=18:00",
        "from=2026-12-04T00:00:00Z&to=2026-12-04T09:00:00Z",
        "from=2026-12-04T09:00:00%2B09:00&to=2026-12-04T18:00:00%2B09:00",
        "date=2026-12-04&part=all_day",
        "date=2026-12-04",
    ] {
        let seats = jimin.get(&format!("{floor}?{query}")).await.expect(200);
        let local = (seats.text_at("/local/date"), seats.text_at("/local/from"), seats.text_at("/local/to"));
        assert_eq!(local, ("2026-12-04", "09:00", "18:00"), "{query}");
    }
    assert_eq!(jimin.get(&floor).await.expect(200).text_at("/local/date"), DAY);
}

#[tokio::test]
async fn a_floor_tells_its_desks_and_zones() {
    let office = office().await;
    plan(&office).await;
    let server = Server::of(&office).await;
    let floor = server.program_of("jimin").await.get(&format!("/api/v1/floors/{}", office.floor)).await.expect(200);
    assert_eq!(floor.body["desks"].as_array().unwrap().len(), 8);
    assert_eq!((floor.text_at("/zones/0/code"), floor.text_at("/name/en")), ("A", "12F"));
    assert_eq!((floor.body["width"].as_f64(), floor.body["height"].as_f64()), (Some(20.0), Some(10.0)));
}

#[tokio::test]
async fn a_teammate_at_another_site_is_listed_with_the_names_of_site_and_floor() {
    let office = office().await;
    plan(&office).await;
    let (_, _, elsewhere) = office.london().await;
    let server = Server::of(&office).await;
    let seoyeon = server.program_of("seoyeon").await;
    seoyeon.post("/api/v1/bookings", all_day(elsewhere, DAY)).await.expect(201);
    let page = format!("/floors/{}?date={DAY}&part=all_day", office.floor);
    let page = server.browser_of(office.jimin).await.get(&page).await.expect(200).text;
    assert!(["사업장 12층 L-01", "Site 12F L-01"].iter().any(|place| page.contains(place)), "{page}");
}

#[tokio::test]
async fn tomorrow_s_map_says_of_the_desk_that_one_sits_at_that_it_was_today() {
    let office = office().await;
    plan(&office).await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let made = jimin.post("/api/v1/bookings", all_day(office.desks[3], DAY)).await.expect(201);
    office.clock.set("2026-12-03T00:05:00Z");
    jimin.step(&format!("{}/check-in", made.header("location"))).await.expect(200);
    let tomorrow = format!("/floors/{}?date=2026-12-04&part=all_day", office.floor);
    let page = server.browser_of(office.jimin).await.get(&tomorrow).await.expect(200).text;
    assert!(page.contains("오늘 앉았던 자리") && !page.contains("어제 앉았던 자리"), "{page}");
}

#[tokio::test]
async fn a_floor_that_others_have_booked_whole_is_full_and_leads_to_one_that_is_not() {
    let office = office().await;
    plan(&office).await;
    let above = office.floor_at(13).await;
    office.desk(above, ("B-01", 2.0), None).await;
    for (person, desk) in office.crowd(office.desks.len()).await.into_iter().zip(&office.desks) {
        office.book(person, *desk, crate::common::all_day(DAY)).await.unwrap();
    }
    let server = Server::of(&office).await;
    let page = format!("/floors/{}?date={DAY}&part=all_day", office.floor);
    let page = server.browser_of(office.jimin).await.get(&page).await.expect(200).text;
    let (_, banner) = page.split_once("class=\"calm\"").expect("what stands above the map");
    let (banner, _) = banner.split_once("</div>").expect("its end");
    assert!(banner.contains("이 시간에는 이 층이 다 찼어요."), "{banner}");
    assert!(banner.contains(&format!("/floors/{above}?")), "{banner}");
}

#[tokio::test]
async fn the_card_of_each_of_one_s_bookings_offers_what_can_be_done_with_that_one() {
    let office = office().await;
    plan(&office).await;
    let server = Server::of(&office).await;
    let jimin = server.program_of("jimin").await;
    let early = json!({ "desk": office.desks[0], "date": DAY, "from": "09:00", "to": "12:00" });
    let early = jimin.post("/api/v1/bookings", early).await.expect(201);
    let late = json!({ "desk": office.desks[1], "date": DAY, "from": "13:00", "to": "18:00" });
    jimin.post("/api/v1/bookings", late).await.expect(201);
    office.clock.set("2026-12-03T00:05:00Z");
    jimin.step(&format!("{}/check-in", early.header("location"))).await.expect(200);
    office.clock.set("2026-12-03T01:00:00Z");

    let browser = server.browser_of(office.jimin).await;
    let steps = async |desk: &str| {
        let page = format!("/floors/{}?date={DAY}&part=all_day&desk={desk}", office.floor);
        let page = browser.get(&page).await.expect(200).text;
        ["check-in", "check-out", "cancel"].map(|step| page.contains(&format!("action=\"/fn/bookings/{step}\"")))
    };
    assert_eq!(steps("A-01").await, [false, true, false], "the seat in use is left");
    assert_eq!(steps("A-02").await, [false, false, true], "the later one is given back");
}
