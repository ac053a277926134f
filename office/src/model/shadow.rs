//! Looking at the screen of somebody else's cloud PC: only while they agree, and without touching it.

use super::{
    id::{PersonId, SessionId, ShadowId},
    place::words,
    time::Instant,
};
use serde::{Deserialize, Serialize};

/// How long a person has to answer, in seconds.
pub const ASKED_SECONDS: i64 = 2 * 60;
/// How long a screen may be looked at after its person agreed, in seconds. Then they are asked again.
pub const ALLOWED_SECONDS: i64 = 15 * 60;

words! {
    /// How far looking at a screen has come.
    ShadowState {
        /// Its person has not answered yet.
        Asked = "asked",
        /// Its person agreed.
        Allowed = "allowed",
        /// Its person said no.
        Declined = "declined",
        /// It was ended, or its time has run out.
        Over = "over",
    }
}

words! {
    /// What is said about looking at a screen.
    Say {
        /// Its person agrees.
        Allow = "allow",
        /// Its person does not want it.
        Decline = "decline",
        /// Either of both ends it.
        End = "end",
    }
}

impl ShadowState {
    /// How it stands at a moment, of which its time ran out at another.
    pub fn at(self, until: Instant, now: Instant) -> Self {
        if self.is_live() && until <= now { Self::Over } else { self }
    }

    /// Whether it is asked for or goes on.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Asked | Self::Allowed)
    }

    /// What it becomes by what is said; nothing where that can't be said any more.
    pub fn after(self, say: Say) -> Option<Self> {
        match (self, say) {
            (Self::Asked, Say::Allow) => Some(Self::Allowed),
            (Self::Asked, Say::Decline) => Some(Self::Declined),
            (Self::Asked | Self::Allowed, Say::End) => Some(Self::Over),
            _ => None,
        }
    }
}

/// Looking at a session's screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shadow {
    /// Identity.
    pub id: ShadowId,
    /// Whose screen.
    pub session: SessionId,
    /// Who looks.
    pub viewer: PersonId,
    /// Their name.
    pub viewer_name: String,
    /// How far it has come.
    pub state: ShadowState,
    /// Until when it is asked for or allowed, in UTC.
    pub until: Instant,
}

/// What an admin may do about a session's screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MayLook {
    /// Ask its person.
    Ask,
    /// Nothing: its person has no screen open that could be looked at.
    NobodyThere,
    /// Nothing: its screen is shown elsewhere, by its provider.
    Elsewhere,
    /// Nothing: it is their own.
    Own,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whoever_is_asked_can_agree_and_what_is_over_stays_over() {
        for state in ShadowState::ALL {
            for say in Say::ALL {
                let becomes = state.after(*say);
                assert_eq!(becomes == Some(ShadowState::Allowed), (*state, *say) == (ShadowState::Asked, Say::Allow));
                if !state.is_live() {
                    assert_eq!(becomes, None, "{state:?} {say:?}");
                }
            }
        }
    }

    #[test]
    fn whatever_goes_on_can_be_ended_at_any_time() {
        for state in ShadowState::ALL.iter().filter(|state| state.is_live()) {
            assert_eq!(state.after(Say::End), Some(ShadowState::Over));
        }
    }

    #[test]
    fn time_ends_what_is_asked_for_and_what_is_allowed() {
        let until: Instant = "2026-12-03T00:00:00Z".parse().unwrap();
        let before = until - chrono::TimeDelta::seconds(1);
        for state in ShadowState::ALL {
            assert_eq!(state.at(until, before), *state);
            let after = if state.is_live() { ShadowState::Over } else { *state };
            assert_eq!(state.at(until, until), after);
        }
    }
}
