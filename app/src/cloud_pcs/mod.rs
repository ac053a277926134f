//! The cloud PC in the browser.

pub mod api;
pub mod card;
pub mod desktop;
