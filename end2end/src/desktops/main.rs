//! Prints what real cloud PCs on this host do: how many of a morning's are ready when their bookings begin, what one takes of
//! memory, and what the way through the server costs beside the desktop's own socket. `desktops [BINARY]`, by default the
//! one built beside this program. It takes until the next quarter hour that is five minutes away.

mod memory;
mod morning;
mod way;
mod wire;

use end2end::{Outcome, database::Kind, office::Office, server, template};
use std::process::ExitCode;

/// How many people come at once.
const PEOPLE: usize = 30;
/// How many may be asked: some are at their desks already.
const ASKED: usize = 100;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("desktops: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Outcome<()> {
    let binary = match std::env::args().nth(1) {
        Some(path) => path.into(),
        None => server::binary()?,
    };
    println!("{}, {} processors, load {}", binary.display(), std::thread::available_parallelism()?, load()?);
    let folder = tempfile::tempdir()?;
    let made = template::make(&binary, Kind::Sqlite, (&folder.path().join("template"), ASKED)).await?;
    let office = Office::open(&made.ok_or("no database")?, folder.path(), 1).await?;
    let sessions = folder.path().join("server-0/desktops/sessions");
    let measured = measure(&office, &sessions).await;
    let said = office.servers.first().map(server::Server::said).unwrap_or_default();
    office.close().await?;
    memory::end(&sessions)?;
    measured.map_err(|problem| format!("{problem}\n{said}").into())
}

async fn measure(office: &Office, sessions: &std::path::Path) -> Outcome<()> {
    let booked = morning::book(office).await?;
    morning::wait(office, &booked).await?;
    println!("load {}", load()?);
    memory::print(sessions)?;
    let (person, session) = booked.sessions.first().ok_or("no session")?;
    way::print((office, person), (session, &sessions.join(format!("{session}-1/live/rfb.sock")))).await
}

/// What else runs here: the load average of the last minute.
fn load() -> Outcome<String> {
    let all = std::fs::read_to_string("/proc/loadavg")?;
    Ok(all.split(' ').next().unwrap_or_default().to_owned())
}
