//! Cloud PCs: promised by bookings, driven to where their bookings say by a reconciler.

mod handover;
pub mod launch;
pub mod libvirt;
pub mod local;
pub mod provider;
pub mod providers;
mod queue;
pub mod reconcile;
mod record;
pub mod sessions;
pub mod tickets;
mod turns;
