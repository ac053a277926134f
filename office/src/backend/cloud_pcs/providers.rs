//! Providers as an admin sets them up: which there are, what they may run, which site uses which.

pub mod assign;
pub mod change;
pub mod find;
pub mod patience;
pub(crate) mod registry;
