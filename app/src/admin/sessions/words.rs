//! Sessions and what happened to them in words, for the pages and the file.

use crate::texts::Texts;
use office::model::{
    cloud_pc::SessionState,
    room::NoRoom,
    sessions::{SessionEvent, SessionLog, SessionRow},
};

/// Where a session is, in a word, with what is wrong with it.
pub fn state(texts: Texts, row: &SessionRow) -> String {
    let asked = row.asked.map(|ask| texts.s(&format!("session-asked-{}", ask.word())));
    let why = row.no_room.filter(|_| row.state != SessionState::Released);
    let why = why.map(|why| texts.s(&format!("session-no-room-{}", why.word())));
    let word = texts.s(&format!("session-{}", row.state.word()));
    [Some(word), why, asked].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What happened, in a sentence.
pub fn event(texts: Texts, event: &SessionEvent) -> String {
    texts.s(&key(&event.kind))
}

/// More about it: why there was no room, in words; what a provider said, as it said it.
pub fn detail(texts: Texts, event: &SessionEvent) -> String {
    let Some(detail) = &event.detail else { return String::new() };
    match NoRoom::from_word(detail) {
        Some(why) => texts.s(&format!("session-no-room-{}", why.word())),
        None => detail.clone(),
    }
}

/// The key of the text for a kind of event.
fn key(kind: &str) -> String {
    format!("event-{}", kind.replace(['.', '_'], "-"))
}

/// A session's log as the rows of a file, its heading first.
pub fn file(texts: Texts, log: &SessionLog) -> Vec<Vec<String>> {
    let heading = ["log-date", "log-time", "log-what", "log-by", "log-detail"].map(|key| texts.s(key));
    let rows = log.events.iter().map(|one| {
        let (date, at) = (one.local.0.to_string(), one.local.1.to_string());
        vec![date, at, event(texts, one), one.by.clone().unwrap_or_default(), detail(texts, one)]
    });
    std::iter::once(heading.to_vec()).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::{cloud_pc::Ask, place::Lang};

    /// Every kind that the ledger tells of a session or of its booking.
    const KINDS: [&str; 33] = [
        "session.started",
        "session.ready",
        "session.connected",
        "session.disconnected",
        "session.released",
        "session.failed",
        "session.unavailable",
        "session.promised",
        "session.unpromised",
        "session.end_asked",
        "session.restart_asked",
        "session.reset_asked",
        "session.look_asked",
        "session.look_allowed",
        "session.look_declined",
        "session.looked_at",
        "session.look_ended",
        "booking.reserved",
        "booking.moved",
        "booking.left_seat",
        "booking.times_changed",
        "booking.cancelled",
        "booking.restored",
        "booking.checked_in",
        "booking.checked_out",
        "booking.came_earlier",
        "booking.away",
        "booking.back",
        "booking.released",
        "booking.ended",
        "seat.lent",
        "seat.reclaimed",
        "seat.contested",
    ];

    #[test]
    fn everything_that_happens_and_every_state_has_its_words_in_both_languages() {
        for lang in [Lang::Ko, Lang::En] {
            let texts = Texts(lang);
            for kind in KINDS {
                assert_ne!(texts.s(&key(kind)), key(kind), "{kind} in {lang:?}");
            }
            let states = SessionState::ALL.iter().map(|state| format!("session-{}", state.word()));
            let no_room = NoRoom::ALL.iter().map(|why| format!("session-no-room-{}", why.word()));
            let asked = Ask::ALL.iter().map(|ask| format!("session-asked-{}", ask.word()));
            for word in states.chain(no_room).chain(asked) {
                assert_ne!(texts.s(&word), word, "{lang:?}");
            }
        }
    }
}
