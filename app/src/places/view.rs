//! What the seat page shows, as plain data for server and browser.

use crate::bookings::times::Times;
use chrono::NaiveDate;
use office::model::{
    booking::LocalTimes,
    id::{DeskId, FloorId, SiteId, ZoneId},
    place::Amenity,
    refusal::Reason,
    seat::{MyBooking, Seat, SeatState},
    time::Minute,
};
use serde::{Deserialize, Serialize};

/// Everything of the page that changes with the floor or the chosen time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FloorView {
    /// The floor.
    pub floor: FloorId,
    /// Its name in the viewer's language.
    pub floor_name: String,
    /// Its site.
    pub site: SiteId,
    /// The site's name.
    pub site_name: String,
    /// The other sites with their first floor.
    pub sites: Vec<SiteTab>,
    /// The site's floors from the top down.
    pub floors: Vec<FloorTab>,
    /// The choice with its date filled in.
    pub times: Times,
    /// Two weeks from Monday of this or the chosen week.
    pub days: Vec<DayTab>,
    /// The chosen date.
    pub date: NaiveDate,
    /// Opening and closing.
    pub hours: (Minute, Minute),
    /// The drawing's `viewBox`.
    pub view_box: String,
    /// The drawing without seats.
    pub plan: String,
    /// Zones by id.
    pub zones: Vec<(ZoneId, String)>,
    /// The viewer's teammates that day.
    pub team: Vec<Mate>,
    /// The seats.
    pub now: SeatsNow,
}

/// What changes while the page is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatsNow {
    /// The seats by label.
    pub seats: Vec<Seat>,
    /// The chosen time as it will be booked.
    pub local: Option<LocalTimes>,
    /// The viewer's booking at that time.
    pub mine: Option<MyBooking>,
    /// What stands against every seat.
    pub against_all: Vec<Reason>,
    /// Local time of these facts.
    pub as_of: Minute,
    /// The ledger's number up to which these facts hold.
    pub seq: i64,
}

impl SeatsNow {
    /// How many seats are free.
    pub fn free(&self) -> usize {
        self.seats.iter().filter(|seat| seat.state == SeatState::Free).count()
    }
}

/// A site to switch to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SiteTab {
    /// Identity.
    pub id: SiteId,
    /// Name.
    pub name: String,
    /// The floor its page opens with.
    pub floor: FloorId,
}

/// A floor to switch to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FloorTab {
    /// Identity.
    pub id: FloorId,
    /// Name.
    pub name: String,
    /// Free seats for the chosen time.
    pub free: usize,
}

/// A day of the strip.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayTab {
    /// The date.
    pub date: NaiveDate,
    /// Share of desks booked, in percent.
    pub percent: u32,
    /// The site works that day.
    pub open: bool,
    /// It can be booked now.
    pub bookable: bool,
}

/// A teammate on the chosen day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mate {
    /// Full name.
    pub name: String,
    /// Two syllables.
    pub given_name: String,
    /// Hue in degrees.
    pub hue: u16,
    /// Desk, floor, label and times.
    pub seat: Option<(DeskId, FloorId, String, Minute, Minute)>,
    /// They have come.
    pub arrived: bool,
}

/// What the map dims: seats without one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter(pub Vec<Amenity>);

impl Filter {
    /// The amenities that filter chips offer.
    pub const OFFERED: [Amenity; 5] =
        [Amenity::DualMonitor, Amenity::HeightAdjustable, Amenity::Window, Amenity::Quiet, Amenity::Accessible];

    /// From an address: words with dots between.
    pub fn parse(text: &str) -> Self {
        Self(text.split('.').filter_map(Amenity::from_word).collect())
    }

    /// The text for an address.
    pub fn text(&self) -> String {
        self.0.iter().map(|amenity| amenity.word()).collect::<Vec<_>>().join(".")
    }

    /// With one amenity put in or taken out.
    pub fn toggled(&self, amenity: Amenity) -> Self {
        let mut kept: Vec<Amenity> = self.0.iter().copied().filter(|one| *one != amenity).collect();
        if kept.len() == self.0.len() {
            kept.push(amenity);
        }
        Self(kept)
    }

    /// Whether a seat has everything asked for.
    pub fn admits(&self, seat: &Seat) -> bool {
        self.0.iter().all(|amenity| seat.amenities.contains(amenity))
    }
}

/// The page's address: its whole state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The floor's id.
    pub floor: String,
    /// The chosen time.
    pub times: Times,
    /// The selected desk's id.
    pub desk: String,
    /// Filters.
    pub filter: Filter,
    /// The list instead of the map.
    pub list: bool,
}

impl Address {
    /// As a path with its query.
    pub fn path(&self) -> String {
        let mut path = format!("/floors/{}?{}", self.floor, self.times.query());
        if !self.filter.0.is_empty() {
            path.push_str(&format!("&f={}", self.filter.text()));
        }
        if self.list {
            path.push_str("&view=list");
        }
        if !self.desk.is_empty() {
            path.push_str(&format!("&desk={}", self.desk));
        }
        path
    }

    /// The same with another desk; empty for none.
    pub fn at_desk(&self, desk: impl ToString) -> Self {
        Self { desk: desk.to_string(), ..self.clone() }
    }
}
