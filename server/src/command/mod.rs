//! What the binary can be told to do.

mod demo;
mod doctor;
mod floor;
mod migrate;
mod openapi;
mod say;
mod serve;
mod token;

use crate::config::{self, Config, Flags};
use clap::{Parser, Subcommand};
use office::backend::{
    cloud_pcs::local::LocalDesktops,
    error::Error,
    office::{Found, Office, SystemClock},
};
use std::{process::ExitCode, sync::Arc};

/// The command line.
#[derive(Parser)]
#[command(name = "jari", version, about = "자리: pick a seat, sit down, and your cloud PC is there")]
pub struct Line {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the office.
    ///
    /// The environment's JARI_LOG says what is logged, like `info,office=debug`.
    Serve {
        /// Fill an empty database with the demo office first. There, and in no other office, one click signs in.
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database's schema up to date and stop.
    Migrate,
    /// Explain what is missing or wrong.
    Doctor,
    /// Print the OpenAPI description of the public API.
    Openapi,
    /// API tokens.
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// The demo office.
    #[command(subcommand)]
    Demo(demo::DemoCommand),
    /// Floors.
    #[command(subcommand)]
    Floor(floor::FloorCommand),
}

/// Runs a command line. The error is a sentence for whoever typed it.
pub async fn run(line: Line) -> Result<ExitCode, String> {
    if matches!(line.command, Command::Openapi) {
        return openapi::run();
    }
    let config = config::load(&line.flags)?;
    match line.command {
        Command::Serve { demo } => serve::run(config, demo).await,
        Command::Migrate => migrate::run(&config).await,
        Command::Doctor => doctor::run(&config).await,
        Command::Openapi => openapi::run(),
        Command::Token(command) => token::run(&config, command).await,
        Command::Demo(command) => demo::run(&config, command).await,
        Command::Floor(command) => floor::run(&config, command).await,
    }
}

/// Opens the configured office.
pub async fn open(config: &Config) -> Result<Office, String> {
    std::fs::create_dir_all(&config.data_dir)
        .map_err(|error| format!("the data folder {} can't be made: {error}", config.data_dir.display()))?;
    Office::open(&config.database_url, Arc::new(SystemClock), desktops(config))
        .await
        .map(|office| office.with_vault(config.vault.clone()))
        .map_err(unopened)
}

/// Looks what stands at the configured database without changing it.
async fn look(config: &Config) -> Result<Found, String> {
    let found = Office::look(&config.database_url, Arc::new(SystemClock), desktops(config)).await.map_err(unopened)?;
    Ok(match found {
        Found::Office(office) => Found::Office(Box::new(office.with_vault(config.vault.clone()))),
        other => other,
    })
}

fn desktops(config: &Config) -> Arc<LocalDesktops> {
    Arc::new(LocalDesktops::new(config.data_dir.join("desktops")).showing(config.desktops))
}

fn unopened(error: Error) -> String {
    format!("the database (database_url) can't be opened: {error}")
}
