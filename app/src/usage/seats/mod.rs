//! How well the line of each seat of a floor is.

pub mod api;
pub mod flagged;
pub mod legend;
pub mod map;
pub mod page;
pub mod table;
pub mod words;
