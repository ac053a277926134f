//! Prints how fast Jari is on this machine, beside the machine's own limits, all in one run:
//! `bench [BINARY]`, by default the release build. Fails where an answer was not good or a page weighs more than it may.

mod bare;
mod bookings;
mod connection;
mod load;
mod page;
mod process;
mod reads;
mod table;

use end2end::{Outcome, database::Kind, template};
use std::{path::Path, process::ExitCode};

/// How many people take part in measuring.
const PEOPLE: usize = 100;

/// How many requests wait for an answer at the same time.
const CLIENTS: [usize; 3] = [1, 10, 50];

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Outcome<()> {
    let word = std::env::args().nth(1);
    if word.as_deref() == Some(bare::HELLO) {
        return bare::say_hello().await;
    }
    let binary = binary(word)?;
    println!("{}, {} processors\n", binary.display(), std::thread::available_parallelism()?);
    // On the disk that an office would use: a folder in memory has no durable commit.
    let folder = tempfile::tempdir_in(binary.parent().ok_or("no folder")?)?;
    let made = template::make(&binary, Kind::Sqlite, (&folder.path().join("template"), PEOPLE)).await?;
    let office = made.ok_or("no database")?;
    let hello = bare::hello().await?;
    table::print("Bare axum: a constant text", &hello);
    let reads = reads::measure(&office, folder.path()).await?;
    table::print("Seat states of one floor (GET /api/v1/floors/{id}/seats)", &reads);
    let commits = bare::commits(folder.path()).await?;
    println!("Bare SQLite: one row in one durable commit, one writer\n  {commits:.0} commits/s\n");
    let bookings = bookings::measure(&office, folder.path()).await?;
    table::print("Bookings (POST /api/v1/bookings), each in its own durable commit", &bookings);
    table::ratios((&reads, &hello), (&bookings, commits));
    let measured = [("bare axum", &hello), ("seat states", &reads), ("bookings", &bookings)];
    let mut against: Vec<String> = measured.iter().filter_map(|(what, figures)| load::failed(what, figures)).collect();
    against.extend(page::measure(&office, folder.path()).await?);
    if against.is_empty() { Ok(()) } else { Err(against.join("; ").into()) }
}

fn binary(named: Option<String>) -> Outcome<std::path::PathBuf> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/jari");
    let path = named.map_or(built, Into::into);
    path.canonicalize().map_err(|error| format!("{}: {error}; `make build` makes it", path.display()).into())
}
