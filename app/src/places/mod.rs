//! Floors and their seats.

pub mod floor;
pub mod floors;
