//! A desk as the ledger remembers it, and the way between drafts and rows.

use crate::{
    backend::{
        error::{Fault, Result, stored},
        ledger::Event,
        places::context,
        rows::{desk, floor, floor_plan},
    },
    model::{
        change::{DeskDraft, Fate},
        id::{BookingId, DeskId},
        plan::Plan,
        refusal::Refusal,
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

/// What a ledger event about a desk tells.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Told {
    /// The desk's version after it.
    pub version: i32,
    /// As the desk was; `None` when it is new.
    pub before: Option<DeskState>,
    /// As it is.
    pub after: DeskState,
    /// What was done with bookings.
    pub bookings: Vec<Touched>,
}

/// A desk at a moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct DeskState {
    pub draft: DeskDraft,
    pub retired_at: Option<i64>,
}

/// A booking that was moved or cancelled by a change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Touched {
    pub booking: BookingId,
    pub from: DeskId,
    pub fate: Fate,
}

impl DeskState {
    /// A stored desk as it is now. A fault when what is stored has no meaning.
    pub fn of(row: &desk::Model) -> Result<Self, Fault> {
        Ok(Self { draft: DeskDraft::of(&context::to_desk(row.clone())?), retired_at: row.retired_at })
    }
}

/// The row with a draft's values.
pub(crate) fn with(row: &desk::Model, draft: &DeskDraft) -> Result<desk::Model, Fault> {
    let words: Vec<&str> = draft.amenities.iter().map(|amenity| amenity.word()).collect();
    Ok(desk::Model {
        zone_id: draft.zone.map(|zone| zone.0),
        label: draft.label.clone(),
        x: draft.at[0],
        y: draft.at[1],
        rotation: draft.rotation,
        kind: draft.kind.word().into(),
        amenities: serde_json::to_string(&words).map_err(|error| Fault::Stored(error.to_string()))?,
        assigned_to: draft.assigned_to.map(|person| person.0),
        out_of_service: draft.out_of_service.clone(),
        ..row.clone()
    })
}

/// The event of a change of a desk.
pub(crate) fn event(kind: &'static str, row: &desk::Model, floor: &floor::Model, told: &Told) -> Result<Event, Fault> {
    let detail = serde_json::to_string(told).map_err(|error| Fault::Stored(error.to_string()))?;
    Ok(Event {
        kind,
        site: Some(floor.site_id),
        floor: Some(floor.id),
        desk: Some(row.id),
        detail: Some(detail),
        ..Event::default()
    })
}

/// Reads what an event told.
pub(crate) fn told(detail: Option<&str>) -> Result<Told, Fault> {
    let text = stored(detail, "event of a desk")?;
    serde_json::from_str(text).map_err(|error| Fault::Stored(error.to_string()))
}

/// Width and depth of a floor in metres, from its newest plan.
pub(crate) async fn size(db: &impl ConnectionTrait, floor: uuid::Uuid) -> Result<[f64; 2]> {
    let row = floor_plan::Entity::find()
        .filter(floor_plan::Column::FloorId.eq(floor))
        .order_by_desc(floor_plan::Column::Revision)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let plan: Plan = serde_json::from_str(&row.geometry).map_err(|error| Fault::Stored(error.to_string()))?;
    Ok([plan.width, plan.height])
}
