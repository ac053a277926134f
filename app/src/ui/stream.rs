//! A stream of the server's events, heard for as long as a page is open.

use leptos::prelude::*;
use std::{rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, closure::Closure};

/// How long a stream stays closed that the browser has given up.
const CLOSED_FOR: Duration = Duration::from_secs(5);

/// What is heard of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It begins, at first or after a pause: what happened before may have been missed.
    Begin,
    /// It is lost; it is opened again.
    Lost,
    /// Something happened, with its number in the ledger; 0 where the stream has none.
    News(i64),
}

/// Listens to events of some names on the stream at a path while its owner lives. To be called in an effect, and so only in
/// a browser.
pub fn listen(path: String, names: &'static [&'static str], told: Rc<dyn Fn(Heard)>) {
    let again = ArcTrigger::new();
    Effect::new(move |_| {
        again.track();
        let Ok(source) = web_sys::EventSource::new(&path) else { return };
        let (here, told, again) = (source.clone(), told.clone(), again.clone());
        let hear = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let heard = meaning(&event);
            told(heard);
            // After a broken line a browser tries again by itself, but never after an answer that is no stream, such as that
            // of a proxy whose server is just starting.
            if heard == Heard::Lost && here.ready_state() == web_sys::EventSource::CLOSED {
                let again = again.clone();
                set_timeout(move || again.notify(), CLOSED_FOR);
            }
        });
        for name in names.iter().chain(&["open", "error"]) {
            let _ = source.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref());
        }
        let kept = send_wrapper::SendWrapper::new((source, hear));
        on_cleanup(move || {
            let (source, _) = &*kept;
            source.close();
        });
    });
}

fn meaning(event: &web_sys::Event) -> Heard {
    match event.type_().as_str() {
        "open" => Heard::Begin,
        "error" => Heard::Lost,
        _ => {
            let number = event.unchecked_ref::<web_sys::MessageEvent>().last_event_id();
            Heard::News(number.parse().unwrap_or_default())
        }
    }
}
