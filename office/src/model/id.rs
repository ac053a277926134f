//! Typed identifiers. Every one is a UUID; none can stand for another.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A site (사업장).
    SiteId,
    /// A floor (층).
    FloorId,
    /// A revision of a floor plan (층 도면 개정).
    PlanId,
    /// A zone (구역).
    ZoneId,
    /// A desk (자리); outlives revisions and labels.
    DeskId,
    /// A person (사람).
    PersonId,
    /// A team.
    TeamId,
    /// A booking (예약).
    BookingId,
    /// A cloud PC (클라우드 PC).
    CloudPcId,
    /// A session (접속): a cloud PC linked to a booking.
    SessionId,
    /// A provider of cloud PCs (클라우드 PC 제공자).
    ProviderId,
    /// A seat terminal (자리 단말).
    TerminalId,
    /// One time of looking at somebody's screen.
    ShadowId,
}
