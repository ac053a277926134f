//! The operations of the business: one file per operation, one private entity per table.

pub mod bookings;
pub mod caller;
pub mod cloud_pcs;
pub mod db;
pub mod demo;
pub mod error;
pub mod jobs;
pub mod ledger;
pub mod live;
pub mod notices;
pub mod office;
pub mod people;
pub mod places;
pub(crate) mod rows;
pub mod rules;
pub mod secret;
mod settings;
pub mod terminals;
pub mod usage;
pub mod vault;
