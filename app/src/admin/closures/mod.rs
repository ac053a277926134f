//! `/admin/closures/:site`: the days on which a site is closed.

pub mod api;
pub mod page;
