//! Today, my seat: seat and cloud PC as one card.

pub(crate) mod acts;
pub mod api;
mod away;
mod day;
mod hero;
mod offers;
pub mod page;
#[cfg(not(target_family = "wasm"))]
mod strip;
mod team;
pub mod view;
mod week;
