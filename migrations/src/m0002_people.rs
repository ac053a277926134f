//! People and the desks, some of which are assigned to people.

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
        sql::run(manager, &["DROP TABLE desks", "DROP TABLE people"]).await
    }
}

const TABLES: &[&str] = &[
    "CREATE TABLE people (
        id {uuid} PRIMARY KEY,
        email text NOT NULL CHECK (email <> ''),
        name text NOT NULL CHECK (name <> ''),
        given_name text NOT NULL,
        role text NOT NULL CHECK (role IN ('employee', 'facility_manager', 'admin')),
        team_id {uuid} REFERENCES teams (id),
        lang text NOT NULL DEFAULT 'ko' CHECK (lang IN ('ko', 'en')),
        visibility text NOT NULL DEFAULT 'everybody' CHECK (visibility IN ('everybody', 'team', 'nobody')),
        password_hash text,
        active boolean NOT NULL DEFAULT true,
        created_at bigint NOT NULL
    )",
    "CREATE UNIQUE INDEX people_email ON people (lower(email))",
    "CREATE INDEX people_team ON people (team_id)",
    "CREATE TABLE desks (
        id {uuid} PRIMARY KEY,
        floor_id {uuid} NOT NULL REFERENCES floors (id),
        zone_id {uuid} REFERENCES zones (id),
        label text NOT NULL CHECK (label <> ''),
        x {float} NOT NULL,
        y {float} NOT NULL,
        rotation {float} NOT NULL DEFAULT 0 CHECK (rotation >= 0 AND rotation < 360),
        kind text NOT NULL CHECK (kind IN ('standard', 'standing', 'carrel')),
        amenities text NOT NULL DEFAULT '[]',
        assigned_to {uuid} REFERENCES people (id),
        out_of_service text CHECK (out_of_service <> ''),
        retired_at bigint
    )",
    "CREATE UNIQUE INDEX desks_label ON desks (floor_id, label) WHERE retired_at IS NULL",
];
