//! Sign in with e-mail and password; sign-ins live in the database.

use super::{
    attempts::{self, Attempt, Whose},
    directory, known_browser, password,
};
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        db,
        error::{Fault, Result, stored},
        office::Office,
        rows::{person, sign_in, team},
        secret,
    },
    model::{
        booking::CheckInSource,
        id::{PersonId, TerminalId},
        person::{Person, Role},
        refusal::Refusal,
        text::is_plain,
        time::Instant,
    },
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, ExprTrait, JoinType, QueryFilter, QuerySelect,
    RelationDef, Select,
    sea_query::{Expr, Func},
};

/// How long a sign-in lasts, in seconds.
pub const LASTS_SECONDS: i64 = 14 * 24 * 3600;

/// What somebody typed to sign in.
pub struct Typed {
    /// Their e-mail address.
    pub email: String,
    /// Their password.
    pub password: String,
}

/// Where it was typed.
pub enum Place {
    /// In a browser, with the secret that it was given when somebody last signed in there.
    Browser(Option<String>),
    /// At a seat's terminal.
    Terminal(TerminalId),
}

/// What a browser keeps in cookies after somebody has signed in.
#[derive(Debug)]
pub struct Kept {
    /// The secret of the sign-in.
    pub sign_in: String,
    /// The secret by which the browser is known the next time.
    pub browser: String,
}

/// The longest address, in bytes (RFC 5321, 4.5.3.1.3, without its brackets).
const LONGEST_ADDRESS: usize = 254;

/// Somebody who has said their password.
pub(crate) struct Proved {
    /// Who it is.
    pub person: PersonId,
    hash: String,
}

impl Proved {
    /// Refuses whoever has another password by now, or has left: what was begun with the old one must not end after it.
    pub(super) async fn hold(&self, tx: &DatabaseTransaction) -> Result<()> {
        judge::lock_person(tx, self.person).await?;
        let row = person::Entity::find_by_id(self.person.0).one(tx).await?;
        let same = row.is_some_and(|row| row.active && row.password_hash.as_deref() == Some(&self.hash));
        if same { Ok(()) } else { Err(Refusal::WrongPassword.into()) }
    }
}

/// Checks e-mail and password typed in a browser, with the secret it is known by, and opens a sign-in.
pub async fn sign_in(office: &Office, typed: Typed, browser: Option<String>, now: Instant) -> Result<Kept> {
    let proved = prove(office, typed, Place::Browser(browser.clone()), now).await?;
    let token = secret::generate()?;
    db::write(&office.db, |scope| {
        let (proved, token) = (&proved, &token);
        Box::pin(async move {
            proved.hold(scope.tx).await?;
            insert(scope.tx, (proved.person, token), now).await
        })
    })
    .await?;
    Ok(Kept { browser: known_browser::remember(office, proved.person, browser, now).await?, sign_in: token })
}

/// Checks e-mail and password and answers whose they are. Refused after too many failures.
pub(crate) async fn prove(office: &Office, typed: Typed, place: Place, now: Instant) -> Result<Proved> {
    let who = typed.email.trim().to_lowercase();
    if !is_plain(&who) || who.len() > LONGEST_ADDRESS {
        return Err(Refusal::WrongPassword.into());
    }
    let db = &office.db.read;
    let person = by_email(db, &who).await?.filter(|row| row.active);
    let whose = match place {
        Place::Terminal(terminal) => Whose::Terminal(terminal, who),
        Place::Browser(None) => Whose::Address(who),
        Place::Browser(Some(browser)) => {
            // Asked for whoever is meant: an address that nobody has must not be answered sooner.
            let people = known_browser::people_of(db, &browser, now).await?;
            let known = person.as_ref().map(|row| row.id.into()).filter(|person| people.contains(person));
            known.map_or(Whose::Address(who), |person| Whose::Browser(browser, person))
        }
    };
    try_password(office, (whose, person), typed.password, now).await
}

/// Checks the password of somebody who is signed in.
pub(super) async fn prove_again(office: &Office, caller: &Caller, password: String) -> Result<Proved> {
    let person = person::Entity::find_by_id(caller.person.0).one(&office.db.read).await?;
    try_password(office, (Whose::Person(caller.person), person), password, caller.now).await
}

async fn try_password(
    office: &Office,
    (whose, person): (Whose, Option<person::Model>),
    password: String,
    now: Instant,
) -> Result<Proved> {
    if password.len() > password::MOST_BYTES {
        return Err(Refusal::WrongPassword.into());
    }
    let office = office.clone();
    // To its end also when nobody waits for the answer any more: what is given up in the middle would stay a failure.
    let tried = tokio::spawn(async move {
        let attempt = Attempt::begin(&office, &whose, now).await?;
        let known = person.and_then(|person| Some((person.id.into(), person.password_hash?)));
        let hash = known.as_ref().map(|(_, hash): &(PersonId, String)| hash.clone());
        let matches = match password::verify(password, hash).await {
            Ok(matches) => matches,
            // It was not tried at all.
            Err(busy) => {
                attempt.succeed(&office).await?;
                return Err(busy);
            }
        };
        match known.filter(|_| matches) {
            None => Err(Refusal::WrongPassword.into()),
            Some((person, hash)) => {
                attempt.succeed(&office).await?;
                Ok(Proved { person, hash })
            }
        }
    });
    tried.await.map_err(|error| Fault::System(error.to_string()))?
}

/// Opens a sign-in for a person who has proved who they are.
pub async fn open(office: &Office, person: PersonId, now: Instant) -> Result<String> {
    let token = secret::generate()?;
    insert(&office.db.write, (person, &token), now).await?;
    Ok(token)
}

async fn insert(db: &impl ConnectionTrait, (person, token): (PersonId, &str), now: Instant) -> Result<()> {
    let row = sign_in::ActiveModel {
        hash: Set(secret::hash(token)),
        person_id: Set(person.0),
        created_at: Set(now.timestamp()),
        expires_at: Set(now.timestamp() + LASTS_SECONDS),
    };
    row.insert(db).await?;
    Ok(())
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

/// Forgets sign-ins, failures and known browsers that are over.
pub async fn forget_old(office: &Office, now: Instant) -> Result<()> {
    let db = &office.db.write;
    sign_in::Entity::delete_many().filter(sign_in::Column::ExpiresAt.lte(now.timestamp())).exec(db).await?;
    known_browser::forget_old(office, now).await?;
    attempts::forget_old(office, now).await
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
