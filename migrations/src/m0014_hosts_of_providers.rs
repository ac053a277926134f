//! Every provider has a host, by its identity, so that what it may run is part of what bookings promise and an admin can
//! drain or stop it as this server's own desktops.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let name = if sql::is_postgres(manager) { "id::text" } else { HYPHENATED };
        sql::run(manager, &[&format!("INSERT INTO hosts (name) SELECT {name} FROM providers WHERE kind <> 'local'")])
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &["DELETE FROM hosts WHERE name <> 'local'"]).await
    }
}

/// An identity as it is written in texts, of the sixteen bytes that SQLite stores.
const HYPHENATED: &str = "lower(substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-' || substr(hex(id), 13, 4)
    || '-' || substr(hex(id), 17, 4) || '-' || substr(hex(id), 21))";
