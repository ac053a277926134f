//! Letters that the keyboard of a desktop has no key for. A viewer tells which letter was typed, not which key; Xvnc lends a
//! letter without a key one that is free, has about twenty of them and takes none back, so after twenty Korean syllables
//! nothing more would arrive. Here keys are lent that no program needs, and lent anew, the one first that was used longest ago.
//!
//! Two requests of X's protocol (X Window System Protocol, version 11, appendix B) are all that this takes.

use std::{fs, io, path::PathBuf, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
    time::{Instant, sleep_until, timeout},
};

/// The codes of the keys that are lent: those of players, phones and power buttons. Between them stand the modifiers of X.
const KEYS: [std::ops::RangeInclusive<u8>; 2] = [151..=202, 208..=247];
/// How long a key keeps its letter after it was pressed: a program looks which letter it has when it comes to it, and on a busy
/// host was seen to be more than a second behind. The keys are enough for eighteen new letters a second all the time; nobody
/// types so fast.
const REST: Duration = Duration::from_secs(5);
/// The time between two keys that are lent: programs read the whole keyboard anew after each.
const EASE: Duration = Duration::from_millis(20);
/// How long the display may take to answer: on a busy host it comes to it late.
const PATIENCE: Duration = Duration::from_secs(10);
/// The length of a cookie of X, in bytes.
const COOKIE: usize = 16;

/// Where the keyboard of a desktop is reached, and the file with the cookie that opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyboard {
    pub(super) display: PathBuf,
    pub(super) authority: PathBuf,
}

/// The keys of a desktop's keyboard that are lent to letters.
pub struct Letters {
    display: UnixStream,
    keys: Vec<Key>,
    /// When the last one was lent.
    lent: Instant,
}

struct Key {
    code: u8,
    letter: Option<u32>,
    pressed: Instant,
}

/// Whether a letter, told as X's keysym, is one that a keyboard may not have: any but those of ASCII and the keys that
/// write nothing.
pub fn needs_key(letter: u32) -> bool {
    matches!(letter, 0xa0..0xfd00 | 0x0100_0000..=0x0110_ffff)
}

impl Letters {
    /// Reaches a desktop's keyboard.
    pub async fn of(keyboard: &Keyboard) -> io::Result<Self> {
        let authority = fs::read(&keyboard.authority)?;
        let cookie = authority.last_chunk::<COOKIE>().ok_or(io::ErrorKind::InvalidData)?;
        let mut display = super::provider::open_socket(&keyboard.display).await?;
        timeout(PATIENCE, greet(&mut display, cookie)).await??;
        let keys = KEYS.into_iter().flatten().map(|code| Key { code, letter: None, pressed: Instant::now() });
        Ok(Self { display, keys: keys.collect(), lent: Instant::now() })
    }

    /// Sees to it that a letter has a key, from now until others have been typed for a while.
    pub async fn lend(&mut self, letter: u32) -> io::Result<()> {
        if let Some(key) = self.keys.iter_mut().find(|key| key.letter == Some(letter)) {
            key.pressed = Instant::now();
            return Ok(());
        }
        let Some(key) = self.keys.iter_mut().min_by_key(|key| (key.letter.is_some(), key.pressed)) else {
            return Ok(());
        };
        let rested = if key.letter.is_some() { key.pressed + REST } else { key.pressed };
        sleep_until(rested.max(self.lent + EASE)).await;
        timeout(PATIENCE, write_on(&mut self.display, (key.code, letter))).await??;
        self.lent = Instant::now();
        (key.letter, key.pressed) = (Some(letter), self.lent);
        Ok(())
    }
}

/// Begins to speak with a display, the lowest byte first.
async fn greet(display: &mut UnixStream, cookie: &[u8; COOKIE]) -> io::Result<()> {
    let name = b"MIT-MAGIC-COOKIE-1";
    let lengths = [b'l', 0, 11, 0, 0, 0, name.len() as u8, 0, COOKIE as u8, 0, 0, 0];
    display.write_all(&[&lengths, name.as_slice(), &[0; 2], cookie].concat()).await?;
    let mut answer = [0; 8];
    display.read_exact(&mut answer).await?;
    let mut about = vec![0; 4 * usize::from(u16::from_le_bytes([answer[6], answer[7]]))];
    display.read_exact(&mut about).await?;
    if answer[0] == 1 { Ok(()) } else { Err(io::ErrorKind::PermissionDenied.into()) }
}

/// Writes a letter on a key, alike with Shift and without, and waits until it is there.
async fn write_on(display: &mut UnixStream, (code, letter): (u8, u32)) -> io::Result<()> {
    let letter = letter.to_le_bytes();
    let change = [&[100, 1, 4, 0, code, 2, 0, 0], letter.as_slice(), &letter].concat();
    let ask_for_focus = [43, 0, 1, 0];
    display.write_all(&[change.as_slice(), &ask_for_focus].concat()).await?;
    loop {
        let mut said = [0; 32];
        display.read_exact(&mut said).await?;
        match said[0] {
            0 => return Err(io::ErrorKind::InvalidInput.into()),
            1 => return Ok(()),
            // Something that happened, as that keys have changed.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::needs_key;

    #[test]
    fn korean_needs_keys_and_what_every_keyboard_has_needs_none() {
        for letter in ['한', '글', 'é', '€', '🪑'].map(|letter| 0x0100_0000 + u32::from(letter)) {
            assert!(needs_key(letter), "{letter:x}");
        }
        // The sign of the won; an A, Return, Control, Shift, the key that changes to Korean.
        assert!(needs_key(0xeff));
        for key in [0x41, 0xff0d, 0xffe3, 0xffe1, 0xff31] {
            assert!(!needs_key(key), "{key:x}");
        }
    }
}
