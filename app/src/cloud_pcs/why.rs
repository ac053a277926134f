//! Why a cloud PC can't be opened, in words.

use crate::{reasons, texts::Texts};
use office::model::cloud_pc::{Ask, Session, SessionState};

/// After so many failures in a row people are told what else they can do.
pub const MANY_FAILURES: u32 = 5;

/// Why a session can't be opened, and what there is to do; nothing where it can be.
pub fn why(texts: Texts, session: &Session) -> Option<String> {
    if let Some(ask) = session.asked {
        return Some(texts.s(&format!("pc-asked-{}", ask.word())));
    }
    if let Some(against) = &session.against {
        return Some(reasons::reason(texts, against));
    }
    let missing = session.no_room.filter(|_| session.room_until.is_none());
    if let Some(why) = missing.filter(|_| session.state != SessionState::Released) {
        return Some(texts.s(&format!("pc-why-{}", why.word())));
    }
    let key = match session.state {
        SessionState::Planned => "pc-why-planned".to_owned(),
        SessionState::Starting => "pc-why-starting".to_owned(),
        SessionState::Failed if session.failures >= MANY_FAILURES => "pc-failed-often-hint".to_owned(),
        SessionState::Failed | SessionState::Unavailable => {
            format!("pc-cause-{}", session.cause.map_or("failed", |cause| cause.word()))
        }
        SessionState::Released if session.may.contains(&Ask::Restart) => "pc-ended-hint".to_owned(),
        _ => return None,
    };
    Some(texts.s(&key))
}
