//! A booking and its life.

use super::{
    away::{AwayCause, Steps},
    cloud_pc::SessionState,
    id::{BookingId, DeskId, FloorId, PersonId, SessionId, SiteId},
    place::words,
    room::NoRoom,
    time::{Instant, Interval},
};
use serde::{Deserialize, Serialize};

words! {
    /// Where a booking is in its life.
    BookingState {
        /// Booked; nobody has come yet.
        Reserved = "reserved",
        /// Somebody sits there.
        InUse = "in_use",
        /// The person is out for a while and keeps the seat.
        Away = "away",
        /// Over: checked out or run to its end.
        Ended = "ended",
        /// Given back before it began to be used.
        Cancelled = "cancelled",
        /// Taken back by rule because nobody came.
        Released = "released",
    }
}

impl BookingState {
    /// Whether the booking still holds its desk.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Reserved | Self::InUse | Self::Away)
    }

    /// Whether the life of a booking allows this step.
    pub fn may_become(self, next: BookingState) -> bool {
        use BookingState::{Away, Cancelled, Ended, InUse, Released, Reserved};
        matches!(
            (self, next),
            (Reserved, InUse | Cancelled | Released | Ended)
                | (InUse, Away | Ended)
                | (Away, InUse | Ended | Released)
                // Undo of a cancellation and of a check-out.
                | (Cancelled, Reserved)
                | (Ended, InUse)
                // Undo of a release after a long absence.
                | (Released, InUse)
        )
    }
}

words! {
    /// How it is known that somebody came.
    CheckInSource {
        /// A button on a page.
        Page = "page",
        /// The public API.
        Api = "api",
        /// Opening the cloud PC at the seat.
        Desktop = "desktop",
    }
}

/// One person, one desk, one interval; as its person or somebody who may see it sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Booking {
    /// Identity.
    pub id: BookingId,
    /// Whose seat it is.
    pub person: PersonId,
    /// Their full name.
    pub person_name: String,
    /// The desk.
    pub desk: DeskId,
    /// The desk's label.
    pub label: String,
    /// The desk's floor.
    pub floor: FloorId,
    /// The floor's site.
    pub site: SiteId,
    /// When, in UTC.
    pub interval: Interval,
    /// When, as text local to the site.
    pub local: LocalTimes,
    /// Where it is in its life.
    pub state: BookingState,
    /// When somebody came, in UTC.
    pub checked_in_at: Option<Instant>,
    /// From when it can be checked in, in UTC.
    pub check_in_from: Instant,
    /// When it is released unless somebody has come, in UTC; `None` where the rules release nothing.
    pub released_at: Option<Instant>,
    /// How it stands while its person is out.
    pub away: Option<Absence>,
    /// The cloud PC's session of this booking.
    pub session: Option<SessionId>,
    /// The session's state.
    pub session_state: Option<SessionState>,
    /// Why there is no cloud PC for this booking, or from `pc_until` on; `None` where there is one all the time.
    pub no_pc: Option<NoRoom>,
    /// Until when there is one, in UTC, where that is earlier than the booking's end.
    pub pc_until: Option<Instant>,
}

impl Booking {
    /// Whether nobody came, so that the seat was taken back.
    pub fn was_missed(&self) -> bool {
        self.state == BookingState::Released && self.checked_in_at.is_none()
    }
}

/// How a booking stands while its person is out. Times in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Since when.
    pub since: Instant,
    /// How that is known.
    pub cause: AwayCause,
    /// When the person said they would be back.
    pub back_by: Option<Instant>,
    /// The seat is lent: others may sit there, and give way when its person returns.
    pub lent: bool,
    /// What comes next, and when.
    pub steps: Steps,
}

/// Somebody else wanted to sit at the booking's desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contest {
    /// When, local to the site.
    pub at: super::time::Minute,
    /// The nearest free seat for the booking's person.
    pub offer: Option<super::refusal::Offer>,
}

/// An interval as a site's clocks show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalTimes {
    /// The local date of the start.
    pub date: chrono::NaiveDate,
    /// Local start `HH:MM`.
    pub from: super::time::Minute,
    /// Local end `HH:MM`; 24:00 for midnight.
    pub to: super::time::Minute,
}

/// What changed about the cloud PC of a booking after it was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PcNews {
    /// The desk's label.
    pub label: String,
    /// When the booking is.
    pub local: LocalTimes,
    /// Why there is no cloud PC any more; `None` when there is one after all.
    pub no_pc: Option<NoRoom>,
}

/// What happened to a seat of somebody while they were elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Lost {
    /// They were out for so long that it was given back.
    TakenBack {
        /// The booking, which can be restored while the seat is free.
        booking: BookingId,
        /// The desk's label.
        label: String,
        /// When, local to the site.
        at: super::time::Minute,
    },
    /// It was lent, and its holder came back.
    GaveWay {
        /// The label of the desk they have now, if one was free.
        now: Option<String>,
    },
}
