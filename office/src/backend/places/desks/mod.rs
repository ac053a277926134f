//! What admins do with desks: add, change, retire, and take it back. Nothing is ever deleted.

pub mod add;
pub(crate) mod affected;
pub mod change;
pub mod export;
pub mod find;
mod record;
pub(crate) mod unassign;
pub mod undo;
