//! Setting the office up: sites, floors, desks, rules, closures and people. For admins only; every server function
//! here asks the office, which refuses everybody else.

pub mod affected;
pub mod closures;
pub mod desks;
pub mod done;
pub mod field;
pub mod frame;
pub(crate) mod once;
pub mod page;
pub mod people;
pub mod providers;
pub mod rules;
pub mod sessions;
pub mod sites;
pub(crate) mod sure;
pub mod terminals;
pub mod typed;
