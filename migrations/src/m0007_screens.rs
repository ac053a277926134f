//! Which screen of a session was opened last and when it was last known to be open; what is missing where no cloud
//! PC can run; work that is asked for while it is being done; a person's own part of the ledger.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, DOWN).await
    }
}

const UP: &[&str] = &[
    "ALTER TABLE sessions ADD COLUMN screen integer NOT NULL DEFAULT 0",
    "ALTER TABLE sessions ADD COLUMN screen_seen_at bigint",
    "ALTER TABLE sessions ADD COLUMN cause text CHECK (cause IN ('packages', 'sandbox'))",
    "ALTER TABLE sessions ADD COLUMN remedy text",
    "CREATE INDEX sessions_by_cloud_pc ON sessions (cloud_pc_id)",
    "ALTER TABLE work ADD COLUMN asked bigint NOT NULL DEFAULT 0",
    "CREATE INDEX ledger_by_person ON ledger (person_id, seq)",
];

const DOWN: &[&str] = &[
    "DROP INDEX ledger_by_person",
    "ALTER TABLE work DROP COLUMN asked",
    "DROP INDEX sessions_by_cloud_pc",
    "ALTER TABLE sessions DROP COLUMN remedy",
    "ALTER TABLE sessions DROP COLUMN cause",
    "ALTER TABLE sessions DROP COLUMN screen_seen_at",
    "ALTER TABLE sessions DROP COLUMN screen",
];
