//! What the overview asks the server.

use crate::{admin::typed::Typed, failure::Failure};
use leptos::prelude::*;
use office::model::overview::SiteNow;
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::{
    admin::typed::{again, lead},
    caller::caller,
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::places::{desks::find, sites::add},
    model::{id::SiteId, place::Names, refusal::Refusal, time::WorkingHours},
};

/// The office at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// Every site.
    pub sites: Vec<SiteNow>,
    /// Time zones to choose from, where the form for a new site is open.
    pub zones: Vec<String>,
}

/// Every site with its floors; with the time zones where a site is to be added.
#[server(prefix = "/fn", endpoint = "admin/overview")]
pub async fn load_overview(adding: bool) -> Result<Overview, Failure> {
    let (office, caller) = caller()?;
    let sites = find::overview(&office, &caller).await?;
    let zones = match adding || sites.is_empty() {
        true => add::zones().into_iter().map(str::to_owned).collect(),
        false => Vec::new(),
    };
    Ok(Overview { sites, zones })
}

/// Adds a site.
#[server(prefix = "/fn", endpoint = "admin/sites/add")]
pub async fn add_site(#[server(default)] typed: Typed) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let made = async {
        let hours = WorkingHours {
            opens: typed.time("opens")?,
            closes: typed.time("closes")?,
            lunch_starts: typed.time("lunch_starts")?,
            lunch_ends: typed.time("lunch_ends")?,
        };
        let name = Names::new(typed.get("name_ko"), typed.get("name_en"));
        add::site(&office, &caller, add::NewSite { name, zone: typed.get("zone").to_owned(), hours }).await
    };
    match made.await {
        Ok(_) => {
            lead("/admin", &[("done", "site-added")], &Typed::default());
            Ok(())
        }
        Err(error) => again(error, "/admin", &[("do", "site")], &typed),
    }
}

/// Adds an empty rectangular floor and leads to its desks.
#[server(prefix = "/fn", endpoint = "admin/floors/add")]
pub async fn add_floor(site: String, #[server(default)] typed: Typed) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let made = async {
        let id: SiteId = site.parse().map_err(|_| Refusal::NotFound)?;
        let new = add::NewFloor {
            site: id,
            name: Names::new(typed.get("name_ko"), typed.get("name_en")),
            level: typed.whole("level")?,
            width: typed.number("width")?,
            depth: typed.number("depth")?,
        };
        add::floor(&office, &caller, new).await
    };
    match made.await {
        Ok(floor) => {
            lead(&format!("/admin/floors/{floor}"), &[("done", "floor-added"), ("do", "add")], &Typed::default());
            Ok(())
        }
        Err(error) => again(error, "/admin", &[("do", "floor"), ("to", &site)], &typed),
    }
}
