//! Who came for something that stays open, and what they showed then: it has to be good for as long as it is open.

use super::{desktop, router::Shared, visit};
use axum::http::HeaderMap;
use office::{
    backend::caller::Caller,
    model::{
        id::{PersonId, SessionId, TerminalId},
        person::Role,
    },
};

/// Somebody who came.
pub struct Came {
    who: Who,
    headers: HeaderMap,
}

/// As whom they were let in.
enum Who {
    /// A person with a sign-in or a token of their own, and what they may do.
    Person(PersonId, Role),
    /// The person of a session, signed in here or at the terminal that shows it.
    At(PersonId, SessionId),
    /// A seat's terminal.
    Terminal(TerminalId),
}

impl Came {
    /// A person with a sign-in or a token of their own.
    pub fn person(caller: &Caller, headers: HeaderMap) -> Self {
        Self { who: Who::Person(caller.person, caller.role), headers }
    }

    /// The person of a session, signed in here or at the terminal that shows it.
    pub fn at(session: SessionId, caller: &Caller, headers: HeaderMap) -> Self {
        Self { who: Who::At(caller.person, session), headers }
    }

    /// A seat's terminal.
    pub fn terminal(terminal: TerminalId, headers: HeaderMap) -> Self {
        Self { who: Who::Terminal(terminal), headers }
    }

    /// What they sent along.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Whether they would still be let in. Nobody is sent away because the database does not answer.
    pub async fn is_welcome(&self, shared: &Shared) -> bool {
        let Ok((caller, terminal)) = visit::again(shared, &self.headers).await else { return true };
        match self.who {
            Who::Person(person, role) => caller.is_some_and(|now| now.person == person && now.role == role),
            Who::At(person, session) => {
                let Ok(sitting) = desktop::sitting(shared, terminal, session).await else { return true };
                sitting.or(caller).is_some_and(|now| now.person == person)
            }
            Who::Terminal(known) => terminal == Some(known),
        }
    }
}
