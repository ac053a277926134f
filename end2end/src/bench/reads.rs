//! How fast people see which seats are free.

use crate::{
    CLIENTS,
    connection::get,
    load::{self, Figures, Target},
};
use end2end::{
    Outcome,
    office::Office,
    template::{Template, take_again},
};
use std::path::Path;

/// Measures on a floor as full as the demo office's are.
pub async fn measure(template: &Template, folder: &Path) -> Outcome<Vec<Figures>> {
    let office = Office::open(template, &folder.join("reads"), 1).await?;
    take_again(&office.look).await?;
    let server = office.servers.first().ok_or("no server")?;
    let (address, pid) = (server.address(), server.pid().ok_or("no process")?);
    let tokens: Vec<String> = office.people.iter().map(|person| format!("Bearer {}", person.token())).collect();
    let path = format!("/api/v1/floors/{}/seats?date={}&part=all_day", office.floor, office.date);
    let mut all = Vec::new();
    for clients in CLIENTS {
        let (tokens, path) = (tokens.clone(), path.clone());
        let next = move |number: usize| get(address, &path, &[("authorization", &tokens[number % tokens.len()])]);
        all.push(load::run(Target { address, pid, good: 200 }, clients, next).await?);
    }
    office.close().await?;
    Ok(all)
}
