//! The cloud PC in the browser.

pub mod desktop;
