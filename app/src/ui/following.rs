//! Follows a stream that says no more than that something changed, for pages that then read everything again; and reads
//! again once a minute, since time itself changes what they show.

/// Follows the stream at a path while its owner lives. `read` is called after changes, at most once in 0.7 seconds, and
/// once whenever the stream begins; `heard` is told when it begins (true) and when it is lost.
#[cfg(target_family = "wasm")]
pub fn follow(path: &str, read: impl Fn() + Clone + 'static, heard: impl Fn(bool) + Clone + 'static) {
    use leptos::prelude::*;
    use std::{cell::Cell, rc::Rc, time::Duration};
    use wasm_bindgen::{JsCast, closure::Closure};

    let Ok(source) = web_sys::EventSource::new(path) else { return };
    // A busy minute is answered by one reading per second.
    let asked = Rc::new(Cell::new(false));
    let soon = {
        let read = read.clone();
        move || {
            if asked.replace(true) {
                return;
            }
            let (asked, read) = (asked.clone(), read.clone());
            set_timeout(
                move || {
                    asked.set(false);
                    read();
                },
                Duration::from_millis(700),
            );
        }
    };
    let on_change = Closure::<dyn Fn()>::new(soon.clone());
    let lost = heard.clone();
    let on_open = Closure::<dyn Fn()>::new(move || {
        // What happened between the making of the page, or a pause, and the stream is read once.
        soon();
        heard(true);
    });
    let on_error = Closure::<dyn Fn()>::new(move || lost(false));
    let _ = source.add_event_listener_with_callback("changed", on_change.as_ref().unchecked_ref());
    source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let ticks = set_interval_with_handle(read, Duration::from_secs(60));
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
pub fn follow(_path: &str, _read: impl Fn() + Clone + 'static, _heard: impl Fn(bool) + Clone + 'static) {}
