//! Secrets that have to be used again, encrypted at rest. The key stands outside of the database: given by whoever runs
//! the server, or in a file that only the server may read. Each secret is bound to what it belongs to, so that one row's
//! can't be put into another.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use rand::{TryRngCore, rngs::OsRng};
use sha2::{Digest, Sha256};
use std::{
    fmt,
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// How the stored form begins, so that it can be changed one day.
const FORM: &str = "v1";
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// A secret in the clear. It does not show itself where things are printed for people who look for faults.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret, for the one who uses it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why a secret can't be stored or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Locked {
    /// There is no key.
    #[error("there is no key for stored secrets: set JARI_SECRET_KEY or secret_key_file")]
    NoKey,
    /// The key is not what it must be.
    #[error("the key for stored secrets ({place}) must be 64 hex digits, as `openssl rand -hex 32` prints them")]
    BadKey {
        /// Where the key was taken from.
        place: String,
    },
    /// Others may read the key.
    #[error("the key for stored secrets in {place} may be read by others: chmod 600 {place}")]
    OpenKey {
        /// The file.
        place: String,
    },
    /// The file with the key can't be read or made.
    #[error("the key for stored secrets in {place} can't be used: {why}")]
    NoFile {
        /// The file.
        place: String,
        /// What the system says.
        why: String,
    },
    /// The secret was stored with another key.
    #[error("stored with another key than this server has; set JARI_SECRET_KEY to that key, or type the secret again")]
    OtherKey,
    /// What is stored was changed or belongs to something else.
    #[error("what is stored is no secret of this provider; type it again")]
    Broken,
}

/// Where the key comes from.
#[derive(Clone)]
enum Source {
    Nowhere,
    Given(String),
    File(PathBuf),
    /// As before, and made when a secret is stored for the first time.
    Own(PathBuf),
}

/// Locks secrets and opens them again.
#[derive(Clone)]
pub struct Vault(Source);

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Nowhere => f.write_str("Vault(no key)"),
            Source::Given(_) => f.write_str("Vault(…)"),
            Source::File(path) | Source::Own(path) => write!(f, "Vault({})", path.display()),
        }
    }
}

impl Vault {
    /// Without a key: nothing can be stored.
    pub fn without_key() -> Self {
        Self(Source::Nowhere)
    }

    /// With a key of 64 hex digits.
    pub fn given(key: impl Into<String>) -> Self {
        Self(Source::Given(key.into()))
    }

    /// With the key in a file, which has to be there.
    pub fn file(path: PathBuf) -> Self {
        Self(Source::File(path))
    }

    /// With the key in a file that is made when it is needed first, for this server alone to read.
    pub fn own_file(path: PathBuf) -> Self {
        Self(Source::Own(path))
    }

    /// Encrypts a secret that belongs to something.
    pub fn lock(&self, secret: &Secret, owner: &str) -> Result<String, Locked> {
        if let Source::Own(path) = &self.0 {
            make(path).map_err(|error| no_file(path, &error))?;
        }
        let key = self.key()?;
        let mut nonce = [0u8; NONCE_BYTES];
        OsRng.try_fill_bytes(&mut nonce).map_err(|_| Locked::NoKey)?;
        let payload = Payload { msg: secret.0.as_bytes(), aad: owner.as_bytes() };
        let locked =
            XChaCha20Poly1305::new(&key.into()).encrypt(&XNonce::from(nonce), payload).map_err(|_| Locked::Broken)?;
        let body = URL_SAFE_NO_PAD.encode([nonce.as_slice(), &locked].concat());
        Ok(format!("{FORM}.{}.{body}", mark(&key)))
    }

    /// Decrypts a secret of the same owner.
    pub fn open(&self, stored: &str, owner: &str) -> Result<Secret, Locked> {
        let mut parts = stored.splitn(3, '.');
        let (Some(FORM), Some(marked), Some(body)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(Locked::Broken);
        };
        let key = self.key()?;
        if marked != mark(&key) {
            return Err(Locked::OtherKey);
        }
        let bytes = URL_SAFE_NO_PAD.decode(body).map_err(|_| Locked::Broken)?;
        let (nonce, locked) = bytes.split_at_checked(NONCE_BYTES).ok_or(Locked::Broken)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| Locked::Broken)?;
        let opened = XChaCha20Poly1305::new(&key.into())
            .decrypt(&XNonce::from(nonce), Payload { msg: locked, aad: owner.as_bytes() })
            .map_err(|_| Locked::Broken)?;
        String::from_utf8(opened).map(Secret).map_err(|_| Locked::Broken)
    }

    /// Whether the key can be used; one that is still to be made can.
    pub fn check(&self) -> Result<(), Locked> {
        match &self.0 {
            Source::Own(path) if !path.exists() => Ok(()),
            _ => self.key().map(|_| ()),
        }
    }

    fn key(&self) -> Result<[u8; KEY_BYTES], Locked> {
        match &self.0 {
            Source::Nowhere => Err(Locked::NoKey),
            Source::Given(text) => parsed(text).ok_or_else(|| Locked::BadKey { place: "JARI_SECRET_KEY".into() }),
            Source::File(path) => read(path),
            Source::Own(path) if !path.exists() => Err(Locked::OtherKey),
            Source::Own(path) => read(path),
        }
    }
}

/// Which key it is, without saying the key.
fn mark(key: &[u8; KEY_BYTES]) -> String {
    let hash = Sha256::digest([b"jari secret key ".as_slice(), key].concat());
    URL_SAFE_NO_PAD.encode(&hash[..6])
}

fn read(path: &Path) -> Result<[u8; KEY_BYTES], Locked> {
    let place = path.display().to_string();
    let about = fs::metadata(path).map_err(|error| no_file(path, &error))?;
    if about.permissions().mode() & 0o077 != 0 {
        return Err(Locked::OpenKey { place });
    }
    let text = fs::read_to_string(path).map_err(|error| no_file(path, &error))?;
    parsed(&text).ok_or(Locked::BadKey { place })
}

fn no_file(path: &Path, error: &io::Error) -> Locked {
    Locked::NoFile { place: path.display().to_string(), why: error.to_string() }
}

fn parsed(text: &str) -> Option<[u8; KEY_BYTES]> {
    let digits = text.trim();
    if digits.len() != 2 * KEY_BYTES || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut key = [0; KEY_BYTES];
    for (byte, at) in key.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&digits[at..at + 2], 16).ok()?;
    }
    Some(key)
}

/// Makes the file unless it is there. Of two servers that do so at once one's key is in force, whole.
fn make(path: &Path) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let mut bytes = [0u8; KEY_BYTES + 8];
    OsRng.try_fill_bytes(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    let (key, name) = bytes.split_at(KEY_BYTES);
    let beside = path.with_extension(hex(name));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(format!("{}\n", hex(key)).as_bytes())?;
    file.sync_all()?;
    // A link is there or not, and is never put over another file.
    let linked = fs::hard_link(&beside, path);
    fs::remove_file(&beside)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
