//! Tells a person's input from what their browser says by itself, in the client's side of RFB 3.3 to 3.8.

/// The client's side of a connection, heard in pieces of any size.
#[derive(Debug, Default)]
pub struct Said {
    /// The version was said; what follows are messages.
    greeted: bool,
    /// The beginning of a message whose length is not yet known.
    head: Vec<u8>,
    /// Bytes until the next message.
    skip: usize,
    /// A message was not understood: where the next begins can't be known any more.
    lost: bool,
}

enum Length {
    /// More of the message must be heard first.
    Unclear,
    Bytes(usize),
    /// Nobody knows this kind of message.
    Unknown,
}

impl Said {
    /// Hears a piece; answers whether a message of keys, pointer or clipboard begins in it. A client that is not
    /// understood counts as working, so that nobody is taken for idle by mistake.
    pub fn hear(&mut self, mut piece: &[u8]) -> bool {
        let mut is_input = false;
        while !self.lost && !piece.is_empty() {
            if self.skip > 0 {
                let passed = self.skip.min(piece.len());
                self.skip -= passed;
                piece = &piece[passed..];
                continue;
            }
            self.head.push(piece[0]);
            piece = &piece[1..];
            is_input |= self.begin();
        }
        is_input || self.lost
    }

    /// Passes over a message as soon as its length is known. Answers whether it is input.
    fn begin(&mut self) -> bool {
        let length = if self.greeted { message(&self.head) } else { greeting(&self.head) };
        let Length::Bytes(length) = length else {
            self.lost = matches!(length, Length::Unknown);
            return false;
        };
        let is_input = self.greeted && matches!(self.head.first(), Some(4 | 5 | 6 | 255));
        self.skip = length.saturating_sub(self.head.len());
        self.head.clear();
        self.greeted = true;
        is_input
    }
}

/// Version, then the kind of security (not in 3.3, where the server decides), then whether to share.
fn greeting(head: &[u8]) -> Length {
    match head {
        [b'R', b'F', b'B', b' ', .., b'\n'] if head.len() == 12 => {
            Length::Bytes(if head[8..11] == *b"003" { 12 + 1 } else { 12 + 2 })
        }
        _ if head.len() < 12 => Length::Unclear,
        _ => Length::Unknown,
    }
}

fn message(head: &[u8]) -> Length {
    let at = |index: usize| head.get(index).copied().map(usize::from);
    let pair = |index: usize| Some(at(index)? << 8 | at(index + 1)?);
    let length = match head[0] {
        0 => Some(20),
        2 => pair(2).map(|encodings| 4 + 4 * encodings),
        3 | 150 => Some(10),
        4 => Some(8),
        // The highest bit says that more buttons follow.
        5 => at(1).map(|buttons| if buttons & 0x80 == 0 { 6 } else { 7 }),
        // A negative length says that the clipboard is in the extended form.
        6 => head.get(4..8).and_then(|length| <[u8; 4]>::try_from(length).ok()).map(clipboard),
        248 => at(8).map(|payload| 9 + payload),
        250 => Some(4),
        251 => at(6).map(|screens| 8 + 16 * screens),
        255 => match at(1) {
            Some(0) => Some(12),
            Some(1) => pair(2).map(|operation| if operation == 2 { 10 } else { 4 }),
            Some(_) => return Length::Unknown,
            None => None,
        },
        _ => return Length::Unknown,
    };
    length.map_or(Length::Unclear, Length::Bytes)
}

fn clipboard(length: [u8; 4]) -> usize {
    8 + i32::from_be_bytes(length).unsigned_abs() as usize
}

#[cfg(test)]
mod tests {
    use super::Said;

    const GREETING: &[u8] = b"RFB 003.008\n\x01\x00";
    const QUIET: [&[u8]; 8] = [
        &[0; 20],
        &[2, 0, 0, 2, 4, 4, 4, 4, 5, 5, 5, 5],
        &[3, 1, 0, 0, 0, 0, 5, 5, 4, 4],
        &[150, 1, 0, 0, 0, 0, 5, 5, 4, 4],
        &[248, 0, 0, 0, 0, 0, 0, 1, 3, 4, 5, 6],
        &[250, 0, 1, 4],
        &[251, 0, 4, 0, 4, 0, 1, 0, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 255, 0, 0, 0],
        &[3, 1, 0, 0, 0, 0, 5, 5, 4, 4],
    ];
    const INPUT: [&[u8]; 7] = [
        &[4, 1, 0, 0, 0, 0, 0, 65],
        &[5, 1, 0, 9, 0, 9],
        &[5, 0x81, 0, 9, 0, 9, 1],
        &[6, 0, 0, 0, 0, 0, 0, 3, 4, 5, 6],
        &[6, 0, 0, 0, 0xff, 0xff, 0xff, 0xfc, 3, 0, 0, 1],
        &[255, 0, 0, 1, 0, 0, 0, 65, 0, 0, 0, 30],
        &[255, 1, 0, 2, 0, 2, 0, 0, 0, 65],
    ];

    fn greeted() -> Said {
        let mut said = Said::default();
        assert!(!said.hear(GREETING), "the greeting is no input");
        said
    }

    #[test]
    fn what_the_browser_says_by_itself_is_no_input() {
        let mut said = greeted();
        for message in QUIET {
            assert!(!said.hear(message), "{message:?}");
        }
    }

    #[test]
    fn every_kind_of_input_is_noticed_and_ends_where_it_ends() {
        for message in INPUT {
            let mut said = greeted();
            assert!(said.hear(message), "{message:?}");
            for quiet in QUIET {
                assert!(!said.hear(quiet), "{quiet:?} after {message:?}");
            }
        }
    }

    #[test]
    fn messages_may_come_in_pieces_of_any_size() {
        let all: Vec<u8> = [GREETING].into_iter().chain(QUIET).chain(INPUT).chain(QUIET).flatten().copied().collect();
        for size in 1..40 {
            let mut said = Said::default();
            let noticed = all.chunks(size).filter(|piece| said.hear(piece)).count();
            let wanted = if size == 1 { INPUT.len()..=INPUT.len() } else { 1..=INPUT.len() };
            assert!(wanted.contains(&noticed), "{noticed} times in pieces of {size}");
            assert!(!said.hear(QUIET[2]), "lost the thread in pieces of {size}");
        }
    }

    #[test]
    fn version_3_3_does_not_choose_its_security() {
        let mut said = Said::default();
        assert!(!said.hear(b"RFB 003.003\n\x00"));
        assert!(!said.hear(QUIET[2]));
        assert!(said.hear(INPUT[0]));
    }

    #[test]
    fn a_client_that_is_not_understood_counts_as_working() {
        assert!(Said::default().hear(b"GET / HTTP/1.1\r\n\r\n"));
        let mut said = greeted();
        assert!(said.hear(&[77]));
        assert!(said.hear(QUIET[2]));
    }
}
