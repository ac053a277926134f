//! The history of Jari's schema, for SQLite and PostgreSQL. One file per step, never edited once released.

use sea_orm_migration::prelude::*;

mod m0001_places;
mod m0002_people;
mod m0003_bookings;
mod m0004_cloud_pcs;
mod m0005_ledger;
mod m0006_access;
mod m0007_screens;
mod m0007_versions;
mod m0008_terminals;
mod m0009_away;
mod m0010_providers;
mod m0011_room;
mod m0012_live_bookings;
mod m0013_places_version;
mod m0014_hosts_of_providers;
mod m0015_screen_readings;
mod m0016_shadows;
mod m0017_people_shown;
mod m0018_notices;
mod m0019_left_seats;
mod m0020_days_of_desks;
mod m0021_known_browsers;
mod sql;

/// Runs the steps that a database lacks.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_places::Migration),
            Box::new(m0002_people::Migration),
            Box::new(m0003_bookings::Migration),
            Box::new(m0004_cloud_pcs::Migration),
            Box::new(m0005_ledger::Migration),
            Box::new(m0006_access::Migration),
            Box::new(m0007_versions::Migration),
            Box::new(m0007_screens::Migration),
            Box::new(m0008_terminals::Migration),
            Box::new(m0009_away::Migration),
            Box::new(m0010_providers::Migration),
            Box::new(m0011_room::Migration),
            Box::new(m0012_live_bookings::Migration),
            Box::new(m0013_places_version::Migration),
            Box::new(m0014_hosts_of_providers::Migration),
            Box::new(m0015_screen_readings::Migration),
            Box::new(m0016_shadows::Migration),
            Box::new(m0017_people_shown::Migration),
            Box::new(m0018_notices::Migration),
            Box::new(m0019_left_seats::Migration),
            Box::new(m0020_days_of_desks::Migration),
            Box::new(m0021_known_browsers::Migration),
        ]
    }
}
