//! How Jari is reached over HTTP.

pub mod assets;
mod came;
mod changed;
pub mod count;
pub mod desktop;
pub mod export;
pub mod exports;
pub mod forms;
pub mod health;
pub mod launch;
pub mod live;
pub mod live_sessions;
pub mod live_site;
pub mod observe;
mod process;
mod refused;
mod rfb_bridge;
pub mod router;
mod screens;
pub mod seat_health_file;
mod seat_line;
pub mod security;
mod stream;
pub mod terminals;
pub mod usage_files;
pub mod visit;
pub mod watching;
