//! Keeps an open page true: listens to the person's own changes and lets the clock go on.

use crate::ui::stream::{Heard, listen};
use leptos::prelude::*;
use std::rc::Rc;

/// Counts `again` up whenever the page has something to look at, while its owner lives. Tells whether news are lost.
pub fn follow(again: RwSignal<u32>) -> RwSignal<bool> {
    let lost = RwSignal::new(false);
    Effect::new(move |_| {
        // The page was made before the stream began, and after a pause it may have missed something.
        let told = move |heard: Heard| {
            if heard != Heard::Time {
                lost.set(heard == Heard::Lost);
            }
            if heard != Heard::Lost {
                again.update(|count| *count += 1);
            }
        };
        listen("/me/events".to_owned(), &["own"], Rc::new(told));
    });
    lost
}
