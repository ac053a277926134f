//! How Jari is reached: the command line, HTTP, the public API and the desktops' screens.

pub mod api;
pub mod command;
pub mod config;
pub mod http;
