//! Keeps the page of sessions true: reads again when a session changes, and once a minute.

use super::api::{Filter, load_sessions};
use crate::ui::following;
use leptos::prelude::*;
use office::model::sessions::SessionsNow;

/// Reads again. What the page shows stays until the answer is here; a slower answer never replaces a newer one.
fn refresh(filter: Filter, now: RwSignal<SessionsNow>) {
    leptos::task::spawn_local(async move {
        if let Ok(fresh) = load_sessions(filter).await
            && now.try_with_untracked(|shown| fresh.now.as_of >= shown.as_of).unwrap_or(false)
        {
            now.set(fresh.now);
        }
    });
}

/// Follows every session while its owner lives.
pub fn follow(filter: Filter, now: RwSignal<SessionsNow>) {
    Effect::new(move |_| {
        let filter = filter.clone();
        following::follow("/admin/sessions/events", move || refresh(filter.clone(), now), |_| ());
    });
}
