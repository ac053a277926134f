//! A site's rules: looked up, previewed, changed, taken back. Bookings that exist keep their right.

pub mod change;
pub mod find;
mod meets;
