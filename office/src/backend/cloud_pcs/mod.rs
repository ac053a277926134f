//! Cloud PCs: promised by bookings, driven to where their bookings say by a reconciler.

pub mod clipboard;
mod handover;
pub mod hosts;
pub mod launch;
pub mod letters;
pub mod libvirt;
pub mod local;
pub mod orphans;
pub mod overview;
pub mod place;
pub mod provider;
pub mod providers;
mod queue;
pub mod reconcile;
mod record;
pub mod room;
pub mod seat_health;
pub mod sessions;
pub mod shadow;
pub mod steer;
pub mod tickets;
pub mod told;
mod turns;
