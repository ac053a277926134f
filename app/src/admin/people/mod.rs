//! `/admin/people`: who is in the directory.

pub mod api;
pub mod page;
