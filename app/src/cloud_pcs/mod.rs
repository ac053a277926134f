//! The cloud PC in the browser.

pub mod api;
mod art;
pub mod card;
mod clip;
pub mod desktop;
mod here;
mod looked;
pub mod steer;
pub mod watch;
pub mod why;
