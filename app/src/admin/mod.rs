//! Setting the office up.

pub mod desks;
pub mod page;
pub mod rules;
