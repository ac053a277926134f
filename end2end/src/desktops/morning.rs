//! A morning on which everybody's booking begins at the same time.

use super::PEOPLE;
use end2end::{
    Outcome,
    office::Office,
    person::{Person, When},
};
use sea_orm::prelude::DateTimeUtc;
use std::time::Duration;
use tokio::time::sleep;

/// The demo's office is in Seoul, so many seconds ahead of UTC on every day.
const AHEAD: u64 = 9 * 3600;
/// A quarter hour, on which bookings begin.
const QUARTER: u64 = 15 * 60;
/// From the bookings to their begin at least: so late that the server has to start all cloud PCs at once.
const BEFORE: u64 = 5 * 60;
/// How long the last cloud PC may take after the bookings have begun.
const LATEST: Duration = Duration::from_secs(120);

/// What was booked.
pub struct Booked {
    /// Whose sessions they are.
    pub sessions: Vec<(Person, String)>,
    /// When all bookings begin, in UTC seconds.
    begins: u64,
}

/// Books a seat for so many people who have none, each from the same quarter hour on.
pub async fn book(office: &Office) -> Outcome<Booked> {
    let (url, first) = (office.url(0), office.people.first().ok_or("nobody")?);
    let begins = (now(first, office).await? + BEFORE).div_ceil(QUARTER) * QUARTER;
    let (date, from) = local(begins)?;
    let mut sessions = Vec::new();
    let mut desks = free(first, &url, &format!("date={date}&from={from}&to=24:00")).await?.into_iter();
    for person in &office.people {
        if sessions.len() == PEOPLE {
            break;
        }
        let desk = desks.next().ok_or("too few free desks")?;
        let made = person.book(&url, (&desk, &When::between(&date, &from, "24:00")), None).await?;
        if made.status == 201 {
            sessions.push((person.clone(), made.text("session")?));
        }
    }
    println!("{} cloud PCs are booked from {from} on", sessions.len());
    Ok(Booked { sessions, begins })
}

/// Waits until the bookings have begun and every cloud PC is ready, and prints how many were in time.
pub async fn wait(office: &Office, booked: &Booked) -> Outcome<()> {
    let all = booked.sessions.len() as i64;
    let first = office.people.first().ok_or("nobody")?;
    let ready = "SELECT COUNT(DISTINCT session_id) FROM ledger WHERE kind = 'session.ready'";
    loop {
        let now = now(first, office).await?;
        let over = now >= booked.begins && office.look.number(ready).await? == all;
        if over || now >= booked.begins + LATEST.as_secs() {
            break;
        }
        sleep(Duration::from_secs(2)).await;
    }
    let in_time = office.look.number(&format!("{ready} AND at <= {}", booked.begins)).await?;
    let late = office.look.number(ready).await? - in_time;
    let took = "SELECT MAX(r.at - s.at) FROM ledger r JOIN ledger s ON s.session_id = r.session_id \
                AND s.kind = 'session.started' WHERE r.kind = 'session.ready'";
    println!("Ready when their bookings began: {in_time} of {all} ({:.0} %), later: {late}", share(in_time, all));
    println!("  the slowest took {} s from its start; times are whole seconds", office.look.number(took).await?);
    Ok(())
}

fn share(part: i64, all: i64) -> f64 {
    100.0 * part as f64 / all.max(1) as f64
}

/// The desks of all floors that are free at a time.
async fn free(person: &Person, url: &str, when: &str) -> Outcome<Vec<String>> {
    let floors = person.get(url, "/floors").await?;
    let mut desks = Vec::new();
    for floor in floors.body["floors"].as_array().into_iter().flatten() {
        let id = floor["id"].as_str().ok_or("no id")?;
        let seats = person.get(url, &format!("/floors/{id}/seats?{when}")).await?;
        let seats = seats.body["seats"].as_array().cloned().unwrap_or_default();
        let free = seats.iter().filter(|seat| seat["state"] == "free");
        desks.extend(free.filter_map(|seat| seat["desk"].as_str().map(str::to_owned)));
    }
    Ok(desks)
}

/// Now as the server says, in UTC seconds.
async fn now(person: &Person, office: &Office) -> Outcome<u64> {
    let path = format!("/floors/{}/seats?from=00:00&to=24:00", office.floor);
    let now: DateTimeUtc = person.get(&office.url(0), &path).await?.text("as_of")?.parse()?;
    Ok(now.timestamp().try_into()?)
}

/// The local date and time of UTC seconds.
fn local(at: u64) -> Outcome<(String, String)> {
    let local = DateTimeUtc::from_timestamp((at + AHEAD).try_into()?, 0).ok_or("no such time")?;
    Ok((local.format("%F").to_string(), local.format("%H:%M").to_string()))
}
