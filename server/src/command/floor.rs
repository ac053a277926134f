//! `jari floor import`

use crate::config::Config;
use clap::Subcommand;
use std::{path::PathBuf, process::ExitCode};

#[derive(Subcommand)]
pub enum FloorCommand {
    /// Import a floor's geometry from a WRLD indoor GeoJSON file.
    Import {
        /// The file.
        file: PathBuf,
    },
}

/// Runs a floor command.
pub async fn run(config: &Config, command: FloorCommand) -> Result<ExitCode, String> {
    let FloorCommand::Import { file } = command;
    super::open(config).await?;
    Err(format!("{} was not imported", file.display()))
}
