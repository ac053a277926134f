//! The machine's own limits: what a server that does nothing answers, and what a disk that keeps its word commits.

use crate::{
    CLIENTS,
    connection::get,
    load::{self, Figures, Target},
};
use axum::{Router, routing::get as on_get};
use end2end::Outcome;
use office::backend::db::lasting;
use sea_orm::{
    ConnectionTrait, Database,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::{
    net::SocketAddr,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpListener,
    process::Command,
};

/// The word by which this program becomes the bare server.
pub const HELLO: &str = "hello";

/// Serves a constant text; prints its address first.
pub async fn say_hello() -> Outcome<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let app = Router::new().route("/", on_get(async || "hello"));
    Ok(axum::serve(listener, app).await?)
}

/// Measures the bare server as a process of its own.
pub async fn hello() -> Outcome<Vec<Figures>> {
    let mut child =
        Command::new(std::env::current_exe()?).arg(HELLO).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let (pid, out) = (child.id().ok_or("no process")?, child.stdout.take().ok_or("no output")?);
    let line = BufReader::new(out).lines().next_line().await?.ok_or("no address")?;
    let address: SocketAddr = line.parse()?;
    let mut all = Vec::new();
    for clients in CLIENTS {
        all.push(load::run(Target { address, pid, good: 200 }, clients, move |_| get(address, "/", &[])).await?);
    }
    child.kill().await?;
    Ok(all)
}

/// How many rows a second one writer stores in a commit each, set as durable as Jari's database.
pub async fn commits(folder: &Path) -> Outcome<f64> {
    let mut options = lasting(&format!("sqlite://{}?mode=rwc", folder.join("bare.db").display()));
    options.max_connections(1).test_before_acquire(false).map_sqlx_sqlite_opts(|options| {
        options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full)
    });
    let db = Database::connect(options).await?;
    db.execute_unprepared("CREATE TABLE rows (id integer PRIMARY KEY, body text NOT NULL)").await?;
    let (begun, mut many) = (Instant::now(), 0);
    while begun.elapsed() < Duration::from_secs(2) {
        db.execute_unprepared("INSERT INTO rows (body) VALUES ('one row in one commit')").await?;
        many += 1;
    }
    let rate = f64::from(many) / begun.elapsed().as_secs_f64();
    db.close().await?;
    Ok(rate)
}
