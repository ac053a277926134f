//! One-shot tickets that open a desktop's screen: bound to person and session, good for 30 seconds, used once.

use super::{
    launch::template::Values,
    provider::{Handle, Screen},
    providers::registry,
    queue,
    record::{self, Step},
    sessions,
};
use crate::{
    backend::{
        bookings::{check_in, judge},
        caller::Caller,
        db,
        error::{Error, Result},
        office::Office,
        rows::{booking, desk, person, session, session_ticket},
        secret,
    },
    model::{
        booking::BookingState,
        cloud_pc::{Opens, SessionState},
        id::SessionId,
        refusal::Refusal,
    },
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::Expr,
};

/// How long a ticket is good for, in seconds.
pub const GOOD_FOR_SECONDS: i64 = 30;
/// How long an address that opens a cloud PC elsewhere says to be good for, in seconds.
const ADDRESS_SECONDS: i64 = 60;

/// Gives a ticket for the caller's own session. Refused as stale while the session can't be opened, and with the reason while
/// its booking can't be checked in.
pub async fn issue(office: &Office, caller: &Caller, session: SessionId) -> Result<String> {
    let (row, booking) = sessions::own(&office.db.read, caller, session).await?;
    if !can_open(&row) {
        return Err(Refusal::Stale.into());
    }
    // Opening it checks the booking in.
    let site = sessions::site_of(&office.db.read, &booking, caller.now).await?;
    if let Some(reason) = check_in::against(&booking, &site)? {
        return Err(reason.into());
    }
    store(office, caller, session).await
}

/// A new ticket of the caller's for a session.
pub(super) async fn store(office: &Office, caller: &Caller, session: SessionId) -> Result<String> {
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
    let (row, _) = sessions::own(&office.db.read, caller, session).await.map_err(unknown)?;
    if registry::serving(office, row.provider_id).await?.desktops.opens() == Opens::Elsewhere {
        return Err(Refusal::Forbidden.into());
    }
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

/// Where the screen of a session's desktop is.
pub async fn screen(office: &Office, session: SessionId, handle: &Handle) -> Result<Screen> {
    let row = session::Entity::find_by_id(session.0).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    let serving = registry::serving(office, row.provider_id).await?;
    serving.desktops.connect(handle).await.map_err(|error| {
        tracing::warn!(%error, %session, "a desktop has no screen");
        Refusal::Stale.into()
    })
}

/// Uses a ticket up, checks its person in and answers the address at which their cloud PC opens. What happens there is
/// not seen, so the session stays as it is.
pub async fn launch(office: &Office, caller: &Caller, session: SessionId, ticket: &str) -> Result<String> {
    let address = address(office, caller, session).await?;
    db::write(&office.db, |scope| {
        Box::pin(async move {
            let tx = scope.tx;
            judge::lock_person(tx, caller.person).await?;
            use_up(tx, caller, (session, ticket)).await?;
            let (row, booking) = sessions::own(tx, caller, session).await?;
            if !SessionState::from_word(&row.state).is_some_and(SessionState::can_open) {
                return Err(Refusal::Stale.into());
            }
            check_in::write(tx, caller, booking.id.into()).await?;
            record::tell(tx, &row, ("session.launched", Some(caller.person), caller.now)).await
        })
    })
    .await?;
    office.live.wake();
    Ok(address)
}

async fn address(office: &Office, caller: &Caller, session: SessionId) -> Result<String> {
    let db = &office.db.read;
    let (row, booking) = sessions::own(db, caller, session).await.map_err(unknown)?;
    let serving = registry::serving(office, row.provider_id).await?;
    if serving.desktops.opens() == Opens::Screen {
        return Err(Refusal::Forbidden.into());
    }
    let values = values((&row, &booking), (caller, db)).await?;
    serving.desktops.address(&values).map_err(|error| {
        tracing::warn!(%error, %session, "no address could be made");
        Refusal::Stale.into()
    })
}

async fn values(
    (session, booking): (&session::Model, &booking::Model),
    (caller, db): (&Caller, &impl ConnectionTrait),
) -> Result<Values> {
    let person = person::Entity::find_by_id(caller.person.0).one(db).await?.ok_or(Refusal::NotFound)?;
    let desk = desk::Entity::find_by_id(booking.desk_id).one(db).await?.ok_or(Refusal::NotFound)?;
    Ok(Values {
        email: person.email,
        name: person.name,
        person: person.id.to_string(),
        cloud_pc: session.cloud_pc_id.to_string(),
        session: session.id.to_string(),
        desk: desk.label,
        expires: caller.now.timestamp() + ADDRESS_SECONDS,
    })
}

/// Whoever has no such session learns no more than whoever has a wrong ticket.
fn unknown(error: Error) -> Error {
    match error {
        Error::Refused(Refusal::NotFound) => Refusal::Forbidden.into(),
        other => other,
    }
}

fn can_open(row: &session::Model) -> bool {
    SessionState::from_word(&row.state).is_some_and(SessionState::can_open) && row.asked.is_none()
}

/// Uses a ticket up: of two who try, one does.
pub(super) async fn use_up(
    tx: &DatabaseTransaction,
    caller: &Caller,
    (session, ticket): (SessionId, &str),
) -> Result<()> {
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

/// How long a ticket that is good for nothing any more is kept, in seconds: a server whose clock is ahead takes away none that is
/// still good at another.
const KEPT_SECONDS: i64 = 24 * 3600;

/// Forgets tickets that ran out long ago, used or not: every opening of a screen leaves one.
pub async fn forget_old(office: &Office) -> Result<()> {
    session_ticket::Entity::delete_many()
        .filter(session_ticket::Column::ExpiresAt.lte(office.now().timestamp() - KEPT_SECONDS))
        .exec(&office.db.write)
        .await?;
    Ok(())
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
    let silent = row.state == SessionState::Disconnected.word() && row.asked.is_none();
    Ok(if silent && heard_again(office, row).await? {
        Fate::Open
    } else if over {
        Fate::Over
    } else {
        Fate::Stopped
    })
}

/// Takes a screen for open again that was only not heard of for a while, as when the database was away for a minute: its
/// person works on, and their seat must not count as left.
async fn heard_again(office: &Office, row: session::Model) -> Result<bool> {
    let now = office.now().timestamp();
    let step = Step::of(row, Some("session.connected"), |row| {
        row.state = SessionState::Connected.word().into();
        row.screen_seen_at = Some(now);
    });
    Ok(record::save(office, step).await?.is_some())
}

/// Notes that its person uses an open screen. Whoever was out is back, and whoever moved to a later time comes when they can.
pub async fn touched(office: &Office, caller: &Caller, (session, screen): (SessionId, i32)) -> Result<()> {
    let noted = session::Entity::update_many()
        .col_expr(session::Column::InputAt, Expr::value(caller.now.timestamp()))
        .filter(session::Column::Id.eq(session.0))
        .filter(session::Column::Screen.eq(screen))
        .filter(session::Column::State.eq(SessionState::Connected.word()))
        .exec(&office.db.write)
        .await?;
    let (_, booking) = sessions::own(&office.db.read, caller, session).await?;
    let comes = [BookingState::Away.word(), BookingState::Reserved.word()].contains(&booking.state.as_str());
    if noted.rows_affected == 0 || !comes {
        return Ok(());
    }
    match check_in::check_in(office, caller, booking.id.into()).await {
        // Too early, say: it is tried again with the next use.
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// Says that a screen was closed, and has its desktop looked at. Nothing changes when another screen is open.
pub async fn disconnected(office: &Office, session: SessionId, screen: i32) -> Result<()> {
    closed(office, (session, screen), screen).await
}

/// Says that a screen was opened and could not be shown. The one before, which may still be open, is the newest again.
pub async fn not_shown(office: &Office, session: SessionId, screen: i32) -> Result<()> {
    closed(office, (session, screen), screen - 1).await
}

async fn closed(office: &Office, (session, screen): (SessionId, i32), newest: i32) -> Result<()> {
    let now = office.now();
    let left = db::write(&office.db, |scope| {
        Box::pin(async move {
            let row = session::Entity::find_by_id(session.0).one(scope.tx).await?;
            let open = |row: &session::Model| row.screen == screen && row.state == SessionState::Connected.word();
            let Some(row) = row.filter(open) else { return Ok(false) };
            let step = Step::of(row, Some("session.disconnected"), |row| {
                row.state = SessionState::Disconnected.word().into();
                row.screen = newest;
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
