//! What pages ask about cloud PCs.

use crate::failure::Failure;
use leptos::prelude::*;
use office::model::{booking::Booking, clipboard::Clipboard, cloud_pc::Session, id::ShadowId, sessions::SessionRow};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::{
    bookings::{api::id, done::back},
    caller::caller,
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{bookings::find, caller::Caller, cloud_pcs, error::Error, office::Office},
    model::{cloud_pc::Ask, id::SessionId, refusal::Refusal, shadow::ShadowState},
};

/// A session with its booking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DesktopView {
    /// The session.
    pub session: Session,
    /// Its booking.
    pub booking: Booking,
    /// Which way text may be copied.
    pub clipboard: Clipboard,
}

/// One of the caller's sessions.
#[server(prefix = "/fn", endpoint = "cloud-pcs/session")]
pub async fn load_desktop(session: String) -> Result<DesktopView, Failure> {
    let (office, caller) = caller()?;
    Ok(view(&office, &caller, id(&session)?).await?)
}

/// A session as its screen shows it.
#[cfg(not(target_family = "wasm"))]
pub async fn view(office: &Office, caller: &Caller, id: SessionId) -> Result<DesktopView, Error> {
    let session = cloud_pcs::sessions::one(office, caller, id).await?;
    let booking = find::one(office, caller, session.booking).await?;
    let clipboard = cloud_pcs::clipboard::allowed(office, caller, id).await?;
    Ok(DesktopView { session, booking, clipboard })
}

/// The same at a seat's terminal, where nothing is copied or pasted: the next person would find it there.
#[cfg(not(target_family = "wasm"))]
pub async fn view_at_terminal(office: &Office, caller: &Caller, id: SessionId) -> Result<DesktopView, Error> {
    Ok(DesktopView { clipboard: Clipboard::Off, ..view(office, caller, id).await? })
}

/// Somebody's screen that the caller, an admin, was let look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WatchView {
    /// Whose, and where.
    pub session: SessionRow,
    /// What allows it.
    pub look: ShadowId,
}

/// A screen to look at; not found by whoever was not let.
#[server(prefix = "/fn", endpoint = "cloud-pcs/watch")]
pub async fn load_watch(session: String) -> Result<WatchView, Failure> {
    let (office, caller) = caller()?;
    let session = id(&session)?;
    let row = cloud_pcs::overview::one(&office, &caller, session).await?;
    let look = cloud_pcs::shadow::of_session(&office, &caller, session).await?;
    let look = look.filter(|look| look.viewer == caller.person && look.state == ShadowState::Allowed);
    let look = look.ok_or_else(|| Failure::refuse(Refusal::NotFound))?.id;
    Ok(WatchView { session: row, look })
}

/// Has something done with one of the caller's own cloud PCs: `end`, `restart` or `reset`.
#[server(prefix = "/fn", endpoint = "cloud-pcs/steer")]
pub async fn steer_pc(session: String, ask: String, return_to: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let wanted = Ask::from_word(&ask).ok_or_else(|| Failure::refuse(Refusal::input("ask", "unknown")))?;
    cloud_pcs::steer::ask(&office, &caller, id(&session)?, wanted).await?;
    back(&return_to, &[("done", &format!("pc-{ask}"))]);
    Ok(())
}
