//! One-shot tickets that open a desktop's screen: bound to person and session, good for 30 seconds, used once.

use super::sessions;
use crate::{
    backend::{
        bookings::check_in,
        caller::Caller,
        db,
        error::Result,
        office::Office,
        rows::{session, session_ticket},
        secret,
    },
    model::{cloud_pc::SessionState, id::SessionId, refusal::Refusal},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr,
};

/// How long a ticket is good for, in seconds.
pub const GOOD_FOR_SECONDS: i64 = 30;

/// Gives a ticket for the caller's own session. Refused as stale while the session can't be opened.
pub async fn issue(office: &Office, caller: &Caller, session: SessionId) -> Result<String> {
    let (row, _) = sessions::own(&office.db.read, caller, session).await?;
    if !SessionState::from_word(&row.state).is_some_and(SessionState::can_open) {
        return Err(Refusal::Stale.into());
    }
    let ticket = secret::generate()?;
    let stored = session_ticket::ActiveModel {
        hash: Set(secret::hash(&ticket)),
        session_id: Set(session.0),
        person_id: Set(caller.person.0),
        expires_at: Set(caller.now.timestamp() + GOOD_FOR_SECONDS),
        used_at: Set(None),
    };
    stored.insert(&office.db.write).await?;
    Ok(ticket)
}

/// Uses a ticket up and checks its person in. Answers the provider's handle of the desktop to open.
pub async fn redeem(office: &Office, caller: &Caller, session: SessionId, ticket: &str) -> Result<String> {
    let handle = db::write(&office.db, |scope| {
        Box::pin(async move {
            let tx = scope.tx;
            let used = session_ticket::Entity::update_many()
                .col_expr(session_ticket::Column::UsedAt, Expr::value(caller.now.timestamp()))
                .filter(session_ticket::Column::Hash.eq(secret::hash(ticket)))
                .filter(session_ticket::Column::SessionId.eq(session.0))
                .filter(session_ticket::Column::PersonId.eq(caller.person.0))
                .filter(session_ticket::Column::ExpiresAt.gt(caller.now.timestamp()))
                .filter(session_ticket::Column::UsedAt.is_null())
                .exec(tx)
                .await?;
            if used.rows_affected != 1 {
                return Err(Refusal::Forbidden.into());
            }
            let (mut row, booking) = sessions::own(tx, caller, session).await?;
            if !SessionState::from_word(&row.state).is_some_and(SessionState::can_open) {
                return Err(Refusal::Stale.into());
            }
            check_in::write(tx, caller, booking.id.into()).await?;
            row.state = SessionState::Connected.word().into();
            row.version += 1;
            let handle = row.handle.clone().ok_or(Refusal::Stale)?;
            row.into_active_model().reset_all().update(tx).await?;
            Ok(handle)
        })
    })
    .await?;
    office.live.wake();
    Ok(handle)
}

/// Says that a session's screen was closed.
pub async fn disconnected(office: &Office, session: SessionId) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::State, Expr::value(SessionState::Disconnected.word()))
        .filter(session::Column::Id.eq(session.0))
        .filter(session::Column::State.eq(SessionState::Connected.word()))
        .exec(&office.db.write)
        .await?;
    Ok(())
}
