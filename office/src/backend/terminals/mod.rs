//! Seat terminals: a browser in kiosk mode that belongs to one desk, known by a key of its own.

pub mod call;
pub mod enrol;
pub mod find;
pub mod screen;
pub mod sit;
