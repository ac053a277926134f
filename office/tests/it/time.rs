//! Bookings where clocks change, days end and sites lie far apart.

use crate::common::{TestOffice, all_day, at, between, codes, date, reasons};
use office::{
    backend::{
        bookings::{
            cancel::{cancel, cancel_range},
            find,
            reserve::reserve,
            usual,
        },
        places::{find as places, seats},
    },
    model::{
        booking::Booking,
        id::{DeskId, SiteId},
        rules::Rules,
        seat::SeatState,
        time::{Choice, Minute},
    },
};

async fn every_day_is_a_working_day(t: &TestOffice, site: SiteId) {
    let body = serde_json::to_string(&Rules { working_days: [true; 7], ..Rules::default() }).unwrap();
    t.sql(&format!("INSERT INTO site_rules (site_id, body) VALUES ({}, '{body}')", t.uuid(site.0))).await;
}

async fn book(t: &TestOffice, desk: DeskId, choice: Choice) -> Booking {
    reserve(&t.office, &t.caller(t.jimin), crate::common::wish(desk, choice)).await.unwrap()
}

/// The site of today's booking of 지민's, and the one where they usually sit.
async fn sites_of(t: &TestOffice) -> (Option<SiteId>, Option<SiteId>) {
    let caller = t.caller(t.jimin);
    let coming = find::mine(&t.office, &caller, find::When::Coming).await.unwrap();
    let of_today = usual::of_today(&t.office, &caller, &coming).await.unwrap();
    let usually = usual::seat(&t.office, &caller, &coming).await.unwrap();
    (of_today.map(|booking| booking.site), usually.map(|booking| booking.site))
}

on_both_databases! {
    async fn whoever_sat_in_london_last_belongs_there_until_the_day_of_a_trip(t) {
        let (london, _, desk) = t.london().await;
        assert_eq!(sites_of(t).await, (None, None));
        book(t, desk, all_day("2026-12-04")).await;
        assert_eq!(sites_of(t).await, (None, Some(london)), "nothing else is known");
        // Noon in London.
        t.clock.set("2026-12-04T12:00:00Z");
        assert_eq!(sites_of(t).await, (Some(london), Some(london)));
        book(t, t.desks[0], all_day("2026-12-08")).await;
        // Saturday in Seoul, Friday evening in London.
        t.clock.set("2026-12-04T19:00:00Z");
        assert_eq!(sites_of(t).await, (None, Some(london)));
        // Half past midnight of the day itself in Seoul, the day before in London.
        t.clock.set("2026-12-07T15:30:00Z");
        assert_eq!(sites_of(t).await, (Some(t.seoul), Some(london)));
    }

    async fn a_seat_that_was_given_back_tells_nothing_of_where_one_sits(t) {
        let (_, _, desk) = t.london().await;
        book(t, t.desks[0], all_day("2026-12-03")).await;
        t.clock.set("2026-12-03T00:30:00Z");
        let trip = book(t, desk, all_day("2026-12-04")).await;
        cancel(&t.office, &t.caller(t.jimin), trip.id).await.unwrap();
        // After the whole day for which it was booked.
        t.clock.set("2026-12-05T00:00:00Z");
        assert_eq!(sites_of(t).await, (None, Some(t.seoul)));
    }

    async fn the_same_working_day_is_another_time_at_another_site(t) {
        let (_, _, london) = t.london().await;
        let here = book(t, t.desks[0], all_day("2026-12-03")).await;
        let there = book(t, london, all_day("2026-12-03")).await;
        assert_eq!((here.interval.starts_at, here.interval.ends_at), (at("2026-12-03T00:00:00Z"), at("2026-12-03T09:00:00Z")));
        assert_eq!((there.interval.starts_at, there.interval.ends_at), (at("2026-12-03T09:00:00Z"), at("2026-12-03T18:00:00Z")));
        assert_eq!(here.local, there.local, "on the clocks of both sites it is nine to six");
    }

    async fn the_day_of_23_hours_is_booked_and_shown_whole(t) {
        let (site, floor, desk) = t.london().await;
        every_day_is_a_working_day(t, site).await;
        t.clock.set("2026-03-28T12:00:00Z");
        let made = book(t, desk, between("2026-03-29", "00:00", "24:00")).await;
        assert_eq!((made.interval.ends_at - made.interval.starts_at).num_hours(), 23);
        assert_eq!((made.local.from, made.local.to), (Minute::START, Minute::END));
        let seen = seats::seats(&t.office, &t.caller(t.dohyun), floor, between("2026-03-29", "03:00", "04:00")).await.unwrap();
        assert_eq!(seen.seats[0].state, SeatState::Taken);
        assert_eq!((seen.seats[0].day[0].from, seen.seats[0].day[0].to), (Minute::START, Minute::END));
        let skipped = reserve(&t.office, &t.caller(t.dohyun), crate::common::wish(desk, between("2026-03-29", "01:00", "01:45"))).await;
        assert_eq!(codes(&reasons(skipped)), ["bad_time"]);
    }

    async fn the_day_of_25_hours_is_booked_and_shown_whole(t) {
        let (site, floor, desk) = t.london().await;
        every_day_is_a_working_day(t, site).await;
        t.clock.set("2026-10-24T12:00:00Z");
        let made = book(t, desk, between("2026-10-25", "00:00", "24:00")).await;
        assert_eq!((made.interval.ends_at - made.interval.starts_at).num_hours(), 25);
        let seen = seats::seats(&t.office, &t.caller(t.dohyun), floor, between("2026-10-25", "01:00", "01:30")).await.unwrap();
        assert_eq!(seen.seats[0].state, SeatState::Taken);
    }

    async fn an_hour_that_happens_twice_is_held_twice(t) {
        let (site, _, desk) = t.london().await;
        every_day_is_a_working_day(t, site).await;
        t.clock.set("2026-10-24T12:00:00Z");
        let made = book(t, desk, between("2026-10-25", "01:00", "01:30")).await;
        assert_eq!((made.interval.starts_at, made.interval.ends_at), (at("2026-10-25T00:00:00Z"), at("2026-10-25T01:30:00Z")));
        let next = async |from, to| reserve(&t.office, &t.caller(t.dohyun), crate::common::wish(desk, between("2026-10-25", from, to))).await;
        assert_eq!(codes(&reasons(next("01:15", "01:45").await)), ["desk_taken"]);
        next("02:00", "03:00").await.expect("after the hour that happens twice the desk is free");
    }

    async fn new_years_eve_ends_where_the_new_year_starts(t) {
        t.rules(Rules { working_days: [true; 7], horizon_days: 60, ..Rules::default() }).await;
        book(t, t.desks[0], between("2026-12-31", "22:00", "24:00")).await;
        let next = book(t, t.desks[0], between("2027-01-01", "00:00", "02:00")).await;
        assert_eq!((next.local.date, next.local.from), (date("2027-01-01"), Minute::START));
        let gone = cancel_range(&t.office, &t.caller(t.jimin), date("2027-01-01"), date("2027-01-31")).await.unwrap();
        assert_eq!(gone, [next.id], "days are the site's, not those of UTC");
    }

    async fn today_is_the_sites(t) {
        let (london, _, _) = t.london().await;
        let today = async |site| places::today(&t.office, &t.caller(t.jimin), site).await.unwrap();
        assert_eq!(today(t.seoul).await, date("2026-12-03"));
        assert_eq!(today(london).await, date("2026-12-02"));
    }

    async fn how_full_a_day_is_counts_each_desk_once(t) {
        book(t, t.desks[0], between("2026-12-03", "09:00", "10:00")).await;
        book(t, t.desks[0], between("2026-12-03", "11:00", "12:00")).await;
        book(t, t.desks[1], between("2026-12-04", "09:00", "10:00")).await;
        let here = places::floor(&t.office, &t.caller(t.dohyun), t.floor).await.unwrap();
        let fill = seats::fill(&t.office, &here, (date("2026-12-03"), 4)).await.unwrap();
        assert_eq!(fill.iter().map(|day| day.booked).collect::<Vec<_>>(), [1, 1, 0, 0]);
        assert_eq!(fill.iter().map(|day| day.open).collect::<Vec<_>>(), [true, true, false, false]);
        assert!(fill.iter().all(|day| day.desks == 8 && day.bookable));
    }

    async fn coming_bookings_stand_before_past_ones(t) {
        let early = book(t, t.desks[0], between("2026-12-03", "09:00", "10:00")).await;
        let late = book(t, t.desks[0], between("2026-12-03", "11:00", "12:00")).await;
        let mine = async |when| -> Vec<_> {
            find::mine(&t.office, &t.caller(t.jimin), when).await.unwrap().into_iter().map(|booking| booking.id).collect()
        };
        assert_eq!(mine(find::When::Coming).await, [early.id, late.id]);
        t.clock.set("2026-12-03T01:00:00Z");
        assert_eq!(mine(find::When::Coming).await, [late.id]);
        assert_eq!(mine(find::When::Past).await, [early.id]);
    }
}
