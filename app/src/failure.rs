//! The error of every server function: a refusal people can act on, or the id of a fault.

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use office::model::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// Why a server function did not do what was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// For people: reasons and a way out.
    #[error("refused")]
    Refused {
        /// The refusal.
        refusal: Refusal,
    },
    /// Ours; people see the id.
    #[error("fault {id}")]
    Fault {
        /// The request's id, also in the log.
        id: String,
    },
    /// The server could not be reached.
    #[error("offline")]
    Offline,
}

impl Failure {
    /// A refusal; on the server it also sets the response's status.
    pub fn refuse(refusal: Refusal) -> Self {
        #[cfg(not(target_family = "wasm"))]
        set_status(refusal.status());
        Failure::Refused { refusal }
    }
}

impl FromServerFnError for Failure {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Failure::refuse(Refusal::input("form", "incomplete"))
            }
            ServerFnErrorErr::Request(_) => Failure::Offline,
            _ => Failure::Fault { id: String::new() },
        }
    }
}

#[cfg(not(target_family = "wasm"))]
impl From<office::backend::error::Error> for Failure {
    fn from(error: office::backend::error::Error) -> Self {
        use office::backend::error::Error;
        match error {
            Error::Refused(refusal) => Failure::refuse(refusal),
            Error::Fault(fault) => {
                let id = crate::caller::visit().map(|visit| visit.request_id).unwrap_or_default();
                leptos::logging::error!("fault {id}: {fault}");
                set_status(if fault.is_passing() { 503 } else { 500 });
                Failure::Fault { id }
            }
        }
    }
}

#[cfg(not(target_family = "wasm"))]
fn set_status(status: u16) {
    // A form that is sent without scripts is led back to its page, which then tells what is wrong.
    if is_plain_form() {
        return;
    }
    let response = leptos::prelude::use_context::<leptos_axum::ResponseOptions>();
    let code = leptos_axum_status(status);
    if let (Some(response), Some(code)) = (response, code) {
        response.set_status(code);
    }
}

#[cfg(not(target_family = "wasm"))]
fn is_plain_form() -> bool {
    leptos::prelude::use_context::<http::request::Parts>().is_some_and(|parts| {
        let accepted = parts.headers.get(http::header::ACCEPT).and_then(|value| value.to_str().ok());
        parts.uri.path().starts_with("/fn/") && accepted.is_some_and(|accepted| accepted.contains("text/html"))
    })
}

#[cfg(not(target_family = "wasm"))]
fn leptos_axum_status(status: u16) -> Option<http::StatusCode> {
    http::StatusCode::from_u16(status).ok()
}
