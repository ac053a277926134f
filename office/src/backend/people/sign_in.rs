//! Sign in with e-mail and password; sign-ins live in the database.

use super::{directory, password};
use crate::{
    backend::{
        caller::Caller,
        db,
        error::{Fault, Result, stored},
        office::Office,
        rows::{person, sign_in, sign_in_failure, team},
        secret,
    },
    model::{
        booking::CheckInSource,
        id::PersonId,
        person::{Person, Role},
        refusal::Refusal,
        text::is_plain,
        time::Instant,
    },
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, ExprTrait, IntoActiveModel, JoinType,
    ModelTrait, QueryFilter, QueryOrder, QuerySelect, RelationDef, Select, Statement,
    sea_query::{Expr, Func},
};

/// How long a sign-in lasts, in seconds.
pub const LASTS_SECONDS: i64 = 14 * 24 * 3600;
/// How many failures of one address are let through in [`WINDOW_SECONDS`].
const MOST_FAILURES: u64 = 8;
const WINDOW_SECONDS: i64 = 10 * 60;

/// Checks e-mail and password and answers the secret of a new sign-in, to be kept in a cookie.
pub async fn sign_in(office: &Office, email: &str, password: String, now: Instant) -> Result<String> {
    let person = prove(office, email, password, now).await?;
    open(office, person, now).await
}

/// Checks e-mail and password and answers whose they are. Refused after too many failures.
pub(crate) async fn prove(office: &Office, email: &str, password: String, now: Instant) -> Result<PersonId> {
    let who = email.trim().to_lowercase();
    if !is_plain(&who) {
        return Err(Refusal::WrongPassword.into());
    }
    let office = office.clone();
    // To its end also when nobody waits for the answer any more: what is given up in the middle would stay a failure.
    let tried = tokio::spawn(async move {
        let attempt = db::write(&office.db, |scope| Box::pin(write_attempt(scope.tx, &who, now))).await?;
        let person = check(&office, &who, password).await?;
        attempt.delete(&office.db.write).await?;
        Ok(person)
    });
    tried.await.map_err(|error| Fault::System(error.to_string()))?
}

async fn check(office: &Office, who: &str, password: String) -> Result<PersonId> {
    let row = by_email(&office.db.read, who).await?.filter(|row| row.active);
    let hash = row.as_ref().and_then(|row| row.password_hash.clone());
    if !password::verify(password, hash).await? {
        return Err(Refusal::WrongPassword.into());
    }
    Ok(row.ok_or(Refusal::WrongPassword)?.id.into())
}

/// Writes an attempt down as failed, which it is until it has succeeded: of many at the same moment no more are tried
/// than one after another.
async fn write_attempt(tx: &DatabaseTransaction, who: &str, now: Instant) -> Result<sign_in_failure::Model> {
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

/// Lets those who count the attempts of one address do so one after another; SQLite lets one write at a time anyway.
async fn take_turns(tx: &DatabaseTransaction, who: &str) -> Result<()> {
    if db::is_postgres(tx) {
        let turn = "SELECT pg_advisory_xact_lock(7235423, hashtext($1))";
        tx.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, turn, [who.into()])).await?;
    }
    Ok(())
}

/// How many seconds an address has to wait after too many failures.
async fn wait(tx: &DatabaseTransaction, who: &str, now: Instant) -> Result<Option<u32>> {
    let window = WINDOW_SECONDS * 1000;
    let last_allowed = sign_in_failure::Entity::find()
        .filter(sign_in_failure::Column::Who.eq(who))
        .filter(sign_in_failure::Column::At.gt(now.timestamp_millis() - window))
        .order_by_desc(sign_in_failure::Column::At)
        .offset(MOST_FAILURES - 1)
        .limit(1)
        .one(tx)
        .await?;
    let left = last_allowed.map(|failure| failure.at + window - now.timestamp_millis());
    Ok(left.map(|millis| u32::try_from((millis + 999) / 1000).unwrap_or(1)))
}

/// Opens a sign-in for a person who has proved who they are.
pub async fn open(office: &Office, person: PersonId, now: Instant) -> Result<String> {
    let token = secret::generate()?;
    let row = sign_in::ActiveModel {
        hash: Set(secret::hash(&token)),
        person_id: Set(person.0),
        created_at: Set(now.timestamp()),
        expires_at: Set(now.timestamp() + LASTS_SECONDS),
    };
    row.insert(&office.db.write).await?;
    Ok(token)
}

/// The caller of a sign-in's secret, if it is still good.
pub async fn caller(office: &Office, token: &str, now: Instant) -> Result<Option<(Caller, Person)>> {
    let sign_in: RelationDef =
        person::Entity::belongs_to(sign_in::Entity).from(person::Column::Id).to(sign_in::Column::PersonId).into();
    let whose = person::Entity::find()
        .join(JoinType::InnerJoin, sign_in)
        .filter(sign_in::Column::Hash.eq(secret::hash(token)))
        .filter(sign_in::Column::ExpiresAt.gt(now.timestamp()));
    found(office, whose, (now, CheckInSource::Page)).await
}

/// Ends a sign-in.
pub async fn sign_out(office: &Office, token: &str) -> Result<()> {
    sign_in::Entity::delete_by_id(secret::hash(token)).exec(&office.db.write).await?;
    Ok(())
}

/// Forgets sign-ins and failures that are over.
pub async fn forget_old(office: &Office, now: Instant) -> Result<()> {
    let db = &office.db.write;
    sign_in::Entity::delete_many().filter(sign_in::Column::ExpiresAt.lte(now.timestamp())).exec(db).await?;
    let old = now.timestamp_millis() - WINDOW_SECONDS * 1000;
    sign_in_failure::Entity::delete_many().filter(sign_in_failure::Column::At.lte(old)).exec(db).await?;
    Ok(())
}

/// A person as a caller through a door, if still active.
pub(crate) async fn as_caller(
    office: &Office,
    id: PersonId,
    through: (Instant, CheckInSource),
) -> Result<Option<(Caller, Person)>> {
    found(office, person::Entity::find_by_id(id.0), through).await
}

/// Whoever is looked for, as a caller through a door, if still active.
pub(super) async fn found(
    office: &Office,
    whose: Select<person::Entity>,
    through: (Instant, CheckInSource),
) -> Result<Option<(Caller, Person)>> {
    let team: RelationDef =
        person::Entity::belongs_to(team::Entity).from(person::Column::TeamId).to(team::Column::Id).into();
    let query = whose.filter(person::Column::Active.eq(true)).join(JoinType::LeftJoin, team);
    let Some((row, team)) = query.select_also(team::Entity).one(&office.db.read).await? else { return Ok(None) };
    Ok(Some((caller_of(&row, through)?, directory::to_person(team.as_ref(), row)?)))
}

/// A stored person as a caller through a door.
pub(crate) fn caller_of(row: &person::Model, (now, door): (Instant, CheckInSource)) -> Result<Caller, Fault> {
    let role = stored(Role::from_word(&row.role), "role")?;
    Ok(Caller { person: row.id.into(), role, team: row.team_id.map(Into::into), now, door })
}

pub(crate) async fn by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<person::Model>> {
    let email = email.trim().to_lowercase();
    if !is_plain(&email) {
        return Ok(None);
    }
    let lower = Expr::expr(Func::lower(Expr::col(person::Column::Email)));
    Ok(person::Entity::find().filter(lower.eq(email)).one(db).await?)
}
