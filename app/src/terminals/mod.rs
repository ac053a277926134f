//! The terminal at a desk, and sitting down at it with a phone.

pub mod api;
pub mod live;
pub mod page;
pub mod sit;
mod waiting;
