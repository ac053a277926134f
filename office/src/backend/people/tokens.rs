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
    model::{booking::CheckInSource, id::PersonId, person::Person, refusal::Refusal, time::Instant},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect,
    RelationDef, sea_query::Expr,
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

/// Ends every token of the person with an e-mail address, who may have left, and answers how many there were. Called from
/// the command line, which needs no caller.
pub async fn revoke(office: &Office, email: &str) -> Result<u64> {
    let person = sign_in::by_email(&office.db.read, email).await?.ok_or(Refusal::NotFound)?;
    revoke_all(&office.db.write, person.id.into(), office.now()).await
}

/// Ends every token of a person and answers how many there were.
pub(super) async fn revoke_all(db: &impl ConnectionTrait, person: PersonId, now: Instant) -> Result<u64> {
    let ended = api_token::Entity::update_many()
        .col_expr(api_token::Column::RevokedAt, Expr::value(now.timestamp()))
        .filter(api_token::Column::PersonId.eq(person.0))
        .filter(api_token::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(ended.rows_affected)
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
