//! The cloud PC's life, linked to a booking.

use super::{
    id::{BookingId, SessionId},
    place::{Names, words},
    refusal::Reason,
    room::NoRoom,
    time::{Instant, Minute},
};
use serde::{Deserialize, Serialize};

words! {
    /// Where a session is.
    SessionState {
        /// Promised by a booking; not started yet.
        Planned = "planned",
        /// The provider was told to start it.
        Starting = "starting",
        /// It can be opened at once.
        Ready = "ready",
        /// A screen is open.
        Connected = "connected",
        /// It runs on with no screen.
        Disconnected = "disconnected",
        /// Over.
        Released = "released",
        /// It could not be started; tried again.
        Failed = "failed",
        /// The provider can't run it now.
        Unavailable = "unavailable",
    }
}

impl SessionState {
    /// States in which a desktop runs or is on its way.
    pub const RUNNING: [Self; 4] = [Self::Starting, Self::Ready, Self::Connected, Self::Disconnected];

    /// Whether a screen can be opened.
    pub fn can_open(self) -> bool {
        matches!(self, Self::Ready | Self::Connected | Self::Disconnected)
    }
}

words! {
    /// What keeps a provider from running cloud PCs.
    Cause {
        /// Programs are not installed.
        Packages = "packages",
        /// The host lets no sandbox be made.
        Sandbox = "sandbox",
        /// The provider does not answer or lets us not in.
        Service = "service",
        /// What was set up about the provider does not work.
        Settings = "settings",
        /// An admin has switched the provider off.
        Off = "off",
        /// As many run as the provider may run.
        Full = "full",
    }
}

/// How a cloud PC is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opens {
    /// Its screen is shown here.
    Screen,
    /// Elsewhere: people are led to another address, and what happens there is not seen.
    Elsewhere,
}

words! {
    /// What a session's person can ask for.
    Ask {
        /// End it; the seat stays.
        End = "end",
        /// End it and start it again: what runs in it is lost.
        Restart = "restart",
        /// The same, with the desktop's settings as on the first day. Documents stay.
        Reset = "reset",
    }
}

/// What stands for or against a wish about a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where it is.
    pub state: SessionState,
    /// Why there is no desktop for it, if there is none.
    pub lacks: Option<NoRoom>,
    /// Why nothing new starts on its host, if so.
    pub closed: Option<NoRoom>,
    /// When it will be started while it is planned, in UTC and local to its site.
    pub starts: (Instant, Minute),
}

impl Ask {
    /// What stands against it, if anything does. What is asked for twice is no mistake.
    pub fn against(self, now: Standing) -> Option<Reason> {
        if self == Ask::End {
            return None;
        }
        if let Some(why) = now.lacks.or(now.closed) {
            return Some(Reason::NoCloudPc { why });
        }
        let (at, local) = now.starts;
        (now.state == SessionState::Planned).then_some(Reason::CloudPcPlanned { at, local })
    }
}

/// A session as its person sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Identity.
    pub id: SessionId,
    /// Its booking.
    pub booking: BookingId,
    /// Where it is.
    pub state: SessionState,
    /// When it began to be started, or will, in UTC.
    pub starts_from: Instant,
    /// What stands against opening it although it runs, as that its booking can't be checked in yet.
    pub against: Option<Reason>,
    /// When it can probably be opened, in UTC; `None` when it can be now or nobody knows.
    pub ready_at: Option<Instant>,
    /// Why there is no desktop for the booking, or from `room_until` on.
    pub no_room: Option<NoRoom>,
    /// Until when there is one, in UTC, where that is earlier than the booking's end.
    pub room_until: Option<Instant>,
    /// What its person asked for and is being done.
    pub asked: Option<Ask>,
    /// What its person can ask for now.
    pub may: Vec<Ask>,
    /// What is missing or wrong, in words for people who run the host.
    pub problem: Option<String>,
    /// What keeps the host from running cloud PCs, while the session is unavailable.
    pub cause: Option<Cause>,
    /// What whoever runs the host can do about it, often a command.
    pub remedy: Option<String>,
    /// How often starting it has failed since it last ran.
    pub failures: u32,
    /// The provider's name where the cloud PC opens elsewhere: there is no screen of it here.
    pub elsewhere: Option<Names>,
}

impl Session {
    /// Whether its person can open it now.
    pub fn can_open(&self) -> bool {
        self.state.can_open() && self.asked.is_none() && self.against.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(state: SessionState) -> Standing {
        Standing { state, lacks: None, closed: None, starts: (Instant::default(), Minute::hour(9)) }
    }

    #[test]
    fn a_desktop_that_runs_or_failed_can_be_started_again() {
        use SessionState::{Connected, Disconnected, Failed, Ready, Released, Starting, Unavailable};
        for state in [Starting, Ready, Connected, Disconnected, Failed, Unavailable, Released] {
            for ask in Ask::ALL {
                assert_eq!(ask.against(standing(state)), None, "{ask:?} while {state:?}");
            }
        }
    }

    #[test]
    fn what_was_not_started_yet_can_only_be_given_up() {
        let planned = standing(SessionState::Planned);
        assert!(matches!(Ask::Restart.against(planned), Some(Reason::CloudPcPlanned { .. })));
        assert!(matches!(Ask::Reset.against(planned), Some(Reason::CloudPcPlanned { .. })));
        assert_eq!(Ask::End.against(planned), None);
    }

    #[test]
    fn nothing_is_ended_that_could_not_be_started_again() {
        let draining = Standing { closed: Some(NoRoom::Draining), ..standing(SessionState::Connected) };
        assert_eq!(Ask::Restart.against(draining), Some(Reason::NoCloudPc { why: NoRoom::Draining }));
        assert_eq!(Ask::End.against(draining), None, "to give it up is one's own choice");
        let full = Standing { lacks: Some(NoRoom::Full), ..standing(SessionState::Unavailable) };
        assert_eq!(Ask::Restart.against(full), Some(Reason::NoCloudPc { why: NoRoom::Full }));
    }
}
