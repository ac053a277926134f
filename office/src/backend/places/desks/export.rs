//! A floor's desks as a spreadsheet reads them.

use super::find;
use crate::{
    backend::{
        caller::Caller,
        error::{Fault, Result},
        office::Office,
        rows::zone,
    },
    model::{id::FloorId, overview::DeskNow},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;
use uuid::Uuid;

const COLUMNS: [&str; 12] = [
    "id",
    "label",
    "zone",
    "kind",
    "x_m",
    "y_m",
    "rotation_deg",
    "amenities",
    "assigned_to",
    "out_of_service",
    "retired",
    "coming_bookings",
];

/// A floor's desks, retired ones too, as CSV in UTF-8 with a byte order mark, so that spreadsheets read Korean right.
pub async fn csv(office: &Office, caller: &Caller, floor: FloorId) -> Result<String> {
    let desks = find::desks(office, caller, floor).await?;
    let zones = zone::Entity::find().filter(zone::Column::FloorId.eq(floor.0)).all(&office.db.read).await?;
    let codes: HashMap<Uuid, String> = zones.into_iter().map(|zone| (zone.id, zone.code)).collect();
    let mut written = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let failed = |error: csv::Error| Fault::System(error.to_string());
    written.write_record(COLUMNS).map_err(failed)?;
    for desk in &desks {
        written.write_record(record(desk, &codes)).map_err(failed)?;
    }
    let bytes = written.into_inner().map_err(|error| Fault::System(error.to_string()))?;
    Ok(String::from_utf8(bytes).map_err(|error| Fault::System(error.to_string()))?)
}

fn record(now: &DeskNow, codes: &HashMap<Uuid, String>) -> [String; 12] {
    let desk = &now.desk;
    let amenities: Vec<&str> = desk.amenities.iter().map(|amenity| amenity.word()).collect();
    [
        desk.id.to_string(),
        inert(&desk.label),
        desk.zone.and_then(|zone| codes.get(&zone.0)).map(|code| inert(code)).unwrap_or_default(),
        desk.kind.word().to_owned(),
        format!("{:.3}", desk.at[0]),
        format!("{:.3}", desk.at[1]),
        desk.rotation.to_string(),
        amenities.join(" "),
        now.assigned.as_ref().map(|(_, email)| inert(email)).unwrap_or_default(),
        desk.out_of_service.as_deref().map(inert).unwrap_or_default(),
        if now.retired { "yes" } else { "no" }.to_owned(),
        now.coming.to_string(),
    ]
}

/// Text that no spreadsheet takes for a formula.
fn inert(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_no_formula() {
        assert_eq!(inert("=1+1"), "'=1+1");
        assert_eq!(inert("A-01"), "A-01");
    }
}
