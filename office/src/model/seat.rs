//! What a person sees of one desk for one choice of time.

use super::{
    booking::LocalTimes,
    id::{BookingId, DeskId, FloorId, PersonId, ZoneId},
    place::{Amenity, DeskKind, words},
    refusal::Reason,
    time::Minute,
};
use serde::{Deserialize, Serialize};

words! {
    /// The state of a seat for a choice of time.
    SeatState {
        /// Can be booked (or moved to) by this person for this time.
        Free = "free",
        /// This person's booking.
        Mine = "mine",
        /// Somebody else's booking.
        Taken = "taken",
        /// Kept: assigned to a person or for a team until its release time.
        Held = "held",
        /// Can't be booked for another reason.
        Unavailable = "unavailable",
    }
}

/// What goes without saying where seats travel by the hundred.
fn is_no(value: &bool) -> bool {
    !value
}

/// Who holds a seat, as far as this viewer may know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Holder {
    /// Identity. Stays on the server: a page needs no more than the name.
    #[serde(skip)]
    pub person: Option<PersonId>,
    /// Full name.
    pub name: String,
    /// Two syllables for the disc.
    pub given_name: String,
    /// In the viewer's team.
    #[serde(default, skip_serializing_if = "is_no")]
    pub teammate: bool,
    /// Hue of the disc in degrees.
    pub hue: u16,
}

/// A stretch of the day during which a desk is booked, or was until its holder left, in local minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Busy {
    /// Local start.
    pub from: Minute,
    /// Local end.
    pub to: Minute,
    /// The viewer's own.
    #[serde(default, skip_serializing_if = "is_no")]
    pub mine: bool,
    /// Who, if the viewer may know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
}

/// One seat for one viewer and one choice of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seat {
    /// The desk.
    pub desk: DeskId,
    /// Its label.
    pub label: String,
    /// Its zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneId>,
    /// Centre in metres.
    pub at: [f64; 2],
    /// Degrees clockwise; at 0 the chair is south of the desk.
    pub rotation: f64,
    /// Furniture.
    pub kind: DeskKind,
    /// What it offers.
    pub amenities: Vec<Amenity>,
    /// State for the chosen time.
    pub state: SeatState,
    /// Everything against booking it; empty when free or mine.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Its holder is out and has lent it: whoever sits there gives way when they return.
    #[serde(default, skip_serializing_if = "is_no")]
    pub lent: bool,
    /// Who holds it during the chosen time, if the viewer may know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// The day's bookings of this desk in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub day: Vec<Busy>,
    /// The viewer's booking on this desk for the chosen time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booking: Option<BookingId>,
}

/// A viewer's own booking that overlaps a choice: taking another seat moves it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyBooking {
    /// The booking.
    pub id: BookingId,
    /// Its desk.
    pub desk: DeskId,
    /// The desk's label.
    pub label: String,
    /// The desk's floor.
    pub floor: FloorId,
    /// When, by the clocks of its own site.
    pub local: LocalTimes,
}

/// Why a seat is suggested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The person often sits there.
    Usual,
    /// A teammate sits near that day.
    NearTeam {
        /// The teammate's given name.
        name: String,
    },
    /// It is free.
    Free,
}
