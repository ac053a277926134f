//! What people see: pages, components, server functions, texts in Korean and English.

#![recursion_limit = "256"]

pub mod admin;
pub mod bookings;
pub mod caller;
pub mod carried;
pub mod cloud_pcs;
pub mod failure;
pub mod home;
pub mod part;
pub mod people;
pub mod places;
pub mod reasons;
pub mod routes;
pub mod shell;
pub mod terminals;
pub mod texts;
pub mod ui;
pub mod usage;
pub mod viewer;

pub use routes::{OfficeApp, OwnApp, SeatsApp, app_of};
pub use shell::shell;
