//! How the line of each opened screen was: one row per screen, at the seat where its booking sat when it was opened. It
//! names nobody, but its session leads to somebody: what is told of it is told by seats.

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
        sql::run(manager, &["DROP TABLE screen_readings"]).await
    }
}

const UP: &[&str] = &[
    "CREATE TABLE screen_readings (
        session_id {uuid} NOT NULL REFERENCES sessions (id),
        screen integer NOT NULL CHECK (screen > 0),
        desk_id {uuid} NOT NULL REFERENCES desks (id),
        at_terminal boolean NOT NULL,
        again boolean NOT NULL,
        opened_at bigint NOT NULL,
        last_at bigint NOT NULL,
        samples integer NOT NULL DEFAULT 0 CHECK (samples >= 0),
        p50_us integer CHECK (p50_us >= 0),
        p95_us integer,
        PRIMARY KEY (session_id, screen),
        CONSTRAINT screen_readings_forward CHECK (last_at >= opened_at),
        CONSTRAINT screen_readings_ordered CHECK (p95_us >= p50_us),
        CONSTRAINT screen_readings_measured CHECK (
            (samples = 0) = (p50_us IS NULL) AND (p50_us IS NULL) = (p95_us IS NULL))
    )",
    "CREATE INDEX screen_readings_by_desk ON screen_readings (desk_id, opened_at)",
    "CREATE INDEX screen_readings_by_age ON screen_readings (last_at)",
];
