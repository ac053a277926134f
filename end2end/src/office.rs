//! A running office: servers at one database, people with tokens, and a day on which desks are free.

use crate::{
    Outcome,
    database::{Look, Place},
    person::{Person, When},
    server::{Server, Settings},
    template::Template,
};
use sea_orm::prelude::DateTimeUtc;
use serde_json::Value;
use std::{collections::HashSet, path::Path, time::Duration};

/// A running office.
pub struct Office {
    /// One or more servers at one database.
    pub servers: Vec<Server>,
    /// Employees.
    pub people: Vec<Person>,
    /// A floor.
    pub floor: String,
    /// Desks of that floor that everybody may book, all free on the date.
    pub desks: Vec<String>,
    /// A coming working day, local to the floor's site.
    pub date: String,
    /// A look into the database.
    pub look: Look,
    place: Place,
}

impl Office {
    /// Copies a template and starts servers at the copy, each with a folder of its own.
    pub async fn open(template: &Template, folder: &Path, servers: usize) -> Outcome<Self> {
        std::fs::create_dir_all(folder)?;
        let place = match &template.place {
            Place::File(_) => Place::File(folder.join("jari.db")),
            Place::Server { admin, .. } => {
                let name = format!("jari_faults_{}", uuid::Uuid::now_v7().simple());
                Place::Server { admin: admin.clone(), name }
            }
        };
        place.make(Some(&template.place)).await?;
        let mut running = Vec::new();
        for number in 0..servers {
            let home = folder.join(format!("server-{number}"));
            let settings = Settings { binary: template.binary.clone(), database_url: place.url(), home, demo: false };
            running.push(Server::start(settings).await?);
        }
        let http = reqwest::Client::builder().pool_max_idle_per_host(256).build()?;
        let people: Vec<Person> =
            template.tokens.iter().map(|token| Person::new(http.clone(), token.clone())).collect();
        let (first, server) = (people.first().ok_or("nobody")?, running.first().ok_or("no server")?);
        let (floor, date, desks) = free_desks(first, &server.url()).await?;
        let look = Look::open(&place).await?;
        Ok(Self { servers: running, people, floor, desks, date, look, place })
    }

    /// The URL of one of the servers, by turns.
    pub fn url(&self, turn: usize) -> String {
        self.servers[turn % self.servers.len()].url()
    }

    /// All of the office's day.
    pub fn all_day(&self) -> When {
        When::all_day(&self.date)
    }

    /// Ends the servers and drops the database.
    pub async fn close(self) -> Outcome<()> {
        drop(self.servers);
        self.look.close().await?;
        self.place.drop().await
    }
}

/// The floor with the most desks that everybody may book, and the first coming day on which they are free.
async fn free_desks(person: &Person, url: &str) -> Outcome<(String, String, Vec<String>)> {
    let floors = person.get(url, "/floors").await?;
    let floors = floors.body["floors"].as_array().ok_or("no floors")?.clone();
    let mut best: (String, Vec<String>) = (String::new(), Vec::new());
    for floor in &floors {
        let id = floor["id"].as_str().ok_or("no id")?;
        let plan = person.get(url, &format!("/floors/{id}")).await?;
        let desks = open_desks(&plan.body);
        if desks.len() > best.1.len() {
            best = (id.to_owned(), desks);
        }
    }
    let (floor, desks) = best;
    let date = open_dates(person, (url, &floor), &desks).await?.into_iter().next();
    Ok((floor, date.ok_or("no coming day on which the desks are free")?, desks))
}

/// The coming days within the demo's rules on which all these desks are free for all of the day.
pub async fn open_dates(person: &Person, (url, floor): (&str, &str), desks: &[String]) -> Outcome<Vec<String>> {
    let today = person.get(url, &format!("/floors/{floor}/seats?from=00:00&to=24:00")).await?.text("as_of")?;
    let today: DateTimeUtc = today.parse()?;
    let mut dates = Vec::new();
    // Tomorrow here may be today where the site is.
    for ahead in 2..14 {
        let date = (today + Duration::from_secs(86_400 * ahead)).date_naive().to_string();
        let seats = person.get(url, &format!("/floors/{floor}/seats?date={date}&part=all_day")).await?;
        let seats = seats.body["seats"].as_array().cloned().unwrap_or_default();
        let free: HashSet<&str> =
            seats.iter().filter(|seat| seat["state"] == "free").filter_map(|seat| seat["desk"].as_str()).collect();
        if !desks.is_empty() && desks.iter().all(|desk| free.contains(desk.as_str())) {
            dates.push(date);
        }
    }
    Ok(dates)
}

fn open_desks(plan: &Value) -> Vec<String> {
    let list = |field: &str| plan[field].as_array().cloned().unwrap_or_default();
    let kept: Vec<Value> =
        list("zones").into_iter().filter(|zone| !zone["kept_for"].is_null()).map(|zone| zone["id"].clone()).collect();
    let open = list("desks").into_iter().filter(|desk| {
        desk["out_of_service"].is_null() && desk["assigned"] != Value::Bool(true) && !kept.contains(&desk["zone"])
    });
    open.filter_map(|desk| desk["id"].as_str().map(str::to_owned)).collect()
}
