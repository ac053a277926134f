//! Whether this browser is the one that shows a session: the desktop's page leaves a note of it for the others.

use leptos::prelude::*;

/// The note's name in the browser's storage, also in `desktop.js`.
#[cfg(target_family = "wasm")]
const NOTE: &str = "jari-screen";

/// `Some(true)` when the session is open in this browser; `None` until that is known, and without the browser's part.
pub fn is_here(session: String) -> RwSignal<Option<bool>> {
    let here = RwSignal::new(None);
    watch(session, here);
    here
}

#[cfg(target_family = "wasm")]
fn watch(session: String, here: RwSignal<Option<bool>>) {
    Effect::new(move |_| {
        let session = session.clone();
        let look = move || {
            let note = window().local_storage().ok().flatten().and_then(|kept| kept.get_item(NOTE).ok().flatten());
            here.set(Some(note.as_deref() == Some(session.as_str())));
        };
        look();
        let storage = window_event_listener_untyped("storage", move |_| look());
        on_cleanup(move || storage.remove());
    });
}

#[cfg(not(target_family = "wasm"))]
fn watch(_session: String, _here: RwSignal<Option<bool>>) {}
