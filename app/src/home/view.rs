//! What the home page shows, as plain data for server and browser.

use crate::places::view::Mate;
use chrono::NaiveDate;
use office::model::{
    away::AwayCause,
    booking::{Booking, Contest, Lost, PcNews},
    cloud_pc::Session,
    id::{DeskId, FloorId},
    place::Amenity,
    room::NoRoom,
    seat::{Seat, Why},
    time::Minute,
};
use serde::{Deserialize, Serialize};

/// The page: what changes with every minute, and what does not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum HomeView {
    /// A new office: nobody has added a site yet.
    NoSite,
    /// A day at a site.
    Day {
        /// The site's clock.
        clock: Clock,
        /// Everything else.
        body: Box<HomeBody>,
    },
}

impl HomeView {
    /// What the clocks show, where there are any.
    pub fn clock(&self) -> Option<Clock> {
        match self {
            Self::NoSite => None,
            Self::Day { clock, .. } => Some(*clock),
        }
    }

    /// What stands below the clock, where there is a site.
    pub fn body(self) -> Option<HomeBody> {
        match self {
            Self::NoSite => None,
            Self::Day { body, .. } => Some(*body),
        }
    }
}

/// What the clocks at the site show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Today.
    pub today: NaiveDate,
    /// The time of day.
    pub now: Minute,
}

/// The seat and the cloud PC that matter now, and what is around them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HomeBody {
    /// Today at the site of today's booking, else where the person usually sits, else at the first site.
    pub today: NaiveDate,
    /// The site's name.
    pub site: String,
    /// Today's booking, or none.
    pub seat: Option<SeatNow>,
    /// What happened to the person's seats while they were elsewhere.
    pub lost: Vec<Lost>,
    /// What changed about the cloud PCs of coming bookings.
    pub news: Vec<PcNews>,
    /// Good seats to take with one tap, when there is no booking today.
    pub offers: Vec<SeatOffer>,
    /// The week's working days, and others with a booking; the next week's once nothing of this one is left.
    pub week: Vec<WeekDay>,
    /// The team today, each with the floor's name before the desk's label.
    pub team: Vec<Mate>,
    /// The floor to look at.
    pub floor: Option<FloorId>,
}

/// Today's seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatNow {
    /// The booking.
    pub booking: Booking,
    /// Floor and zone.
    pub place: String,
    /// What the desk offers.
    pub amenities: Vec<Amenity>,
    /// The seats near it, for the picture.
    pub seats: Vec<Seat>,
    /// The drawing below them.
    pub plan: String,
    /// The part of the drawing to show.
    pub window: String,
    /// Opening, or noon once that is past, and closing, to see halves of the day.
    pub hours: (Minute, Minute),
    /// Who sits around.
    pub near: Vec<Near>,
    /// The cloud PC.
    pub pc: Option<PcNow>,
    /// Somebody else has just wanted to sit there.
    pub contest: Option<Contest>,
    /// It can be checked in now.
    pub can_check_in: bool,
    /// From when it can be checked in, local.
    pub check_in_from: Minute,
    /// Until when somebody has to come, local; `None` where nothing is released.
    pub come_by: Option<Minute>,
    /// When the person came, local.
    pub came_at: Option<Minute>,
    /// How it stands while the person is out.
    pub out: Option<OutNow>,
    /// When somebody who goes now may say to be back.
    pub back_at: Vec<Minute>,
}

/// Being out, in times local to the site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutNow {
    /// Since when.
    pub since: Minute,
    /// How that is known.
    pub cause: AwayCause,
    /// When they said they would be back.
    pub back_by: Option<Minute>,
    /// Others may sit there now.
    pub lent: bool,
    /// From when others may sit there.
    pub lent_from: Option<Minute>,
    /// When the seat is given back.
    pub released_at: Option<Minute>,
}

/// The cloud PC of today's seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PcNow {
    /// The session.
    pub session: Session,
    /// When it can probably be opened, local, while it can't be.
    pub ready_by: Option<Minute>,
    /// Until when there is one, local, where that is earlier than the booking's end.
    pub until: Option<Minute>,
}

/// Somebody who sits around.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Near {
    /// Full name.
    pub name: String,
    /// Two syllables.
    pub given_name: String,
    /// Hue in degrees.
    pub hue: u16,
    /// On which side.
    pub side: Side,
}

/// On which side of a seat somebody sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// Next to it.
    Beside,
    /// Across the desk.
    Opposite,
    /// Back to back.
    Behind,
}

impl Side {
    /// The side of a place that lies so many metres to the right of a seat and behind it, as its person looks.
    pub fn of(right: f64, behind: f64) -> Option<Self> {
        match (right.abs(), behind) {
            (right, behind) if right < 2.3 && behind.abs() < 0.7 => Some(Side::Beside),
            (right, behind) if right < 0.9 && (-2.6..=-0.7).contains(&behind) => Some(Side::Opposite),
            (right, behind) if right < 0.9 && (0.7..=3.4).contains(&behind) => Some(Side::Behind),
            _ => None,
        }
    }

    /// The key of its text.
    pub fn key(self) -> &'static str {
        match self {
            Side::Beside => "near-beside",
            Side::Opposite => "near-opposite",
            Side::Behind => "near-behind",
        }
    }
}

/// A good seat for a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatOffer {
    /// The day.
    pub date: NaiveDate,
    /// The desk.
    pub desk: DeskId,
    /// Its label.
    pub label: String,
    /// Its floor.
    pub floor: FloorId,
    /// Floor and zone.
    pub place: String,
    /// What it offers.
    pub amenities: Vec<Amenity>,
    /// When it would be booked, local.
    pub hours: (Minute, Minute),
    /// Why this one.
    pub why: Why,
    /// Why no cloud PC would come with it, if so.
    pub no_pc: Option<NoRoom>,
}

/// A day of the week strip.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeekDay {
    /// The date.
    pub date: NaiveDate,
    /// The site works that day.
    pub open: bool,
    /// The booking that tells the day: one that holds a seat before one that did or was missed.
    pub booking: Option<Booking>,
}

#[cfg(test)]
mod tests {
    use super::Side;

    #[test]
    fn one_sits_beside_opposite_or_behind() {
        assert_eq!(Side::of(-1.6, 0.0), Some(Side::Beside));
        assert_eq!(Side::of(0.1, -1.2), Some(Side::Opposite));
        assert_eq!(Side::of(0.0, 2.0), Some(Side::Behind));
        assert_eq!(Side::of(1.6, -1.2), None, "across and one further");
        assert_eq!(Side::of(4.0, 0.0), None, "too far");
    }
}
