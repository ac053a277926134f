//! Keeps an open page true: listens to the floor's changes and reads the seats again when one concerns it.

use super::{
    api::load_seats,
    view::{Address, SeatsNow},
};
use leptos::prelude::*;

/// Whether the page hears of changes, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hearing {
    /// Not begun, or without the browser's part.
    NotYet,
    /// Changes arrive.
    Live,
    /// The stream stopped; it is tried again.
    Lost,
}

/// Reads the seats of an address again. What the page shows stays until the answer is here.
pub fn refresh(address: Address, now: RwSignal<SeatsNow>) {
    leptos::task::spawn_local(async move {
        if let Ok(fresh) = load_seats(address.floor, address.times).await
            && now.try_with_untracked(|shown| fresh.seq >= shown.seq).unwrap_or(false)
        {
            now.set(fresh);
        }
    });
}

/// Follows a floor while its owner lives.
#[cfg(target_family = "wasm")]
pub fn follow(address: Address, now: RwSignal<SeatsNow>, hearing: RwSignal<Hearing>) {
    use std::{cell::Cell, rc::Rc, time::Duration};
    use wasm_bindgen::{JsCast, closure::Closure};

    let Ok(source) = web_sys::EventSource::new(&format!("/floors/{}/events", address.floor)) else { return };
    // Several changes at once are answered by one reading.
    let asked = Rc::new(Cell::new(false));
    let look = {
        let address = address.clone();
        move || {
            if asked.replace(true) {
                return;
            }
            let (asked, address) = (asked.clone(), address.clone());
            set_timeout(
                move || {
                    asked.set(false);
                    refresh(address, now);
                },
                Duration::from_millis(60),
            );
        }
    };
    let on_seat = {
        let look = look.clone();
        Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |_: web_sys::MessageEvent| look())
    };
    // The page was made before the stream began: what happened between the two is read once.
    let on_hello = {
        let look = look.clone();
        Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
            let newest = event.last_event_id().parse::<i64>().unwrap_or_default();
            if now.try_with_untracked(|now| newest > now.seq).unwrap_or(false) {
                look();
            }
        })
    };
    let on_open = Closure::<dyn Fn()>::new(move || {
        // After a pause the page may have missed something.
        if hearing.get_untracked() == Hearing::Lost {
            look();
        }
        hearing.set(Hearing::Live);
    });
    let on_error = Closure::<dyn Fn()>::new(move || hearing.set(Hearing::Lost));
    let _ = source.add_event_listener_with_callback("seat", on_seat.as_ref().unchecked_ref());
    let _ = source.add_event_listener_with_callback("hello", on_hello.as_ref().unchecked_ref());
    source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let kept = send_wrapper::SendWrapper::new((source, on_seat, on_hello, on_open, on_error));
    on_cleanup(move || {
        let (source, ..) = &*kept;
        source.close();
    });
}

/// The server renders once and follows nothing.
#[cfg(not(target_family = "wasm"))]
pub fn follow(_address: Address, _now: RwSignal<SeatsNow>, _hearing: RwSignal<Hearing>) {}
