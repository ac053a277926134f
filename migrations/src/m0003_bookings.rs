//! Bookings, and the two constraints that make a double booking impossible.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await?;
        if sql::is_postgres(manager) {
            sql::run(manager, POSTGRES).await
        } else {
            for (name, column) in OVERLAPS {
                for event in ["INSERT", "UPDATE"] {
                    sql::run(manager, &[&sqlite_overlap(name, column, event)]).await?;
                }
            }
            Ok(())
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &["DROP TABLE idempotency_keys", "DROP TABLE bookings"]).await
    }
}

const TABLES: &[&str] = &[
    "CREATE TABLE bookings (
        id {uuid} PRIMARY KEY,
        desk_id {uuid} NOT NULL REFERENCES desks (id),
        person_id {uuid} NOT NULL REFERENCES people (id),
        booked_by {uuid} NOT NULL REFERENCES people (id),
        starts_at bigint NOT NULL,
        ends_at bigint NOT NULL,
        state text NOT NULL CHECK (state IN ('reserved', 'in_use', 'away', 'ended', 'cancelled', 'released')),
        made_at bigint NOT NULL,
        checked_in_at bigint,
        check_in_source text CHECK (check_in_source IN ('page', 'api', 'desktop')),
        ended_at bigint,
        CONSTRAINT bookings_interval CHECK (starts_at < ends_at),
        CONSTRAINT bookings_check_in CHECK ((checked_in_at IS NULL) = (check_in_source IS NULL)),
        CONSTRAINT bookings_in_use CHECK (state NOT IN ('in_use', 'away') OR checked_in_at IS NOT NULL),
        CONSTRAINT bookings_over CHECK ((state IN ('reserved', 'in_use', 'away')) = (ended_at IS NULL))
    )",
    "CREATE INDEX bookings_by_desk ON bookings (desk_id, starts_at)",
    "CREATE INDEX bookings_by_person ON bookings (person_id, starts_at)",
    "CREATE INDEX bookings_live_end ON bookings (ends_at) WHERE state IN ('reserved', 'in_use', 'away')",
    "CREATE TABLE idempotency_keys (
        person_id {uuid} NOT NULL REFERENCES people (id),
        key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
        request text NOT NULL,
        booking_id {uuid} NOT NULL REFERENCES bookings (id),
        made_at bigint NOT NULL,
        PRIMARY KEY (person_id, key)
    )",
];

const POSTGRES: &[&str] = &[
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE bookings ADD CONSTRAINT bookings_desk_overlap
        EXCLUDE USING gist (desk_id WITH =, int8range(starts_at, ends_at) WITH &&)
        WHERE (state IN ('reserved', 'in_use', 'away'))",
    "ALTER TABLE bookings ADD CONSTRAINT bookings_person_overlap
        EXCLUDE USING gist (person_id WITH =, int8range(starts_at, ends_at) WITH &&)
        WHERE (state IN ('reserved', 'in_use', 'away'))",
];

const OVERLAPS: [(&str, &str); 2] = [("bookings_desk_overlap", "desk_id"), ("bookings_person_overlap", "person_id")];

/// SQLite has no exclusion constraint. A trigger is one here because a statement that writes holds the database's
/// only write lock and sees every committed row, so no other writer can slip between the look and the write.
fn sqlite_overlap(name: &str, column: &str, event: &str) -> String {
    let event_name = event.to_lowercase();
    format!(
        "CREATE TRIGGER {name}_{event_name} BEFORE {event} ON bookings
        WHEN NEW.state IN ('reserved', 'in_use', 'away')
        BEGIN
            SELECT RAISE(ABORT, '{name}') WHERE EXISTS (
                SELECT 1 FROM bookings AS held
                WHERE held.{column} = NEW.{column} AND held.id <> NEW.id
                    AND held.state IN ('reserved', 'in_use', 'away')
                    AND held.starts_at < NEW.ends_at AND NEW.starts_at < held.ends_at
            );
        END"
    )
}
