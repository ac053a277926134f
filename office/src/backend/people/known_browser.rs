//! Browsers in which somebody has signed in before. Whoever types wrong passwords at an address from elsewhere does not keep
//! its owner out of them ("device cookies", OWASP: Slow Down Online Guessing Attacks with Device Cookies).

use crate::{
    backend::{bookings::judge, db, error::Result, office::Office, rows::known_browser, secret},
    model::{id::PersonId, time::Instant},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};

/// How long a browser is known after the last time somebody signed in there, in seconds.
pub const KNOWN_SECONDS: i64 = 180 * 24 * 3600;
/// In how many browsers one person is known: each is a place where passwords may be tried apart from the others.
pub const MOST: u64 = 10;

/// Knows a browser as one in which a person has just signed in, and answers its secret, to be kept in a cookie: the one it
/// has, or a new one. The person's longest unused browsers are forgotten for it.
pub async fn remember(office: &Office, person: PersonId, browser: Option<String>, now: Instant) -> Result<String> {
    let known = match &browser {
        Some(secret) => !people_of(&office.db.read, secret, now).await?.is_empty(),
        None => false,
    };
    // A browser does not choose its own.
    let secret = match browser.filter(|_| known) {
        Some(secret) => secret,
        None => secret::generate()?,
    };
    let hash = secret::hash(&secret);
    db::write(&office.db, |scope| Box::pin(write(scope.tx, person, &hash, now))).await?;
    Ok(secret)
}

async fn write(tx: &DatabaseTransaction, person: PersonId, hash: &str, now: Instant) -> Result<()> {
    // Of many at the same moment no more are known than one after another.
    judge::lock_person(tx, person).await?;
    let row = known_browser::ActiveModel {
        hash: Set(hash.to_owned()),
        person_id: Set(person.0),
        expires_at: Set(now.timestamp() + KNOWN_SECONDS),
    };
    let again = OnConflict::columns([known_browser::Column::Hash, known_browser::Column::PersonId])
        .update_column(known_browser::Column::ExpiresAt)
        .to_owned();
    known_browser::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    let of_person = known_browser::Column::PersonId.eq(person.0);
    let oldest = known_browser::Entity::find()
        .filter(of_person.clone())
        .filter(known_browser::Column::Hash.ne(hash))
        .order_by_desc(known_browser::Column::ExpiresAt)
        .offset(MOST - 1)
        // SQLite takes no offset without a limit.
        .limit(u64::from(u16::MAX))
        .all(tx)
        .await?;
    let oldest: Vec<String> = oldest.into_iter().map(|row| row.hash).collect();
    if !oldest.is_empty() {
        let over = known_browser::Column::Hash.is_in(oldest);
        known_browser::Entity::delete_many().filter(of_person).filter(over).exec(tx).await?;
    }
    Ok(())
}

/// Who has signed in lately in a browser.
pub(super) async fn people_of(db: &impl ConnectionTrait, secret: &str, now: Instant) -> Result<Vec<PersonId>> {
    let rows = known_browser::Entity::find()
        .filter(known_browser::Column::Hash.eq(secret::hash(secret)))
        .filter(known_browser::Column::ExpiresAt.gt(now.timestamp()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.person_id.into()).collect())
}

/// Forgets every browser of a person: who has known their password may have signed in in some of them.
pub(super) async fn forget(tx: &DatabaseTransaction, person: PersonId) -> Result<()> {
    let of_person = known_browser::Column::PersonId.eq(person.0);
    known_browser::Entity::delete_many().filter(of_person).exec(tx).await?;
    Ok(())
}

/// Forgets browsers in which nobody has signed in for long.
pub(super) async fn forget_old(office: &Office, now: Instant) -> Result<()> {
    let old = known_browser::Column::ExpiresAt.lte(now.timestamp());
    known_browser::Entity::delete_many().filter(old).exec(&office.db.write).await?;
    Ok(())
}
