//! The first admin of an empty office, let in by a code that the server prints.

use super::{directory, password, sign_in};
use crate::{
    backend::{
        error::Result,
        office::Office,
        rows::{person, setting},
        secret,
    },
    model::{
        notice::Mail,
        person::Role,
        refusal::Refusal,
        text::{is_plain, line},
        time::Instant,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use subtle::ConstantTimeEq;
use uuid::Uuid;

const CODE: &str = "setup_code_hash";

/// Who becomes the first admin.
#[derive(Clone, Debug)]
pub struct FirstAdmin {
    /// The code that the server printed.
    pub code: String,
    /// E-mail.
    pub email: String,
    /// Full name.
    pub name: String,
    /// Password, at least 10 characters.
    pub password: String,
}

/// Makes a new one-time code if nobody is in the directory; an earlier code stops working.
pub async fn new_code(office: &Office) -> Result<Option<String>> {
    if !directory::is_empty(office).await? {
        return Ok(None);
    }
    let code: String = secret::generate()?.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    setting::Entity::delete_by_id(CODE.to_owned()).exec(&office.db.write).await?;
    let row = setting::ActiveModel { key: Set(CODE.into()), value: Set(secret::hash(&code)) };
    row.insert(&office.db.write).await?;
    Ok(Some(code))
}

/// Makes the first admin, uses the code up, and answers the secret of their sign-in.
pub async fn first_admin(office: &Office, who: FirstAdmin, now: Instant) -> Result<String> {
    let stored = setting::Entity::find_by_id(CODE.to_owned()).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    if !bool::from(stored.value.as_bytes().ct_eq(secret::hash(who.code.trim()).as_bytes())) {
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
    if who.password.chars().count() < 10 {
        return Err(Refusal::input("password", "too_short").into());
    }
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
    crate::backend::db::write(&office.db, |scope| {
        let row = row.clone();
        Box::pin(async move {
            let tx = scope.tx;
            // Whoever deletes the code has used it; a second one finds nothing.
            let used = setting::Entity::delete_by_id(CODE.to_owned()).exec(tx).await?;
            if used.rows_affected == 0 {
                return Err(Refusal::NotFound.into());
            }
            row.insert(tx).await?;
            Ok(())
        })
    })
    .await?;
    sign_in::open(office, id.into(), now).await
}
