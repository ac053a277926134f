//! placeholder, being written
pub trait DesktopProvider: Send + Sync {}
