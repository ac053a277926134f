//! `jari openapi`

use super::say::say;
use std::process::ExitCode;

/// Prints the description of the public API as JSON.
pub fn run() -> Result<ExitCode, String> {
    let text = crate::api::description().to_pretty_json().map_err(|error| error.to_string())?;
    say(text)?;
    Ok(ExitCode::SUCCESS)
}
