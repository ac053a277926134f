//! The office made into a scene, and back again after a seat was taken.

use super::scenes::{COLLEAGUE, Presence, Scene, VIEWER, Wanted};
use crate::common::{TestOffice, wish};
use office::{
    backend::bookings::{check_in::check_in, reserve::reserve},
    model::{booking::Booking, id::PersonId, rules::Rules, time::Part},
};

/// What a booking has of whose person is not out.
const NOT_OUT: &str = "away_since = NULL, away_cause = NULL, back_by = NULL, lent_at = NULL";

/// Somebody by their number.
pub fn person(t: &TestOffice, scene: &Scene, number: usize) -> PersonId {
    let all = [t.jimin, t.seoyeon, t.dohyun, t.harin, t.yujin];
    match number {
        VIEWER => all[scene.asked.viewer],
        COLLEAGUE => all[(scene.asked.viewer + scene.asked.colleague) % all.len()],
        other => all[other],
    }
}

/// Empties the office and sets the scene.
pub async fn set(t: &TestOffice, scene: &Scene) {
    empty(t).await;
    t.sql(&format!("UPDATE sites SET zone = '{}' WHERE id = {}", scene.zone().name(), t.uuid(t.seoul.0))).await;
    t.clock.set(&scene.begins().to_rfc3339());
    t.rules(Rules { working_days: [true; 7], ..Rules::default() }).await;
    let day = scene.asked.when.0;
    let halves = scene.split.map(|(before_lunch, after)| {
        [(VIEWER, before_lunch, (day, Part::Morning)), (VIEWER, after, (day, Part::Afternoon))]
    });
    let mut made = Vec::new();
    for wanted in halves.iter().flatten().chain(&scene.earlier) {
        // Some clash with earlier ones; whatever the office accepts belongs to the scene.
        made.extend(book(t, scene, wanted).await);
    }
    t.clock.set(&scene.now().to_rfc3339());
    come(t, scene, &made).await;
    t.rules(scene.rules.clone()).await;
    make_odd(t, scene).await;
}

async fn empty(t: &TestOffice) {
    for table in ["work", "session_tickets", "idempotency_keys", "closures", "site_rules"] {
        t.sql(&format!("DELETE FROM {table}")).await;
    }
    t.sql(&format!("UPDATE bookings SET state = 'cancelled', ended_at = 0, {NOT_OUT} WHERE ended_at IS NULL")).await;
    t.sql("UPDATE sessions SET state = 'released'").await;
    t.sql("UPDATE zones SET kept_team_id = NULL, kept_until = NULL").await;
    t.sql("UPDATE desks SET assigned_to = NULL, out_of_service = NULL, retired_at = NULL, version = version + 1").await;
}

async fn book(t: &TestOffice, scene: &Scene, (who, desk, when): &Wanted) -> Option<Booking> {
    let caller = t.caller(person(t, scene, *who));
    reserve(&t.office, &caller, wish(t.desks[*desk], scene.choice(*when))).await.ok()
}

/// Has people check in and go out again, and others come to their seats.
async fn come(t: &TestOffice, scene: &Scene, made: &[Booking]) {
    if scene.presence == Presence::Nobody {
        return;
    }
    for booking in made {
        // For some it is too early or over.
        let _ = check_in(&t.office, &t.caller(booking.person), booking.id).await;
    }
    if scene.presence == Presence::Lent {
        let now = scene.now().timestamp();
        t.sql(&format!(
            "UPDATE bookings SET state = 'away', away_since = {now}, away_cause = 'said', lent_at = {now}
             WHERE state = 'in_use'"
        ))
        .await;
        for wanted in &scene.guests {
            book(t, scene, wanted).await;
        }
    }
}

async fn make_odd(t: &TestOffice, scene: &Scene) {
    let odd = &scene.oddities;
    if let Some((planning, until)) = odd.kept {
        t.keep_zone(if planning { t.planning } else { t.safety }, until).await;
    }
    if let Some((desk, whose)) = odd.assigned {
        t.set_desk(t.desks[desk], "assigned_to", &t.uuid(person(t, scene, whose).0)).await;
    }
    if let Some(desk) = odd.broken {
        t.set_desk(t.desks[desk], "out_of_service", "'모니터 고장'").await;
    }
    if let Some(desk) = odd.retired {
        t.set_desk(t.desks[desk], "retired_at", "0").await;
    }
    if let Some(day) = scene.closed {
        t.closure(&scene.date(day).to_string()).await;
    }
}

/// Puts the office back to where it was before a seat was taken.
pub async fn put_back(t: &TestOffice, before: Option<&Booking>, taken: &Booking) {
    let id = t.uuid(taken.id.0);
    t.sql(&format!(
        "UPDATE bookings SET state = 'cancelled', checked_in_at = NULL, check_in_source = NULL, ended_at = 0, {NOT_OUT}
         WHERE id = {id}"
    ))
    .await;
    if let Some(before) = before {
        let came = before.checked_in_at.map_or("NULL".into(), |at| at.timestamp().to_string());
        let source = before.checked_in_at.map_or("NULL", |_| "'page'");
        t.sql(&format!(
            "UPDATE bookings SET desk_id = {}, starts_at = {}, ends_at = {}, state = '{}', checked_in_at = {came},
                check_in_source = {source}, ended_at = NULL, {} WHERE id = {id}",
            t.uuid(before.desk.0),
            before.interval.starts_at.timestamp(),
            before.interval.ends_at.timestamp(),
            before.state.word(),
            out(before),
        ))
        .await;
    }
}

/// What a booking has of its person's absence; here seats are lent from its beginning.
fn out(booking: &Booking) -> String {
    let Some(away) = &booking.away else { return NOT_OUT.to_owned() };
    let since = away.since.timestamp();
    let lent = if away.lent { since.to_string() } else { "NULL".to_owned() };
    format!("away_since = {since}, away_cause = 'said', back_by = NULL, lent_at = {lent}")
}
