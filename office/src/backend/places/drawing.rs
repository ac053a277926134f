//! Floors as they are drawn. A plan changes a few times a year and is looked at all day, so what was drawn is kept.

use super::find::FloorNow;
use crate::{
    backend::{
        error::{Fault, Result},
        office::Office,
        rows::floor_plan,
    },
    model::{
        id::FloorId,
        place::{Lang, Zone},
        plan::{self, Plan},
        refusal::Refusal,
    },
};
use sea_orm::EntityTrait;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use uuid::Uuid;

/// A floor as it is drawn.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Width and height in the drawing's units.
    pub size: [f64; 2],
    /// The inside of an SVG element, without desks.
    pub svg: Arc<str>,
    /// The floor's zones by code.
    pub zones: Vec<Zone>,
}

/// What is drawn of a floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Detail {
    /// Its geometry alone.
    Plan,
    /// Its geometry and its zones.
    Zones,
}

/// What was drawn by this process.
#[derive(Clone, Default)]
pub(crate) struct Drawings(Arc<Mutex<HashMap<Which, Drawn>>>);

/// Which floor, named in which language, with what.
type Which = (FloorId, Lang, Detail);

/// A drawing with the plan it is of.
struct Drawn {
    plan: Uuid,
    drawing: Drawing,
}

impl Drawings {
    fn find(&self, key: Which, (plan, zones): (Uuid, &[Zone])) -> Option<Drawing> {
        let drawn = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = drawn.get(&key).filter(|drawn| drawn.plan == plan && drawn.drawing.zones == zones)?;
        Some(found.drawing.clone())
    }

    fn keep(&self, key: Which, drawn: Drawn) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, drawn);
    }
}

/// A floor by the plan in force today, with names in a language.
pub async fn drawing(office: &Office, here: &FloorNow, (lang, detail): (Lang, Detail)) -> Result<Drawing> {
    let (floor, key) = (here.floor.id, (here.floor.id, lang, detail));
    let plan = here.places.plan(floor, here.today).ok_or(Refusal::NotFound)?;
    let zones = here.places.zones(floor);
    if let Some(found) = office.drawings.find(key, (plan, &zones)) {
        return Ok(found);
    }
    let row = floor_plan::Entity::find_by_id(plan).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    let geometry: Plan = serde_json::from_str(&row.geometry).map_err(|error| Fault::Stored(error.to_string()))?;
    let shown: &[Zone] = if detail == Detail::Zones { &zones } else { &[] };
    let svg = plan::draw(&geometry, shown, lang).into();
    let drawing = Drawing { size: plan::size(&geometry), svg, zones };
    office.drawings.keep(key, Drawn { plan, drawing: drawing.clone() });
    Ok(drawing)
}
