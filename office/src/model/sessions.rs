//! What an admin sees of the hosts and of everybody's sessions.

use super::{
    booking::LocalTimes,
    cloud_pc::{Ask, SessionState},
    id::{BookingId, FloorId, SessionId, SiteId},
    place::Names,
    room::{Health, HostState, Load, NoRoom, Room},
    time::{Instant, Minute},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The most sessions that are listed at once.
pub const MOST_LISTED: usize = 200;

/// Which sessions; what is missing or empty leaves all in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Which {
    /// In a state. Those that are over are listed only when asked for.
    pub state: Option<SessionState>,
    /// At a site.
    pub site: Option<SiteId>,
    /// On a floor.
    pub floor: Option<FloorId>,
    /// Whose name or address contains this.
    pub person: String,
}

/// A host of cloud PCs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HostNow {
    /// Its name.
    pub name: String,
    /// The name of the provider that it belongs to.
    pub provider: Names,
    /// What it does.
    pub state: HostState,
    /// How many sessions it has room for at one moment; `None` for no limit.
    pub capacity: Option<u32>,
    /// How many its provider is let run at the same time; `None` for no limit.
    pub limit: Option<u32>,
    /// The version, to notice when somebody else changes it.
    pub version: i32,
    /// How its provider is.
    pub health: Health,
    /// Desktops that run or are on their way.
    pub running: u32,
    /// What is promised now.
    pub now: Load,
    /// What is promised on the next day at 09:00 of the site's clock.
    pub tomorrow: Load,
}

impl HostNow {
    /// What it has room for in the end.
    pub fn most(&self) -> Option<u32> {
        Room { state: self.state, capacity: self.capacity }.within(self.limit).capacity
    }
}

/// One session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionRow {
    /// Identity.
    pub id: SessionId,
    /// Its booking.
    pub booking: BookingId,
    /// Whose.
    pub person_name: String,
    /// The site's and floor's names.
    pub place: Names,
    /// The desk's label.
    pub label: String,
    /// When, on the site's clocks.
    pub local: LocalTimes,
    /// Where it is.
    pub state: SessionState,
    /// Why there is no desktop for it, or not for all of it.
    pub no_room: Option<NoRoom>,
    /// What its person asked for and is being done.
    pub asked: Option<Ask>,
    /// What is missing or wrong, for whoever runs the host.
    pub problem: Option<String>,
}

/// The page of all sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionsNow {
    /// When this was read, on the clock of the site.
    pub as_of: (NaiveDate, Minute),
    /// Whose clock that is: the site's IANA time zone.
    pub zone: String,
    /// The hosts.
    pub hosts: Vec<HostNow>,
    /// The sessions, those that run first, then by their bookings' start; at most [`MOST_LISTED`].
    pub sessions: Vec<SessionRow>,
    /// There are more than are listed.
    pub more: bool,
}

/// Something that happened to a session or its booking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionEvent {
    /// Its number in the ledger.
    pub seq: i64,
    /// When, in UTC.
    pub at: Instant,
    /// The local date and time of day.
    pub local: (NaiveDate, Minute),
    /// The ledger's word for it.
    pub kind: String,
    /// Who did it, if somebody did.
    pub by: Option<String>,
    /// More about it: a word of [`NoRoom`], or what a provider said.
    pub detail: Option<String>,
}

/// The log of one session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionLog {
    /// The session.
    pub session: SessionRow,
    /// What happened, newest first.
    pub events: Vec<SessionEvent>,
}
