//! What people are told by mail: which notices they want, and those that are to be sent.

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
        sql::run(manager, &["DROP TABLE notices", "ALTER TABLE people DROP COLUMN mail"]).await
    }
}

const UP: &[&str] = &[
    "ALTER TABLE people ADD COLUMN mail text NOT NULL DEFAULT 'every'
        CONSTRAINT people_mail CHECK (mail IN ('every', 'changes', 'never'))",
    // One event of the ledger is told once.
    "CREATE TABLE notices (
        seq bigint PRIMARY KEY REFERENCES ledger (seq),
        person_id {uuid} NOT NULL REFERENCES people (id),
        kind text NOT NULL,
        booking_id {uuid} NOT NULL REFERENCES bookings (id),
        made_at bigint NOT NULL,
        due_at bigint NOT NULL,
        tries integer NOT NULL DEFAULT 0,
        state text NOT NULL CHECK (state IN ('due', 'sent', 'dropped'))
    )",
    "CREATE INDEX notices_due ON notices (due_at) WHERE state = 'due'",
    "CREATE INDEX notices_by_booking ON notices (booking_id, kind)",
];
