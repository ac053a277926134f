//! People, their roles and teams.

use super::{
    id::{PersonId, TeamId},
    notice::Mail,
    place::{Lang, Names, words},
};
use serde::{Deserialize, Serialize};

words! {
    /// What a person may do.
    Role {
        /// Picks seats.
        Employee = "employee",
        /// Sees how floors are used.
        FacilityManager = "facility_manager",
        /// Sets up floors, rules and cloud PCs.
        Admin = "admin",
    }
}

words! {
    /// Who sees a person's name on the map.
    Visibility {
        /// Everybody in the directory.
        Everybody = "everybody",
        /// Only the person's own team.
        Team = "team",
        /// Nobody.
        Nobody = "nobody",
    }
}

/// Somebody in the directory, as others may see them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// Sign-in address.
    pub email: String,
    /// Full name.
    pub name: String,
    /// The short name on the map's disc, two syllables.
    pub given_name: String,
    /// Role.
    pub role: Role,
    /// Team.
    pub team: Option<TeamId>,
    /// The team's names.
    pub team_name: Option<Names>,
    /// The language they read.
    pub lang: Lang,
    /// Who sees their name on the map.
    pub visibility: Visibility,
    /// Which notices they want by mail.
    pub mail: Mail,
}

/// The hue in degrees of a person's disc: the same person has the same hue everywhere.
pub fn hue(person: PersonId) -> u16 {
    let folded = person.0.as_bytes().iter().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)));
    (folded % 360) as u16
}
