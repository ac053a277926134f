//! How the floors are used.

pub mod today;
