//! Keeps an open page true: listens to the floor's changes and the clock, and reads the seats again when one concerns it.

use super::{
    api::load_seats,
    view::{Address, SeatsNow},
};
use crate::ui::stream::{Heard, gathered, listen};
use leptos::prelude::*;
use std::{rc::Rc, time::Duration};

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

/// Follows a floor while its owner lives. To be called in an effect.
pub fn follow(address: Address, now: RwSignal<SeatsNow>, hearing: RwSignal<Hearing>) {
    let path = format!("/floors/{}/events", address.floor);
    // Several changes at once are answered by one reading.
    let look = gathered(Duration::from_millis(60), move || refresh(address.clone(), now));
    let told = move |heard: Heard| match heard {
        Heard::Begin => {
            // After a pause the page may have missed something.
            if hearing.get_untracked() == Hearing::Lost {
                look();
            }
            hearing.set(Hearing::Live);
        }
        Heard::Lost => hearing.set(Hearing::Lost),
        // The stream greets with the newest number: the page was made before it began, and what happened between the two is
        // read once. What is shown already tells nothing new.
        Heard::News(newest) => {
            if now.try_with_untracked(|now| newest > now.seq).unwrap_or(false) {
                look();
            }
        }
        Heard::Time => look(),
    };
    listen(path, &["seat", "hello"], Rc::new(told));
}
