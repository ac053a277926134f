//! Keeps the page of sessions true: reads again when a session changes, and once a minute, since time itself changes what
//! is promised.

use super::api::Filter;
#[cfg(target_family = "wasm")]
use super::api::load_sessions;
use leptos::prelude::*;
use office::model::sessions::SessionsNow;

/// Reads again. What the page shows stays until the answer is here.
#[cfg(target_family = "wasm")]
fn refresh(filter: Filter, now: RwSignal<SessionsNow>) {
    leptos::task::spawn_local(async move {
        if let Ok(fresh) = load_sessions(filter).await {
            now.try_set(fresh.now);
        }
    });
}

/// Follows every session while its owner lives.
#[cfg(target_family = "wasm")]
pub fn follow(filter: Filter, now: RwSignal<SessionsNow>) {
    use std::{cell::Cell, rc::Rc, time::Duration};
    use wasm_bindgen::{JsCast, closure::Closure};

    Effect::new(move |_| {
        let Ok(source) = web_sys::EventSource::new("/admin/sessions/events") else { return };
        // A busy minute is answered by one reading per second.
        let asked = Rc::new(Cell::new(false));
        let filter = filter.clone();
        let look = {
            let filter = filter.clone();
            move || {
                if asked.replace(true) {
                    return;
                }
                let (asked, filter) = (asked.clone(), filter.clone());
                set_timeout(
                    move || {
                        asked.set(false);
                        refresh(filter, now);
                    },
                    Duration::from_millis(700),
                );
            }
        };
        let on_change = Closure::<dyn Fn()>::new(look.clone());
        let on_open = Closure::<dyn Fn()>::new(look);
        let _ = source.add_event_listener_with_callback("changed", on_change.as_ref().unchecked_ref());
        source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        let ticks = set_interval_with_handle(move || refresh(filter.clone(), now), Duration::from_secs(60));
        let kept = send_wrapper::SendWrapper::new((source, on_change, on_open));
        on_cleanup(move || {
            let (source, ..) = &*kept;
            source.close();
            if let Ok(ticks) = ticks {
                ticks.clear();
            }
        });
    });
}

/// The server renders once and follows nothing.
#[cfg(not(target_family = "wasm"))]
pub fn follow(_filter: Filter, _now: RwSignal<SessionsNow>) {}
