//! The cloud PC's life, linked to a booking.

use super::{
    id::{BookingId, SessionId},
    place::{Names, words},
    time::Instant,
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
