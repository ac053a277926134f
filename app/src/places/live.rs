//! Keeps an open page true: listens to the floor's changes, to those of the viewer's own bookings and cloud PC, and to the
//! clock, and reads the seats again.

use super::{api::load_seats, scene::Scene};
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

/// After how long the seats are read again that could not be read.
const AGAIN: Duration = Duration::from_secs(5);

/// How much of a page is read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The seats.
    Seats,
    /// Also what stands beside the map.
    All,
}

/// Reads a page again. What it shows stays until the answer is here; while there is none, the page says so and tries on.
pub fn refresh(scene: Scene, reading: Reading) {
    let Some((floor, times)) = scene.floor.try_with_value(|floor| (floor.floor.to_string(), floor.times.clone()))
    else {
        return;
    };
    leptos::task::spawn_local(async move {
        match load_seats(floor, times, reading == Reading::All).await {
            Ok((fresh, beside)) => {
                scene.unread.try_set(None);
                if let Some(beside) = beside {
                    scene.beside.try_set(beside);
                }
                if scene.now.try_with_untracked(|shown| fresh.seq >= shown.seq).unwrap_or(false) {
                    scene.now.set(fresh);
                }
            }
            Err(failure) => {
                let waits = scene.unread.try_update(|unread| unread.replace(failure).is_some()).unwrap_or(true);
                if !waits {
                    set_timeout(move || try_again(scene), AGAIN);
                }
            }
        }
    });
}

/// Reads again what could not be read, unless it has been since. A page that nobody sees waits until it is looked at.
fn try_again(scene: Scene) {
    match scene.unread.try_with_untracked(Option::is_some) {
        Some(true) if document().hidden() => set_timeout(move || try_again(scene), AGAIN),
        Some(true) => {
            refresh(scene, Reading::All);
            set_timeout(move || try_again(scene), AGAIN);
        }
        _ => {}
    }
}

/// Follows a floor while its owner lives. To be called in an effect.
pub fn follow(scene: Scene, hearing: RwSignal<Hearing>) {
    let (path, now) = (scene.floor.with_value(|floor| format!("/floors/{}/events", floor.floor)), scene.now);
    // Several changes at once are answered by one reading.
    let look = gathered(Duration::from_millis(60), move || refresh(scene, Reading::Seats));
    let told = move |heard: Heard| match heard {
        Heard::Begin => {
            // After a pause the page may have missed something.
            if hearing.get_untracked() == Hearing::Lost {
                look();
            }
            hearing.set(Hearing::Live);
        }
        Heard::Lost => {
            // Perhaps only the stream is lost: then the seats are true, and known to be.
            if hearing.get_untracked() != Hearing::Lost {
                look();
            }
            hearing.set(Hearing::Lost);
        }
        // The stream greets with the newest number: the page was made before it began, and what happened between the two is
        // read once. What is shown already tells nothing new.
        Heard::News(newest) => {
            if now.try_with_untracked(|now| newest > now.seq).unwrap_or(false) {
                look();
            }
        }
        Heard::Time => refresh(scene, Reading::All),
    };
    listen(path, &["seat", "own", "hello"], Rc::new(told));
}
