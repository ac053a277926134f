//! Who asks, when, and through which door. Every operation on somebody's behalf takes one first.

use crate::model::{
    booking::CheckInSource,
    id::{PersonId, TeamId},
    person::Role,
    refusal::Refusal,
    time::Instant,
};

/// The person on whose behalf an operation runs.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Identity.
    pub person: PersonId,
    /// Role.
    pub role: Role,
    /// Team.
    pub team: Option<TeamId>,
    /// The moment of the request, in UTC.
    pub now: Instant,
    /// How the caller came in; recorded as the source of a check-in.
    pub door: CheckInSource,
}

impl Caller {
    /// Whether the caller sets up the office.
    pub fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }

    /// Refuses everybody who does not set up the office.
    pub(crate) fn must_be_admin(&self) -> Result<(), Refusal> {
        if self.is_admin() { Ok(()) } else { Err(Refusal::Forbidden) }
    }

    /// Whether the caller may see how floors are used.
    pub fn sees_usage(&self) -> bool {
        matches!(self.role, Role::Admin | Role::FacilityManager)
    }
}
