//! The cloud PC in the browser.

pub mod api;
mod art;
pub mod card;
mod clip;
pub mod desktop;
mod here;
pub mod steer;
pub mod why;
