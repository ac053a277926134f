//! Keeps an open page true: listens to the person's own changes and lets the clock go on.

use leptos::prelude::*;

/// Counts `again` up whenever the page has something to look at, while its owner lives.
#[cfg(target_family = "wasm")]
pub fn follow(again: RwSignal<u32>) {
    use std::time::Duration;
    use wasm_bindgen::{JsCast, closure::Closure};

    Effect::new(move |_| {
        let look = move || again.update(|count| *count += 1);
        let Ok(source) = web_sys::EventSource::new("/me/events") else { return };
        let on_own = Closure::<dyn Fn()>::new(look);
        // The page was made before the stream began, and after a pause it may have missed something.
        let on_open = Closure::<dyn Fn()>::new(look);
        let _ = source.add_event_listener_with_callback("own", on_own.as_ref().unchecked_ref());
        source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        let every_minute = set_interval_with_handle(look, Duration::from_secs(60));
        let on_return = window_event_listener(leptos::ev::visibilitychange, move |_| {
            if !document().hidden() {
                look();
            }
        });
        let kept = send_wrapper::SendWrapper::new((source, on_own, on_open));
        on_cleanup(move || {
            let (source, ..) = &*kept;
            source.close();
            on_return.remove();
            if let Ok(every_minute) = every_minute {
                every_minute.clear();
            }
        });
    });
}

/// The server renders once and follows nothing.
#[cfg(not(target_family = "wasm"))]
pub fn follow(_again: RwSignal<u32>) {}
