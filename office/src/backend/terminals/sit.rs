//! Sign in at a terminal, by phone or by password, and leave it. The terminal never holds the person's sign-in: it may
//! show the screen of one booking's cloud PC, while that booking is in use at its desk.

use super::call;
use crate::{
    backend::{
        bookings::{
            arrive::{self, Arrival},
            judge,
        },
        caller::Caller,
        cloud_pcs::sessions,
        db,
        error::Result,
        ledger::{self, Event},
        office::Office,
        people::sign_in::{self, Place, Typed},
        places::context,
        rows::{booking, terminal},
        secret,
    },
    model::{
        booking::{BookingState, CheckInSource},
        id::{BookingId, SessionId, TerminalId},
        refusal::Refusal,
        terminal::Arrived,
        time::Instant,
    },
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::Expr,
};
use uuid::Uuid;

/// Sits down at the terminal whose call the caller has opened on their phone.
pub async fn sit(office: &Office, caller: &Caller, secret: &str) -> Result<Arrived> {
    let found = call::opened(&office.db.read, (&secret::hash(secret), caller.person), caller.now).await?;
    let desk = call::desk_of(office, found.terminal_id.into()).await?;
    let arrival = Arrival { id: found.arrival_id, desk, at: caller.now };
    at(office, caller, (found.terminal_id.into(), arrival)).await
}

/// Sits down at a terminal with e-mail and password typed there.
pub async fn sit_with_password(office: &Office, terminal: TerminalId, typed: Typed, now: Instant) -> Result<Arrived> {
    let proved = sign_in::prove(office, typed, Place::Terminal(terminal), now).await?;
    let known = sign_in::as_caller(office, proved.person, (now, CheckInSource::Desktop)).await?;
    let (caller, _) = known.ok_or(Refusal::WrongPassword)?;
    let desk = call::desk_of(office, terminal).await?;
    at(office, &caller, (terminal, Arrival { id: Uuid::now_v7(), desk, at: now })).await
}

async fn at(office: &Office, caller: &Caller, (terminal, arrival): (TerminalId, Arrival)) -> Result<Arrived> {
    let caller = Caller { door: CheckInSource::Desktop, ..caller.clone() };
    let arrived = arrive::arrive(office, &caller, arrival).await?;
    let booking = arrived.booking.id;
    db::write(&office.db, |scope| Box::pin(take(scope.tx, &caller, (terminal, booking)))).await?;
    office.live.wake();
    Ok(arrived)
}

/// The terminal shows the booking's cloud PC; every other one that showed a cloud PC of the person locks.
async fn take(tx: &DatabaseTransaction, caller: &Caller, (id, booking): (TerminalId, BookingId)) -> Result<()> {
    judge::lock_person(tx, caller.person).await?;
    let own = booking::Entity::find()
        .select_only()
        .column(booking::Column::Id)
        .filter(booking::Column::PersonId.eq(caller.person.0))
        .into_query();
    lock_where(tx, terminal::Column::BookingId.in_subquery(own)).await?;
    terminal::Entity::update_many()
        .col_expr(terminal::Column::BookingId, Expr::value(booking.0))
        .col_expr(terminal::Column::SignedInAt, Expr::value(caller.now.timestamp()))
        .filter(terminal::Column::Id.eq(id.0))
        .filter(terminal::Column::RetiredAt.is_null())
        .exec(tx)
        .await?;
    tell(tx, (id, "terminal.signed_in"), caller.now).await
}

/// Locks a terminal: whoever sat there has left it. Their cloud PC runs on.
pub async fn leave(office: &Office, id: TerminalId, now: Instant) -> Result<()> {
    db::write(&office.db, |scope| {
        Box::pin(async move {
            tell(scope.tx, (id, "terminal.locked"), now).await?;
            lock_where(scope.tx, terminal::Column::Id.eq(id.0)).await
        })
    })
    .await?;
    office.live.wake();
    Ok(())
}

async fn lock_where(tx: &DatabaseTransaction, which: impl sea_orm::sea_query::IntoCondition) -> Result<()> {
    terminal::Entity::update_many()
        .col_expr(terminal::Column::BookingId, Expr::value(Option::<Uuid>::None))
        .col_expr(terminal::Column::SignedInAt, Expr::value(Option::<i64>::None))
        .filter(which.into_condition())
        .exec(tx)
        .await?;
    Ok(())
}

async fn tell(tx: &DatabaseTransaction, (id, kind): (TerminalId, &'static str), now: Instant) -> Result<()> {
    let Some(row) = terminal::Entity::find_by_id(id.0).one(tx).await? else { return Ok(()) };
    let Some(booking) = row.booking_id else { return Ok(()) };
    let Some(held) = booking::Entity::find_by_id(booking).one(tx).await? else { return Ok(()) };
    let (desk, floor) = context::desk(tx, row.desk_id.into()).await?;
    let event = Event::of_booking(kind, &held, &desk, &floor).by(held.person_id.into());
    ledger::record(tx, now, event).await
}

/// Who sits at a terminal, with the session that it may show.
pub async fn signed_in(office: &Office, id: TerminalId, now: Instant) -> Result<Option<(Caller, SessionId)>> {
    let db = &office.db.read;
    let Some(held) = seated(db, id, now).await? else { return Ok(None) };
    let known = sign_in::as_caller(office, held.person_id.into(), (now, CheckInSource::Desktop)).await?;
    let session = sessions::now_of(db, held.id.into()).await?.map(|(session, _)| session);
    Ok(known.zip(session).map(|((caller, _), session)| (caller, session)))
}

/// The booking that is in use at a terminal's desk by whoever signed in there. Nothing has to lock a terminal whose
/// booking has ended or gone elsewhere, or whose person is out: it shows nothing from that moment on.
pub(super) async fn seated(db: &impl ConnectionTrait, id: TerminalId, now: Instant) -> Result<Option<booking::Model>> {
    let row = terminal::Entity::find_by_id(id.0).one(db).await?.filter(|row| row.retired_at.is_none());
    let Some((desk, booking)) = row.and_then(|row| Some((row.desk_id, row.booking_id?))) else { return Ok(None) };
    let held = booking::Entity::find_by_id(booking).one(db).await?;
    let here = |held: &booking::Model| {
        // Whoever is out has left it as well: they sign in again when they return.
        held.state == BookingState::InUse.word() && held.desk_id == desk && held.ends_at > now.timestamp()
    };
    Ok(held.filter(here))
}
