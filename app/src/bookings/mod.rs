//! Bookings: made, changed, undone.

pub mod api;
pub mod done;
pub mod mine;
pub mod times;
