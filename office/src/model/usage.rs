//! How a floor is used today, for facility managers. Every figure is a count with its whole beside it.

use super::{
    id::{FloorId, ZoneId},
    place::Names,
    time::{Instant, Minute},
};
use serde::{Deserialize, Serialize};

/// Counts of one floor or zone at one moment of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatCounts {
    /// Desks on the plan.
    pub desks: u32,
    /// Desks out of service.
    pub out_of_service: u32,
    /// Desks booked now and not checked in.
    pub booked: u32,
    /// Desks checked in now.
    pub in_use: u32,
    /// Desks neither booked nor out of service now.
    pub free: u32,
    /// Bookings of the day that were released because nobody came.
    pub no_shows: u32,
    /// Bookings of the day that were due by now.
    pub due: u32,
}

/// One line of the day's table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceUsage {
    /// The floor.
    pub floor: FloorId,
    /// The zone; `None` is the whole floor.
    pub zone: Option<ZoneId>,
    /// Name.
    pub name: Names,
    /// Counts now.
    pub counts: SeatCounts,
    /// The most desks booked at one instant of the day.
    pub peak: u32,
}

/// Desks held in one hour of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourUsage {
    /// The local hour's start.
    pub hour: Minute,
    /// The most desks booked at one instant of the hour.
    pub booked: u32,
    /// The most desks checked in at one instant of the hour; hours to come have none.
    pub in_use: Option<u32>,
}

/// A site's day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayUsage {
    /// The local date.
    pub date: chrono::NaiveDate,
    /// When these figures were counted, in UTC.
    pub as_of: Instant,
    /// The same, local.
    pub as_of_local: Minute,
    /// The whole site.
    pub whole: SeatCounts,
    /// Floors, each followed by its zones.
    pub places: Vec<PlaceUsage>,
    /// The day by the hour.
    pub hours: Vec<HourUsage>,
}
