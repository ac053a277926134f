//! My bookings.

pub mod mine;
