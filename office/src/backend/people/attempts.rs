//! How often somebody may be wrong about a password.

use crate::{
    backend::{db, error::Result, office::Office, rows::sign_in_failure, secret},
    model::{
        id::{PersonId, TerminalId},
        refusal::Refusal,
        time::Instant,
    },
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, IntoActiveModel, ModelTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};

/// How many failures are let through in [`WINDOW_SECONDS`].
const MOST_FAILURES: u64 = 8;
const WINDOW_SECONDS: i64 = 10 * 60;

/// Whose failures are counted together. Each stands apart from the others: strangers who guess at an address keep nobody out
/// of where they are known.
#[derive(Clone, Debug)]
pub(super) enum Whose {
    /// Of an address, typed wherever nobody is known.
    Address(String),
    /// Of a person in a browser, by its secret, in which they have signed in before.
    Browser(String, PersonId),
    /// Of an address at a seat's terminal.
    Terminal(TerminalId, String),
    /// Of somebody who is signed in.
    Person(PersonId),
}

impl Whose {
    /// The form in which it is stored. What is typed stands last, so nobody can type another one's.
    fn stored(&self) -> String {
        match self {
            Self::Address(who) => format!("address {who}"),
            Self::Browser(browser, person) => format!("browser {} {person}", secret::hash(browser)),
            Self::Terminal(terminal, who) => format!("terminal {terminal} {who}"),
            Self::Person(person) => format!("person {person}"),
        }
    }
}

/// An attempt that is written down.
pub(super) struct Attempt(sign_in_failure::Model);

impl Attempt {
    /// Writes an attempt down as failed, which it is until it has succeeded: of many at the same moment no more are tried
    /// than one after another. Refused after too many failures.
    pub(super) async fn begin(office: &Office, whose: &Whose, now: Instant) -> Result<Self> {
        let who = whose.stored();
        // Most of those who guess are refused without taking a turn that others wait for.
        if let Some(seconds) = wait(&office.db.read, &who, now).await? {
            return Err(Refusal::TooOften { seconds }.into());
        }
        let written = db::write(&office.db, |scope| Box::pin(write(scope.tx, &who, now))).await?;
        Ok(Self(written))
    }

    /// It was no failure.
    pub(super) async fn succeed(self, office: &Office) -> Result<()> {
        self.0.delete(&office.db.write).await?;
        Ok(())
    }
}

async fn write(tx: &DatabaseTransaction, who: &str, now: Instant) -> Result<sign_in_failure::Model> {
    take_turns(tx, who).await?;
    if let Some(seconds) = wait(tx, who, now).await? {
        return Err(Refusal::TooOften { seconds }.into());
    }
    let last = sign_in_failure::Entity::find()
        .filter(sign_in_failure::Column::Who.eq(who))
        .order_by_desc(sign_in_failure::Column::At)
        .one(tx)
        .await?;
    // Each is told apart from the others, also those of one millisecond.
    let at = last.map_or(now.timestamp_millis(), |last| std::cmp::max(now.timestamp_millis(), last.at + 1));
    let attempt = sign_in_failure::Model { who: who.to_owned(), at };
    sign_in_failure::Entity::insert(attempt.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(attempt)
}

/// Lets those who are counted together do so one after another; SQLite lets one write at a time anyway.
async fn take_turns(tx: &DatabaseTransaction, who: &str) -> Result<()> {
    if db::is_postgres(tx) {
        let turn = "SELECT pg_advisory_xact_lock(7235423, hashtext($1))";
        tx.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, turn, [who.into()])).await?;
    }
    Ok(())
}

/// How many seconds to wait after too many failures.
async fn wait(db: &impl ConnectionTrait, who: &str, now: Instant) -> Result<Option<u32>> {
    let window = WINDOW_SECONDS * 1000;
    let last_allowed = sign_in_failure::Entity::find()
        .filter(sign_in_failure::Column::Who.eq(who))
        .filter(sign_in_failure::Column::At.gt(now.timestamp_millis() - window))
        .order_by_desc(sign_in_failure::Column::At)
        .offset(MOST_FAILURES - 1)
        .limit(1)
        .one(db)
        .await?;
    let left = last_allowed.map(|failure| failure.at + window - now.timestamp_millis());
    Ok(left.map(|millis| u32::try_from((millis + 999) / 1000).unwrap_or(1)))
}

/// Forgets failures that count no more.
pub(super) async fn forget_old(office: &Office, now: Instant) -> Result<()> {
    let old = sign_in_failure::Column::At.lte(now.timestamp_millis() - WINDOW_SECONDS * 1000);
    sign_in_failure::Entity::delete_many().filter(old).exec(&office.db.write).await?;
    Ok(())
}
