//! `jari doctor`

use crate::config::Config;
use std::process::ExitCode;

/// Looks at everything Jari needs and says in words what is missing.
pub async fn run(config: &Config) -> Result<ExitCode, String> {
    println!("{config}");
    let office = match super::open(config).await {
        Ok(office) => {
            println!("ok    database");
            office
        }
        Err(problem) => {
            println!("wrong database: {problem}");
            return Ok(ExitCode::FAILURE);
        }
    };
    match office.desktops().health().await {
        Ok(()) => println!("ok    cloud PCs: local desktops can be started"),
        Err(problem) => println!("note  cloud PCs: {problem} (booking works without)"),
    }
    if config.base_url.starts_with("http://") && !config.is_loopback() {
        println!("note  base_url is plain http: put TLS in front and set base_url to https://…");
    }
    Ok(ExitCode::SUCCESS)
}
