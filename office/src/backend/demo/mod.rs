//! The demo office: believable, ours, and the same every time, with its dates moved to today.

mod days;
pub mod floors;
mod lines;
pub mod people;
pub mod seed;
pub mod westport;

/// The password of everybody in the demo office.
pub const PASSWORD: &str = "jari-demo-2026";
