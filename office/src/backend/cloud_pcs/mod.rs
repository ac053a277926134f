//! Cloud PCs: promised by bookings, driven to where their bookings say by a reconciler.

pub mod local;
pub mod provider;
pub mod reconcile;
pub mod sessions;
pub mod tickets;
