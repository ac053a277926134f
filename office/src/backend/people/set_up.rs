//! The first admin of an empty office, let in by a code that its servers print.

use super::{directory, password, sign_in};
use crate::{
    backend::{
        db,
        error::Result,
        office::Office,
        rows::{person, setting},
        secret, settings,
    },
    model::{
        notice::Mail,
        person::Role,
        refusal::Refusal,
        text::{is_plain, line},
        time::Instant,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect};
use subtle::{Choice, ConstantTimeEq};
use uuid::Uuid;

/// Where the hashes of the codes that work stand, the newest last.
const CODES: &str = "setup_code_hash";
/// How many codes work at once, so that a server which is started time and again does not fill the row.
const MOST_CODES: usize = 16;

/// Who becomes the first admin.
#[derive(Clone, Debug)]
pub struct FirstAdmin {
    /// A code that a server of the office printed.
    pub code: String,
    /// E-mail.
    pub email: String,
    /// Full name.
    pub name: String,
    /// Password, at least 10 characters.
    pub password: String,
}

/// Makes a new one-time code if nobody is in the directory. What was printed before, here or by another server of the
/// same office, goes on working as well: whichever is used first lets the first admin in and ends them all.
pub async fn new_code(office: &Office) -> Result<Option<String>> {
    if !directory::is_empty(office).await? {
        return Ok(None);
    }
    let code: String = secret::generate()?.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    let hash = secret::hash(&code);
    let works = db::write(&office.db, |scope| Box::pin(add(scope.tx, &hash))).await?;
    Ok(works.then_some(code))
}

/// Adds a code's hash to those that work, unless somebody has come in meanwhile.
async fn add(tx: &DatabaseTransaction, hash: &str) -> Result<bool> {
    settings::begin_with(tx, CODES, String::new()).await?;
    // Held until the commit: of servers that start at once none leaves the other's code out.
    let Some(mut codes) = held(tx).await? else { return Ok(false) };
    if !directory::nobody_is_in(tx).await? {
        setting::Entity::delete_by_id(CODES.to_owned()).exec(tx).await?;
        return Ok(false);
    }
    codes.value = with(&codes.value, hash);
    codes.into_active_model().reset_all().update(tx).await?;
    Ok(true)
}

/// The codes that work, for this transaction alone; `None` once they are used up.
async fn held(tx: &DatabaseTransaction) -> Result<Option<setting::Model>> {
    Ok(setting::Entity::find_by_id(CODES.to_owned()).lock_exclusive().one(tx).await?)
}

/// Hashes and one more, without the oldest where they are too many.
fn with(hashes: &str, one_more: &str) -> String {
    let all: Vec<&str> = hashes.split(' ').filter(|hash| !hash.is_empty()).chain([one_more]).collect();
    let too_many = all.len().saturating_sub(MOST_CODES);
    all.into_iter().skip(too_many).collect::<Vec<_>>().join(" ")
}

/// Whether a code is one of those that work. It is compared with all of them, so that the time does not tell which.
fn is_one_of(codes: &setting::Model, code: &str) -> bool {
    let hash = secret::hash(code.trim());
    let same = codes.value.split(' ').map(|one| one.as_bytes().ct_eq(hash.as_bytes()));
    same.fold(Choice::from(0), |found, one| found | one).into()
}

/// Makes the first admin, uses up every code, and answers the secret of their sign-in.
pub async fn first_admin(office: &Office, who: FirstAdmin, now: Instant) -> Result<String> {
    let codes = setting::Entity::find_by_id(CODES.to_owned()).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    if !is_one_of(&codes, &who.code) {
        return Err(Refusal::input("code", "wrong_code").into());
    }
    let name = line("name", &who.name)?;
    let email = who.email.trim();
    if name.is_empty() {
        return Err(Refusal::input("name", "empty").into());
    }
    if !email.contains('@') || email.len() > 254 || !is_plain(email) {
        return Err(Refusal::input("email", "not_an_address").into());
    }
    password::check(&who.password)?;
    let id = Uuid::now_v7();
    let given: String = name.chars().skip(name.chars().count().saturating_sub(2)).collect();
    let hash = password::hash(who.password.clone()).await?;
    let row = person::ActiveModel {
        id: Set(id),
        email: Set(email.to_lowercase()),
        name: Set(name.to_owned()),
        given_name: Set(given),
        role: Set(Role::Admin.word().into()),
        team_id: Set(None),
        lang: Set("ko".into()),
        visibility: Set("everybody".into()),
        mail: Set(Mail::Every.word().into()),
        password_hash: Set(Some(hash)),
        active: Set(true),
        created_at: Set(now.timestamp()),
    };
    db::write(&office.db, |scope| Box::pin(come_in(scope.tx, &who.code, &row))).await?;
    sign_in::open(office, id.into(), now).await
}

/// Uses up every code and writes the first admin down.
async fn come_in(tx: &DatabaseTransaction, code: &str, admin: &person::ActiveModel) -> Result<()> {
    // Held until the commit: whoever comes second, with whichever code, finds none any more.
    let codes = held(tx).await?.filter(|codes| is_one_of(codes, code));
    if codes.is_none() || !directory::nobody_is_in(tx).await? {
        return Err(Refusal::NotFound.into());
    }
    setting::Entity::delete_by_id(CODES.to_owned()).exec(tx).await?;
    admin.clone().insert(tx).await?;
    Ok(())
}
