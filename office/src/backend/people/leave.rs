//! Somebody leaves, or comes back. Coming bookings are given back with them, seen before, and desks that were theirs.

use super::{admit::tell, known_browser, tokens};
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        cloud_pcs::sessions,
        db,
        error::{Result, stored},
        ledger::{self, Event},
        office::Office,
        places::{context, desks::unassign::unassign},
        rows::{booking, person, sign_in},
        secret,
    },
    model::{
        booking::BookingState,
        change::{Affected, Fate, Outcome, Preview},
        id::PersonId,
        refusal::Refusal,
        rules::local_times,
    },
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder,
};

/// Lets somebody sign in and hold seats no longer. Asks first when bookings are cancelled by it that have not been
/// seen. Nobody deactivates themselves, so there is always an admin.
pub async fn deactivate(office: &Office, caller: &Caller, person: PersonId, seen: &str) -> Result<Outcome> {
    caller.must_be_admin()?;
    if person == caller.person {
        return Err(Refusal::input("person", "yourself").into());
    }
    let outcome = db::write(&office.db, |scope| Box::pin(write(scope.tx, caller, person, seen))).await?;
    office.live.wake();
    sessions::wake(office);
    Ok(outcome)
}

/// Reads what becomes of somebody's bookings when they leave.
pub async fn preview(office: &Office, caller: &Caller, person: PersonId) -> Result<Preview> {
    caller.must_be_admin()?;
    let db = &office.db.read;
    let who = person::Entity::find_by_id(person.0).one(db).await?.ok_or(Refusal::NotFound)?;
    shown(db, caller, (&who, &coming(db, caller, person).await?)).await
}

/// Lets somebody sign in again. Bookings that were cancelled stay so, and desks that were theirs stay everybody's.
pub async fn reactivate(office: &Office, caller: &Caller, person: PersonId) -> Result<()> {
    caller.must_be_admin()?;
    db::write(&office.db, |scope| Box::pin(write_back(scope.tx, caller, person))).await
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, id: PersonId, seen: &str) -> Result<Outcome> {
    judge::lock_person(tx, id).await?;
    let who = person::Entity::find_by_id(id.0).one(tx).await?.ok_or(Refusal::NotFound)?;
    if !who.active {
        return Ok(Outcome::Same);
    }
    let coming = coming(tx, caller, id).await?;
    let preview = shown(tx, caller, (&who, &coming)).await?;
    if !coming.is_empty() && preview.seen != seen {
        return Ok(Outcome::Ask { preview });
    }
    let mut events = unassign(tx, caller, id).await?;
    for mut row in coming.into_iter().filter(|row| row.state == BookingState::Reserved.word()) {
        row.state = BookingState::Cancelled.word().into();
        row.ended_at = Some(caller.now.timestamp());
        row.clone().into_active_model().reset_all().update(tx).await?;
        sessions::end(tx, row.id.into(), caller.now).await?;
        let (desk, floor) = context::desk(tx, row.desk_id.into()).await?;
        events.push(Event::of_booking("booking.cancelled", &row, &desk, &floor).by(caller.person));
    }
    person::ActiveModel { id: Set(id.0), active: Set(false), ..Default::default() }.update(tx).await?;
    sign_in::Entity::delete_many().filter(sign_in::Column::PersonId.eq(id.0)).exec(tx).await?;
    known_browser::forget(tx, id).await?;
    tokens::revoke_all(tx, id, caller.now).await?;
    for event in events {
        ledger::record(tx, caller.now, event).await?;
    }
    let told = Event { kind: "person.deactivated", person: Some(id.0), ..Event::default() };
    Ok(Outcome::Done { event: ledger::append(tx, caller.now, told.by(caller.person)).await? })
}

async fn write_back(tx: &DatabaseTransaction, caller: &Caller, id: PersonId) -> Result<()> {
    person::Entity::find_by_id(id.0).one(tx).await?.ok_or(Refusal::NotFound)?;
    person::ActiveModel { id: Set(id.0), active: Set(true), ..Default::default() }.update(tx).await?;
    tell(tx, caller, "person.reactivated", Some(id.0)).await
}

async fn coming(db: &impl ConnectionTrait, caller: &Caller, id: PersonId) -> Result<Vec<booking::Model>> {
    Ok(booking::Entity::find()
        .filter(booking::Column::PersonId.eq(id.0))
        .filter(judge::is_live())
        .filter(booking::Column::EndsAt.gt(caller.now.timestamp()))
        .order_by_asc(booking::Column::StartsAt)
        .all(db)
        .await?)
}

async fn shown(
    db: &impl ConnectionTrait,
    caller: &Caller,
    (who, rows): (&person::Model, &[booking::Model]),
) -> Result<Preview> {
    let mut affected = Vec::with_capacity(rows.len());
    for row in rows {
        let (desk, floor) = context::desk(db, row.desk_id.into()).await?;
        let zone = context::site(db, floor.site_id, caller.now).await?.facts.zone;
        let state = stored(BookingState::from_word(&row.state), "state of booking")?;
        affected.push(Affected {
            booking: row.id.into(),
            person_name: who.name.clone(),
            label: desk.label,
            local: local_times(zone, judge::interval(row)),
            state,
            fate: if state == BookingState::Reserved { Fate::Cancelled } else { Fate::Kept },
            reasons: Vec::new(),
        });
    }
    let lines = rows.iter().map(|row| format!("{} {}", row.id, row.state));
    Ok(Preview { affected, seen: secret::hash(&lines.collect::<Vec<_>>().join("\n")) })
}
