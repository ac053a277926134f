//! Today, my seat: seat and cloud PC as one card.

pub mod api;
pub mod page;
