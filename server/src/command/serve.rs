//! `jari serve`

use super::say::say;
use crate::{
    config::Config,
    http::{
        count,
        router::{self, Demo, Shared},
    },
    mail,
};
use office::backend::{
    demo,
    jobs::schedule,
    office::Office,
    people::{directory, set_up},
};
use std::{
    future::IntoFuture,
    io::{self, IsTerminal},
    process::ExitCode,
    time::Duration,
};
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

/// Serves until asked to stop, then lets requests finish. Desktops go on running.
pub async fn run(config: Config, demo: bool) -> Result<ExitCode, String> {
    log(&config);
    // Before the database is touched: a second server by mistake changes nothing.
    let listener = listen(&config).await?;
    let office = super::open(&config).await?;
    if demo && directory::is_empty(&office).await.map_err(|error| error.to_string())? {
        say("Filling the demo office …")?;
        demo::seed::fill(&office).await.map_err(|error| format!("the demo office can't be filled: {error}"))?;
    }
    let stop = CancellationToken::new();
    count::begin();
    let mut jobs = schedule::start(&office, &stop);
    jobs.spawn(count::events(office.clone(), stop.clone()));
    if let Some(post) = config.post.clone() {
        jobs.spawn(mail::run(office.clone(), (post, config.base_url.clone()), stop.clone()));
    }
    let demo = one_click(&office, demo).await?;
    greet(&config, &office, demo).await?;
    let shared = Shared::new(office, config, demo, stop.clone());
    let screens = shared.screens.clone();
    let app = router::build(shared);
    let serving = async {
        let served = axum::serve(listener, app).with_graceful_shutdown(asked_to_stop(stop.clone()));
        let served = tokio::select! {
            served = served.into_future() => served,
            () = last_call(&stop) => Ok(()),
        };
        stop.cancel();
        served
    };
    let good_bye = async {
        stop.cancelled().await;
        screens.stop().await;
    };
    let last_work = async {
        stop.cancelled().await;
        finish(&mut jobs, LAST_CALL).await;
    };
    let (served, (), ()) = tokio::join!(serving, good_bye, last_work);
    served.map_err(|error| error.to_string())?;
    Ok(ExitCode::SUCCESS)
}

async fn listen(config: &Config) -> Result<TcpListener, String> {
    TcpListener::bind(config.listen).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "listen: something else already uses {}. Stop it, or choose another port with --listen or JARI_LISTEN.",
            config.listen
        ),
        _ => format!("listen: {} can't be used: {error}", config.listen),
    })
}

/// Whether one click lets people in, as `--demo` asks for.
async fn one_click(office: &Office, asked: bool) -> Result<Demo, String> {
    let demo = Demo::of(office, asked).await.map_err(|error| error.to_string())?;
    if asked && !demo.0 {
        tracing::warn!("--demo was passed over: this office was not filled as the demo, and opens to no click");
    }
    Ok(demo)
}

async fn greet(config: &Config, office: &Office, demo: Demo) -> Result<(), String> {
    say(format!("Jari is at {}", config.base_url))?;
    if demo.0 {
        say(format!("Sign in with one click, or as any of `jari demo people` with the password {}", demo::PASSWORD))?;
        say_if_old(config, office).await?;
    }
    if let Some(code) = set_up::new_code(office).await.map_err(|error| error.to_string())? {
        let set_up = format!("{}/set-up", config.base_url);
        say(format!("Nobody is in the directory yet. Open {set_up} and use this one-time code: {code}"))?;
    }
    Ok(())
}

/// A demo that was kept goes on, but its people do not come any more.
async fn say_if_old(config: &Config, office: &Office) -> Result<(), String> {
    let Some(day) = demo::noted::old_since(office).await.map_err(|error| error.to_string())? else { return Ok(()) };
    let anew = match config.database_url.starts_with("sqlite:") {
        true => format!("delete {} and start it again", config.data_dir.display()),
        false => "start it again with an empty database".to_owned(),
    };
    say(format!(
        "The demo office is of {day}: its people have bookings around that day. To begin anew, stop Jari, {anew}."
    ))
}

/// How long a server that stops waits for requests and recurring work that are under way. A client that never finishes its own
/// would keep it for ever, a host or a mail server that does not answer for most of a minute.
const LAST_CALL: Duration = Duration::from_secs(10);

async fn last_call(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(LAST_CALL).await;
    tracing::warn!("some requests were not finished when the server stopped");
}

/// Waits for work to end, but no longer than so. What is left is given up when it is dropped, as if the server had died: the
/// next one goes on with it.
async fn finish(jobs: &mut JoinSet<()>, patience: Duration) {
    let ended = async { while jobs.join_next().await.is_some() {} };
    if tokio::time::timeout(patience, ended).await.is_err() {
        tracing::warn!("some recurring work was not finished when the server stopped");
    }
}

async fn asked_to_stop(stop: CancellationToken) {
    let mut terminated = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(_) => return std::future::pending().await,
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
    // Streams watch this and end, so that waiting for them does not take for ever.
    stop.cancel();
}

fn log(config: &Config) {
    let filter = EnvFilter::try_from_env("JARI_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm=warn"));
    let colours = std::io::stderr().is_terminal();
    let base = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    if config.log_json { base.json().init() } else { base.init() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_is_waited_for_unless_it_does_not_end() {
        let mut jobs = JoinSet::new();
        jobs.spawn(tokio::task::yield_now());
        finish(&mut jobs, Duration::MAX).await;
        assert!(jobs.is_empty());
        jobs.spawn(std::future::pending());
        finish(&mut jobs, Duration::ZERO).await;
        assert_eq!(jobs.len(), 1, "it ended");
    }
}
