//! Looking at somebody's screen with their consent.

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
        sql::run(manager, &["DROP TABLE shadows"]).await
    }
}

const UP: &[&str] = &[
    "CREATE TABLE shadows (
        id {uuid} PRIMARY KEY,
        session_id {uuid} NOT NULL REFERENCES sessions (id),
        viewer_id {uuid} NOT NULL REFERENCES people (id),
        state text NOT NULL CHECK (state IN ('asked', 'allowed', 'declined', 'over')),
        asked_at bigint NOT NULL,
        until bigint NOT NULL CHECK (until >= asked_at),
        opened_at bigint,
        CONSTRAINT shadows_opened CHECK (opened_at IS NULL OR state IN ('allowed', 'over'))
    )",
    // Of a screen one person is asked at a time, by one.
    "CREATE UNIQUE INDEX shadows_live ON shadows (session_id) WHERE state IN ('asked', 'allowed')",
    "CREATE INDEX shadows_by_session ON shadows (session_id, asked_at)",
];
