//! Which messages about the clipboard may pass (RFC 6143, 7.5.6 and 7.6.4, and the "Extended Clipboard" of the RFB
//! protocol's community specification, 7.7.27).

use super::from_browser::number;
use office::model::clipboard::Clipboard;

/// How much of a message has to be there before it can be judged, in bytes.
pub const ENOUGH: usize = 12;
/// The longest list of what one side can do: its flags and a size for each of sixteen formats, in bytes.
const LONGEST_LIST: usize = 4 + 16 * 4;

/// The actions of the extended clipboard, of which a message has one; a list of abilities may name several.
const ABILITIES: usize = 1 << 24;
const REQUEST: usize = 1 << 25;
const PEEK: usize = 1 << 26;
const NOTIFY: usize = 1 << 27;
const PROVIDE: usize = 1 << 28;
const ACTIONS: usize = ABILITIES | REQUEST | PEEK | NOTIFY | PROVIDE;

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Into the cloud PC.
    In,
    /// Out of it.
    Out,
}

/// Whether a message about the clipboard may pass, judged by its beginning. Text, and word that there is some, may go where the
/// rule lets it; a question for text may where its answer may come back.
pub fn may_pass(message: &[u8], (clipboard, way): (Clipboard, Way)) -> bool {
    let (text, answer) = match way {
        Way::In => (clipboard.lets_in(), clipboard.lets_out()),
        Way::Out => (clipboard.lets_out(), clipboard.lets_in()),
    };
    match extended(message) {
        None => text,
        Some((length, flags)) => match flags & ACTIONS {
            NOTIFY | PROVIDE => text,
            REQUEST | PEEK => answer,
            several => several & ABILITIES != 0 && length <= LONGEST_LIST,
        },
    }
}

/// How long a message about the clipboard is, in bytes; `None` while that can't be told.
pub fn length(message: &[u8]) -> Option<usize> {
    Some(8 + said_length(message)?.unsigned_abs() as usize)
}

/// The length that a message says what follows has; that of the extended clipboard is said as a negative one.
fn said_length(message: &[u8]) -> Option<i32> {
    number(message, 4..8).map(|length| length as u32 as i32)
}

/// The length and the flags of a message of the extended clipboard.
fn extended(message: &[u8]) -> Option<(usize, usize)> {
    let length = said_length(message)?;
    (length < 0).then(|| (length.unsigned_abs() as usize, number(message, 8..12).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::{ABILITIES, NOTIFY, PEEK, PROVIDE, REQUEST, Way, may_pass};
    use office::model::clipboard::Clipboard::{self, Both, In, Off, Out};

    fn extended(length: i32, flags: usize) -> Vec<u8> {
        [&[6, 0, 0, 0], (-length).to_be_bytes().as_slice(), &(flags as u32).to_be_bytes()].concat()
    }

    fn passing(message: &[u8], way: Way) -> Vec<Clipboard> {
        Clipboard::ALL.iter().copied().filter(|rule| may_pass(message, (*rule, way))).collect()
    }

    #[test]
    fn text_goes_where_the_rule_lets_it() {
        let plain = [3, 0, 0, 0, 0, 0, 0, 2, b'h', b'i'];
        for message in [plain.to_vec(), extended(4, NOTIFY | 1), extended(90_000, PROVIDE | 1)] {
            assert_eq!(passing(&message, Way::In), [In, Both]);
            assert_eq!(passing(&message, Way::Out), [Out, Both]);
        }
    }

    #[test]
    fn a_question_goes_where_its_answer_may_come_back() {
        for message in [extended(4, REQUEST | 1), extended(4, PEEK)] {
            assert_eq!(passing(&message, Way::In), [Out, Both]);
            assert_eq!(passing(&message, Way::Out), [In, Both]);
        }
    }

    #[test]
    fn what_one_can_do_may_always_be_said_but_hides_no_text() {
        let list = extended(8, ABILITIES | REQUEST | PEEK | NOTIFY | PROVIDE | 1);
        assert_eq!(passing(&list, Way::Out), [Off, In, Out, Both]);
        assert_eq!(passing(&extended(5_000, ABILITIES | 1), Way::Out), []);
        assert_eq!(passing(&extended(4, 1), Way::Out), [], "no action");
        assert_eq!(passing(&extended(4, NOTIFY | PROVIDE), Way::Out), [], "two actions");
    }
}
