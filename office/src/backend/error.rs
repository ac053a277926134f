//! A refusal is for people; a fault is for us.

use crate::model::refusal::{Reason, Refusal};
use std::fmt;

/// Something that should not have happened. Logged once where it reaches a door; people see only an id.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// A stored value has a form this version does not know.
    #[error("stored data: {0}")]
    Stored(String),
    /// The operating system refused something.
    #[error("system: {0}")]
    System(String),
}

impl Fault {
    /// Whether it lies with the database for now, so that the same request may succeed in a moment.
    pub fn is_passing(&self) -> bool {
        matches!(self, Fault::Database(error) if super::db::is_passing(error))
    }
}

/// The outcome of an operation that did not succeed.
#[derive(Debug)]
pub enum Error {
    /// For people.
    Refused(Refusal),
    /// For us.
    Fault(Fault),
}

/// A result of an office operation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Refused(refusal) => refusal.fmt(f),
            Error::Fault(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refused(refusal)
    }
}

impl From<Reason> for Error {
    fn from(reason: Reason) -> Self {
        Error::Refused(Refusal::because(reason))
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Error::Fault(fault)
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Error::Fault(Fault::Database(error))
    }
}

/// A stored word that should be one of a known set.
pub(crate) fn stored<T>(value: Option<T>, what: &str) -> std::result::Result<T, Fault> {
    value.ok_or_else(|| Fault::Stored(format!("unknown {what}")))
}
