//! Runs one step's SQL with each database's own type names.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// Runs every statement in order. `{uuid}`, `{float}` and `{serial}` become the database's own types.
pub async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let postgres = is_postgres(manager);
    for statement in statements {
        db.execute_unprepared(&typed(statement, postgres)).await?;
    }
    Ok(())
}

/// Whether the database is PostgreSQL; else it is SQLite.
pub fn is_postgres(manager: &SchemaManager<'_>) -> bool {
    manager.get_database_backend() == DbBackend::Postgres
}

fn typed(statement: &str, postgres: bool) -> String {
    let (uuid, float, serial) = if postgres {
        ("uuid", "double precision", "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
    } else {
        ("blob", "real", "integer PRIMARY KEY AUTOINCREMENT")
    };
    statement.replace("{uuid}", uuid).replace("{float}", float).replace("{serial}", serial)
}
