//! How floors are used: for facility managers and admins.

pub mod day;
mod read;
