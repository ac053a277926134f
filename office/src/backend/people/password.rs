//! Passwords as argon2id hashes.

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

/// Refuses a chosen password that is too short.
pub fn check(password: &str) -> Result<(), Refusal> {
    if password.chars().count() < FEWEST {
        return Err(Refusal::input("password", "too_short"));
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

/// Gives a person another password by its hash, and signs them out everywhere.
pub(super) async fn replace(tx: &DatabaseTransaction, person: PersonId, hash: String) -> Result<()> {
    let change = person::ActiveModel { id: Set(person.0), password_hash: Set(Some(hash)), ..Default::default() };
    change.update(tx).await?;
    sign_in::Entity::delete_many().filter(sign_in::Column::PersonId.eq(person.0)).exec(tx).await?;
    Ok(())
}

/// A well-formed hash of no password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// As many at a time as there are processors: each takes one for itself, and 19 MiB. The others wait for their turn, or
/// strangers who try to sign in would use up the server's memory.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    Semaphore::new(processors)
});

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let turn = TURNS.acquire().await.map_err(|error| Fault::System(error.to_string()))?;
    // The turn ends with the work, which goes on when nobody waits for it any more.
    let work = move || {
        let done = work();
        drop(turn);
        done
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Fault::System(error.to_string()).into())
}
