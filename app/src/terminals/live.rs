//! Keeps a terminal true: listens to its floor, lets its clock go on, and shows a new code every half minute.

use crate::ui::stream::{Heard, listen};
use leptos::prelude::*;
use office::model::terminal::SHOWN_SECONDS;
use std::{rc::Rc, time::Duration};

/// Counts `again` up when something may look different, and `call` when the code is old, while its owner lives.
pub fn follow(again: RwSignal<u32>, call: RwSignal<u32>) {
    Effect::new(move |_| {
        let look = move || again.update(|count| *count += 1);
        // The screen was made before the stream began, and after a pause it may have missed something.
        let told = move |heard: Heard| {
            if heard != Heard::Lost {
                look();
            }
        };
        listen("/terminal/events".to_owned(), &["seat"], Rc::new(told));
        let clock = set_interval_with_handle(look, Duration::from_secs(15)).ok();
        let next_code = move || call.update(|count| *count += 1);
        let codes = set_interval_with_handle(next_code, Duration::from_secs(SHOWN_SECONDS)).ok();
        on_cleanup(move || {
            for ticks in [clock, codes].into_iter().flatten() {
                ticks.clear();
            }
        });
    });
}

/// Loads the page anew: whoever sat here has changed, and nothing of them may stay.
pub fn start_over() {
    #[cfg(target_family = "wasm")]
    let _ = window().location().reload();
}
