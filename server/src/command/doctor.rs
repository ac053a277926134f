//! `jari doctor`

use super::say::say;
use crate::{config::Config, http::assets};
use office::backend::{
    cloud_pcs::{provider::DesktopProvider, providers::find},
    office::{Found, Office},
};
use std::process::ExitCode;

/// Looks at everything Jari needs and says in words what is missing. It changes nothing.
pub async fn run(config: &Config) -> Result<ExitCode, String> {
    say(config)?;
    let stored = match super::look(config).await {
        Ok(Found::Office(office)) => {
            say("ok    database")?;
            cloud_pcs(&office).await?
        }
        Ok(Found::Behind(steps)) => {
            say(format!(
                "note  database: {steps} steps of its schema are missing; `jari migrate` or `jari serve` takes them"
            ))?;
            desktops(config).await?;
            true
        }
        Ok(Found::Nothing) => {
            say("note  database: there is none yet; `jari serve` makes it")?;
            desktops(config).await?;
            true
        }
        Err(problem) => {
            say(format!("wrong database: {problem}"))?;
            return Ok(ExitCode::FAILURE);
        }
    };
    viewer()?;
    let posted = mail(config).await?;
    if config.base_url.starts_with("http://") && !config.is_loopback() {
        say("note  base_url is plain http: put TLS in front and set base_url to https://…")?;
    }
    Ok(if stored && posted { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Says whether this server has what its own desktops need, which an office begins with.
async fn desktops(config: &Config) -> Result<(), String> {
    match super::desktops(config).health().await {
        Ok(()) => say("ok    cloud PCs of this server can be started"),
        Err(problem) => say(format!("note  cloud PCs of this server: {problem} (booking works without)")),
    }
}

/// Whether nothing is wrong with where cloud PCs come from.
async fn cloud_pcs(office: &Office) -> Result<bool, String> {
    for (name, problem) in find::health(office).await.map_err(|error| error.to_string())? {
        match problem {
            None => say(format!("ok    cloud PCs of {name} can be started"))?,
            Some(problem) => say(format!("note  cloud PCs of {name}: {problem} (booking works without)"))?,
        }
    }
    let locked = find::locked_secrets(office).await.map_err(|error| error.to_string())?;
    for (name, why) in &locked {
        say(format!("wrong secret of {name}: {why}"))?;
    }
    Ok(locked.is_empty())
}

/// Says whether this program has with it what draws a desktop in the browser.
fn viewer() -> Result<(), String> {
    say(if assets::version("novnc/core/rfb.js").is_empty() {
        "note  the remote desktop's viewer is missing: run `npm ci` in tools/novnc and build again (booking works without)"
    } else {
        "ok    the remote desktop's viewer"
    })
}

/// Whether nothing is wrong with the mail server.
async fn mail(config: &Config) -> Result<bool, String> {
    let Some(post) = &config.post else {
        say(
            "note  mail: none is sent; set JARI_SMTP_URL and JARI_MAIL_FROM to tell people what happens to their seats",
        )?;
        return Ok(true);
    };
    let checked = post.check().await;
    match &checked {
        Ok(()) => say("ok    mail server")?,
        Err(why) => say(format!("wrong mail server: {why}"))?,
    }
    Ok(checked.is_ok())
}
