//! The systems that run cloud PCs, which site uses which, and which one a session was promised by. Where none is
//! named it is this server's own desktops.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = sql::is_postgres(manager);
        sql::run(manager, TABLES).await?;
        sql::run(manager, &[&own_desktops(postgres)]).await?;
        sql::run(manager, if postgres { POSTGRES } else { SQLITE }).await?;
        sql::run(manager, &causes(WIDER)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &["UPDATE sessions SET cause = NULL WHERE cause NOT IN ('packages', 'sandbox')"]).await?;
        sql::run(manager, &causes(NARROWER)).await?;
        sql::run(manager, DOWN).await?;
        if sql::is_postgres(manager) {
            sql::run(manager, &["DROP FUNCTION providers_own_desktops_stay()"]).await?;
        }
        Ok(())
    }
}

const TABLES: &[&str] = &[
    "CREATE TABLE providers (
        id {uuid} PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('local', 'libvirt', 'launch_url')),
        name_ko text NOT NULL UNIQUE CHECK (name_ko <> ''),
        name_en text NOT NULL UNIQUE CHECK (name_en <> ''),
        settings text NOT NULL,
        secrets text CHECK (secrets <> ''),
        capacity integer CHECK (capacity >= 0),
        at_once integer CHECK (at_once > 0),
        enabled boolean NOT NULL DEFAULT true,
        version integer NOT NULL DEFAULT 1 CHECK (version > 0),
        created_at bigint NOT NULL,
        CONSTRAINT providers_local_has_no_secrets CHECK (kind <> 'local' OR secrets IS NULL)
    )",
    "CREATE UNIQUE INDEX providers_one_local ON providers (kind) WHERE kind = 'local'",
    // What is named can't be removed: the database itself refuses it.
    "ALTER TABLE sites ADD COLUMN provider_id {uuid} REFERENCES providers (id)",
    "ALTER TABLE sessions ADD COLUMN provider_id {uuid} REFERENCES providers (id)",
    "CREATE INDEX sessions_by_provider ON sessions (provider_id) WHERE state <> 'released'",
];

/// This server's own desktops. What is stored without a provider is theirs, so their row always exists.
fn own_desktops(postgres: bool) -> String {
    const ID: &str = "00000000000000000000000000000001";
    let id = if postgres { format!("'{ID}'::uuid") } else { format!("X'{ID}'") };
    format!(
        "INSERT INTO providers (id, kind, name_ko, name_en, settings, created_at)
         VALUES ({id}, 'local', '이 서버', 'This server', '{{}}', 0)"
    )
}

const POSTGRES: &[&str] = &[
    "CREATE FUNCTION providers_own_desktops_stay() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'providers_own_desktops_stay'; END $$",
    "CREATE TRIGGER providers_own_desktops_stay BEFORE DELETE ON providers
        FOR EACH ROW WHEN (OLD.kind = 'local') EXECUTE FUNCTION providers_own_desktops_stay()",
];

const SQLITE: &[&str] = &["CREATE TRIGGER providers_own_desktops_stay BEFORE DELETE ON providers
        WHEN OLD.kind = 'local'
        BEGIN SELECT RAISE(ABORT, 'providers_own_desktops_stay'); END"];

const WIDER: &str = "ALTER TABLE sessions ADD COLUMN cause_now text
    CHECK (cause_now IN ('packages', 'sandbox', 'service', 'settings', 'off', 'full'))";
const NARROWER: &str = "ALTER TABLE sessions ADD COLUMN cause_now text CHECK (cause_now IN ('packages', 'sandbox'))";

/// A check can't be changed in place on SQLite: the column is made anew with what it held.
fn causes(add: &str) -> [&str; 4] {
    [
        add,
        "UPDATE sessions SET cause_now = cause",
        "ALTER TABLE sessions DROP COLUMN cause",
        "ALTER TABLE sessions RENAME COLUMN cause_now TO cause",
    ]
}

const DOWN: &[&str] = &[
    "DROP INDEX sessions_by_provider",
    "ALTER TABLE sessions DROP COLUMN provider_id",
    "ALTER TABLE sites DROP COLUMN provider_id",
    "DROP TABLE providers",
];
