//! What an open page hears: a stream of the server's events, and that time goes on.

use leptos::prelude::*;
use std::{cell::Cell, rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, closure::Closure};

/// How long a stream stays closed at most that the browser has given up.
const BEAT: Duration = Duration::from_secs(5);

/// After how many beats a page looks again by itself, which is each minute: time alone changes what it shows.
const MINUTE: u32 = 12;

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
    let told: Rc<dyn Fn(Heard)> = Rc::new(move |heard| {
        if heard != Heard::Time || !document().hidden() {
            told(heard);
        }
    });
    let closed = Rc::new(Cell::new(false));
    beat(again, (told.clone(), closed.clone()), 1);
    Effect::new(move |_| {
        again.track();
        let Ok(source) = web_sys::EventSource::new(&path) else { return };
        let (here, told, closed) = (source.clone(), told.clone(), closed.clone());
        let hear = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            // After a broken line a browser tries again by itself, but never after an answer that is no stream, such as that
            // of a proxy whose server is just starting.
            closed.set(here.ready_state() == web_sys::EventSource::CLOSED);
            told(meaning(&event));
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

/// Opens a stream anew that was closed for good and tells each minute that it is over, as long as a signal of the listener's
/// lives.
fn beat(again: RwSignal<u32>, (told, closed): (Rc<dyn Fn(Heard)>, Rc<Cell<bool>>), count: u32) {
    let over = move || {
        if again.is_disposed() {
            return;
        }
        if closed.replace(false) {
            again.set(count);
        }
        if count.is_multiple_of(MINUTE) {
            told(Heard::Time);
        }
        beat(again, (told, closed), count.wrapping_add(1));
    };
    set_timeout(over, BEAT);
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
