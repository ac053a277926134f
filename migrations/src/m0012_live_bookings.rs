//! Ways to the few bookings that hold a desk, past the many that are over, and to what versions a site's desks have.

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
        sql::run(manager, DOWN).await
    }
}

const UP: &[&str] = &[
    "CREATE INDEX bookings_live_by_desk ON bookings (desk_id, starts_at, ends_at)
        WHERE state IN ('reserved', 'in_use', 'away')",
    "CREATE INDEX bookings_live_by_person ON bookings (person_id, starts_at, ends_at)
        WHERE state IN ('reserved', 'in_use', 'away')",
    "CREATE INDEX desks_by_floor ON desks (floor_id, version)",
];

const DOWN: &[&str] =
    &["DROP INDEX desks_by_floor", "DROP INDEX bookings_live_by_person", "DROP INDEX bookings_live_by_desk"];
