//! What the page of a floor's desks shows, as plain data for server and browser.

use crate::admin::typed::Typed;
use office::model::{
    change::Preview,
    id::{DeskId, FloorId, SiteId, ZoneId},
    overview::{DeskChange, DeskNow},
};
use serde::{Deserialize, Serialize};

/// A floor with its desks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FloorDesks {
    /// The floor.
    pub floor: FloorId,
    /// Its name in the viewer's language.
    pub floor_name: String,
    /// Its site.
    pub site: SiteId,
    /// The site's name.
    pub site_name: String,
    /// Width and depth in metres.
    pub size: [f64; 2],
    /// The drawing's `viewBox`.
    pub view_box: String,
    /// The drawing without desks.
    pub plan: String,
    /// Zones: code and name.
    pub zones: Vec<(ZoneId, String)>,
    /// Desks on the plan by label, then the retired ones.
    pub desks: Vec<DeskNow>,
}

impl FloorDesks {
    /// A desk by its id.
    pub fn desk(&self, id: DeskId) -> Option<&DeskNow> {
        self.desks.iter().find(|now| now.desk.id == id)
    }

    /// The name of a zone.
    pub fn zone(&self, id: Option<ZoneId>) -> Option<&str> {
        self.zones.iter().find(|(zone, _)| Some(*zone) == id).map(|(_, name)| name.as_str())
    }
}

/// What is asked of one desk, from the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The desk's id.
    #[serde(default)]
    pub desk: String,
    /// `edit`, `retire` or `restore`; with `confirm-` before it when the preview is to be seen.
    #[serde(default)]
    pub does: String,
    /// The version the form began with; empty for the newest.
    #[serde(default)]
    pub version: String,
    /// What was typed.
    #[serde(default)]
    pub typed: Typed,
    /// Whether somebody else was faster.
    #[serde(default)]
    pub stale: bool,
    /// Whether the bookings have changed since they were shown.
    #[serde(default)]
    pub again: bool,
}

/// One desk with what its form needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskForm {
    /// The desk.
    pub now: DeskNow,
    /// What the form says: what was typed, else the desk as it stands. Where somebody else was faster, a field that
    /// was not touched says what they wrote.
    pub typed: Typed,
    /// What others changed since the form began.
    pub changes: Vec<DeskChange>,
    /// What would become of bookings, where that has to be seen.
    pub preview: Option<Preview>,
    /// E-mail and name of everybody, to assign the desk to.
    pub people: Vec<(String, String)>,
}
