//! One number that every change of what a place is raises, so that whoever has read the places knows from it alone
//! whether they still are so. The database counts, so no change can be forgotten.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What is counted: everything that is read of places.
const TABLES: [&str; 10] =
    ["sites", "site_rules", "closures", "floors", "floor_plans", "zones", "teams", "desks", "hosts", "providers"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, NUMBER).await?;
        if sql::is_postgres(manager) {
            sql::run(manager, &[COUNT]).await?;
        }
        for table in TABLES {
            let made = if sql::is_postgres(manager) { on_postgres(table) } else { on_sqlite(table) };
            sql::run(manager, &made.iter().map(String::as_str).collect::<Vec<_>>()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            let gone = if sql::is_postgres(manager) {
                vec![format!("DROP TRIGGER {table}_counted ON {table}")]
            } else {
                CHANGES.map(|change| format!("DROP TRIGGER {table}_{change}_counted")).to_vec()
            };
            sql::run(manager, &gone.iter().map(String::as_str).collect::<Vec<_>>()).await?;
        }
        if sql::is_postgres(manager) {
            sql::run(manager, &["DROP FUNCTION count_places()"]).await?;
        }
        sql::run(manager, &["CREATE INDEX desks_by_floor ON desks (floor_id, version)", "DROP TABLE places_version"])
            .await
    }
}

const CHANGES: [&str; 3] = ["insert", "update", "delete"];

const NUMBER: &[&str] = &[
    "CREATE TABLE places_version (
        id integer PRIMARY KEY CHECK (id = 1),
        version bigint NOT NULL
    )",
    "INSERT INTO places_version (id, version) VALUES (1, 1)",
    // It led to what versions a site's desks have, which nobody asks for any more.
    "DROP INDEX desks_by_floor",
];

const COUNT: &str = "CREATE FUNCTION count_places() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE places_version SET version = version + 1;
        RETURN NULL;
    END $$";

fn on_postgres(table: &str) -> Vec<String> {
    vec![format!(
        "CREATE TRIGGER {table}_counted AFTER INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION count_places()"
    )]
}

fn on_sqlite(table: &str) -> Vec<String> {
    let on = |change: &str| {
        format!(
            "CREATE TRIGGER {table}_{change}_counted AFTER {change} ON {table}
            BEGIN UPDATE places_version SET version = version + 1; END"
        )
    };
    CHANGES.map(on).to_vec()
}
