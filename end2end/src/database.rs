//! Databases for one run each, and a look into them that goes around the product.

use crate::Outcome;
use office::backend::db::lasting;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Which database a run uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One file.
    Sqlite,
    /// A database of its own on the server of `JARI_TEST_POSTGRES_URL`.
    Postgres,
}

/// Where a database is.
#[derive(Clone, Debug)]
pub enum Place {
    /// This file.
    File(PathBuf),
    /// This database of the server at the URL.
    Server {
        /// The server's URL with another database.
        admin: String,
        /// The database's name.
        name: String,
    },
}

impl Place {
    /// A place for a new database; `None` without a PostgreSQL to test on, unless `JARI_REQUIRE_POSTGRES=1` says that
    /// this is a failure.
    pub fn new(kind: Kind, folder: &Path) -> Outcome<Option<Self>> {
        if kind == Kind::Sqlite {
            return Ok(Some(Place::File(folder.join("jari.db"))));
        }
        match std::env::var("JARI_TEST_POSTGRES_URL") {
            Ok(admin) => Ok(Some(Place::Server { admin, name: format!("jari_faults_{}", Uuid::now_v7().simple()) })),
            Err(_) if std::env::var("JARI_REQUIRE_POSTGRES").is_ok_and(|value| value == "1") => {
                Err("JARI_REQUIRE_POSTGRES=1 but JARI_TEST_POSTGRES_URL is not set".into())
            }
            Err(_) => Ok(None),
        }
    }

    /// The URL that the product opens it by.
    pub fn url(&self) -> String {
        match self {
            Place::File(path) => format!("sqlite://{}?mode=rwc", path.display()),
            Place::Server { admin, name } => with_database(admin, name),
        }
    }

    /// Makes it: empty, or with everything that another one holds that nobody has open.
    pub async fn make(&self, like: Option<&Place>) -> Outcome<()> {
        match (self, like) {
            (Place::File(path), Some(Place::File(from))) => std::fs::copy(from, path).map(|_| ()).map_err(Into::into),
            (Place::File(_), _) => Ok(()),
            (Place::Server { admin, name }, Some(Place::Server { name: from, .. })) => {
                tell(admin, &format!("CREATE DATABASE {name} TEMPLATE {from}")).await
            }
            (Place::Server { admin, name }, _) => tell(admin, &format!("CREATE DATABASE {name}")).await,
        }
    }

    /// Drops it.
    pub async fn drop(&self) -> Outcome<()> {
        match self {
            Place::File(_) => Ok(()),
            Place::Server { admin, name } => tell(admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await,
        }
    }
}

async fn tell(url: &str, statement: &str) -> Outcome<()> {
    let server = Database::connect(lasting(url)).await?;
    server.execute_unprepared(statement).await?;
    Ok(server.close().await?)
}

fn with_database(url: &str, name: &str) -> String {
    let (path, query) = url.split_once('?').map_or((url, String::new()), |(path, query)| (path, format!("?{query}")));
    let server = path.rsplit_once('/').map_or(path, |(server, _)| server);
    format!("{server}/{name}{query}")
}

/// A connection that goes around the product.
#[derive(Clone)]
pub struct Look {
    db: DatabaseConnection,
}

impl Look {
    /// Opens a database.
    pub async fn open(place: &Place) -> Outcome<Self> {
        Ok(Self { db: Database::connect(lasting(&place.url())).await? })
    }

    /// Runs a statement.
    pub async fn run(&self, statement: &str) -> Outcome<()> {
        self.db.execute_unprepared(statement).await?;
        Ok(())
    }

    /// The one number that a query answers.
    pub async fn number(&self, query: &str) -> Outcome<i64> {
        let row = self.db.query_one_raw(self.statement(query)).await?.ok_or("no row")?;
        Ok(row.try_get_by_index(0)?)
    }

    /// The first column of every row, as text.
    pub async fn texts(&self, query: &str) -> Outcome<Vec<String>> {
        let rows = self.db.query_all_raw(self.statement(query)).await?;
        rows.iter().map(|row| row.try_get_by_index(0).map_err(Into::into)).collect()
    }

    /// How many pairs of live bookings overlap on a desk or a person. Always 0.
    pub async fn overlaps(&self) -> Outcome<i64> {
        self.number(
            "SELECT count(*) FROM bookings a JOIN bookings b
             ON a.id < b.id AND (a.desk_id = b.desk_id OR a.person_id = b.person_id)
             AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
             WHERE a.state IN ('reserved', 'in_use', 'away') AND b.state IN ('reserved', 'in_use', 'away')",
        )
        .await
    }

    /// An id as this database writes it.
    pub fn id(&self, id: &str) -> String {
        if self.is_postgres() { format!("'{id}'::uuid") } else { format!("X'{}'", id.replace('-', "")) }
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.db.get_database_backend() == DbBackend::Postgres
    }

    /// Closes the connection.
    pub async fn close(self) -> Outcome<()> {
        Ok(self.db.close().await?)
    }

    fn statement(&self, text: &str) -> Statement {
        Statement::from_string(self.db.get_database_backend(), text)
    }
}
