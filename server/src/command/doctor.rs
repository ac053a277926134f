//! `jari doctor`

use crate::config::Config;
use office::backend::cloud_pcs::providers::find;
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
    for (name, problem) in find::health(&office).await.map_err(|error| error.to_string())? {
        match problem {
            None => println!("ok    cloud PCs of {name} can be started"),
            Some(problem) => println!("note  cloud PCs of {name}: {problem} (booking works without)"),
        }
    }
    let mut fine = true;
    match &config.post {
        None => println!(
            "note  mail: none is sent; set JARI_SMTP_URL and JARI_MAIL_FROM to tell people what happens to their seats"
        ),
        Some(post) => match post.check().await {
            Ok(()) => println!("ok    mail server"),
            Err(why) => {
                println!("wrong mail server: {why}");
                fine = false;
            }
        },
    }
    let locked = find::locked_secrets(&office).await.map_err(|error| error.to_string())?;
    for (name, why) in &locked {
        println!("wrong secret of {name}: {why}");
    }
    if config.base_url.starts_with("http://") && !config.is_loopback() {
        println!("note  base_url is plain http: put TLS in front and set base_url to https://…");
    }
    Ok(if locked.is_empty() && fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
