//! The ledger: append-only, enforced by the database.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await?;
        sql::run(manager, if sql::is_postgres(manager) { POSTGRES } else { SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &["DROP TABLE ledger"]).await
    }
}

const TABLES: &[&str] = &[
    "CREATE TABLE ledger (
        seq {serial},
        at bigint NOT NULL,
        kind text NOT NULL CHECK (kind <> ''),
        actor_id {uuid} REFERENCES people (id),
        site_id {uuid} REFERENCES sites (id),
        floor_id {uuid} REFERENCES floors (id),
        desk_id {uuid} REFERENCES desks (id),
        person_id {uuid} REFERENCES people (id),
        booking_id {uuid} REFERENCES bookings (id),
        session_id {uuid} REFERENCES sessions (id),
        starts_at bigint,
        ends_at bigint,
        detail text
    )",
    "CREATE INDEX ledger_by_floor ON ledger (floor_id, seq)",
    "CREATE INDEX ledger_by_booking ON ledger (booking_id, seq)",
];

const POSTGRES: &[&str] = &[
    "CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'ledger_is_append_only'; END $$",
    "CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()",
];

const SQLITE: &[&str] = &[
    "CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
        BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END",
    "CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
        BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END",
];
