//! What an open page hears: a stream of the server's events, and that time goes on.

use leptos::prelude::*;
use std::{rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, closure::Closure};

/// How long a stream stays closed that the browser has given up.
const CLOSED_FOR: Duration = Duration::from_secs(5);

/// After how long a page looks again by itself: time alone changes what it shows.
const MINUTE: Duration = Duration::from_secs(60);

/// What is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The stream begins, at first or after a pause: what happened before may have been missed.
    Begin,
    /// The stream is lost; it is opened again.
    Lost,
    /// Something happened, with its number in the ledger; 0 where the stream has none.
    News(i64),
    /// A minute has gone by, or somebody comes back to the page. A page that nobody sees is told nothing.
    Time,
}

/// Listens to the clock, and to events of some names on the stream at a path, while its owner lives. To be called in an
/// effect, and so only in a browser.
pub fn listen(path: String, names: &'static [&'static str], told: Rc<dyn Fn(Heard)>) {
    tick(told.clone());
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

fn tick(told: Rc<dyn Fn(Heard)>) {
    let look = move || {
        if !document().hidden() {
            told(Heard::Time);
        }
    };
    let ticks = set_interval_with_handle(look.clone(), MINUTE).ok();
    let back = window_event_listener(leptos::ev::visibilitychange, move |_| look());
    on_cleanup(move || {
        back.remove();
        if let Some(ticks) = ticks {
            ticks.clear();
        }
    });
}
