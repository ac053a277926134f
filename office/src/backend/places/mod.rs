//! Sites, floors, zones, desks, and what each person sees of the seats.

pub(crate) mod context;
//pub mod edit_desks;
//pub mod edit_rules;
pub mod find;
pub mod geojson;
pub mod habits;
//pub mod import;
pub mod search;
pub mod seats;
