//! Seat terminals, what their screens ask a phone for, and every arrival at a desk.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["arrivals", "terminal_calls", "terminal_codes", "terminals"] {
            sql::run(manager, &[&format!("DROP TABLE {table}")]).await?;
        }
        Ok(())
    }
}

const TABLES: &[&str] = &[
    "CREATE TABLE terminals (
        id {uuid} PRIMARY KEY,
        desk_id {uuid} NOT NULL REFERENCES desks (id),
        key_hash text NOT NULL UNIQUE,
        enrolled_at bigint NOT NULL,
        enrolled_by {uuid} NOT NULL REFERENCES people (id),
        seen_at bigint NOT NULL,
        booking_id {uuid} REFERENCES bookings (id),
        signed_in_at bigint,
        retired_at bigint,
        CONSTRAINT terminals_signed_in CHECK ((booking_id IS NULL) = (signed_in_at IS NULL))
    )",
    // A desk has one terminal at a time; the ones before it stay, so that an admin can go back to them.
    "CREATE UNIQUE INDEX terminals_live ON terminals (desk_id) WHERE retired_at IS NULL",
    "CREATE INDEX terminals_by_booking ON terminals (booking_id)",
    "CREATE TABLE terminal_codes (
        hash text PRIMARY KEY,
        desk_id {uuid} NOT NULL REFERENCES desks (id),
        made_by {uuid} NOT NULL REFERENCES people (id),
        expires_at bigint NOT NULL,
        used_at bigint
    )",
    "CREATE TABLE terminal_calls (
        hash text PRIMARY KEY,
        terminal_id {uuid} NOT NULL REFERENCES terminals (id),
        arrival_id {uuid} NOT NULL,
        expires_at bigint NOT NULL,
        person_id {uuid} REFERENCES people (id)
    )",
    "CREATE INDEX terminal_calls_by_expiry ON terminal_calls (expires_at)",
    "CREATE TABLE arrivals (
        id {uuid} PRIMARY KEY,
        person_id {uuid} NOT NULL REFERENCES people (id),
        desk_id {uuid} NOT NULL REFERENCES desks (id),
        occurred_at bigint NOT NULL,
        received_at bigint NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('seated', 'moved', 'walked_in', 'late', 'refused')),
        booking_id {uuid} REFERENCES bookings (id),
        from_desk_id {uuid} REFERENCES desks (id),
        CONSTRAINT arrivals_moved CHECK ((outcome = 'moved') = (from_desk_id IS NOT NULL))
    )",
    "CREATE INDEX arrivals_by_person ON arrivals (person_id, occurred_at)",
];
