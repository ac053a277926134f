//! Who asks: taken from the visit that was recognised by cookie or by bearer token.

use super::problem::Failed;
use crate::http::visit;
use app::caller::Visit;
use axum::{extract::FromRequestParts, http::request::Parts};
use office::{
    backend::{caller::Caller, office::Office},
    model::{person::Person, place::Lang, refusal::Refusal},
};

/// A request of somebody who is signed in. Strangers are refused before anything else is looked at.
pub struct Asking {
    /// The business.
    pub office: Office,
    /// Who asks.
    pub caller: Caller,
    /// The same as a person of the directory.
    pub person: Person,
    /// The language of sentences in the answer.
    pub lang: Lang,
}

impl<S: Sync> FromRequestParts<S> for Asking {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failed> {
        let visit = parts.extensions.get::<Visit>().ok_or(Refusal::SignedOut)?;
        match (visit.caller.clone(), visit.viewer.person.clone()) {
            (Some(caller), Some(person)) => {
                let lang = visit::asked(&parts.headers).unwrap_or(visit.viewer.lang);
                Ok(Self { office: visit.office.clone(), caller, person, lang })
            }
            _ => Err(Refusal::SignedOut.into()),
        }
    }
}
