//! Signing in and one's own settings.

pub mod api;
pub mod set_up;
pub mod settings;
pub mod sign_in;
