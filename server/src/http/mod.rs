//! How Jari is reached over HTTP.

pub mod assets;
pub mod desktop;
pub mod forms;
pub mod health;
pub mod live;
pub mod rfb_bridge;
pub mod router;
pub mod security;
pub mod visit;
