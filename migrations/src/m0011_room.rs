//! What a host of cloud PCs has room for, what each session was promised of it, and what its person asked for.

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
    "CREATE TABLE hosts (
        name text PRIMARY KEY CHECK (name <> ''),
        capacity integer CHECK (capacity >= 0),
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'draining', 'stopped')),
        version integer NOT NULL DEFAULT 1
    )",
    "INSERT INTO hosts (name) VALUES ('local')",
    "ALTER TABLE sessions ADD COLUMN host text NOT NULL DEFAULT 'local'",
    // The part of its booking for which the session was promised a desktop; none where both are missing.
    "ALTER TABLE sessions ADD COLUMN room_from bigint",
    "ALTER TABLE sessions ADD COLUMN room_until bigint",
    // Why the promise does not cover the booking; it does where this is missing.
    "ALTER TABLE sessions ADD COLUMN no_room text CHECK (no_room IN ('full', 'draining', 'stopped'))",
    "ALTER TABLE sessions ADD COLUMN asked text CHECK (asked IN ('end', 'restart', 'reset'))",
    "ALTER TABLE sessions ADD COLUMN started_at bigint",
    "UPDATE sessions SET
        room_from = (SELECT starts_at FROM bookings WHERE bookings.id = sessions.booking_id),
        room_until = (SELECT ends_at FROM bookings WHERE bookings.id = sessions.booking_id)",
    "CREATE INDEX sessions_without_room ON sessions (host) WHERE no_room IS NOT NULL AND state <> 'released'",
    "CREATE INDEX sessions_by_host ON sessions (host, room_until) WHERE state <> 'released'",
    "CREATE INDEX ledger_by_session ON ledger (session_id, seq)",
];

const DOWN: &[&str] = &[
    "DROP INDEX ledger_by_session",
    "DROP INDEX sessions_by_host",
    "DROP INDEX sessions_without_room",
    "ALTER TABLE sessions DROP COLUMN started_at",
    "ALTER TABLE sessions DROP COLUMN asked",
    "ALTER TABLE sessions DROP COLUMN no_room",
    "ALTER TABLE sessions DROP COLUMN room_until",
    "ALTER TABLE sessions DROP COLUMN room_from",
    "ALTER TABLE sessions DROP COLUMN host",
    "DROP TABLE hosts",
];
