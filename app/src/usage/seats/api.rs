//! What the page of a floor's seats asks the server.

use crate::failure::Failure;
use leptos::prelude::*;
use office::model::{
    id::{FloorId, SiteId},
    place::Names,
    seat_health::FloorHealth,
};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::{
    bookings::api::id,
    caller::{caller, visit},
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{caller::Caller, cloud_pcs::seat_health, error::Error, office::Office, places::find},
    model::{plan, refusal::Refusal},
};

/// A floor to switch to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FloorTab {
    /// The floor.
    pub floor: FloorId,
    /// Its name.
    pub name: Names,
    /// Its site.
    pub site: SiteId,
    /// The site's name.
    pub site_name: Names,
}

/// A floor's seats with its drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatsView {
    /// Every floor of every site, by site and level.
    pub floors: Vec<FloorTab>,
    /// The drawing's `viewBox`, and the drawing without desks; `None` while no plan is published.
    pub plan: Option<(String, String)>,
    /// The seats.
    pub health: FloorHealth,
}

/// A floor's seats; without an id those of the first site's top floor, or nothing in a new office, which has no floor yet.
#[server(prefix = "/fn", endpoint = "usage/seats")]
pub async fn load_seats(floor: String) -> Result<Option<SeatsView>, Failure> {
    let (office, caller) = caller()?;
    let lang = visit()?.viewer.lang;
    if !caller.sees_usage() {
        return Err(Failure::refuse(Refusal::Forbidden));
    }
    let floors = floors(&office, &caller).await?;
    let wanted = if floor.is_empty() { top(&floors) } else { Some(id::<FloorId>(&floor)?) };
    let Some(floor) = wanted else { return Ok(None) };
    let health = seat_health::of_floor(&office, &caller, floor).await?;
    let plan = match find::floor_plan(&office, &caller, floor).await {
        Ok(drawn) => Some((plan::view_box(&drawn.plan), plan::draw(&drawn.plan, &drawn.zones, lang))),
        Err(Error::Refused(Refusal::NotFound)) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(Some(SeatsView { floors, plan, health }))
}

#[cfg(not(target_family = "wasm"))]
async fn floors(office: &Office, caller: &Caller) -> Result<Vec<FloorTab>, Failure> {
    let sites = find::sites(office, caller).await?;
    let floors = find::floors(office, caller).await?;
    let tabs = floors.into_iter().filter_map(|floor| {
        let site = sites.iter().find(|site| site.id == floor.site)?;
        Some(FloorTab { floor: floor.id, name: floor.name, site: site.id, site_name: site.name.clone() })
    });
    Ok(tabs.collect())
}

#[cfg(not(target_family = "wasm"))]
fn top(floors: &[FloorTab]) -> Option<FloorId> {
    let site = floors.first()?.site;
    floors.iter().rfind(|tab| tab.site == site).map(|tab| tab.floor)
}
