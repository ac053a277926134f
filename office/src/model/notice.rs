//! What people are told by mail about their seat and their cloud PC: what happened without them, while they may be
//! looking elsewhere. What they did themselves they know.

use super::{
    booking::{Booking, BookingState},
    cloud_pc::SessionState,
    id::PersonId,
    place::words,
    room::NoRoom,
    time::Instant,
};
use serde::{Deserialize, Serialize};

words! {
    /// Which notices a person wants by mail.
    Mail {
        /// Every step.
        Every = "every",
        /// Only that a seat or a cloud PC was lost, changed or given: not that somebody seems to be away.
        Changes = "changes",
        /// None.
        Never = "never",
    }
}

words! {
    /// What somebody is told.
    Notice {
        /// They seem to have gone: their seat is kept for now.
        Away = "away",
        /// Others may sit at their seat until they return.
        Lent = "lent",
        /// Their seat was taken back by rule.
        Released = "released",
        /// They sat at a lent seat whose holder came back.
        GaveWay = "gave_way",
        /// Somebody else booked a seat for them.
        Reserved = "reserved",
        /// Somebody else brought back a booking that was cancelled.
        Restored = "restored",
        /// Somebody else gave them another seat.
        Moved = "moved",
        /// Somebody else changed the times.
        TimesChanged = "times_changed",
        /// Somebody else cancelled it.
        Cancelled = "cancelled",
        /// No cloud PC comes with the booking any more.
        NoPc = "no_pc",
        /// One comes with it after all.
        PcAgain = "pc_again",
        /// The cloud PC does not start.
        PcTrouble = "pc_trouble",
    }
}

/// Who brought an event about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The person whom it concerns.
    Themself,
    /// Somebody else.
    Another,
    /// Nobody: a rule, the clock, a provider.
    Nobody,
}

impl By {
    /// Who brought about an event that concerns a person.
    pub fn of(actor: Option<PersonId>, person: PersonId) -> Self {
        match actor {
            None => Self::Nobody,
            Some(actor) if actor == person => Self::Themself,
            Some(_) => Self::Another,
        }
    }
}

impl Notice {
    /// What a person is told of an event of theirs, if anything.
    pub fn of_event(kind: &str, by: By) -> Option<Self> {
        Some(match (kind, by) {
            ("booking.away", By::Nobody) => Self::Away,
            ("seat.lent", By::Nobody) => Self::Lent,
            ("booking.released", By::Nobody) => Self::Released,
            ("seat.reclaimed", By::Another) => Self::GaveWay,
            ("booking.reserved", By::Another) => Self::Reserved,
            ("booking.restored", By::Another) => Self::Restored,
            ("booking.moved", By::Another) => Self::Moved,
            ("booking.times_changed", By::Another) => Self::TimesChanged,
            ("booking.cancelled", By::Another) => Self::Cancelled,
            ("session.unpromised", By::Another | By::Nobody) => Self::NoPc,
            ("session.promised", By::Another | By::Nobody) => Self::PcAgain,
            ("session.failed" | "session.unavailable", By::Another | By::Nobody) => Self::PcTrouble,
            _ => return None,
        })
    }

    /// Whether it is still so: what is over or was undone meanwhile is no news.
    pub fn is_so(self, booking: &Booking, now: Instant) -> bool {
        let live = booking.state.is_live();
        let lent = booking.away.map(|away| away.lent);
        let stuck = matches!(booking.session_state, Some(SessionState::Failed | SessionState::Unavailable));
        let so = match self {
            Self::Away => lent == Some(false),
            Self::Lent => lent == Some(true),
            Self::Released => booking.state == BookingState::Released,
            // Whatever became of the guest's booking.
            Self::GaveWay => true,
            Self::Reserved | Self::Restored | Self::Moved | Self::TimesChanged => live,
            Self::Cancelled => booking.state == BookingState::Cancelled,
            // That the host is full was said while booking.
            Self::NoPc => live && booking.no_pc.is_some_and(|why| why != NoRoom::Full),
            Self::PcAgain => live && booking.no_pc.is_none() && !stuck,
            Self::PcTrouble => live && booking.no_pc.is_none() && stuck,
        };
        so && booking.interval.ends_at > now
    }

    /// Whether it says nothing to somebody who has not heard of the booking yet: how it is now, they hear with it.
    pub fn needs_to_be_known(self) -> bool {
        matches!(self, Self::Restored | Self::Moved | Self::TimesChanged | Self::Cancelled)
    }

    /// Whether one is enough for a booking, however often it happens.
    pub fn is_told_once(self) -> bool {
        self == Self::PcTrouble
    }
}

impl Mail {
    /// Whether a notice is wanted.
    pub fn wants(self, notice: Notice) -> bool {
        match self {
            Self::Every => true,
            Self::Changes => !matches!(notice, Notice::Away | Notice::Lent),
            Self::Never => false,
        }
    }
}

#[cfg(test)]
mod tests;
