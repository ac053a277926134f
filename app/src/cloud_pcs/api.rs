//! What pages ask about cloud PCs.

use crate::failure::Failure;
use leptos::prelude::*;
use office::model::{booking::Booking, cloud_pc::Session};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::{
    bookings::{api::id, done::back},
    caller::caller,
};
#[cfg(not(target_family = "wasm"))]
use office::model::{cloud_pc::Ask, refusal::Refusal};

/// A session with its booking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DesktopView {
    /// The session.
    pub session: Session,
    /// Its booking.
    pub booking: Booking,
}

/// One of the caller's sessions.
#[server(prefix = "/fn", endpoint = "cloud-pcs/session")]
pub async fn load_desktop(session: String) -> Result<DesktopView, Failure> {
    let (office, caller) = caller()?;
    let session = office::backend::cloud_pcs::sessions::one(&office, &caller, id(&session)?).await?;
    let booking = office::backend::bookings::find::one(&office, &caller, session.booking).await?;
    Ok(DesktopView { session, booking })
}

/// Has something done with one of the caller's own cloud PCs: `end`, `restart` or `reset`.
#[server(prefix = "/fn", endpoint = "cloud-pcs/steer")]
pub async fn steer_pc(session: String, ask: String, return_to: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let wanted = Ask::from_word(&ask).ok_or_else(|| Failure::refuse(Refusal::input("ask", "unknown")))?;
    office::backend::cloud_pcs::steer::ask(&office, &caller, id(&session)?, wanted).await?;
    back(&return_to, &[("done", &format!("pc-{ask}"))]);
    Ok(())
}
