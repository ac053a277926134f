//! Who may come in: sign-ins, tokens, throttling and the settings of this deployment.

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
        for table in ["settings", "sign_in_failures", "api_tokens", "sign_ins"] {
            sql::run(manager, &[&format!("DROP TABLE {table}")]).await?;
        }
        Ok(())
    }
}

const TABLES: &[&str] = &[
    "CREATE TABLE sign_ins (
        hash text PRIMARY KEY,
        person_id {uuid} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        created_at bigint NOT NULL,
        expires_at bigint NOT NULL
    )",
    "CREATE INDEX sign_ins_by_person ON sign_ins (person_id)",
    "CREATE TABLE api_tokens (
        id {uuid} PRIMARY KEY,
        hash text NOT NULL UNIQUE,
        person_id {uuid} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        created_at bigint NOT NULL,
        revoked_at bigint
    )",
    "CREATE TABLE sign_in_failures (
        who text NOT NULL,
        at bigint NOT NULL
    )",
    "CREATE INDEX sign_in_failures_who ON sign_in_failures (who, at)",
    "CREATE TABLE settings (
        key text PRIMARY KEY,
        value text NOT NULL
    )",
];
