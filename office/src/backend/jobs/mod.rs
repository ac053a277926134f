//! Recurring work.

pub mod schedule;
