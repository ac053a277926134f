//! What the page of the fullest floor weighs and costs, beside what it may.

use crate::{
    connection::{Connection, get},
    load::{self, Target},
};
use end2end::{
    Outcome,
    office::Office,
    template::{Template, take_again},
};
use std::{net::SocketAddr, path::Path, time::Duration};

/// The most that HTML and style of a floor may weigh, packed.
const DOCUMENT_BUDGET: usize = 40_000;
/// The most that its scripts and WASM may weigh, packed.
const SCRIPT_BUDGET: usize = 450_000;
/// The most processor time that making it may take.
const RENDER_BUDGET: Duration = Duration::from_millis(10);

/// Measures and prints; answers what weighs more than it may and whether answers were not good.
pub async fn measure(template: &Template, folder: &Path) -> Outcome<Vec<String>> {
    let office = Office::open(template, &folder.join("page"), 1).await?;
    take_again(&office.look).await?;
    let server = office.servers.first().ok_or("no server")?;
    let (address, pid) = (server.address(), server.pid().ok_or("no process")?);
    let floor = office.look.texts(FULLEST).await?.into_iter().next().ok_or("no floor")?;
    let (floor, desks) = floor.split_once(' ').ok_or("no desks")?;
    let token = format!("Bearer {}", office.people.first().ok_or("nobody")?.token());
    let path = format!("/floors/{floor}?date={}", office.date);
    let plain = text(address, &path, &[("authorization", &token)]).await?;
    println!("The page of a floor with {desks} desks, packed with brotli as it goes over the wire");
    let html = size(address, &path, &token).await?;
    let styles = sizes(address, &links(&plain, "href=\"", &[".css"]), &token).await?;
    let scripts = sizes(address, &links(&plain, "\"", &[".js", ".wasm"]), &token).await?;
    let heavy = [
        budget("HTML and style", html + styles, DOCUMENT_BUDGET),
        budget("JavaScript and WASM", scripts, SCRIPT_BUDGET),
    ];
    let asked = path.clone();
    let next = move |_| get(address, &asked, &[("authorization", &token)]);
    let figures = load::run(Target { address, pid, good: 200 }, 1, next).await?;
    let verdict = if figures.cpu <= RENDER_BUDGET { "within" } else { "OVER" };
    println!("  made in {:.2} ms of processor time: {verdict} the budget of {RENDER_BUDGET:?}", ms(figures.cpu));
    println!("  answered in {:.2} ms (p50), {:.2} ms (p99), not packed", ms(figures.p50), ms(figures.p99));
    office.close().await?;
    Ok(heavy.into_iter().chain([load::failed("the page", &[figures])]).flatten().collect())
}

/// The floor with the most desks and how many they are.
const FULLEST: &str =
    "SELECT lower(substr(hex(f.id), 1, 8) || '-' || substr(hex(f.id), 9, 4) || '-' || substr(hex(f.id), 13, 4)
    || '-' || substr(hex(f.id), 17, 4) || '-' || substr(hex(f.id), 21)) || ' ' || count(*)
    FROM floors f JOIN desks d ON d.floor_id = f.id GROUP BY f.id ORDER BY count(*) DESC LIMIT 1";

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Prints what something weighs; answers it again if that is more than it may.
fn budget(what: &str, bytes: usize, most: usize) -> Option<String> {
    let verdict = if bytes <= most { "within" } else { "OVER" };
    let said = format!("{what}: {:.1} kB, {verdict} the budget of {} kB", bytes as f64 / 1000.0, most / 1000);
    println!("  {said}");
    (bytes > most).then_some(said)
}

async fn text(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Outcome<String> {
    let reply = Connection::open(address).await?.send(get(address, path, headers)?).await?;
    if reply.status != 200 {
        return Err(format!("{path} answers {}", reply.status).into());
    }
    Ok(String::from_utf8_lossy(&reply.body).into_owned())
}

async fn size(address: SocketAddr, path: &str, token: &str) -> Outcome<usize> {
    let headers = [("authorization", token), ("accept-encoding", "br")];
    let reply = Connection::open(address).await?.send(get(address, path, &headers)?).await?;
    if reply.status == 200 { Ok(reply.body.len()) } else { Err(format!("{path} answers {}", reply.status).into()) }
}

async fn sizes(address: SocketAddr, paths: &[String], token: &str) -> Outcome<usize> {
    let mut sum = 0;
    for path in paths {
        let bytes = size(address, path, token).await?;
        println!("    {:>9.1} kB  {}", bytes as f64 / 1000.0, path.split('?').next().unwrap_or(path));
        sum += bytes;
    }
    Ok(sum)
}

/// Addresses of the browser's part that a page names, each once, that end so before their query.
fn links(page: &str, before: &str, ends: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in page.split(before).skip(1) {
        let address = part.split(['"', '\'']).next().unwrap_or_default();
        let path = address.split('?').next().unwrap_or_default();
        let known = found.iter().any(|known| known.split('?').next() == Some(path));
        let ours = path.starts_with("/pkg/") || path == "/page.js";
        if ours && ends.iter().any(|end| path.ends_with(end)) && !known {
            found.push(address.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_weighs_more_than_it_may_is_said() {
        assert_eq!(budget("HTML", 40_000, 40_000), None);
        assert_eq!(budget("HTML", 40_900, 40_000).as_deref(), Some("HTML: 40.9 kB, OVER the budget of 40 kB"));
    }
}
