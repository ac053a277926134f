//! What an admin sees of the office.

use super::{
    change::{DeskDraft, RulesDraft},
    id::TeamId,
    person::Person,
    place::{Desk, Floor, Names, Site, Zone},
    rules::Closure,
    time::Minute,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A site with its floors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SiteNow {
    /// The site.
    pub site: Site,
    /// Its floors, lowest first.
    pub floors: Vec<FloorNow>,
}

/// A floor in numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FloorNow {
    /// The floor.
    pub floor: Floor,
    /// Desks on the plan.
    pub desks: u32,
    /// Of these, out of service.
    pub out_of_service: u32,
    /// Live bookings that are not over.
    pub coming: u32,
}

/// A desk as an admin sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskNow {
    /// The desk.
    pub desk: Desk,
    /// Its version, to notice when somebody else changes it.
    pub version: i32,
    /// Name and e-mail of the person it is assigned to.
    pub assigned: Option<(String, String)>,
    /// No longer on the plan.
    pub retired: bool,
    /// Live bookings that are not over.
    pub coming: u32,
}

/// What somebody changed of a desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskChange {
    /// Who.
    pub by: String,
    /// The local date.
    pub date: NaiveDate,
    /// The local time of day.
    pub time: Minute,
    /// The ledger's word for it.
    pub kind: String,
    /// As it was; `None` when it was new.
    pub before: Option<DeskDraft>,
    /// As it became.
    pub after: DeskDraft,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Team {
    /// Identity.
    pub id: TeamId,
    /// Name.
    pub name: Names,
}

/// A site's rules with what is needed to change them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RulesNow {
    /// The site.
    pub site: Site,
    /// Everything that can be changed.
    pub draft: RulesDraft,
    /// The version, to notice when somebody else changes it; 0 before the first change.
    pub version: i32,
    /// The zones with the names of their floors.
    pub zones: Vec<(Names, Zone)>,
    /// All teams.
    pub teams: Vec<Team>,
}

/// A site's closures from today on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosuresNow {
    /// The site.
    pub site: Site,
    /// Today there.
    pub today: NaiveDate,
    /// Soonest first.
    pub closures: Vec<Closure>,
}

/// Somebody in the directory as an admin sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The person.
    pub person: Person,
    /// May sign in and hold seats.
    pub active: bool,
    /// Live bookings that are not over.
    pub coming: u32,
}
