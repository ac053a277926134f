//! Keeps an open page true: listens to the person's own changes and lets the clock go on.

use crate::ui::stream::{Heard, listen};
use leptos::prelude::*;
use std::{rc::Rc, time::Duration};

/// Counts `again` up whenever the page has something to look at, while its owner lives.
pub fn follow(again: RwSignal<u32>) {
    Effect::new(move |_| {
        let look = move || again.update(|count| *count += 1);
        // The page was made before the stream began, and after a pause it may have missed something.
        let told = move |heard: Heard| {
            if heard != Heard::Lost {
                look();
            }
        };
        listen("/me/events".to_owned(), &["own"], Rc::new(told));
        let every_minute = set_interval_with_handle(look, Duration::from_secs(60)).ok();
        let on_return = window_event_listener(leptos::ev::visibilitychange, move |_| {
            if !document().hidden() {
                look();
            }
        });
        on_cleanup(move || {
            on_return.remove();
            if let Some(every_minute) = every_minute {
                every_minute.clear();
            }
        });
    });
}
