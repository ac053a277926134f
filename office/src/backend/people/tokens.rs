//! API tokens: shown once, stored as hashes.

use super::sign_in;
use crate::{
    backend::{
        caller::Caller,
        error::Result,
        office::Office,
        rows::{api_token, person},
        secret,
    },
    model::{booking::CheckInSource, person::Person, refusal::Refusal, time::Instant},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef,
};
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
    let its: RelationDef =
        person::Entity::belongs_to(api_token::Entity).from(person::Column::Id).to(api_token::Column::PersonId).into();
    let whose = person::Entity::find()
        .join(JoinType::InnerJoin, its)
        .filter(api_token::Column::Hash.eq(secret::hash(token)))
        .filter(api_token::Column::RevokedAt.is_null());
    sign_in::found(office, whose, (now, CheckInSource::Api)).await
}
