//! API tokens: shown once, stored as hashes.

use super::sign_in;
use crate::{
    backend::{caller::Caller, error::Result, office::Office, rows::api_token, secret},
    model::{booking::CheckInSource, person::Person, refusal::Refusal, time::Instant},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// Makes a token for the person with an e-mail address. Called from the command line, which needs no caller.
pub async fn create(office: &Office, email: &str) -> Result<String> {
    let person = sign_in::by_email(&office.db.read, email).await?.filter(|row| row.active).ok_or(Refusal::NotFound)?;
    let token = format!("jari_{}", secret::generate()?);
    let row = api_token::ActiveModel {
        id: Set(Uuid::now_v7()),
        hash: Set(secret::hash(&token)),
        person_id: Set(person.id),
        created_at: Set(office.now().timestamp()),
        revoked_at: Set(None),
    };
    row.insert(&office.db.write).await?;
    Ok(token)
}

/// The caller of a token, if it is still good.
pub async fn caller(office: &Office, token: &str, now: Instant) -> Result<Option<(Caller, Person)>> {
    let row = api_token::Entity::find()
        .filter(api_token::Column::Hash.eq(secret::hash(token)))
        .filter(api_token::Column::RevokedAt.is_null())
        .one(&office.db.read)
        .await?;
    match row {
        Some(row) => sign_in::as_caller(office, row.person_id.into(), (now, CheckInSource::Api)).await,
        None => Ok(None),
    }
}
