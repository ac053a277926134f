//! What the page of a site's rules asks the server.

use crate::{admin::typed::Typed, failure::Failure};
use leptos::prelude::*;
use office::model::{change::Preview, overview::RulesNow};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use super::values::draft;
#[cfg(not(target_family = "wasm"))]
use crate::{
    admin::typed::{again, lead},
    bookings::api::id,
    caller::caller,
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::rules::{change, find},
    model::{
        change::Outcome,
        id::{SiteId, ZoneId},
    },
};

/// A site's rules, with the preview where it has to be seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RulesForm {
    /// As they stand.
    pub now: RulesNow,
    /// Which bookings what was typed would meet.
    pub preview: Option<Preview>,
}

/// A site's rules; with `confirm` also what the typed ones would meet.
#[server(prefix = "/fn", endpoint = "admin/rules/load")]
pub async fn load_rules(site: String, confirm: bool, #[server(default)] typed: Typed) -> Result<RulesForm, Failure> {
    let (office, caller) = caller()?;
    let site = id::<SiteId>(&site)?;
    let now = find::rules(&office, &caller, site).await?;
    let preview = match confirm {
        true => {
            let draft = draft(&typed, &zones(&now)).map_err(Failure::refuse)?;
            Some(change::preview(&office, &caller, site, &draft).await?)
        }
        false => None,
    };
    Ok(RulesForm { now, preview })
}

#[cfg(not(target_family = "wasm"))]
fn zones(now: &RulesNow) -> Vec<ZoneId> {
    now.zones.iter().map(|(_, zone)| zone.id).collect()
}

/// Changes a site's rules once their preview has been seen.
#[server(prefix = "/fn", endpoint = "admin/rules/change")]
pub async fn change_rules(
    site: String,
    version: i32,
    #[server(default)] seen: String,
    #[server(default)] typed: Typed,
) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let site = id::<SiteId>(&site)?;
    let path = format!("/admin/rules/{site}");
    let began = version.to_string();
    let made = async {
        let now = find::rules(&office, &caller, site).await?;
        let draft = draft(&typed, &zones(&now))?;
        change::change(&office, &caller, change::Change { site, version, draft, seen: seen.clone() }).await
    };
    match made.await {
        Ok(Outcome::Done { event }) => {
            lead(&path, &[("done", "rules-changed"), ("event", &event.to_string())], &Typed::default());
            Ok(())
        }
        Ok(Outcome::Same) => {
            lead(&path, &[("done", "same")], &Typed::default());
            Ok(())
        }
        Ok(Outcome::Ask { .. }) => {
            lead(&path, &[("do", "confirm"), ("version", &began)], &typed);
            Ok(())
        }
        Err(error) => again(error, &path, &[("version", &began)], &typed),
    }
}

/// Brings back the rules that stood before a change.
#[server(prefix = "/fn", endpoint = "admin/rules/undo")]
pub async fn undo_rules(event: i64) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let (site, _) = change::undo(&office, &caller, event).await?;
    lead(&format!("/admin/rules/{site}"), &[("done", "rules-undone")], &Typed::default());
    Ok(())
}
