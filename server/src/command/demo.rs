//! `jari demo people`

use super::say::say;
use crate::config::Config;
use clap::Subcommand;
use office::backend::people::directory;
use std::process::ExitCode;

/// The demo office.
#[derive(Subcommand)]
pub enum DemoCommand {
    /// List everybody's address, role, name and team. In the demo office all sign in with the password that `serve --demo`
    /// prints.
    People,
}

/// Runs a demo command.
pub async fn run(config: &Config, command: DemoCommand) -> Result<ExitCode, String> {
    let DemoCommand::People = command;
    let office = super::open(config).await?;
    let people = directory::everybody(&office).await.map_err(|error| error.to_string())?;
    for person in people {
        let team = person.team_name.map(|name| name.ko).unwrap_or_default();
        say(format!("{}\t{}\t{}\t{team}", person.email, person.role.word(), person.name))?;
    }
    Ok(ExitCode::SUCCESS)
}
