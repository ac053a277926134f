//! `jari migrate`

use super::say::say;
use crate::config::Config;
use std::process::ExitCode;

/// Brings the schema up to date.
pub async fn run(config: &Config) -> Result<ExitCode, String> {
    super::open(config).await?;
    say("The database is up to date.")?;
    Ok(ExitCode::SUCCESS)
}
