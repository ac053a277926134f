//! Jari over HTTP: a real server on a port of its own, on SQLite and, where it matters, on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../../office/tests/it/common/mod.rs"]
mod common;

mod access;
mod bookings;
mod cli;
mod description;
mod desktop;
mod health;
mod live;
mod mail;
mod places;
mod problems;
mod providers;
mod schema;
mod seat_health;
mod serving;
mod sessions;
mod set_up;
mod sign_in;
