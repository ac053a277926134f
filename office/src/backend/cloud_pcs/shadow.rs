//! Looking at somebody's screen: an admin asks, its person agrees and ends it whenever they like, and nothing of what the
//! admin does reaches the desktop. Every step is in the ledger; nothing is recorded of the screen itself.

use super::{provider::Handle, providers::registry, record, sessions, tickets};
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        db,
        error::{Result, stored},
        office::Office,
        rows::{booking, person, session, shadow},
    },
    model::{
        booking::BookingState,
        cloud_pc::{Opens, SessionState},
        id::{PersonId, SessionId, ShadowId},
        person::Role,
        refusal::Refusal,
        shadow::{ALLOWED_SECONDS, ASKED_SECONDS, MayLook, Say, Shadow, ShadowState},
        time::Instant,
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, sea_query::Expr,
};
use uuid::Uuid;

/// Asks a session's person to let the caller, an admin, look at its screen. Asking twice is asking once. Refused where
/// nobody has the screen open, where it is shown elsewhere, and while somebody else is asking or looking.
pub async fn ask(office: &Office, caller: &Caller, session: SessionId) -> Result<Shadow> {
    if let Some(problem) = against(may_look(office, caller, session).await?) {
        return Err(Refusal::input("session", problem).into());
    }
    let asked = db::write(&office.db, |scope| Box::pin(write_asked(scope.tx, caller, session))).await?;
    office.live.wake();
    view(&office.db.read, asked, caller.now).await
}

/// What the caller, an admin, may do about a session's screen.
pub async fn may_look(office: &Office, caller: &Caller, session: SessionId) -> Result<MayLook> {
    caller.must_be_admin()?;
    let (row, booking) = sessions::with_booking(&office.db.read, session).await?;
    if booking.person_id == caller.person.0 {
        return Ok(MayLook::Own);
    }
    let serving = registry::serving(office, row.provider_id).await?;
    if serving.desktops.opens() == Opens::Elsewhere {
        return Ok(MayLook::Elsewhere);
    }
    Ok(if is_open(&row, &booking) { MayLook::Ask } else { MayLook::NobodyThere })
}

fn against(may: MayLook) -> Option<&'static str> {
    match may {
        MayLook::Ask => None,
        MayLook::NobodyThere => Some("look_nobody_there"),
        MayLook::Elsewhere => Some("look_elsewhere"),
        MayLook::Own => Some("look_own"),
    }
}

/// Whether its person has the screen open. Whoever has checked out is gone, however long the desktop takes to end.
fn is_open(row: &session::Model, booking: &booking::Model) -> bool {
    row.state == SessionState::Connected.word()
        && BookingState::from_word(&booking.state).is_some_and(BookingState::is_live)
}

async fn write_asked(tx: &DatabaseTransaction, caller: &Caller, session: SessionId) -> Result<shadow::Model> {
    let (row, booking) = sessions::with_booking(tx, session).await?;
    // Of two who ask at once, one finds what the other has written.
    judge::lock_person(tx, booking.person_id.into()).await?;
    end_what_ran_out(tx, session, caller.now).await?;
    if let Some(live) = newest(tx, session).await?.filter(|live| is_live(live, caller.now)) {
        return if live.viewer_id == caller.person.0 {
            Ok(live)
        } else {
            Err(Refusal::input("session", "look_busy").into())
        };
    }
    let asked = shadow::Model {
        id: Uuid::now_v7(),
        session_id: session.0,
        viewer_id: caller.person.0,
        state: ShadowState::Asked.word().into(),
        asked_at: caller.now.timestamp(),
        until: caller.now.timestamp() + ASKED_SECONDS,
        opened_at: None,
    };
    shadow::Entity::insert(asked.clone().into_active_model()).exec_without_returning(tx).await?;
    record::tell(tx, &row, ("session.look_asked", Some(caller.person), caller.now)).await?;
    Ok(asked)
}

/// What ran out of time is over before another one begins.
async fn end_what_ran_out(tx: &DatabaseTransaction, session: SessionId, now: Instant) -> Result<()> {
    shadow::Entity::update_many()
        .col_expr(shadow::Column::State, Expr::value(ShadowState::Over.word()))
        .filter(shadow::Column::SessionId.eq(session.0))
        .filter(shadow::Column::State.is_in([ShadowState::Asked.word(), ShadowState::Allowed.word()]))
        .filter(shadow::Column::Until.lte(now.timestamp()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Says something about looking: its person agrees, declines or ends it; whoever looks can end it. Refused as stale
/// where that can't be said any more, as when it ran out of time; ending what is over already changes nothing.
pub async fn say(office: &Office, caller: &Caller, (id, say): (ShadowId, Say)) -> Result<Shadow> {
    let said = db::write(&office.db, |scope| Box::pin(write_said(scope.tx, caller, (id, say)))).await?;
    office.live.wake();
    view(&office.db.read, said, caller.now).await
}

async fn write_said(tx: &DatabaseTransaction, caller: &Caller, (id, say): (ShadowId, Say)) -> Result<shadow::Model> {
    let seen = shadow::Entity::find_by_id(id.0).one(tx).await?.ok_or(Refusal::NotFound)?;
    let (row, booking) = sessions::with_booking(tx, seen.session_id.into()).await?;
    judge::lock_person(tx, booking.person_id.into()).await?;
    match (booking.person_id == caller.person.0, seen.viewer_id == caller.person.0) {
        (true, _) => {}
        (false, true) if say == Say::End => {}
        // Nobody agrees for somebody else.
        (false, true) => return Err(Refusal::Forbidden.into()),
        (false, false) => return Err(Refusal::NotFound.into()),
    }
    let now = shadow::Entity::find_by_id(id.0).one(tx).await?.ok_or(Refusal::NotFound)?;
    let before = state(&now, caller.now)?;
    if say == Say::End && !before.is_live() {
        // It is as they want it.
        return Ok(now);
    }
    let next = before.after(say).ok_or(Refusal::Stale)?;
    let until = match next {
        ShadowState::Allowed => caller.now.timestamp() + ALLOWED_SECONDS,
        _ => now.until,
    };
    let said = shadow::Model { state: next.word().into(), until, ..now };
    shadow::Entity::update(said.clone().into_active_model().reset_all()).exec(tx).await?;
    let kind = match next {
        ShadowState::Allowed => "session.look_allowed",
        ShadowState::Declined => "session.look_declined",
        ShadowState::Asked | ShadowState::Over => "session.look_ended",
    };
    record::tell(tx, &row, (kind, Some(caller.person), caller.now)).await?;
    Ok(said)
}

/// The newest time that somebody asked for a session's screen: for its person and for admins; others find nothing.
pub async fn of_session(office: &Office, caller: &Caller, session: SessionId) -> Result<Option<Shadow>> {
    let db = &office.db.read;
    let (_, booking) = sessions::with_booking(db, session).await?;
    if booking.person_id != caller.person.0 && !caller.is_admin() {
        return Err(Refusal::NotFound.into());
    }
    match newest(db, session).await? {
        Some(row) => view(db, row, caller.now).await.map(Some),
        None => Ok(None),
    }
}

/// A ticket for a screen that the caller was allowed to look at. Refused as stale while nobody has it open.
pub async fn ticket(office: &Office, caller: &Caller, session: SessionId) -> Result<String> {
    let (row, booking, _) = allowed(&office.db.read, caller, session).await?;
    if !is_open(&row, &booking) {
        return Err(Refusal::Stale.into());
    }
    tickets::store(office, caller, session).await
}

/// A screen that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// What allows it.
    pub shadow: ShadowId,
    /// The provider's handle of the desktop.
    pub handle: Handle,
}

/// Uses a ticket up and answers which desktop is looked at. Nobody is checked in by it, and its person's own screen stays.
pub async fn open(office: &Office, caller: &Caller, (session, ticket): (SessionId, &str)) -> Result<Look> {
    let look = db::write(&office.db, |scope| {
        Box::pin(async move {
            let tx = scope.tx;
            tickets::use_up(tx, caller, (session, ticket)).await?;
            let (row, booking, live) = allowed(tx, caller, session).await?;
            judge::lock_person(tx, booking.person_id.into()).await?;
            if !is_open(&row, &booking) {
                return Err(Refusal::Stale.into());
            }
            let look = Look { shadow: live.id.into(), handle: Handle(row.handle.clone().ok_or(Refusal::Stale)?) };
            note_opened(tx, (&row, &live), caller).await?;
            Ok(look)
        })
    })
    .await?;
    office.live.wake();
    Ok(look)
}

/// That a screen was really looked at is written down once, however often the connection is lost.
async fn note_opened(
    tx: &DatabaseTransaction,
    (row, live): (&session::Model, &shadow::Model),
    caller: &Caller,
) -> Result<()> {
    let first = shadow::Entity::update_many()
        .col_expr(shadow::Column::OpenedAt, Expr::value(caller.now.timestamp()))
        .filter(shadow::Column::Id.eq(live.id))
        .filter(shadow::Column::OpenedAt.is_null())
        .exec(tx)
        .await?;
    if first.rows_affected == 1 {
        record::tell(tx, row, ("session.looked_at", Some(caller.person), caller.now)).await?;
    }
    Ok(())
}

/// Whether a screen may still be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may, until then in UTC.
    Allowed(Instant),
    /// It may, but its person has no screen open now.
    NobodyThere,
    /// It was ended, its time ran out, or whoever looks is no admin any more.
    Over,
}

/// Looks whether a screen may still be looked at.
pub async fn standing(office: &Office, shadow: ShadowId) -> Result<Standing> {
    let (db, now) = (&office.db.read, office.now());
    let Some(live) = shadow::Entity::find_by_id(shadow.0).one(db).await? else { return Ok(Standing::Over) };
    let viewer = person::Entity::find_by_id(live.viewer_id).one(db).await?;
    let may = viewer.is_some_and(|viewer| viewer.active && viewer.role == Role::Admin.word());
    if !may || state(&live, now)? != ShadowState::Allowed {
        return Ok(Standing::Over);
    }
    let (row, booking) = sessions::with_booking(db, live.session_id.into()).await?;
    Ok(if is_open(&row, &booking) { Standing::Allowed(judge::instant(live.until)) } else { Standing::NobodyThere })
}

/// What the caller, an admin, was allowed to look at; else refused.
async fn allowed(
    db: &impl ConnectionTrait,
    caller: &Caller,
    session: SessionId,
) -> Result<(session::Model, booking::Model, shadow::Model)> {
    caller.must_be_admin()?;
    let (row, booking) = sessions::with_booking(db, session).await?;
    let live = newest(db, session).await?.filter(|live| live.viewer_id == caller.person.0);
    match live {
        Some(live) if state(&live, caller.now)? == ShadowState::Allowed => Ok((row, booking, live)),
        _ => Err(Refusal::Forbidden.into()),
    }
}

async fn newest(db: &impl ConnectionTrait, session: SessionId) -> Result<Option<shadow::Model>> {
    Ok(shadow::Entity::find()
        .filter(shadow::Column::SessionId.eq(session.0))
        .order_by_desc(shadow::Column::AskedAt)
        .order_by_desc(shadow::Column::Id)
        .one(db)
        .await?)
}

fn state(row: &shadow::Model, now: Instant) -> Result<ShadowState> {
    let state = stored(ShadowState::from_word(&row.state), "state of looking")?;
    Ok(state.at(judge::instant(row.until), now))
}

fn is_live(row: &shadow::Model, now: Instant) -> bool {
    state(row, now).is_ok_and(ShadowState::is_live)
}

async fn view(db: &impl ConnectionTrait, row: shadow::Model, now: Instant) -> Result<Shadow> {
    let viewer = person::Entity::find_by_id(row.viewer_id).one(db).await?;
    Ok(Shadow {
        id: row.id.into(),
        session: row.session_id.into(),
        viewer: PersonId(row.viewer_id),
        viewer_name: viewer.map(|viewer| viewer.name).unwrap_or_default(),
        state: state(&row, now)?,
        until: judge::instant(row.until),
    })
}
