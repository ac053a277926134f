//! How fast people book. Nobody stands in anybody's way: every answer is a booking.

use crate::{
    CLIENTS,
    connection::post,
    load::{self, Figures, Target},
};
use end2end::{
    Outcome,
    office::{Office, open_dates},
    template::Template,
};
use serde_json::json;
use std::path::Path;

/// Bookings of an hour each that fit into a working day of the demo's.
const A_DAY: usize = 9;

/// Measures each number of clients on a fresh office.
pub async fn measure(template: &Template, folder: &Path) -> Outcome<Vec<Figures>> {
    let mut all = Vec::new();
    for clients in CLIENTS {
        let office = Office::open(template, &folder.join(format!("bookings-{clients}")), 1).await?;
        // Else most of what is measured would be refusals.
        office
            .look
            .run(r#"UPDATE site_rules SET body = replace(body, '"most_active":10', '"most_active":60000')"#)
            .await?;
        all.push(one(&office, clients).await?);
        office.close().await?;
    }
    Ok(all)
}

async fn one(office: &Office, clients: usize) -> Outcome<Figures> {
    let server = office.servers.first().ok_or("no server")?;
    let (address, pid) = (server.address(), server.pid().ok_or("no process")?);
    let person = office.people.first().ok_or("nobody")?;
    let dates = open_dates(person, (&server.url(), &office.floor), &office.desks).await?;
    let tokens: Vec<String> = office.people.iter().map(|person| person.token().to_owned()).collect();
    let desks = office.desks.clone();
    // Each person keeps to a desk, and takes the next hour at each turn.
    let places = tokens.len().min(desks.len());
    let next = move |number: usize| {
        let (place, hour) = (number % places, number / places);
        let date = dates.get(hour / A_DAY).ok_or("the bookable days are full")?;
        let from = 9 + hour % A_DAY;
        let (from, to) = (format!("{from:02}:00"), format!("{:02}:00", from + 1));
        let body = json!({ "desk": desks[place], "date": date, "from": from, "to": to });
        post(address, "/api/v1/bookings", (&tokens[place], body.to_string()))
    };
    load::run(Target { address, pid, good: 201 }, clients, next).await
}
