//! What pages ask about cloud PCs.

use crate::failure::Failure;
use leptos::prelude::*;
use office::model::{booking::Booking, cloud_pc::Session};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::{bookings::api::id, caller::caller};

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
