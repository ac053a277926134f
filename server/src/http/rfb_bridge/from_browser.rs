//! What a browser says to a desktop (RFB 3.8, RFC 6143, with the extensions that noVNC speaks), message by message.

use super::{
    cut_text::{self, Way},
    reach::Reach,
    size::fitting,
};
use office::backend::cloud_pcs::letters::needs_key;

/// The longest message that is taken, in bytes.
const LONGEST: usize = 1024 * 1024;
/// The greeting of the one version that is spoken here.
const VERSION: &[u8] = b"RFB 003.008\n";
/// The one kind of security: none, since whoever may come was decided before.
const NO_PASSWORD: u8 = 1;
/// That the other screens of a desktop stay.
const SHARED: u8 = 1;

/// The one format of pixels, in which noVNC wants them: 32 bits, depth 24, the lowest byte first, true colours of 8 bits, red
/// in the lowest; the desktop's messages can be told apart only when it is known.
const PIXELS: [u8; 16] = [32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16, 0, 0, 0];

/// The encodings whose length can be told: copied rectangles, Tight, ZRLE and raw pixels; that the size, the pointer's shape,
/// the desktop's name, the keyboard's lamps or the order of keys are told; fences and continuous updates; the extended
/// clipboard.
const ENCODINGS: [i32; 15] =
    [1, 7, 16, 0, -223, -224, -239, 0x574d_5664, -258, -261, -307, -308, -312, -313, EXTENDED_CLIPBOARD];
/// The extended clipboard, which carries more than Latin letters.
const EXTENDED_CLIPBOARD: i32 = 0xc0a1_e5ce_u32 as i32;

/// What was said is no message that is known here.
#[derive(Debug, PartialEq, Eq)]
pub struct Unknown;

/// What a browser has begun to say.
enum Turn {
    Version,
    Security,
    Init,
    Messages,
}

/// Reads what a browser says and lets through what it may.
pub struct FromBrowser {
    turn: Turn,
    begun: Vec<u8>,
    reach: Reach,
}

/// What went through at once.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// For the desktop.
    pub bytes: Vec<u8>,
    /// Whether somebody typed, pointed or pasted.
    pub touched: bool,
    /// Letters that need a key first, and before which of the bytes they are typed.
    pub letters: Vec<(usize, u32)>,
}

impl FromBrowser {
    /// Before the first word of a browser that reaches so far.
    pub fn with(reach: Reach) -> Self {
        Self { turn: Turn::Version, begun: Vec::new(), reach }
    }

    /// Hears more. A message that is not whole yet waits for its rest.
    pub fn hear(&mut self, bytes: &[u8]) -> Result<Heard, Unknown> {
        let mut begun = std::mem::take(&mut self.begun);
        begun.extend_from_slice(bytes);
        let (mut rest, mut heard) = (begun.as_slice(), Heard::default());
        while let Some(length) = self.length(rest)? {
            let Some((message, after)) = rest.split_at_checked(length) else { break };
            self.take(message, &mut heard)?;
            rest = after;
        }
        // What waits is moved only when something before it was whole: a long message may come byte by byte.
        let waiting = rest.len();
        begun.drain(..begun.len() - waiting);
        self.begun = begun;
        Ok(heard)
    }

    /// The length of the message that begins here; `None` while it can't be told.
    fn length(&self, rest: &[u8]) -> Result<Option<usize>, Unknown> {
        let length = match self.turn {
            Turn::Version => Some(VERSION.len()),
            Turn::Security | Turn::Init => Some(1),
            Turn::Messages => match rest.first() {
                Some(kind) => message_length(*kind, rest)?,
                None => None,
            },
        };
        if length.is_some_and(|length| length > LONGEST) { Err(Unknown) } else { Ok(length) }
    }

    fn take(&mut self, message: &[u8], heard: &mut Heard) -> Result<(), Unknown> {
        self.turn = match self.turn {
            Turn::Version if message == VERSION => Turn::Security,
            Turn::Security if message == [NO_PASSWORD] => Turn::Init,
            Turn::Init if self.reach == Reach::Eyes => {
                self.turn = Turn::Messages;
                heard.bytes.push(SHARED);
                return Ok(());
            }
            Turn::Init => Turn::Messages,
            Turn::Messages => {
                if self.reach == Reach::Eyes && !only_asks(message) {
                    return Ok(());
                }
                heard.touched |= matches!(message.first(), Some(4 | 5 | 6 | 255));
                return self.carry(message, heard);
            }
            Turn::Version | Turn::Security => return Err(Unknown),
        };
        heard.bytes.extend_from_slice(message);
        Ok(())
    }

    fn carry(&self, message: &[u8], heard: &mut Heard) -> Result<(), Unknown> {
        match message {
            [0, ..] if !message.ends_with(&PIXELS) => return Err(Unknown),
            [2, ..] => heard.bytes.extend(understood(message)),
            [6, ..] if !cut_text::may_pass(message, (self.reach.clipboard(), Way::In)) => {}
            [251, ..] => heard.bytes.extend(sized(message)),
            [4, 1, ..] => {
                let letter = number(message, 4..8).map(|letter| letter as u32).filter(|letter| needs_key(*letter));
                heard.letters.extend(letter.map(|letter| (heard.bytes.len(), letter)));
                heard.bytes.extend_from_slice(message);
            }
            _ => heard.bytes.extend_from_slice(message),
        }
        Ok(())
    }
}

/// Whether a message asks for the picture and changes nothing: its form, its encodings, the picture itself, continuous
/// updates and fences.
fn only_asks(message: &[u8]) -> bool {
    matches!(message.first(), Some(0 | 2 | 3 | 150 | 248))
}

/// How long a message of a kind is, of which the beginning is known.
fn message_length(kind: u8, rest: &[u8]) -> Result<Option<usize>, Unknown> {
    Ok(match kind {
        // The format of pixels; the encodings.
        0 => Some(20),
        2 => number(rest, 2..4).map(|count| 4 + 4 * count),
        // A question for the picture; continuous updates.
        3 | 150 => Some(10),
        // A key; the pointer.
        4 => Some(8),
        5 => Some(6),
        // The clipboard.
        6 => cut_text::length(rest),
        // A fence; the power button; the size of the desktop; a key by its place on the keyboard.
        248 => number(rest, 8..9).map(|length| 9 + length),
        250 => Some(4),
        251 => number(rest, 6..7).map(|screens| 8 + 16 * screens),
        255 => Some(12),
        _ => return Err(Unknown),
    })
}

/// A number of up to four bytes, the highest first.
pub fn number(bytes: &[u8], at: std::ops::Range<usize>) -> Option<usize> {
    bytes.get(at).map(|bytes| bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

/// A question for encodings, for those of them that are understood here.
fn understood(message: &[u8]) -> Vec<u8> {
    let wanted = message.get(4..).unwrap_or_default().chunks_exact(4);
    let known: Vec<&[u8]> = wanted.filter(|encoding| is_understood(encoding)).collect();
    let count = known.len() as u16;
    [&[2, 0], count.to_be_bytes().as_slice(), &known.concat()].concat()
}

fn is_understood(encoding: &[u8]) -> bool {
    let Ok(encoding) = encoding.try_into().map(i32::from_be_bytes) else { return false };
    // How good pictures are and how hard they are packed changes no message's form.
    ENCODINGS.contains(&encoding) || (-32..=-23).contains(&encoding) || (-256..=-247).contains(&encoding)
}

/// A question for another size, for one that is fitting. A desktop has one screen, which is as large as it.
fn sized(message: &[u8]) -> Vec<u8> {
    let side = |at| number(message, at).unwrap_or_default() as u16;
    let (width, height) = fitting((side(2..4), side(4..6)));
    let mut sized = message.to_vec();
    // The screen's own size stands behind its number and place.
    for at in [2, 16] {
        let place = sized.get_mut(at..at + 4).into_iter().flatten();
        place.zip(width.to_be_bytes().into_iter().chain(height.to_be_bytes())).for_each(|(old, new)| *old = new);
    }
    sized
}

#[cfg(test)]
mod tests {
    use super::{super::reach::Reach, EXTENDED_CLIPBOARD, FromBrowser, Heard, PIXELS, Unknown};
    use office::model::clipboard::Clipboard;

    const HELLO: &[u8] = b"RFB 003.008\n\x01\x01";
    const KEY: [u8; 8] = [4, 1, 0, 0, 0, 0, 0, 0x41];

    fn greeted() -> FromBrowser {
        greeted_under(Clipboard::Both)
    }

    fn greeted_under(clipboard: Clipboard) -> FromBrowser {
        let mut browser = FromBrowser::with(Reach::Hands(clipboard));
        assert_eq!(browser.hear(HELLO).unwrap().bytes, HELLO);
        browser
    }

    fn resize((width, height): (u16, u16)) -> Vec<u8> {
        let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
        [&[251, 0], size.as_slice(), &[1, 0, 0, 0, 0, 7, 0, 0, 0, 0], &size, &[0; 4]].concat()
    }

    #[test]
    fn every_message_goes_through_however_it_is_cut() {
        let encodings = [2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 7];
        let said =
            [HELLO, &encodings, &KEY, &[3; 10], &[5; 6], &[6, 0, 0, 0, 0, 0, 0, 3, 97, 98, 99], &resize((1440, 900))]
                .concat();
        for piece in [1, 3, 7, said.len()] {
            let mut browser = FromBrowser::with(Reach::Hands(Clipboard::Both));
            let heard: Vec<u8> = said.chunks(piece).flat_map(|piece| browser.hear(piece).unwrap().bytes).collect();
            assert_eq!(heard, said, "in pieces of {piece}");
        }
    }

    #[test]
    fn only_what_hands_do_counts_as_touched() {
        let mut browser = greeted();
        let quiet: [&[u8]; 3] = [&[3; 10], &[248, 0, 0, 0, 0, 0, 0, 0, 0], &resize((1440, 900))];
        for message in quiet {
            assert!(!browser.hear(message).unwrap().touched, "{message:?}");
        }
        let hands: [&[u8]; 4] = [&KEY, &[5; 6], &[6, 0, 0, 0, 0, 0, 0, 0], &[255; 12]];
        for message in hands {
            assert_eq!(browser.hear(message), Ok(Heard { bytes: message.to_vec(), touched: true, letters: vec![] }));
        }
    }

    #[test]
    fn letters_that_need_a_key_are_told_where_they_are_typed() {
        let korean = [4, 1, 0, 0, 1, 0, 0xd5, 0x5c];
        let heard = greeted().hear(&[KEY, korean, [4, 0, 0, 0, 1, 0, 0xd5, 0x5c]].concat()).unwrap();
        assert_eq!(heard.letters, [(8, 0x0100_d55c)]);
    }

    #[test]
    fn a_desktop_is_asked_for_a_size_that_fits() {
        let mut browser = greeted();
        assert_eq!(browser.hear(&resize((375, 667))).unwrap().bytes, resize((800, 1423)));
    }

    #[test]
    fn a_desktop_is_asked_only_for_pictures_that_are_understood() {
        let list = |encodings: &[i32]| {
            let count = encodings.len() as u16;
            let bytes: Vec<u8> = encodings.iter().flat_map(|one| one.to_be_bytes()).collect();
            [&[2, 0], count.to_be_bytes().as_slice(), &bytes].concat()
        };
        let asked = list(&[1, 50, 7, -260, 16, 21, 5, 2, 6, 0, -26, -254, -316, EXTENDED_CLIPBOARD]);
        let carried = list(&[1, 7, 16, 0, -26, -254, EXTENDED_CLIPBOARD]);
        assert_eq!(greeted().hear(&asked).unwrap().bytes, carried);
        let pixels = [&[0; 4], PIXELS.as_slice()].concat();
        assert_eq!(greeted().hear(&pixels).unwrap().bytes, pixels);
        assert_eq!(greeted().hear(&[0; 20]), Err(Unknown), "other pixels");
    }

    #[test]
    fn what_is_pasted_goes_in_only_where_the_site_lets_it() {
        let pasted = [6, 0, 0, 0, 0, 0, 0, 3, 97, 98, 99];
        for clipboard in Clipboard::ALL {
            let heard = greeted_under(*clipboard).hear(&[pasted.as_slice(), &KEY].concat()).unwrap();
            let carried = if clipboard.lets_in() { [pasted.as_slice(), &KEY].concat() } else { KEY.to_vec() };
            assert_eq!((heard.bytes, heard.touched), (carried, true), "{clipboard:?}");
        }
    }

    #[test]
    fn whoever_only_looks_changes_nothing_and_sends_nobody_away() {
        let mut browser = FromBrowser::with(Reach::Eyes);
        let alone = b"RFB 003.008\n\x01\x00";
        assert_eq!(browser.hear(alone).unwrap().bytes, HELLO, "the person's own screen would go");
        let korean = [4, 1, 0, 0, 1, 0, 0xd5, 0x5c];
        let hands: [&[u8]; 7] = [
            &KEY,
            &korean,
            &[5; 6],
            &[6, 0, 0, 0, 0, 0, 0, 3, 97, 98, 99],
            &[250, 0, 1, 1],
            &resize((1440, 900)),
            &[255; 12],
        ];
        for message in hands {
            assert_eq!(browser.hear(message), Ok(Heard::default()), "{message:?}");
        }
        let eyes: [&[u8]; 4] = [&[3; 10], &[150; 10], &[248, 0, 0, 0, 0, 0, 0, 0, 0], &[2, 0, 0, 1, 0, 0, 0, 7]];
        for message in eyes {
            assert_eq!(browser.hear(message).unwrap().bytes, message);
        }
    }

    #[test]
    fn what_is_not_known_is_not_carried() {
        assert_eq!(greeted().hear(&[7]), Err(Unknown));
        assert_eq!(FromBrowser::with(Reach::Hands(Clipboard::Both)).hear(b"GET / HTTP/1.1\r\n"), Err(Unknown));
        assert_eq!(FromBrowser::with(Reach::Hands(Clipboard::Both)).hear(b"RFB 003.008\n\x02"), Err(Unknown));
        assert_eq!(greeted().hear(&[6, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff]), Err(Unknown), "too long");
    }
}
