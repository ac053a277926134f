//! `/admin/providers`: the systems that run cloud PCs, how they are, and which site uses which.

pub mod api;
mod forms;
pub mod page;
mod sites;
