//! The request behind a server function: its office and its caller.

#[cfg(not(target_family = "wasm"))]
mod on_the_server {
    use crate::{failure::Failure, viewer::Viewer};
    use leptos::prelude::use_context;
    use office::{
        backend::{caller::Caller, office::Office},
        model::{id::TerminalId, refusal::Refusal},
    };

    /// One request, as the server puts it into the context of pages and server functions.
    #[derive(Clone)]
    pub struct Visit {
        /// The business.
        pub office: Office,
        /// Who is signed in.
        pub caller: Option<Caller>,
        /// What the page may know of them.
        pub viewer: Viewer,
        /// The request's id, shown with faults.
        pub request_id: String,
        /// Where the page's assets are: a path's version by content, for addresses that never change.
        pub asset_version: fn(&str) -> String,
        /// The address under which people reach this office, without a slash at its end.
        pub base_url: String,
        /// The seat terminal that asks, on the addresses meant for terminals.
        pub terminal: Option<TerminalId>,
    }

    /// The request, or a failure outside of one.
    pub fn visit() -> Result<Visit, Failure> {
        use_context::<Visit>().ok_or(Failure::Fault { id: String::new() })
    }

    /// The office and the signed-in caller; refused when nobody is signed in.
    pub fn caller() -> Result<(Office, Caller), Failure> {
        let visit = visit()?;
        match visit.caller {
            Some(caller) => Ok((visit.office, caller)),
            None => Err(Failure::refuse(Refusal::SignedOut)),
        }
    }
}

#[cfg(not(target_family = "wasm"))]
pub use on_the_server::{Visit, caller, visit};
