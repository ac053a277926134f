//! Connections and transactions.

use super::error::{Error, Fault, Result};
use crate::model::text::is_plain;
use migrations::Migrator;
use sea_orm::{
    ColumnTrait, Condition, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
    sea_query::{Expr, Func},
    sqlx,
};
use sea_orm_migration::MigratorTrait;
use std::{future::Future, marker::PhantomData, path::Path, pin::Pin, time::Duration};

/// One pool to read and one to write. SQLite lets one writer in at a time, so its write pool has one connection and
/// waiting happens in the pool, fairly, instead of in the file lock; PostgreSQL uses one pool for both.
#[derive(Clone)]
pub struct Databases {
    /// Reads.
    pub read: DatabaseConnection,
    /// Writes.
    pub write: DatabaseConnection,
}

/// How long a connection to SQLite waits for another one that writes: as long as a busy disk may take for its commit.
const SQLITE_PATIENCE: Duration = Duration::from_secs(15);

/// Opens the pools for a URL.
pub async fn open(url: &str) -> Result<Databases> {
    if url.starts_with("sqlite:") {
        let write = Database::connect(sqlite(url, 1)).await?;
        let read = if url.contains(":memory:") { write.clone() } else { Database::connect(sqlite(url, 8)).await? };
        Ok(Databases { read, write })
    } else {
        let mut options = lasting(url);
        options.max_connections(16).acquire_timeout(Duration::from_secs(10));
        let both = Database::connect(options).await?;
        Ok(Databases { read: both.clone(), write: both })
    }
}

/// A pool whose connections are never closed for their age. The task of sqlx 0.9 that closes them counts idle ones while
/// others are handed out, may read a number below zero as 2⁶⁴, and then keeps a thread of the runtime busy for ever
/// (launchbadge/sqlx#3645). Whether a connection to PostgreSQL still works is asked before each use.
pub fn lasting(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.idle_timeout(None).max_lifetime(None).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|options| options.busy_timeout(SQLITE_PATIENCE));
    options
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = lasting(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        // A file does not hang up: no need to ask before each use.
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(|options| {
            options
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
                // An acknowledged booking survives the loss of power, not only of the process.
                .synchronous(sqlx::sqlite::SqliteSynchronous::Full)
                .busy_timeout(SQLITE_PATIENCE)
                // A floor's seats at once: whoever reads is not woken time and again between.
                .row_buffer_size(1_000)
        });
    options
}

/// Runs the steps of the schema's history that are missing. Two servers that start together take turns.
pub async fn migrate(db: &Databases) -> Result<()> {
    // All steps in one transaction: a process that dies in the middle leaves nothing half done.
    let turn = db.write.begin_with_options(to_write()).await?;
    if is_postgres(&turn) {
        turn.execute_unprepared("SELECT pg_advisory_xact_lock(7235421)").await?;
    }
    Migrator::up(&turn, None).await?;
    Ok(turn.commit().await?)
}

/// How many steps of the schema's history are missing. Nothing is changed.
pub async fn missing_steps(db: &Databases) -> Result<usize> {
    Ok(Migrator::get_pending_migrations_read_only(&db.read).await?.len())
}

/// Whether there is a file to open where a URL names one.
pub fn is_there(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("sqlite:") else { return true };
    let file = rest.split('?').next().unwrap_or(rest).trim_start_matches("//");
    file.contains(":memory:") || Path::new(file).exists()
}

/// A future that borrows a transaction.
pub type InTransaction<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A transaction handed to a write, which may also borrow what lives around the call (`'env`).
#[derive(Clone, Copy)]
pub struct Scope<'a, 'env> {
    /// The open transaction.
    pub tx: &'a DatabaseTransaction,
    around: PhantomData<&'a &'env ()>,
}

/// How often a write or a look-up is tried again.
const MOST_AGAIN: u32 = 5;

/// Runs one write in one transaction, again from its start when the database asks for that (a deadlock, a lost race
/// for a lock) or hangs up before the commit was asked for. Everything is undone when the write is refused or fails.
pub async fn write<'env, T, F>(db: &Databases, work: F) -> Result<T>
where
    F: for<'a> Fn(Scope<'a, 'env>) -> InTransaction<'a, T>,
{
    let mut attempt = 0;
    loop {
        match once(db, &work).await {
            Outcome::Undone(error) if attempt < MOST_AGAIN && asks_for_another_try(&error) => {
                attempt += 1;
                pause(attempt).await;
            }
            Outcome::Undone(error) | Outcome::Unknown(error) => return Err(error),
            Outcome::Done(value) => return Ok(value),
        }
    }
}

/// Looks something up, again when the connection breaks meanwhile.
pub async fn look<T, W: Future<Output = Result<T>>>(look: impl Fn() -> W) -> Result<T> {
    let mut attempt = 0;
    loop {
        match look().await {
            Err(error) if attempt < MOST_AGAIN && asks_for_another_try(&error) => {
                attempt += 1;
                pause(attempt).await;
            }
            other => return other,
        }
    }
}

async fn pause(attempt: u32) {
    tokio::time::sleep(Duration::from_millis(10 << attempt)).await;
}

/// What became of a transaction.
enum Outcome<T> {
    Done(T),
    /// Nothing of it is stored.
    Undone(Error),
    /// The connection broke at the commit: it may be stored or not, so it must not be done again.
    Unknown(Error),
}

async fn once<'env, T, F>(db: &Databases, work: &F) -> Outcome<T>
where
    F: for<'a> Fn(Scope<'a, 'env>) -> InTransaction<'a, T>,
{
    let tx = match db.write.begin_with_options(to_write()).await {
        Ok(tx) => tx,
        Err(error) => return Outcome::Undone(error.into()),
    };
    let value = match work(Scope { tx: &tx, around: PhantomData }).await {
        Ok(value) => value,
        Err(error) => {
            // Where this fails the connection is gone, and the transaction with it.
            if let Err(error) = tx.rollback().await {
                tracing::debug!(%error, "a transaction ended without being rolled back");
            }
            return Outcome::Undone(error);
        }
    };
    match tx.commit().await {
        Ok(()) => Outcome::Done(value),
        Err(error) if hung_up(&error) => Outcome::Unknown(error.into()),
        Err(error) => Outcome::Undone(error.into()),
    }
}

/// A transaction that will write. SQLite takes the write lock at once: taken later it may be refused without waiting.
fn to_write() -> TransactionOptions {
    TransactionOptions {
        isolation_level: None,
        access_mode: None,
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
    }
}

fn asks_for_another_try(error: &Error) -> bool {
    let Error::Fault(Fault::Database(error)) = error else { return false };
    // Deadlock and serialisation failure on PostgreSQL; busy on SQLite.
    matches!(code(error).as_deref(), Some("40P01" | "40001" | "5" | "261" | "517")) || hung_up(error)
}

/// Whether the database, not what was asked of it, is at fault for now: the same request may succeed later.
pub fn is_passing(error: &DbErr) -> bool {
    matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_))
        || matches!(code(error).as_deref(), Some("40P01" | "40001" | "53300" | "5" | "261" | "517"))
        || hung_up(error)
        || matches!(driver(error), Some(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed))
}

/// Whether the connection broke: the network, or a server that shuts down or ends one connection.
fn hung_up(error: &DbErr) -> bool {
    match driver(error) {
        Some(sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::BeginFailed | sqlx::Error::WorkerCrashed) => true,
        Some(sqlx::Error::Database(_)) => code(error)
            .is_some_and(|code| code.starts_with("08") || ["57P01", "57P02", "57P03"].contains(&code.as_str())),
        _ => false,
    }
}

fn driver(error: &DbErr) -> Option<&sqlx::Error> {
    let (DbErr::Exec(inner) | DbErr::Query(inner) | DbErr::Conn(inner)) = error else { return None };
    let sea_orm::RuntimeErr::SqlxError(inner) = inner else { return None };
    Some(inner)
}

fn code(error: &DbErr) -> Option<String> {
    driver(error)?.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()))
}

/// The name of the overlap constraint that a write broke, on either database.
pub fn broken_overlap(error: &DbErr) -> Option<&'static str> {
    let text = error.to_string();
    ["bookings_desk_overlap", "bookings_person_overlap"].into_iter().find(|name| text.contains(name))
}

/// Whether a write broke a unique constraint.
pub fn is_duplicate(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
}

/// Whether this is PostgreSQL.
pub fn is_postgres(db: &impl ConnectionTrait) -> bool {
    db.get_database_backend() == DbBackend::Postgres
}

/// Holds where one of some columns contains a text, in capital or small letters. PostgreSQL tells them apart, and SQLite
/// those beyond the English ones, so a text that is written just so is looked for as well. What can't be stored is in
/// none.
pub(crate) fn contains<const MANY: usize>(columns: [impl ColumnTrait; MANY], text: &str) -> Condition {
    if !is_plain(text) {
        return Condition::all().add(Expr::Constant(false.into()));
    }
    let small = format!("%{}%", text.to_lowercase());
    columns.into_iter().fold(Condition::any(), |any, column| {
        let lower = Expr::expr(Func::lower(Expr::col(column.as_column_ref())));
        any.add(sea_orm::ExprTrait::like(lower, small.clone())).add(column.contains(text))
    })
}
