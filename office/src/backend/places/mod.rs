//! Sites, floors, zones, desks, and what each person sees of the seats.

pub(crate) mod context;
pub mod desks;
pub mod drawing;
pub mod find;
pub mod geojson;
pub mod habits;
pub mod import;
pub(crate) mod known;
pub mod search;
pub mod seats;
pub mod sites;
