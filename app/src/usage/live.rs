//! Keeps the figures true: listens to the site's changes and counts again when one arrives, and once a minute, since
//! time itself changes them.

use super::api::{Wanted, load_usage};
use crate::places::live::Hearing;
use leptos::prelude::*;
use office::model::{id::SiteId, usage::DayUsage};

/// Counts again. What the page shows stays until the answer is here; a slower answer never replaces a newer one.
pub fn refresh(wanted: Wanted, day: RwSignal<DayUsage>) {
    leptos::task::spawn_local(async move {
        if let Ok(fresh) = load_usage(wanted).await
            && day.try_with_untracked(|shown| fresh.day.as_of >= shown.as_of).unwrap_or(false)
        {
            day.set(fresh.day);
        }
    });
}

/// Follows a site while its owner lives.
#[cfg(target_family = "wasm")]
pub fn follow(site: SiteId, (wanted, day): (Wanted, RwSignal<DayUsage>), hearing: RwSignal<Hearing>) {
    use std::{cell::Cell, rc::Rc, time::Duration};
    use wasm_bindgen::{JsCast, closure::Closure};

    let Ok(source) = web_sys::EventSource::new(&format!("/sites/{site}/events")) else { return };
    // A busy minute is answered by one reading per second.
    let asked = Rc::new(Cell::new(false));
    let look = {
        let wanted = wanted.clone();
        move || {
            if asked.replace(true) {
                return;
            }
            let (asked, wanted) = (asked.clone(), wanted.clone());
            set_timeout(
                move || {
                    asked.set(false);
                    refresh(wanted, day);
                },
                Duration::from_millis(700),
            );
        }
    };
    let on_change = {
        let look = look.clone();
        Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |_: web_sys::MessageEvent| look())
    };
    let on_open = Closure::<dyn Fn()>::new(move || {
        // What happened between the making of the page, or a pause, and the stream is counted once.
        look();
        hearing.set(Hearing::Live);
    });
    let on_error = Closure::<dyn Fn()>::new(move || hearing.set(Hearing::Lost));
    let _ = source.add_event_listener_with_callback("changed", on_change.as_ref().unchecked_ref());
    source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let ticks = set_interval_with_handle(move || refresh(wanted.clone(), day), Duration::from_secs(60));
    let kept = send_wrapper::SendWrapper::new((source, on_change, on_open, on_error));
    on_cleanup(move || {
        let (source, ..) = &*kept;
        source.close();
        if let Ok(ticks) = ticks {
            ticks.clear();
        }
    });
}

/// The server renders once and follows nothing.
#[cfg(not(target_family = "wasm"))]
pub fn follow(_site: SiteId, _shown: (Wanted, RwSignal<DayUsage>), _hearing: RwSignal<Hearing>) {}
