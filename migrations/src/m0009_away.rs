//! Being out for a while: since when, until when, and whether others may sit there meanwhile.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, COLUMNS).await?;
        sql::run(manager, if sql::is_postgres(manager) { POSTGRES } else { DROPPED }).await?;
        if !sql::is_postgres(manager) {
            for event in ["INSERT", "UPDATE"] {
                sql::run(manager, &[&sqlite_overlap(event, "AND NEW.lent_at IS NULL", "AND held.lent_at IS NULL")])
                    .await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, if sql::is_postgres(manager) { POSTGRES_DOWN } else { DROPPED }).await?;
        if !sql::is_postgres(manager) {
            for event in ["INSERT", "UPDATE"] {
                sql::run(manager, &[&sqlite_overlap(event, "", "")]).await?;
            }
        }
        for column in ["lent_at", "back_by", "away_cause", "away_since", "present_at"] {
            sql::run(manager, &[&format!("ALTER TABLE bookings DROP COLUMN {column}")]).await?;
        }
        sql::run(manager, &["ALTER TABLE sessions DROP COLUMN input_at"]).await
    }
}

const COLUMNS: &[&str] = &[
    "ALTER TABLE bookings ADD COLUMN away_since bigint
        CONSTRAINT bookings_away CHECK ((state = 'away') = (away_since IS NOT NULL))",
    "ALTER TABLE bookings ADD COLUMN away_cause text
        CONSTRAINT bookings_away_cause CHECK (
            away_cause IS NULL OR (state = 'away' AND away_cause IN ('said', 'idle', 'disconnected')))",
    "ALTER TABLE bookings ADD COLUMN back_by bigint CONSTRAINT bookings_back_by CHECK (back_by IS NULL OR state = 'away')",
    // Set while the seat is lent: then its booking does not hold the desk, only the right of return.
    "ALTER TABLE bookings ADD COLUMN lent_at bigint CONSTRAINT bookings_lent CHECK (lent_at IS NULL OR state = 'away')",
    // When its person was last known to be there by their own word.
    "ALTER TABLE bookings ADD COLUMN present_at bigint",
    // When something was last typed or pointed at in the desktop.
    "ALTER TABLE sessions ADD COLUMN input_at bigint",
];

const POSTGRES: &[&str] = &[
    "ALTER TABLE bookings DROP CONSTRAINT bookings_desk_overlap",
    "ALTER TABLE bookings ADD CONSTRAINT bookings_desk_overlap
        EXCLUDE USING gist (desk_id WITH =, int8range(starts_at, ends_at) WITH &&)
        WHERE (state IN ('reserved', 'in_use', 'away') AND lent_at IS NULL)",
];

const POSTGRES_DOWN: &[&str] = &[
    "ALTER TABLE bookings DROP CONSTRAINT bookings_desk_overlap",
    "ALTER TABLE bookings ADD CONSTRAINT bookings_desk_overlap
        EXCLUDE USING gist (desk_id WITH =, int8range(starts_at, ends_at) WITH &&)
        WHERE (state IN ('reserved', 'in_use', 'away'))",
];

const DROPPED: &[&str] = &["DROP TRIGGER bookings_desk_overlap_insert", "DROP TRIGGER bookings_desk_overlap_update"];

/// The constraint of m0003, which a lent seat's booking is no part of. Why a trigger is one is said there.
fn sqlite_overlap(event: &str, new_holds: &str, other_holds: &str) -> String {
    let event_name = event.to_lowercase();
    format!(
        "CREATE TRIGGER bookings_desk_overlap_{event_name} BEFORE {event} ON bookings
        WHEN NEW.state IN ('reserved', 'in_use', 'away') {new_holds}
        BEGIN
            SELECT RAISE(ABORT, 'bookings_desk_overlap') WHERE EXISTS (
                SELECT 1 FROM bookings AS held
                WHERE held.desk_id = NEW.desk_id AND held.id <> NEW.id
                    AND held.state IN ('reserved', 'in_use', 'away') {other_holds}
                    AND held.starts_at < NEW.ends_at AND NEW.starts_at < held.ends_at
            );
        END"
    )
}
