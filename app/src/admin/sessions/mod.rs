//! Everybody's cloud PCs: the hosts, what they are promised for, every session live, and what happened to each.

pub mod api;
mod hosts;
mod live;
pub mod log;
mod look;
pub mod page;
mod table;
pub mod words;
