//! The office through its public functions, on SQLite and PostgreSQL and with real desktops. One program, so that it is
//! compiled once and what waits does so beside what works.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[macro_use]
mod common;

mod arrivals;
mod away;
mod booking_concurrency;
mod booking_life;
mod cloud_pcs;
mod demo;
mod desks;
mod floor_import;
mod idempotency;
mod ledger;
mod libvirt;
mod local_desktop;
mod notices;
mod places;
mod providers;
mod room;
mod rules_change;
mod seat_health;
mod seats_property;
mod shadow;
mod sign_in;
mod terminals;
mod time;
mod unreliable;
mod usage;
