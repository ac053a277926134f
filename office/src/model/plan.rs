//! placeholder, being written
use serde::{Deserialize, Serialize};
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan { pub width: f64, pub height: f64 }
