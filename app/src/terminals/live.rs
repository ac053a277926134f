//! Keeps a terminal true: listens to its floor, lets its clock go on, and shows a new code every half minute.

use leptos::prelude::*;

/// Counts `again` up when something may look different, and `call` when the code is old, while its owner lives.
#[cfg(target_family = "wasm")]
pub fn follow(again: RwSignal<u32>, call: RwSignal<u32>) {
    use office::model::terminal::SHOWN_SECONDS;
    use std::time::Duration;
    use wasm_bindgen::{JsCast, closure::Closure};

    Effect::new(move |_| {
        let look = move || again.update(|count| *count += 1);
        let Ok(source) = web_sys::EventSource::new("/terminal/events") else { return };
        let on_change = Closure::<dyn Fn()>::new(look);
        // The screen was made before the stream began, and after a pause it may have missed something.
        let on_open = Closure::<dyn Fn()>::new(look);
        let _ = source.add_event_listener_with_callback("seat", on_change.as_ref().unchecked_ref());
        source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        let clock = set_interval_with_handle(look, Duration::from_secs(15));
        let next_code = move || call.update(|count| *count += 1);
        let codes = set_interval_with_handle(next_code, Duration::from_secs(SHOWN_SECONDS));
        let kept = send_wrapper::SendWrapper::new((source, on_change, on_open));
        on_cleanup(move || {
            let (source, ..) = &*kept;
            source.close();
            for ticks in [clock, codes].into_iter().flatten() {
                ticks.clear();
            }
        });
    });
}

/// The server renders once and follows nothing.
#[cfg(not(target_family = "wasm"))]
pub fn follow(_again: RwSignal<u32>, _call: RwSignal<u32>) {}

/// Loads the page anew: whoever sat here has changed, and nothing of them may stay.
pub fn start_over() {
    #[cfg(target_family = "wasm")]
    let _ = window().location().reload();
}
