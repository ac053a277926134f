//! Browsers in which somebody has signed in before. Whoever types wrong passwords at an address from elsewhere does not keep
//! its owner out of them ("device cookies", OWASP: Slow Down Online Guessing Attacks with Device Cookies).

use crate::{
    backend::{error::Result, office::Office, rows::known_browser, secret},
    model::{id::PersonId, time::Instant},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

/// How long a browser is known after the last time somebody signed in there, in seconds.
pub const KNOWN_SECONDS: i64 = 180 * 24 * 3600;

/// Knows a browser as one in which a person has just signed in, and answers its secret, to be kept in a cookie: the one it
/// has, or a new one.
pub async fn remember(office: &Office, person: PersonId, browser: Option<String>, now: Instant) -> Result<String> {
    let known = match &browser {
        Some(secret) => is_any(&office.db.read, secret).await?,
        None => false,
    };
    let secret = match browser.filter(|_| known) {
        Some(secret) => secret,
        None => secret::generate()?,
    };
    let row = known_browser::ActiveModel {
        hash: Set(secret::hash(&secret)),
        person_id: Set(person.0),
        expires_at: Set(now.timestamp() + KNOWN_SECONDS),
    };
    let again = OnConflict::columns([known_browser::Column::Hash, known_browser::Column::PersonId])
        .update_column(known_browser::Column::ExpiresAt)
        .to_owned();
    known_browser::Entity::insert(row).on_conflict(again).exec_without_returning(&office.db.write).await?;
    Ok(secret)
}

/// Whether the secret is one that was given here: a browser does not choose its own.
async fn is_any(db: &impl ConnectionTrait, secret: &str) -> Result<bool> {
    let of_it = known_browser::Entity::find().filter(known_browser::Column::Hash.eq(secret::hash(secret)));
    Ok(of_it.one(db).await?.is_some())
}

/// Whether a person has signed in in a browser lately.
pub(super) async fn is_known(
    db: &impl ConnectionTrait,
    (person, secret): (PersonId, &str),
    now: Instant,
) -> Result<bool> {
    let row = known_browser::Entity::find_by_id((secret::hash(secret), person.0)).one(db).await?;
    Ok(row.is_some_and(|row| row.expires_at > now.timestamp()))
}

/// Forgets browsers in which nobody has signed in for long.
pub(super) async fn forget_old(office: &Office, now: Instant) -> Result<()> {
    let old = known_browser::Column::ExpiresAt.lte(now.timestamp());
    known_browser::Entity::delete_many().filter(old).exec(&office.db.write).await?;
    Ok(())
}
