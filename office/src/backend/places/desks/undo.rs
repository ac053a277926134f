//! Take a change of a desk back, with the bookings that it moved or cancelled as far as their seats are still free.

use super::{
    change::{Case, Change, Wanted, told},
    record::{self, Told, Touched},
};
use crate::{
    backend::{
        bookings::{
            judge::{self, Of},
            step,
        },
        caller::Caller,
        cloud_pcs::sessions,
        db,
        error::{Result, stored},
        ledger::Event,
        office::Office,
        places::context,
        rows::{booking, ledger as ledger_row},
    },
    model::{
        booking::BookingState,
        change::{Fate, Outcome},
        id::{DeskId, PersonId},
        refusal::Refusal,
    },
};
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};
use std::collections::BTreeSet;

/// What became of an undo.
#[derive(Clone, Debug, PartialEq)]
pub struct Undone {
    /// How the desk fared.
    pub outcome: Outcome,
    /// Bookings that are where they were before.
    pub put_back: usize,
    /// Bookings that had to stay where the change had put them.
    pub left: usize,
}

/// Takes the change back that the ledger has under a number. Refused as stale when the desk has changed since.
pub async fn undo(office: &Office, caller: &Caller, event: i64) -> Result<Undone> {
    caller.must_be_admin()?;
    let outcome = db::write(&office.db, |scope| Box::pin(write(scope.tx, caller, event))).await;
    told(office, outcome)
}

/// Takes back that a row of desks was added, by the numbers of its first and last event: the desks are retired. All
/// or none; asks first when one of them is booked by now.
pub async fn undo_added(office: &Office, caller: &Caller, (first, last): (i64, i64)) -> Result<Outcome> {
    caller.must_be_admin()?;
    let outcome = db::write(&office.db, |scope| Box::pin(write_added(scope.tx, caller, (first, last)))).await;
    told(office, outcome)
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, number: i64) -> Result<Undone> {
    let (row, told) = event(tx, number).await?;
    let desk: DeskId = row.desk_id.ok_or(Refusal::NotFound)?.into();
    let Some(before) = told.before else { return Err(Refusal::NotFound.into()) };
    let wanted = match (before.retired_at, told.after.retired_at) {
        (None, Some(_)) => Wanted::Back,
        (Some(_), None) => Wanted::Retired,
        _ => Wanted::Draft(before.draft),
    };
    lock(tx, desk, &told.bookings).await?;
    let change = Change { desk, version: told.version, wanted, seen: String::new() };
    let case = Case::open(tx, caller, &change).await?;
    if !case.plan.steps.is_empty() {
        let preview = case.plan.preview(&case.before.label);
        return Ok(Undone { outcome: Outcome::Ask { preview }, put_back: 0, left: 0 });
    }
    let mut back = Vec::new();
    for touched in &told.bookings {
        back.extend(put_back(tx, caller, (touched, row.at)).await?);
    }
    let (put_back, left) = (back.len(), told.bookings.len() - back.len());
    let event = case.save(tx, caller, back).await?;
    Ok(Undone { outcome: Outcome::Done { event }, put_back, left })
}

async fn write_added(tx: &DatabaseTransaction, caller: &Caller, (first, last): (i64, i64)) -> Result<Outcome> {
    let rows = ledger_row::Entity::find()
        .filter(ledger_row::Column::Seq.between(first, last))
        .filter(ledger_row::Column::Kind.eq("desk.added"))
        .filter(ledger_row::Column::ActorId.eq(caller.person.0))
        .all(tx)
        .await?;
    let desks: BTreeSet<DeskId> = rows.iter().filter_map(|row| row.desk_id).map(Into::into).collect();
    for desk in &desks {
        judge::lock_desk(tx, *desk).await?;
    }
    let mut cases = Vec::with_capacity(desks.len());
    for desk in desks {
        let change = Change { desk, version: 1, wanted: Wanted::Retired, seen: String::new() };
        let case = Case::open(tx, caller, &change).await?;
        if !case.plan.steps.is_empty() {
            return Ok(Outcome::Ask { preview: case.plan.preview(&case.before.label) });
        }
        cases.push(case);
    }
    let mut event = last;
    for case in cases {
        event = case.save(tx, caller, Vec::new()).await?;
    }
    Ok(Outcome::Done { event })
}

/// An event about a desk.
async fn event(tx: &DatabaseTransaction, number: i64) -> Result<(ledger_row::Model, Told)> {
    let row = ledger_row::Entity::find_by_id(number).one(tx).await?;
    let row = row.filter(|row| row.kind.starts_with("desk.")).ok_or(Refusal::NotFound)?;
    let told = record::told(row.detail.as_deref())?;
    Ok((row, told))
}

/// People first, then desks, each in one order, as everybody who writes about them does.
async fn lock(tx: &DatabaseTransaction, desk: DeskId, bookings: &[Touched]) -> Result<()> {
    let ids: Vec<_> = bookings.iter().map(|touched| touched.booking.0).collect();
    let rows = booking::Entity::find().filter(booking::Column::Id.is_in(ids)).all(tx).await?;
    let people: BTreeSet<PersonId> = rows.iter().map(|row| row.person_id.into()).collect();
    for person in people {
        judge::lock_person(tx, person).await?;
    }
    let desks: BTreeSet<DeskId> = rows.iter().map(|row| row.desk_id.into()).chain([desk]).collect();
    for desk in desks {
        judge::lock_desk(tx, desk).await?;
    }
    Ok(())
}

/// Puts one booking back if it still is as the change left it, its old seat is free and its person may have it.
async fn put_back(
    tx: &DatabaseTransaction,
    caller: &Caller,
    (touched, at): (&Touched, i64),
) -> Result<Option<(Vec<Event>, Touched)>> {
    let mut row = stored(booking::Entity::find_by_id(touched.booking.0).one(tx).await?, "booking")?;
    if row.ends_at <= caller.now.timestamp() {
        return Ok(None);
    }
    let rest = judge::rest(&row, caller)?;
    if !judge::live_bookings(tx, Of::Desk(touched.from.0), rest).await?.is_empty() {
        return Ok(None);
    }
    let mut events = Vec::new();
    let kind = match &touched.fate {
        Fate::Moved { desk, .. } if row.desk_id == desk.0 && step::state(&row)? == BookingState::Reserved => {
            let (desk, floor) = context::desk(tx, row.desk_id.into()).await?;
            events.push(Event::of_booking("booking.left_seat", &row, &desk, &floor).by(caller.person));
            row.desk_id = touched.from.0;
            "booking.moved"
        }
        Fate::Cancelled if row.ended_at == Some(at) && step::state(&row)? == BookingState::Cancelled => {
            let gone = judge::found_active(tx, row.person_id.into()).await?.is_none();
            if gone || !judge::live_bookings(tx, Of::Person(row.person_id), rest).await?.is_empty() {
                return Ok(None);
            }
            row.state = BookingState::Reserved.word().into();
            row.ended_at = None;
            "booking.restored"
        }
        _ => return Ok(None),
    };
    row.starts_at = rest.starts_at.timestamp();
    row.made_at = caller.now.timestamp();
    row.clone().into_active_model().reset_all().update(tx).await?;
    sessions::plan(tx, &row, caller.now).await?;
    let (desk, floor) = context::desk(tx, touched.from).await?;
    events.push(Event::of_booking(kind, &row, &desk, &floor).by(caller.person));
    let back = Touched { booking: touched.booking, from: touched.from, fate: Fate::Kept };
    Ok(Some((events, back)))
}
