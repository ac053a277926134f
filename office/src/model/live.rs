//! Small facts that tell an open page what changed.

use super::{
    id::{BookingId, DeskId, SessionId},
    time::{Instant, Interval},
};
use serde::{Deserialize, Serialize};

/// One change on a floor. Says which seat to look at again, not who sits there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatFact {
    /// Position in the ledger; the `Last-Event-ID` of the stream.
    pub seq: i64,
    /// The ledger's word for what happened, for example `booking.reserved`.
    pub kind: String,
    /// The desk; `None` when every seat may look different, as after other rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskId>,
    /// The time it concerns, in UTC; `None` concerns every time.
    pub interval: Option<Interval>,
    /// When it happened, in UTC.
    pub at: Instant,
}

/// One change of a person's own bookings or cloud PC. Says what to look at again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnFact {
    /// Position in the ledger; the `Last-Event-ID` of the stream.
    pub seq: i64,
    /// The ledger's word for what happened, for example `session.ready`.
    pub kind: String,
    /// The booking it concerns.
    pub booking: Option<BookingId>,
    /// The session it concerns.
    pub session: Option<SessionId>,
    /// When it happened, in UTC.
    pub at: Instant,
}
