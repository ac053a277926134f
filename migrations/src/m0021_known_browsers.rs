//! Browsers in which somebody has signed in: their failures are counted apart from those of strangers.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &["DROP TABLE known_browsers"]).await
    }
}

const UP: [&str; 2] = [
    "CREATE TABLE known_browsers (
        hash text NOT NULL,
        person_id {uuid} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        expires_at bigint NOT NULL,
        PRIMARY KEY (hash, person_id)
    )",
    "CREATE INDEX known_browsers_by_person ON known_browsers (person_id)",
];
