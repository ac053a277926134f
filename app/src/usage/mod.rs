//! How the floors are used, for facility managers and admins.

pub mod api;
pub mod chart;
pub mod figures;
pub mod head;
pub mod hours;
pub mod live;
pub mod places;
pub mod seats;
pub mod tables;
pub mod today;
pub mod todo;
