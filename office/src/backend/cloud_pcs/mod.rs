//! Cloud PCs: promised by bookings, driven to where their bookings say by a reconciler.

mod handover;
pub mod local;
pub mod provider;
mod queue;
pub mod reconcile;
mod record;
pub mod sessions;
pub mod tickets;
mod turns;
