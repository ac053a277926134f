//! Drives the running product from outside, as its users and as its misfortunes do: processes of the `jari` binary,
//! people with bearer tokens, and databases to look at afterwards.

pub mod database;
pub mod events;
pub mod office;
pub mod person;
pub mod server;
pub mod template;

use std::error::Error;

/// A result of driving; the error says what was expected and what happened.
pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;
