//! `/admin/rules/:site`: a site's rules, hours and kept zones, previewed before they are saved.

pub mod api;
pub mod page;
pub mod values;
