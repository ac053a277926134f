//! The business of Jari: what a booking, a seat and a cloud PC are, and what may happen to them.
//!
//! [`model`] is pure and also compiled for the browser; `backend` holds the operations and never reaches it.

pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod backend;
