//! Bookings: made, changed, undone.

pub mod api;
pub mod done;
pub mod live;
pub mod mine;
mod range;
mod restored;
pub(crate) mod row;
pub mod stood;
pub mod times;
mod weeks;

pub use row::state_word;
