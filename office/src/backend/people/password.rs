//! Passwords as argon2id hashes.

use super::known_browser;
use crate::{
    backend::{
        error::{Error, Fault, Result},
        rows::{person, sign_in},
    },
    model::{id::PersonId, refusal::Refusal},
};
use argon2::{Argon2, PasswordHash, PasswordVerifier, password_hash::PasswordHasher};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use std::{num::NonZero, sync::LazyLock, thread};
use tokio::sync::Semaphore;

/// The fewest characters of a password that somebody chooses.
const FEWEST: usize = 10;
/// The most bytes of a password: to hash more would only be work for the server.
pub(super) const MOST_BYTES: usize = 1024;

/// Refuses a chosen password that is too short or too long.
pub fn check(password: &str) -> Result<(), Refusal> {
    if password.chars().count() < FEWEST {
        return Err(Refusal::input("password", "too_short"));
    }
    if password.len() > MOST_BYTES {
        return Err(Refusal::input("password", "too_long"));
    }
    Ok(())
}

/// Hashes a password with a new salt. Takes tens of milliseconds, so it runs off the async threads.
pub async fn hash(password: String) -> Result<String> {
    blocking(move || {
        let hashed = Argon2::default().hash_password(password.as_bytes());
        hashed.map(|hash| hash.to_string()).map_err(|error| Fault::System(error.to_string()))
    })
    .await?
    .map_err(Error::from)
}

/// Whether a password belongs to a hash. Without a hash the same time is spent, so that an unknown address answers
/// no faster than a known one.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool> {
    blocking(move || {
        let known = stored.is_some();
        let text = stored.unwrap_or_else(|| NOBODY.to_owned());
        let matches = PasswordHash::new(&text)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        known && matches
    })
    .await
}

/// Gives a person another password by its hash, signs them out everywhere and knows none of their browsers any more.
pub(super) async fn replace(tx: &DatabaseTransaction, person: PersonId, hash: String) -> Result<()> {
    let change = person::ActiveModel { id: Set(person.0), password_hash: Set(Some(hash)), ..Default::default() };
    change.update(tx).await?;
    sign_in::Entity::delete_many().filter(sign_in::Column::PersonId.eq(person.0)).exec(tx).await?;
    known_browser::forget(tx, person).await
}

/// A well-formed hash of no password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// As many at a time as there are processors: each takes one for itself, and 19 MiB. The others wait for their turn, or
/// strangers who try to sign in would use up the server's memory.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    Semaphore::new(processors)
});

/// How many may wait for their turn, some seconds' work: whoever comes later is told at once, and what strangers have begun
/// does not keep the others for long.
const WAITING: usize = 64;
static QUEUE: Semaphore = Semaphore::const_new(WAITING);
/// After how many seconds the queue is tried again.
const BUSY_SECONDS: u32 = 10;

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _waiting = QUEUE.try_acquire().map_err(|_| Refusal::TooOften { seconds: BUSY_SECONDS })?;
    let turn = TURNS.acquire().await.map_err(|error| Fault::System(error.to_string()))?;
    // The turn ends with the work, which goes on when nobody waits for it any more.
    let work = move || {
        let done = work();
        drop(turn);
        done
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Fault::System(error.to_string()).into())
}
