//! `jari floor import`

use super::say::say;
use crate::config::Config;
use clap::{Args, Subcommand};
use office::{
    backend::{
        error::Error,
        places::import::{self, OfFloor},
    },
    model::{place::Names, refusal::Refusal},
};
use std::{path::PathBuf, process::ExitCode};

/// Floors.
#[derive(Subcommand)]
pub enum FloorCommand {
    /// Import a floor's geometry from a WRLD indoor GeoJSON file: a new floor, or a new revision of one that is there.
    Import(Import),
}

/// Import a floor's geometry from a WRLD indoor GeoJSON file: a new floor, or a new revision of one that is there.
#[derive(Args)]
pub struct Import {
    /// The file.
    file: PathBuf,
    /// The name of the site, Korean or English.
    #[arg(long)]
    site: String,
    /// The floor's order from the ground, for example 3.
    #[arg(long, allow_hyphen_values = true)]
    level: i32,
    /// The Korean name of a new floor; made of the level if missing.
    #[arg(long)]
    name_ko: Option<String>,
    /// The English name of a new floor; made of the level if missing.
    #[arg(long)]
    name_en: Option<String>,
    /// Import it also where desks of the floor would stand outside of the building.
    #[arg(long)]
    force: bool,
}

/// Runs a floor command.
pub async fn run(config: &Config, command: FloorCommand) -> Result<ExitCode, String> {
    let FloorCommand::Import(what) = command;
    let text = std::fs::read_to_string(&what.file)
        .map_err(|error| format!("{} can't be read: {error}", what.file.display()))?;
    let office = super::open(config).await?;
    let level = what.level;
    let ko =
        what.name_ko.unwrap_or_else(|| if level < 0 { format!("지하 {}층", -level) } else { format!("{level}층") });
    let en = what.name_en.unwrap_or_else(|| if level < 0 { format!("B{}", -level) } else { format!("{level}F") });
    let of = OfFloor { site: what.site.clone(), level, name: Names::new(ko, en), force: what.force };
    let done = import::floor(&office, of, &text).await.map_err(|error| match error {
        Error::Refused(Refusal::BadInput { field, .. }) if field == "site" => {
            format!("--site: there is no site named {:?}", what.site)
        }
        Error::Refused(Refusal::BadInput { field, problem }) if field == "desks" => format!(
            "these desks would stand outside of the building: {problem}. Move or retire them first, or import it all the \
             same with --force."
        ),
        Error::Refused(Refusal::BadInput { problem, .. }) => format!("{}: {problem}", what.file.display()),
        other => other.to_string(),
    })?;
    let [width, depth] = done.size;
    let size = format!("{width:.1} m by {depth:.1} m");
    say(format!("Floor {}: revision {}, {size}, in force from today.", done.floor, done.revision))?;
    if done.skipped > 0 {
        say(format!("{} features are of no known type and were left out.", done.skipped))?;
    }
    if !done.outside.is_empty() {
        say(format!("Outside of the building now: {}.", done.outside.join(", ")))?;
    }
    Ok(ExitCode::SUCCESS)
}
