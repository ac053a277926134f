//! One-shot tickets that open a desktop's screen: bound to person and session, good for 30 seconds, used once.

use super::{
    queue,
    record::{self, Step},
    sessions,
};
use crate::{
    backend::{
        bookings::{check_in, judge},
        caller::Caller,
        db,
        error::Result,
        office::Office,
        rows::{session, session_ticket},
        secret,
    },
    model::{booking::BookingState, cloud_pc::SessionState, id::SessionId, refusal::Refusal},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, sea_query::Expr,
};

/// How long a ticket is good for, in seconds.
pub const GOOD_FOR_SECONDS: i64 = 30;

/// Gives a ticket for the caller's own session. Refused as stale while the session can't be opened.
pub async fn issue(office: &Office, caller: &Caller, session: SessionId) -> Result<String> {
    let (row, _) = sessions::own(&office.db.read, caller, session).await?;
    if !can_open(&row) {
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

/// A screen that was opened: which desktop it shows, and its number among the screens of its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The provider's handle of the desktop.
    pub handle: String,
    /// The newest screen has the highest number; the others are closed.
    pub screen: i32,
}

/// Uses a ticket up, checks its person in and takes the session over from any other screen.
pub async fn redeem(office: &Office, caller: &Caller, session: SessionId, ticket: &str) -> Result<Opened> {
    let opened = db::write(&office.db, |scope| {
        Box::pin(async move {
            let tx = scope.tx;
            // First, as with every change of a booking, so that two of them never wait for each other.
            judge::lock_person(tx, caller.person).await?;
            use_up(tx, caller, (session, ticket)).await?;
            let (row, booking) = sessions::own(tx, caller, session).await?;
            if !can_open(&row) {
                return Err(Refusal::Stale.into());
            }
            let handle = row.handle.clone().ok_or(Refusal::Stale)?;
            let screen = row.screen + 1;
            let step = Step::of(row, Some("session.connected"), |row| {
                row.state = SessionState::Connected.word().into();
                row.screen = screen;
                row.screen_seen_at = Some(caller.now.timestamp());
                row.input_at = Some(caller.now.timestamp());
            });
            check_in::write(tx, caller, booking.id.into()).await?;
            if !record::write(tx, &step, (Some(caller.person), caller.now)).await? {
                return Err(Refusal::Stale.into());
            }
            Ok(Opened { handle, screen })
        })
    })
    .await?;
    office.live.wake();
    Ok(opened)
}

fn can_open(row: &session::Model) -> bool {
    SessionState::from_word(&row.state).is_some_and(SessionState::can_open) && row.asked.is_none()
}

async fn use_up(tx: &DatabaseTransaction, caller: &Caller, (session, ticket): (SessionId, &str)) -> Result<()> {
    let used = session_ticket::Entity::update_many()
        .col_expr(session_ticket::Column::UsedAt, Expr::value(caller.now.timestamp()))
        .filter(session_ticket::Column::Hash.eq(secret::hash(ticket)))
        .filter(session_ticket::Column::SessionId.eq(session.0))
        .filter(session_ticket::Column::PersonId.eq(caller.person.0))
        .filter(session_ticket::Column::ExpiresAt.gt(caller.now.timestamp()))
        .filter(session_ticket::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    if used.rows_affected == 1 { Ok(()) } else { Err(Refusal::Forbidden.into()) }
}

/// What became of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It shows its session.
    Open,
    /// The session was opened on another screen.
    Moved,
    /// The booking is over.
    Over,
    /// The desktop has stopped, or is about to be looked at.
    Stopped,
}

/// Looks what became of a screen; one that is open is noted as seen, so it does not count as left behind by a server
/// that died. Asked about every 20 seconds while a screen is open, and when the desktop ends the connection.
pub async fn fate(office: &Office, session: SessionId, screen: i32) -> Result<Fate> {
    let seen = session::Entity::update_many()
        .col_expr(session::Column::ScreenSeenAt, Expr::value(office.now().timestamp()))
        .filter(session::Column::Id.eq(session.0))
        .filter(session::Column::Screen.eq(screen))
        .filter(session::Column::State.eq(SessionState::Connected.word()))
        .exec(&office.db.write)
        .await?;
    if seen.rows_affected == 1 {
        return Ok(Fate::Open);
    }
    let Some(row) = session::Entity::find_by_id(session.0).one(&office.db.read).await? else { return Ok(Fate::Over) };
    if row.screen != screen {
        return Ok(Fate::Moved);
    }
    let over = row.state == SessionState::Released.word();
    Ok(if over { Fate::Over } else { Fate::Stopped })
}

/// Notes that its person uses an open screen. Whoever was out is back.
pub async fn touched(office: &Office, caller: &Caller, (session, screen): (SessionId, i32)) -> Result<()> {
    let noted = session::Entity::update_many()
        .col_expr(session::Column::InputAt, Expr::value(caller.now.timestamp()))
        .filter(session::Column::Id.eq(session.0))
        .filter(session::Column::Screen.eq(screen))
        .filter(session::Column::State.eq(SessionState::Connected.word()))
        .exec(&office.db.write)
        .await?;
    let (_, booking) = sessions::own(&office.db.read, caller, session).await?;
    if noted.rows_affected == 1 && booking.state == BookingState::Away.word() {
        check_in::check_in(office, caller, booking.id.into()).await?;
    }
    Ok(())
}

/// Says that a screen was closed, and has its desktop looked at. Nothing changes when another screen is open.
pub async fn disconnected(office: &Office, session: SessionId, screen: i32) -> Result<()> {
    let now = office.now();
    let left = db::write(&office.db, |scope| {
        Box::pin(async move {
            let row = session::Entity::find_by_id(session.0).one(scope.tx).await?;
            let open = |row: &session::Model| row.screen == screen && row.state == SessionState::Connected.word();
            let Some(row) = row.filter(open) else { return Ok(false) };
            let step = Step::of(row, Some("session.disconnected"), |row| {
                row.state = SessionState::Disconnected.word().into();
            });
            queue::ask(scope.tx, session.0, now.timestamp()).await?;
            record::write(scope.tx, &step, (None, now)).await
        })
    })
    .await?;
    if left {
        office.live.wake();
        sessions::wake(office);
    }
    Ok(())
}
