//! Cloud PCs, their sessions, and the work that waits to be done.

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
        for table in ["work", "session_tickets", "sessions", "cloud_pcs"] {
            sql::run(manager, &[&format!("DROP TABLE {table}")]).await?;
        }
        Ok(())
    }
}

const TABLES: &[&str] = &[
    "CREATE TABLE cloud_pcs (
        id {uuid} PRIMARY KEY,
        person_id {uuid} NOT NULL UNIQUE REFERENCES people (id),
        provider text NOT NULL CHECK (provider <> ''),
        created_at bigint NOT NULL
    )",
    "CREATE TABLE sessions (
        id {uuid} PRIMARY KEY,
        booking_id {uuid} NOT NULL REFERENCES bookings (id),
        cloud_pc_id {uuid} NOT NULL REFERENCES cloud_pcs (id),
        state text NOT NULL CHECK (state IN
            ('planned', 'starting', 'ready', 'connected', 'disconnected', 'released', 'failed', 'unavailable')),
        epoch integer NOT NULL DEFAULT 1 CHECK (epoch > 0),
        handle text,
        problem text,
        attempts integer NOT NULL DEFAULT 0,
        starts_from bigint NOT NULL,
        version integer NOT NULL DEFAULT 1
    )",
    "CREATE UNIQUE INDEX sessions_live ON sessions (booking_id) WHERE state <> 'released'",
    "CREATE INDEX sessions_by_booking ON sessions (booking_id)",
    "CREATE TABLE session_tickets (
        hash text PRIMARY KEY,
        session_id {uuid} NOT NULL REFERENCES sessions (id),
        person_id {uuid} NOT NULL REFERENCES people (id),
        expires_at bigint NOT NULL,
        used_at bigint
    )",
    "CREATE TABLE work (
        kind text NOT NULL CHECK (kind IN ('reconcile_session')),
        subject_id {uuid} NOT NULL,
        due_at bigint NOT NULL,
        locked_until bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (kind, subject_id)
    )",
    "CREATE INDEX work_due ON work (due_at)",
];
