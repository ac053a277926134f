//! Secrets that are shown once and stored as hashes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{TryRngCore, rngs::OsRng};
use sha2::{Digest, Sha256};

use super::error::Fault;

/// 256 random bits as URL-safe text.
pub fn generate() -> Result<String, Fault> {
    let mut bytes = [0u8; 32];
    OsRng.try_fill_bytes(&mut bytes).map_err(|error| Fault::System(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The form in which a generated secret is stored. A fast hash is enough for 256 random bits.
pub fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}
