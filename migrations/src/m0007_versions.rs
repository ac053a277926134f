//! Versions of desks, so that two admins never overwrite each other unseen, and quick ways to what happened to a
//! desk or a site.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, CHANGES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let back = ["DROP INDEX ledger_by_site", "DROP INDEX ledger_by_desk", "ALTER TABLE desks DROP COLUMN version"];
        sql::run(manager, &back).await
    }
}

const CHANGES: &[&str] = &[
    "ALTER TABLE desks ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0)",
    "CREATE INDEX ledger_by_desk ON ledger (desk_id, seq)",
    "CREATE INDEX ledger_by_site ON ledger (site_id, seq) WHERE floor_id IS NULL",
];
