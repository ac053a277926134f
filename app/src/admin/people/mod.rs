//! `/admin/people`: who is in the directory.

pub mod api;
mod once;
pub mod page;
