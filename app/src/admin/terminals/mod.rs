//! Seat terminals: which desks have one, new ones, lost ones.

pub mod api;
pub mod page;
