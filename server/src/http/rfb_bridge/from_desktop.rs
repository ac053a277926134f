//! What a desktop says to a browser (RFB 3.8, RFC 6143), told apart so far that what must not leave it can be left out. Pictures
//! pass without being looked at: only where they end is found out.

use super::{
    cut_text::{self, Way},
    from_browser::{Unknown, number},
};
use office::model::clipboard::Clipboard;

/// The size of a pixel in pictures as they are, and packed, in bytes.
const PIXEL: usize = 4;
const PACKED_PIXEL: usize = 3;
/// Tight packs nothing shorter, in bytes.
const WORTH_PACKING: usize = 12;

/// What comes next.
#[derive(Clone, Copy, Debug)]
enum Next {
    Version,
    Security,
    Verdict,
    Init,
    Message,
    /// A rectangle, and how many there are with it.
    Rectangle(usize),
    /// The pixels of a rectangle of a width and height in Tight, and how many rectangles there are with it.
    Tight(usize, (usize, usize)),
}

/// Something whose end is known.
struct Piece {
    length: usize,
    passes: bool,
    then: Next,
}

/// Reads what a desktop says and lets through what may leave it.
pub struct FromDesktop {
    next: Next,
    clipboard: Clipboard,
    /// The beginning of something whose end is not known yet.
    begun: Vec<u8>,
    /// How much of the piece at hand is still to come, and whether it passes.
    left: usize,
    passes: bool,
}

impl FromDesktop {
    /// Before the first word, under a rule for the clipboard.
    pub fn under(clipboard: Clipboard) -> Self {
        Self { next: Next::Version, clipboard, begun: Vec::new(), left: 0, passes: true }
    }

    /// Hears more, and answers what of it the browser may have.
    pub fn hear(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Unknown> {
        let mut allowed = Vec::with_capacity(self.begun.len() + bytes.len());
        let whole;
        let mut rest = if self.begun.is_empty() {
            bytes
        } else {
            self.begun.extend_from_slice(bytes);
            whole = std::mem::take(&mut self.begun);
            &whole
        };
        while !rest.is_empty() {
            if self.left == 0 {
                match self.piece(rest)? {
                    Some(piece) => (self.left, self.passes, self.next) = (piece.length, piece.passes, piece.then),
                    None => {
                        self.begun = rest.to_vec();
                        break;
                    }
                }
            }
            let (now, later) = rest.split_at(self.left.min(rest.len()));
            if self.passes {
                allowed.extend_from_slice(now);
            }
            self.left -= now.len();
            rest = later;
        }
        Ok(allowed)
    }

    /// What begins here; nothing while its end can't be told.
    fn piece(&self, rest: &[u8]) -> Result<Option<Piece>, Unknown> {
        let found = match self.next {
            Next::Version => version(rest)?.map(|length| (length, Next::Security)),
            Next::Security => security(rest)?.map(|length| (length, Next::Verdict)),
            Next::Verdict => verdict(rest)?.map(|length| (length, Next::Init)),
            Next::Init => number(rest, 20..24).map(|name| (24 + name, Next::Message)),
            Next::Message => return self.message(rest),
            Next::Rectangle(many) => rectangle(rest, many)?,
            Next::Tight(many, size) => tight(rest, size)?.map(|length| (length, after(many))),
        };
        Ok(found.map(|(length, then)| Piece { length, passes: true, then }))
    }

    fn message(&self, rest: &[u8]) -> Result<Option<Piece>, Unknown> {
        let (mut passes, mut then) = (true, Next::Message);
        let length = match rest.first() {
            // A picture, in rectangles.
            Some(0) => number(rest, 2..4).map(|many| {
                then = if many == 0 { Next::Message } else { Next::Rectangle(many) };
                4
            }),
            // The bell; the end of continuous updates.
            Some(2 | 150) => Some(1),
            Some(3) => match cut_text_length(rest) {
                Some(length) => {
                    passes = cut_text::may_pass(rest, (self.clipboard, Way::Out));
                    Some(length)
                }
                None => None,
            },
            // A fence.
            Some(248) => number(rest, 8..9).map(|length| 9 + length),
            _ => return Err(Unknown),
        };
        Ok(length.map(|length| Piece { length, passes, then }))
    }
}

fn version(rest: &[u8]) -> Result<Option<usize>, Unknown> {
    match rest.get(..12) {
        Some(b"RFB 003.008\n") => Ok(Some(12)),
        Some(_) => Err(Unknown),
        None => Ok(None),
    }
}

/// The kinds of security that are offered, of which none at all is a refusal.
fn security(rest: &[u8]) -> Result<Option<usize>, Unknown> {
    match number(rest, 0..1) {
        Some(0) => Err(Unknown),
        many => Ok(many.map(|many| 1 + many)),
    }
}

fn verdict(rest: &[u8]) -> Result<Option<usize>, Unknown> {
    match number(rest, 0..4) {
        Some(0) => Ok(Some(4)),
        Some(_) => Err(Unknown),
        None => Ok(None),
    }
}

/// How long a message with a clipboard is, once enough of it is there to judge it.
fn cut_text_length(rest: &[u8]) -> Option<usize> {
    let whole = cut_text::length(rest)?;
    (rest.len() >= whole.min(cut_text::ENOUGH)).then_some(whole)
}

/// What follows a rectangle, of which there were so many with it.
fn after(many: usize) -> Next {
    if many > 1 { Next::Rectangle(many - 1) } else { Next::Message }
}

/// How long a rectangle is, and what follows it.
fn rectangle(rest: &[u8], many: usize) -> Result<Option<(usize, Next)>, Unknown> {
    let Some(header) = rest.get(..12) else { return Ok(None) };
    let side = |at| number(header, at).unwrap_or_default();
    let (width, height) = (side(4..6), side(6..8));
    let encoding = number(header, 8..12).unwrap_or_default() as u32 as i32;
    let content = match encoding {
        0 => Some(width * height * PIXEL),
        // From where it is copied.
        1 => Some(4),
        7 => return Ok(Some((12, Next::Tight(many, (width, height))))),
        16 => number(rest, 12..16).map(|length| 4 + length),
        // The last one of a picture whose number of rectangles was not known.
        -224 => return Ok(Some((12, Next::Message))),
        // The pointer with its mask.
        -239 => Some(width * height * PIXEL + width.div_ceil(8) * height),
        // The pointer in one of two forms: with two masks, or with transparency.
        0x574d_5664 => match rest.get(12) {
            Some(0) => Some(2 + 2 * width * height * PIXEL),
            Some(1) => Some(2 + width * height * PIXEL),
            Some(_) => return Err(Unknown),
            None => None,
        },
        // Another size; that keys may be told by their place.
        -223 | -258 => Some(0),
        // The keyboard's lamps.
        -261 => Some(1),
        -307 => number(rest, 12..16).map(|length| 4 + length),
        -308 => number(rest, 12..13).map(|screens| 4 + 16 * screens),
        _ => return Err(Unknown),
    };
    Ok(content.map(|content| (12 + content, after(many))))
}

/// How long the pixels of a rectangle are in Tight.
fn tight(rest: &[u8], (width, height): (usize, usize)) -> Result<Option<usize>, Unknown> {
    let Some(control) = rest.first() else { return Ok(None) };
    Ok(match control >> 4 {
        // One colour; a JPEG.
        8 => Some(1 + PACKED_PIXEL),
        9 => packed(rest, 1),
        kind if kind & 8 != 0 => return Err(Unknown),
        kind if kind & 4 != 0 => filtered(rest, (width, height))?,
        _ => pixels(rest, 1, width * height * PACKED_PIXEL),
    })
}

fn filtered(rest: &[u8], (width, height): (usize, usize)) -> Result<Option<usize>, Unknown> {
    match rest.get(1) {
        // As they are; as differences.
        Some(0 | 2) => Ok(pixels(rest, 2, width * height * PACKED_PIXEL)),
        Some(1) => Ok(number(rest, 2..3).and_then(|last| {
            let colours = last + 1;
            let line = if colours <= 2 { width.div_ceil(8) } else { width };
            pixels(rest, 3 + colours * PACKED_PIXEL, line * height)
        })),
        Some(_) => Err(Unknown),
        None => Ok(None),
    }
}

/// How long a beginning and the data after it are, packed if that is worth it.
fn pixels(rest: &[u8], begin: usize, data: usize) -> Option<usize> {
    if data < WORTH_PACKING { Some(begin + data) } else { packed(rest, begin) }
}

/// How long a beginning and the data after it are, whose length is said in one to three bytes, the lowest seven bits first.
fn packed(rest: &[u8], begin: usize) -> Option<usize> {
    let mut length = 0;
    for place in 0..3 {
        let byte = usize::from(*rest.get(begin + place)?);
        let (bits, more) = if place < 2 { (byte & 0x7f, byte & 0x80 != 0) } else { (byte, false) };
        length |= bits << (7 * place);
        if !more {
            return Some(begin + place + 1 + length);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{FromDesktop, Unknown};
    use office::model::clipboard::Clipboard;

    const CUT: [u8; 11] = [3, 0, 0, 0, 0, 0, 0, 3, b'k', b'e', b'y'];
    const BELL: [u8; 1] = [2];

    fn hello() -> Vec<u8> {
        let init = [&[0; 20], [0, 0, 0, 4].as_slice(), b"Jari"].concat();
        [b"RFB 003.008\n".as_slice(), &[1, 1], &[0; 4], &init].concat()
    }

    fn rectangle((width, height): (u16, u16), encoding: i32, content: &[u8]) -> Vec<u8> {
        let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
        [&[0; 4], size.as_slice(), &encoding.to_be_bytes(), content].concat()
    }

    fn picture(rectangles: &[Vec<u8>]) -> Vec<u8> {
        [&[0, 0], (rectangles.len() as u16).to_be_bytes().as_slice(), &rectangles.concat()].concat()
    }

    /// One of each kind of rectangle, with bytes inside that would be a clipboard if they were taken for a message.
    fn every_rectangle() -> Vec<Vec<u8>> {
        let with = |begin: &[u8], count: usize| [begin, &vec![3; count]].concat();
        vec![
            rectangle((4, 4), 0, &with(&[], 64)),
            rectangle((9, 9), 1, &with(&[], 4)),
            rectangle((64, 64), 16, &with(&[0, 0, 1, 44], 300)),
            rectangle((64, 64), 7, &with(&[0x80], 3)),
            rectangle((64, 64), 7, &with(&[0x90, 0xac, 0x02], 300)),
            rectangle((64, 64), 7, &with(&[0x00, 0x80, 0x80, 0x01], 16_384)),
            rectangle((2, 1), 7, &with(&[0x00], 6)),
            rectangle((16, 16), 7, &with(&[0x40, 1, 1, 9, 9, 9, 8, 8, 8, 20], 20)),
            rectangle((8, 3), 7, &with(&[0x40, 1, 1, 9, 9, 9, 8, 8, 8], 3)),
            rectangle((8, 8), 7, &with(&[0x40, 1, 2, 9, 9, 9, 8, 8, 8, 7, 7, 7, 11], 11)),
            rectangle((8, 8), 7, &with(&[0x40, 2, 30], 30)),
            rectangle((9, 2), -239, &with(&[], 9 * 2 * 4 + 2 * 2)),
            rectangle((3, 3), 0x574d_5664, &with(&[0, 0], 72)),
            rectangle((3, 3), 0x574d_5664, &with(&[1, 0], 36)),
            rectangle((0, 0), -258, &[]),
            rectangle((0, 0), -261, &[7]),
            rectangle((0, 0), -307, &with(&[0, 0, 0, 5], 5)),
            rectangle((800, 600), -308, &with(&[1, 0, 0, 0], 16)),
        ]
    }

    fn heard(said: &[u8], clipboard: Clipboard, piece: usize) -> Vec<u8> {
        let mut desktop = FromDesktop::under(clipboard);
        said.chunks(piece).flat_map(|piece| desktop.hear(piece).expect("known")).collect()
    }

    #[test]
    fn everything_but_the_clipboard_passes_however_it_is_cut() {
        let unknown_many = [vec![0, 0, 0xff, 0xff], rectangle((2, 2), 0, &[3; 16]), rectangle((0, 0), -224, &[])];
        let fence = [248, 0, 0, 0, 0x80, 0, 0, 1, 2, 3, 3];
        let before = [hello(), picture(&every_rectangle()), unknown_many.concat(), fence.to_vec(), vec![150]].concat();
        let after = [BELL.to_vec(), picture(&[]), picture(&every_rectangle())].concat();
        let said = [before.as_slice(), &CUT, &after].concat();
        for piece in [1, 2, 5, 4096, said.len()] {
            assert!(heard(&said, Clipboard::Out, piece) == said, "in pieces of {piece}");
            assert!(heard(&said, Clipboard::In, piece) == [before.as_slice(), &after].concat(), "in pieces of {piece}");
        }
    }

    #[test]
    fn what_is_copied_leaves_only_where_the_site_lets_it() {
        // The extended clipboard: four bytes that say there is text, as a negative length and its flags.
        let notice = [3, 0, 0, 0, 0xff, 0xff, 0xff, 0xfc, 8, 0, 0, 1];
        for clipboard in Clipboard::ALL {
            for copied in [CUT.as_slice(), &notice] {
                let said = [hello().as_slice(), copied, &BELL].concat();
                let wanted = if clipboard.lets_out() { said.clone() } else { [hello().as_slice(), &BELL].concat() };
                assert_eq!(heard(&said, *clipboard, 1), wanted, "{clipboard:?}");
            }
        }
    }

    #[test]
    fn what_is_not_known_is_not_carried() {
        let mut others = vec![b"SSH-2.0-other".to_vec(), [b"RFB 003.008\n".as_slice(), &[0, 0, 0, 0, 1]].concat()];
        others.push([hello(), vec![1, 0, 0, 0, 0, 0]].concat());
        others.push([hello(), picture(&[rectangle((8, 8), 5, &[0; 64])])].concat());
        others.push([hello(), picture(&[rectangle((8, 8), 7, &[0xa0])])].concat());
        for said in others {
            assert_eq!(FromDesktop::under(Clipboard::Both).hear(&said), Err(Unknown));
        }
    }
}
