//! `jari token create`

use crate::config::Config;
use clap::Subcommand;
use office::backend::people::tokens;
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum TokenCommand {
    /// Make an API token for a person; it is printed once, as the last word.
    Create {
        /// The person's e-mail address.
        #[arg(long)]
        person: String,
    },
}

/// Runs a token command.
pub async fn run(config: &Config, command: TokenCommand) -> Result<ExitCode, String> {
    let TokenCommand::Create { person } = command;
    let office = super::open(config).await?;
    let token = tokens::create(&office, &person).await.map_err(|_| {
        format!("nobody in the directory has the address {person}; `jari demo people` lists the demo's")
    })?;
    println!("Token for {person}: {token}");
    Ok(ExitCode::SUCCESS)
}
