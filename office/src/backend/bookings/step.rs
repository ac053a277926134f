//! What every change of a booking shares: load it for the caller, save it, tell the ledger.

use super::judge;
use crate::{
    backend::{
        caller::Caller,
        cloud_pcs::sessions,
        db::{self, InTransaction, Scope},
        error::{Error, Fault, Result, stored},
        ledger::{self, Event},
        office::Office,
        places::{context, seats},
        rows::{booking, desk, floor},
    },
    model::{
        booking::{Booking, BookingState},
        id::BookingId,
        refusal::{Offer, Reason, Refusal},
    },
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

/// A booking with its places.
pub(crate) struct Held {
    pub booking: booking::Model,
    pub desk: desk::Model,
    pub floor: floor::Model,
}

/// Loads a booking that the caller may change; others are not found.
pub(crate) async fn load(db: &impl ConnectionTrait, caller: &Caller, id: BookingId) -> Result<Held> {
    let row = booking::Entity::find_by_id(id.0).one(db).await?.ok_or(Refusal::NotFound)?;
    if !judge::may_change(caller, &row) {
        return Err(Refusal::NotFound.into());
    }
    let (desk, floor) = context::desk(db, row.desk_id.into()).await?;
    Ok(Held { booking: row, desk, floor })
}

/// Loads a booking to change it: until this transaction is over nobody else changes a booking of its person.
pub(crate) async fn hold(tx: &DatabaseTransaction, caller: &Caller, id: BookingId) -> Result<Held> {
    let seen = load(tx, caller, id).await?;
    judge::lock_person(tx, seen.booking.person_id.into()).await?;
    load(tx, caller, id).await
}

/// The state of a booking that still holds its desk and is not over; else a refusal.
pub(crate) fn live_state(row: &booking::Model, caller: &Caller) -> Result<BookingState> {
    let state = state(row)?;
    if !state.is_live() {
        return Err(Reason::NotNow { state }.into());
    }
    if row.ends_at <= caller.now.timestamp() {
        return Err(Reason::Past.into());
    }
    Ok(state)
}

/// The state of a stored booking.
pub(crate) fn state(row: &booking::Model) -> Result<BookingState, Fault> {
    stored(BookingState::from_word(&row.state), "state of booking")
}

/// Gives a booking its next state. Whoever is out no longer is, unless that is the state.
pub(crate) fn become_state(row: &mut booking::Model, next: BookingState) {
    row.state = next.word().into();
    if next != BookingState::Away {
        (row.away_since, row.away_cause, row.back_by, row.lent_at) = (None, None, None, None);
    }
}

/// Refuses a step that the life of a booking does not have.
pub(crate) fn allow(row: &booking::Model, next: BookingState) -> Result<()> {
    let now = state(row)?;
    if now.may_become(next) { Ok(()) } else { Err(Reason::NotNow { state: now }.into()) }
}

/// Saves a changed booking and appends its event, in one transaction.
pub(crate) async fn save(tx: &DatabaseTransaction, held: &Held, caller: &Caller, kind: &'static str) -> Result<()> {
    held.booking.clone().into_active_model().reset_all().update(tx).await?;
    if !state(&held.booking)?.is_live() {
        sessions::end(tx, held.booking.id.into(), caller.now).await?;
    }
    let event = Event::of_booking(kind, &held.booking, &held.desk, &held.floor).by(caller.person);
    ledger::record(tx, caller.now, event).await
}

/// Runs a change of one booking and answers the booking as it then is. When the database itself refuses an overlap
/// (somebody was faster), the refusal is explained from what stands there now.
pub(crate) async fn change<'env, F>(office: &Office, caller: &Caller, wanted: Wanted, work: F) -> Result<Booking>
where
    F: for<'a> Fn(Scope<'a, 'env>) -> InTransaction<'a, BookingId>,
{
    match db::write(&office.db, work).await {
        Ok(id) => {
            office.live.wake();
            sessions::wake(office);
            db::look(|| super::find::one(office, caller, id)).await
        }
        Err(Error::Refused(Refusal::Rules { reasons, .. })) => {
            let offer = offer(office, caller, &wanted, &reasons).await.unwrap_or(None);
            Err(Refusal::Rules { reasons, offer }.into())
        }
        Err(Error::Fault(Fault::Database(error))) => match db::broken_overlap(&error) {
            Some(name) => Err(explain(office, caller, &wanted, name).await?.into()),
            None => Err(error.into()),
        },
        Err(other) => Err(other),
    }
}

/// Refuses a seat for which a change would be refused now, for the same reasons and with the same offer.
pub(crate) async fn try_seat(office: &Office, caller: &Caller, wish: judge::Wish) -> Result<()> {
    let reasons = against(office, caller, wish).await?;
    if reasons.is_empty() {
        return Ok(());
    }
    let offer = offer(office, caller, &Wanted::seat(wish), &reasons).await.unwrap_or(None);
    Err(Refusal::Rules { reasons, offer }.into())
}

/// Every reason against a wish, as the database stands now.
async fn against(office: &Office, caller: &Caller, wish: judge::Wish) -> Result<Vec<Reason>> {
    let case = judge::open(&office.db.read, caller, wish).await?;
    judge::reasons(&office.db.read, &case).await
}

/// The seat a change was about, to offer another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted(Option<judge::Wish>);

impl Wanted {
    /// No seat to offer another for.
    pub const NOTHING: Wanted = Wanted(None);

    /// Another seat may be offered for this one.
    pub fn seat(wish: judge::Wish) -> Self {
        Self(Some(wish))
    }
}

/// The nearest free seat, where another seat would help and its person may take it.
async fn offer(office: &Office, caller: &Caller, wanted: &Wanted, reasons: &[Reason]) -> Result<Option<Offer>> {
    match wanted.0 {
        Some(wish) if reasons.iter().all(Reason::is_about_the_desk) => {
            seats::nearest_at_site(&office.db.read, caller, wish).await
        }
        _ => Ok(None),
    }
}

async fn explain(office: &Office, caller: &Caller, wanted: &Wanted, constraint: &str) -> Result<Refusal> {
    let mut reasons = Vec::new();
    if let Some(wish) = wanted.0 {
        reasons = against(office, caller, wish).await?;
    }
    if reasons.is_empty() && constraint == "bookings_desk_overlap" {
        reasons.push(Reason::DeskTaken { until: crate::model::time::Minute::END });
    }
    if reasons.is_empty() {
        return Ok(Refusal::Stale);
    }
    let offer = offer(office, caller, wanted, &reasons).await.unwrap_or(None);
    Ok(Refusal::Rules { reasons, offer })
}
