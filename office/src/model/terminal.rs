//! Seat terminals, who waits for whom at them, and what an arrival at a desk leads to.

use super::{
    booking::{Booking, LocalTimes},
    cloud_pc::SessionState,
    id::{DeskId, FloorId, SessionId, SiteId, TerminalId},
    place::{Amenity, Names, words},
    refusal::Reason,
    time::{Instant, Minute},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

words! {
    /// What an arrival at a desk led to.
    Outcome {
        /// The person had booked this desk.
        Seated = "seated",
        /// The person had booked another desk; the booking came along.
        Moved = "moved",
        /// The person had booked nothing; a booking was made.
        WalkedIn = "walked_in",
        /// The person has been seen at another desk since; only that they came earlier is new.
        Late = "late",
        /// The rules or somebody else's booking were against it.
        Refused = "refused",
    }
}

/// What came of an arrival that was accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arrived {
    /// In which way.
    pub outcome: Outcome,
    /// The booking as it now is.
    pub booking: Booking,
    /// The desk that was left, if the booking moved: going back there undoes it.
    pub left: Option<DeskId>,
}

/// What an arrival would lead to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Foreseen {
    /// In which way.
    pub outcome: Outcome,
    /// The label of the desk that would be left.
    pub left: Option<String>,
    /// The booking's times then.
    pub local: LocalTimes,
}

/// A seat terminal as admins see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Terminal {
    /// Identity.
    pub id: TerminalId,
    /// Its desk.
    pub desk: DeskId,
    /// The desk's label.
    pub label: String,
    /// The desk's floor.
    pub floor: FloorId,
    /// The floor's site.
    pub site: SiteId,
    /// When its key was made, in UTC.
    pub enrolled_at: Instant,
    /// When it was heard of last, in UTC.
    pub seen_at: Instant,
    /// When its key stopped working, in UTC; `None` while it works.
    pub retired_at: Option<Instant>,
}

/// The code that makes a browser a desk's terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentCode {
    /// To be typed at the terminal; works once.
    pub code: String,
    /// Until when, in UTC.
    pub expires_at: Instant,
}

/// How long a terminal shows one call before it asks for the next, in seconds.
pub const SHOWN_SECONDS: u64 = 30;

/// What a terminal shows as a QR code for a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The secret part of the address that the phone opens.
    pub secret: String,
    /// Until when it can be opened, in UTC.
    pub expires_at: Instant,
}

/// Whom a desk waits for, as anybody who walks by may read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// Their name, if everybody may see it.
    pub name: Option<String>,
    /// Local start of the booking.
    pub from: Minute,
    /// Its local end.
    pub to: Minute,
    /// They have come.
    pub came: bool,
    /// Where their cloud PC is.
    pub pc: Option<SessionState>,
}

/// A desk near the terminal's, without anybody's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    /// The desk's label.
    pub label: String,
    /// Centre in metres.
    pub at: [f64; 2],
    /// Degrees clockwise; at 0 the chair is south of the desk.
    pub rotation: f64,
    /// Nobody holds it now.
    pub free: bool,
    /// It is the terminal's own.
    pub here: bool,
}

/// What a terminal shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TerminalView {
    /// The terminal.
    pub terminal: TerminalId,
    /// Its desk.
    pub desk: DeskId,
    /// The desk's label.
    pub label: String,
    /// The desk's floor.
    pub floor: FloorId,
    /// The site's names.
    pub site_name: Names,
    /// The floor's names.
    pub floor_name: Names,
    /// The zone's names.
    pub zone_name: Option<Names>,
    /// What the desk offers.
    pub amenities: Vec<Amenity>,
    /// Today at the site.
    pub today: NaiveDate,
    /// The time of day there.
    pub now: Minute,
    /// Whom it waits for, from 30 minutes before the booking.
    pub waiting: Option<Waiting>,
    /// Until when it can be taken now, local; `None` when it can't.
    pub free_until: Option<Minute>,
    /// What stands against whoever would take it now, but for a booking of it.
    pub against: Option<Reason>,
    /// The cloud PC of whoever is signed in here.
    pub session: Option<SessionId>,
    /// The desks around.
    pub around: Vec<Neighbour>,
}
