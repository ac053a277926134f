//! What an open page hears: a stream of the server's events, and that time goes on.

use leptos::prelude::*;
use std::{cell::Cell, rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, closure::Closure};

/// How long a stream stays closed that the browser has given up.
const CLOSED_FOR: Duration = Duration::from_secs(5);

/// After how long a page looks again by itself: time alone changes what it shows.
const MINUTE: Duration = Duration::from_secs(60);

/// The event of somebody who comes back to a page, or leaves it.
const BACK: &str = "visibilitychange";

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
    let again = RwSignal::new(0u32);
    tick(again, told.clone());
    Effect::new(move |_| {
        again.track();
        let Ok(source) = web_sys::EventSource::new(&path) else { return };
        let (here, told) = (source.clone(), told.clone());
        let hear = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let heard = meaning(&event);
            if heard == Heard::Time && document().hidden() {
                return;
            }
            told(heard);
            // After a broken line a browser tries again by itself, but never after an answer that is no stream, such as that
            // of a proxy whose server is just starting.
            if heard == Heard::Lost && here.ready_state() == web_sys::EventSource::CLOSED {
                let open_anew = move || {
                    let _ = again.try_update(|count| *count += 1);
                };
                set_timeout(open_anew, CLOSED_FOR);
            }
        });
        for name in names.iter().chain(&["open", "error"]) {
            let _ = source.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref());
        }
        let _ = document().add_event_listener_with_callback(BACK, hear.as_ref().unchecked_ref());
        let kept = send_wrapper::SendWrapper::new((source, hear));
        on_cleanup(move || {
            let (source, hear) = &*kept;
            source.close();
            let _ = document().remove_event_listener_with_callback(BACK, hear.as_ref().unchecked_ref());
        });
    });
}

/// Answers several calls within a while by one act at its end.
pub fn gathered(within: Duration, act: impl Fn() + Clone + 'static) -> impl Fn() {
    let asked = Rc::new(Cell::new(false));
    move || {
        if asked.replace(true) {
            return;
        }
        let (asked, act) = (asked.clone(), act.clone());
        set_timeout(
            move || {
                asked.set(false);
                act();
            },
            within,
        );
    }
}

/// Tells each minute that it is over, as long as a signal of the listener's lives.
fn tick(alive: RwSignal<u32>, told: Rc<dyn Fn(Heard)>) {
    let over = move || {
        if alive.is_disposed() {
            return;
        }
        if !document().hidden() {
            told(Heard::Time);
        }
        tick(alive, told);
    };
    set_timeout(over, MINUTE);
}

fn meaning(event: &web_sys::Event) -> Heard {
    match event.type_().as_str() {
        "open" => Heard::Begin,
        "error" => Heard::Lost,
        BACK => Heard::Time,
        _ => {
            let number = event.unchecked_ref::<web_sys::MessageEvent>().last_event_id();
            Heard::News(number.parse().unwrap_or_default())
        }
    }
}
