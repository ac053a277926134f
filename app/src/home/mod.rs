//! Today, my seat.

pub mod page;
