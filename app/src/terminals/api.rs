//! What a terminal and a phone in front of it ask the server.

use crate::{bookings::times::Times, cloud_pcs::api::DesktopView, failure::Failure};
use leptos::prelude::*;
use office::model::terminal::{Foreseen, TerminalView};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::{
    bookings::{done::back, stood::Stood},
    caller::{caller, visit},
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{
        bookings::{arrive, find},
        caller::Caller,
        error::Error,
        office::Office,
        terminals::{call, screen, sit},
    },
    model::{
        booking::Booking,
        id::{SiteId, TerminalId},
        refusal::Refusal,
        terminal::Outcome,
    },
};

/// What a terminal shows: the desk, and the cloud PC of whoever is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The desk.
    pub view: TerminalView,
    /// The cloud PC.
    pub desktop: Option<DesktopView>,
}

/// What this terminal shows; nothing in a browser that is no terminal.
#[server(prefix = "/fn", endpoint = "terminal/view")]
pub async fn load_terminal() -> Result<Option<Shown>, Failure> {
    let Some((office, id)) = here()? else { return Ok(None) };
    let view = screen::view(&office, id, office.now()).await?;
    let desktop = match sit::signed_in(&office, id, office.now()).await? {
        Some((caller, session)) => Some(crate::cloud_pcs::api::view_at_terminal(&office, &caller, session).await?),
        None => None,
    };
    Ok(Some(Shown { view, desktop }))
}

/// A new QR code for a phone to read, as SVG; empty in a browser that is no terminal.
#[server(prefix = "/fn", endpoint = "terminal/call")]
pub async fn load_call() -> Result<String, Failure> {
    let Some((office, id)) = here()? else { return Ok(String::new()) };
    let made = call::call(&office, id, office.now()).await?;
    let address = format!("{}/sit/{}", visit()?.base_url, made.secret);
    Ok(drawn(&address))
}

#[cfg(not(target_family = "wasm"))]
fn here() -> Result<Option<(Office, TerminalId)>, Failure> {
    let visit = visit()?;
    Ok(visit.terminal.map(|id| (visit.office, id)))
}

/// An address as a QR code, black on white with its quiet zone.
#[cfg(not(target_family = "wasm"))]
fn drawn(address: &str) -> String {
    let code = qrcode::QrCode::with_error_correction_level(address, qrcode::EcLevel::M);
    // Only an address of thousands of letters does not fit; then there is the password.
    code.map(|code| code.render::<qrcode::render::svg::Color>().min_dimensions(320, 320).build()).unwrap_or_default()
}

/// The desk whose code a phone has read, and what sitting down there would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SitView {
    /// The desk's label.
    pub label: String,
    /// Site and floor.
    pub place: String,
    /// What would happen; a refusal says what stands against it.
    pub foreseen: Result<Foreseen, Failure>,
    /// When the caller would sit there or at the seat offered instead, as far as that is known.
    pub times: Option<Times>,
}

/// Opens a terminal's call on the caller's phone.
#[server(prefix = "/fn", endpoint = "sit/open")]
pub async fn open_call(secret: String) -> Result<SitView, Failure> {
    let (office, caller) = caller()?;
    let lang = visit()?.viewer.lang;
    let arrival = call::open(&office, &caller, &secret).await?;
    let (label, at) = call::place(&office, &caller, arrival.desk).await?;
    let foreseen = arrive::foresee(&office, &caller, arrival).await.map_err(|error| match error {
        // The page is there, and says what is refused.
        Error::Refused(refusal) => Failure::Refused { refusal },
        fault => Failure::from(fault),
    });
    let times = match &foreseen {
        Ok(foreseen) => Some(Times::exactly(&foreseen.local)),
        Err(_) => booked_times(&office, &caller, at.site.id).await?,
    };
    let place = format!("{} {}", at.site.name.get(lang), at.floor.name.get(lang));
    Ok(SitView { label, place, foreseen, times })
}

/// When the caller has a seat at a site that can be checked in now.
#[cfg(not(target_family = "wasm"))]
async fn booked_times(office: &Office, caller: &Caller, site: SiteId) -> Result<Option<Times>, Failure> {
    let coming = find::mine(office, caller, find::When::Coming).await?;
    let now = coming.into_iter().find(|booking| booking.site == site && caller.now >= booking.check_in_from);
    Ok(now.map(|booking| Times::exactly(&booking.local)))
}

/// Sits down at the terminal whose call the caller has opened.
#[server(prefix = "/fn", endpoint = "sit/down")]
pub async fn sit_down(secret: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let before = find::mine(&office, &caller, find::When::Coming).await?;
    let arrived = sit::sit(&office, &caller, &secret).await?;
    let booking = arrived.booking.id.to_string();
    let was = before.into_iter().find(|one| one.id == arrived.booking.id).map(stood).unwrap_or_default();
    match arrived.outcome {
        Outcome::Moved => back("/", &[("done", "moved"), ("booking", &booking), ("was", &was)]),
        // A walk-in is in use from its first moment: there is no booking to take back, only a seat to leave.
        Outcome::Seated | Outcome::Late | Outcome::WalkedIn => {
            back("/", &[("done", "checked-in"), ("booking", &booking)]);
        }
        Outcome::Refused => return Err(Failure::refuse(Refusal::Stale)),
    }
    Ok(())
}

/// Where and when a booking was, for going back.
#[cfg(not(target_family = "wasm"))]
fn stood(booking: Booking) -> String {
    Stood::of(&booking).text()
}
