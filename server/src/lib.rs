//! How Jari is reached: the command line, HTTP, the public API, the desktops' screens, and mail.

pub mod api;
pub mod command;
pub mod config;
pub mod http;
pub mod mail;
