//! What the page of a site's closures asks the server.

use crate::{admin::typed::Typed, failure::Failure};
use leptos::prelude::*;
use office::model::{change::Preview, overview::ClosuresNow};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::{
    admin::typed::{again, lead},
    bookings::api::id,
    caller::caller,
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::places::sites::closures,
    model::{change::Outcome, id::SiteId, place::Names, refusal::Refusal, rules::Closure},
};

/// A site's closures, with the preview of a further one where it has to be seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosuresForm {
    /// As they stand.
    pub now: ClosuresNow,
    /// Which bookings the typed one would meet.
    pub preview: Option<Preview>,
}

/// A site's closures; with `confirm` also what the typed one would meet.
#[server(prefix = "/fn", endpoint = "admin/closures/load")]
pub async fn load_closures(
    site: String,
    confirm: bool,
    #[server(default)] typed: Typed,
) -> Result<ClosuresForm, Failure> {
    let (office, caller) = caller()?;
    let site = id::<SiteId>(&site)?;
    let preview = match confirm {
        true => {
            let closure = closure(&typed).map_err(Failure::refuse)?;
            Some(closures::preview(&office, &caller, site, closure).await?)
        }
        false => None,
    };
    Ok(ClosuresForm { now: closures::closures(&office, &caller, site).await?, preview })
}

#[cfg(not(target_family = "wasm"))]
fn closure(typed: &Typed) -> Result<Closure, Refusal> {
    let date = typed.get("date").parse().map_err(|_| Refusal::input("date", "not_a_date"))?;
    Ok(Closure { date, name: Names::new(typed.get("name_ko"), typed.get("name_en")) })
}

/// Closes a site on a day; shows first which bookings that meets.
#[server(prefix = "/fn", endpoint = "admin/closures/add")]
pub async fn add_closure(
    site: String,
    #[server(default)] seen: String,
    #[server(default)] typed: Typed,
) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let site = id::<SiteId>(&site)?;
    let path = format!("/admin/closures/{site}");
    let made = async {
        let closure = closure(&typed)?;
        closures::add(&office, &caller, site, (closure, &seen)).await
    };
    match made.await {
        Ok(Outcome::Ask { .. }) => {
            lead(&path, &[("do", "confirm")], &typed);
            Ok(())
        }
        Ok(_) => {
            let told = [("done", "closure-added"), ("site", &site.to_string()), ("date", typed.get("date"))];
            lead(&path, &told, &Typed::default());
            Ok(())
        }
        Err(error) => again(error, &path, &[], &typed),
    }
}

/// Opens a site again on a day.
#[server(prefix = "/fn", endpoint = "admin/closures/remove")]
pub async fn remove_closure(site: String, date: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let id = id::<SiteId>(&site)?;
    let day = date.parse().map_err(|_| Failure::refuse(Refusal::input("date", "not_a_date")))?;
    let removed = closures::remove(&office, &caller, id, day).await?;
    let told = [
        ("done", "closure-removed"),
        ("site", site.as_str()),
        ("date", date.as_str()),
        ("name_ko", removed.name.ko.as_str()),
        ("name_en", removed.name.en.as_str()),
    ];
    lead(&format!("/admin/closures/{id}"), &told, &Typed::default());
    Ok(())
}
