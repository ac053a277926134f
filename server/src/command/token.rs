//! `jari token create`

use super::say::say;
use crate::config::Config;
use clap::Subcommand;
use office::backend::{error::Error, people::tokens};
use std::process::ExitCode;

/// API tokens.
#[derive(Subcommand)]
pub enum TokenCommand {
    /// Make an API token for a person; it is printed once, as the last word.
    Create {
        /// The person's e-mail address.
        #[arg(long)]
        person: String,
    },
    /// End every API token of a person, at once.
    Revoke {
        /// The person's e-mail address.
        #[arg(long)]
        person: String,
    },
}

/// Runs a token command.
pub async fn run(config: &Config, command: TokenCommand) -> Result<ExitCode, String> {
    let office = super::open(config).await?;
    match command {
        TokenCommand::Create { person } => {
            let token = tokens::create(&office, &person).await.map_err(|error| why(&person, error))?;
            say(format!("Token for {person}: {token}"))?;
        }
        TokenCommand::Revoke { person } => {
            let many = tokens::revoke(&office, &person).await.map_err(|error| why(&person, error))?;
            say(format!("Tokens of {person} that were ended: {many}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn why(person: &str, error: Error) -> String {
    match error {
        Error::Refused(_) => {
            format!("nobody in the directory has the address {person}; `jari demo people` lists the demo's")
        }
        Error::Fault(fault) => format!("the database did not answer: {fault}"),
    }
}
