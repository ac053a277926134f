//! The demo office: believable, ours, and the same every time, with its dates moved to today.

mod days;
pub mod floors;
mod lines;
pub mod noted;
pub mod people;
pub mod seed;
pub mod westport;

/// The password of everybody in the demo office.
pub const PASSWORD: &str = "jari-demo-2026";

/// How the address of everybody in the demo office ends. Nobody real has such a one (RFC 2606 keeps `example` free).
pub const ADDRESSES: &str = "@jari.example";
