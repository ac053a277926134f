//! Add one desk or a row of them.

use super::{
    change::{check_others, told},
    record::{self, DeskState, Told},
};
use crate::{
    backend::{
        caller::Caller,
        db,
        error::Result,
        ledger,
        office::Office,
        rows::{desk, floor},
    },
    model::{
        change::{DeskDraft, DeskRow},
        id::{DeskId, FloorId},
        place::DeskKind,
        refusal::Refusal,
    },
};
use sea_orm::{DatabaseTransaction, EntityTrait, IntoActiveModel};
use uuid::Uuid;

/// What was added.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// The desks, in order.
    pub desks: Vec<DeskId>,
    /// The ledger's number of the first and of the last of them, by which all can be undone.
    pub events: (i64, i64),
}

/// Adds a row of desks to a floor: all or none.
pub async fn add(office: &Office, caller: &Caller, floor: FloorId, row: DeskRow) -> Result<Added> {
    caller.must_be_admin()?;
    let drafts = row.drafts()?;
    let outcome = db::write(&office.db, |scope| Box::pin(write(scope.tx, caller, floor, &drafts))).await;
    told(office, outcome)
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, floor: FloorId, drafts: &[DeskDraft]) -> Result<Added> {
    let floor = floor::Entity::find_by_id(floor.0).one(tx).await?.ok_or(Refusal::NotFound)?;
    let size = record::size(tx, floor.id).await?;
    let mut rows = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let draft = draft.clone().checked(size)?;
        let row = record::with(&blank(floor.id), &draft)?;
        check_others(tx, &draft, &blank(floor.id)).await?;
        desk::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
        rows.push(row);
    }
    let mut events = Vec::with_capacity(rows.len());
    for row in &rows {
        let told = Told { version: row.version, before: None, after: DeskState::of(row)?, bookings: Vec::new() };
        let event = record::event("desk.added", row, &floor, &told)?.by(caller.person);
        events.push(ledger::append(tx, caller.now, event).await?);
    }
    let range = (events.first().copied().unwrap_or_default(), events.last().copied().unwrap_or_default());
    Ok(Added { desks: rows.into_iter().map(|row| row.id.into()).collect(), events: range })
}

fn blank(floor: Uuid) -> desk::Model {
    desk::Model {
        id: Uuid::now_v7(),
        floor_id: floor,
        zone_id: None,
        label: String::new(),
        x: 0.0,
        y: 0.0,
        rotation: 0.0,
        kind: DeskKind::Standard.word().into(),
        amenities: "[]".into(),
        assigned_to: None,
        out_of_service: None,
        retired_at: None,
        version: 1,
    }
}
