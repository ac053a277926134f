//! Keeps the figures true: listens to the site's changes and counts again when one arrives, and once a minute, since
//! time itself changes them.

use super::api::{Wanted, load_usage};
use crate::{places::live::Hearing, ui::following};
use leptos::prelude::*;
use office::model::{id::SiteId, usage::DayUsage};

/// Counts again. What the page shows stays until the answer is here; a slower answer never replaces a newer one.
pub fn refresh(wanted: Wanted, day: RwSignal<DayUsage>) {
    leptos::task::spawn_local(async move {
        if let Ok(Some(fresh)) = load_usage(wanted).await
            && day.try_with_untracked(|shown| fresh.day.as_of >= shown.as_of).unwrap_or(false)
        {
            day.set(fresh.day);
        }
    });
}

/// Follows a site while its owner lives.
pub fn follow(site: SiteId, (wanted, day): (Wanted, RwSignal<DayUsage>), hearing: RwSignal<Hearing>) {
    let heard = move |live: bool| hearing.set(if live { Hearing::Live } else { Hearing::Lost });
    following::follow(&format!("/sites/{site}/events"), move || refresh(wanted.clone(), day), heard);
}
