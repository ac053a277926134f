//! Follows a stream that says no more than that something changed, for pages that then read everything again; and reads
//! again once a minute, since time itself changes what they show.

use super::stream::{Heard, gathered, listen};
use std::{rc::Rc, time::Duration};

/// Follows the stream at a path while its owner lives. `read` is called after changes, at most once in 0.7 seconds, and
/// once whenever the stream begins; `heard` is told when it begins (true) and when it is lost. To be called in an effect.
pub fn follow(path: &str, read: impl Fn() + Clone + 'static, heard: impl Fn(bool) + 'static) {
    // A busy minute is answered by one reading per second.
    let soon = gathered(Duration::from_millis(700), read.clone());
    let told = move |news: Heard| match news {
        Heard::Begin => {
            // What happened between the making of the page, or a pause, and the stream is read once.
            soon();
            heard(true);
        }
        Heard::Lost => heard(false),
        Heard::News(_) => soon(),
        Heard::Time => read(),
    };
    listen(path.to_owned(), &["changed"], Rc::new(told));
}
