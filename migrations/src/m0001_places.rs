//! Teams, sites, floors, plans, zones and closures. Times of day are minutes since local midnight; instants are UTC seconds.

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
        let drops = ["zones", "floor_plans", "floors", "closures", "site_rules", "sites", "teams"];
        for table in drops {
            sql::run(manager, &[&format!("DROP TABLE {table}")]).await?;
        }
        Ok(())
    }
}

const TABLES: &[&str] = &[
    "CREATE TABLE teams (
        id {uuid} PRIMARY KEY,
        name_ko text NOT NULL CHECK (name_ko <> ''),
        name_en text NOT NULL CHECK (name_en <> '')
    )",
    "CREATE TABLE sites (
        id {uuid} PRIMARY KEY,
        name_ko text NOT NULL CHECK (name_ko <> ''),
        name_en text NOT NULL CHECK (name_en <> ''),
        zone text NOT NULL,
        opens integer NOT NULL,
        closes integer NOT NULL,
        lunch_starts integer NOT NULL,
        lunch_ends integer NOT NULL,
        position integer NOT NULL,
        CONSTRAINT sites_hours CHECK (0 <= opens AND opens <= lunch_starts AND lunch_starts <= lunch_ends
            AND lunch_ends <= closes AND opens < closes AND closes <= 1440)
    )",
    "CREATE TABLE site_rules (
        site_id {uuid} PRIMARY KEY REFERENCES sites (id) ON DELETE CASCADE,
        body text NOT NULL,
        version integer NOT NULL DEFAULT 1
    )",
    "CREATE TABLE closures (
        site_id {uuid} NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        date text NOT NULL CHECK (length(date) = 10),
        name_ko text NOT NULL,
        name_en text NOT NULL,
        PRIMARY KEY (site_id, date)
    )",
    "CREATE TABLE floors (
        id {uuid} PRIMARY KEY,
        site_id {uuid} NOT NULL REFERENCES sites (id),
        name_ko text NOT NULL CHECK (name_ko <> ''),
        name_en text NOT NULL CHECK (name_en <> ''),
        level integer NOT NULL,
        UNIQUE (site_id, level)
    )",
    "CREATE TABLE floor_plans (
        id {uuid} PRIMARY KEY,
        floor_id {uuid} NOT NULL REFERENCES floors (id),
        revision integer NOT NULL CHECK (revision > 0),
        published_from text CHECK (length(published_from) = 10),
        geometry text NOT NULL,
        created_at bigint NOT NULL,
        UNIQUE (floor_id, revision)
    )",
    "CREATE TABLE zones (
        id {uuid} PRIMARY KEY,
        floor_id {uuid} NOT NULL REFERENCES floors (id),
        code text NOT NULL CHECK (code <> ''),
        name_ko text NOT NULL,
        name_en text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('focus', 'collaboration', 'project', 'quiet', 'open')),
        outline text NOT NULL,
        kept_team_id {uuid} REFERENCES teams (id),
        kept_until integer CHECK (kept_until BETWEEN 0 AND 1440),
        CONSTRAINT zones_kept CHECK ((kept_team_id IS NULL) = (kept_until IS NULL)),
        UNIQUE (floor_id, code)
    )",
];
