//! placeholder, being written
use super::place::{Lang, Zone};
use serde::{Deserialize, Serialize};
pub const UNITS_PER_METRE: f64 = 1000.0 / 35.0;
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan { pub width: f64, pub height: f64 }
pub fn draw(_plan: &Plan, _zones: &[Zone], _lang: Lang) -> String { String::new() }
pub fn view_box(plan: &Plan) -> String { format!("0 0 {:.0} {:.0}", plan.width * UNITS_PER_METRE, plan.height * UNITS_PER_METRE) }
