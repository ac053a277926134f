//! What was read of bookings and places stays so until one of them changes.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

/// Since when something is so: the ledger's newest number, and the version of the places and of what people show of
/// themselves.
pub(crate) type Since = (i64, i64);

/// What was read since the last change, at most `MOST` of it. The database says whether there was one, so a server hears
/// of those that another one made.
#[derive(Clone)]
pub(crate) struct Lasting<K, V, const MOST: usize>(Arc<Mutex<(Since, HashMap<K, V>)>>);

impl<K, V, const MOST: usize> Default for Lasting<K, V, MOST> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(((0, 0), HashMap::new()))))
    }
}

impl<K: Eq + Hash, V: Clone, const MOST: usize> Lasting<K, V, MOST> {
    /// What is known, if nothing has changed since.
    pub(super) fn known(&self, since: Since, what: &K) -> Option<V> {
        let read = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (read.0 == since).then(|| read.1.get(what).cloned())?
    }

    /// Keeps what was read, unless something newer was.
    pub(super) fn keep(&self, since: Since, what: K, value: V) {
        let mut read = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if read.0 < since {
            *read = (since, HashMap::new());
        }
        if read.0 == since && read.1.len() < MOST {
            read.1.insert(what, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_known_until_something_changes() {
        let read: Lasting<&str, u32, 10> = Lasting::default();
        read.keep((1, 1), "desks", 5);
        assert_eq!(read.known((1, 1), &"desks"), Some(5));
        assert_eq!(
            [read.known((2, 1), &"desks"), read.known((1, 2), &"desks"), read.known((1, 1), &"rooms")],
            [None; 3]
        );
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let read: Lasting<&str, u32, 10> = Lasting::default();
        read.keep((2, 1), "desks", 6);
        read.keep((1, 1), "desks", 5);
        assert_eq!([read.known((2, 1), &"desks"), read.known((1, 1), &"desks")], [Some(6), None]);
        read.keep((3, 1), "rooms", 1);
        assert_eq!(read.known((3, 1), &"desks"), None);
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let read: Lasting<u32, u32, 2> = Lasting::default();
        (0..3).for_each(|number| read.keep((1, 1), number, number));
        assert_eq!([0, 1, 2].map(|number| read.known((1, 1), &number)), [Some(0), Some(1), None]);
    }
}
