//! What the seat page shows, as plain data for server and browser.

use crate::bookings::times::Times;
use chrono::NaiveDate;
use office::model::{
    booking::{BookingState, LocalTimes},
    cloud_pc::SessionState,
    id::{BookingId, DeskId, FloorId, SessionId, SiteId, ZoneId},
    place::Amenity,
    recommend::Habit,
    refusal::Reason,
    room::NoRoom,
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
    /// The sites with their first floor.
    pub sites: Vec<SiteTab>,
    /// The choice with its date filled in.
    pub times: Times,
    /// The chosen date.
    pub date: NaiveDate,
    /// Opening and closing.
    pub hours: (Minute, Minute),
    /// Width and height of the drawing in its units.
    pub size: [f64; 2],
    /// The drawing without seats. It does not travel with the rest: a page from the server has it already.
    #[serde(skip)]
    pub plan: String,
    /// The zones.
    pub zones: Vec<ZoneTab>,
    /// Where the viewer sat before.
    pub habits: Vec<Habit>,
    /// What stands beside the map.
    pub beside: Beside,
    /// The seats.
    pub now: SeatsNow,
}

/// What stands beside the map and changes with others' doings anywhere at the site: read again now and then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// The site's floors from the ground up.
    pub floors: Vec<FloorTab>,
    /// The week of the chosen day from Monday.
    pub days: Vec<DayTab>,
    /// The viewer's teammates that day.
    pub team: Vec<Mate>,
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
    /// What can be done with each booking of the viewer's among the seats.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub my_seats: Vec<MySeat>,
    /// What stands against every seat.
    pub against_all: Vec<Reason>,
    /// Why no cloud PC would come with a seat then, if so.
    pub no_pc: Option<NoRoom>,
    /// Today at the site: the day may end while the page is open.
    pub today: NaiveDate,
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

    /// A seat by its desk's id or its label.
    pub fn find(&self, desk: &str) -> Option<&Seat> {
        let id = desk.parse::<DeskId>().ok();
        self.seats.iter().find(|seat| id.map_or(seat.label == desk, |id| seat.desk == id))
    }
}

/// A booking of the viewer's own, with its cloud PC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MySeat {
    /// The booking.
    pub booking: BookingId,
    /// Where it is in its life.
    pub state: BookingState,
    /// It can be checked in now.
    pub can_check_in: bool,
    /// Local time from which it can be checked in on its day.
    pub check_in_from: Minute,
    /// The session of its cloud PC.
    pub session: Option<(SessionId, SessionState)>,
}

/// A zone of the floor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZoneTab {
    /// Identity.
    pub id: ZoneId,
    /// Code and name, like `A 집중 구역`.
    pub name: String,
    /// Its middle in the drawing's units.
    pub middle: [f64; 2],
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
    /// Desk, floor, label and times; of a desk at another site than the page's its label with site and floor.
    pub seat: Option<(DeskId, FloorId, String, Minute, Minute)>,
    /// They have come.
    pub arrived: bool,
}

/// A desk that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The desk.
    pub desk: DeskId,
    /// Its floor.
    pub floor: FloorId,
    /// Its label.
    pub label: String,
    /// The floor's name, at another site with that one's.
    pub floor_name: String,
}

/// A colleague who was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundPerson {
    /// Full name.
    pub name: String,
    /// Two syllables.
    pub given_name: String,
    /// Hue in degrees.
    pub hue: u16,
    /// Where they sit that day, and the local times.
    pub seat: Option<(Hit, Minute, Minute)>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FoundView {
    /// Colleagues by name.
    pub people: Vec<FoundPerson>,
    /// Desks by label.
    pub desks: Vec<Hit>,
}

/// What the map dims: seats without one of the amenities, or far from the team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Every one of these.
    pub amenities: Vec<Amenity>,
    /// Only near teammates.
    pub near_team: bool,
}

/// One filter chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chip {
    /// Near the team.
    Team,
    /// With an amenity.
    Has(Amenity),
}

/// How near to a teammate is near the team, in metres.
const NEAR_TEAM_METRES: f64 = 5.0;

impl Filter {
    /// The chips that are always shown.
    pub const FIRST: [Chip; 4] =
        [Chip::Team, Chip::Has(Amenity::DualMonitor), Chip::Has(Amenity::HeightAdjustable), Chip::Has(Amenity::Window)];
    /// The chips behind "more".
    pub const MORE: [Chip; 4] = [
        Chip::Has(Amenity::Quiet),
        Chip::Has(Amenity::WideMonitor),
        Chip::Has(Amenity::Dock),
        Chip::Has(Amenity::Accessible),
    ];

    /// From an address: words with dots between.
    pub fn parse(text: &str) -> Self {
        let words = || text.split('.');
        Self {
            amenities: words().filter_map(Amenity::from_word).collect(),
            near_team: words().any(|word| word == "team"),
        }
    }

    /// The text for an address.
    pub fn text(&self) -> String {
        let team = self.near_team.then_some("team");
        let words: Vec<&str> = team.into_iter().chain(self.amenities.iter().map(|amenity| amenity.word())).collect();
        words.join(".")
    }

    /// Whether it leaves every seat in.
    pub fn is_empty(&self) -> bool {
        self.amenities.is_empty() && !self.near_team
    }

    /// Whether a chip is on.
    pub fn has(&self, chip: Chip) -> bool {
        match chip {
            Chip::Team => self.near_team,
            Chip::Has(amenity) => self.amenities.contains(&amenity),
        }
    }

    /// The chips that are on.
    pub fn on(&self) -> Vec<Chip> {
        Self::FIRST.into_iter().chain(Self::MORE).filter(|chip| self.has(*chip)).collect()
    }

    /// With one chip switched.
    pub fn toggled(&self, chip: Chip) -> Self {
        let mut changed = self.clone();
        match chip {
            Chip::Team => changed.near_team = !self.near_team,
            Chip::Has(amenity) if self.has(chip) => changed.amenities.retain(|one| *one != amenity),
            Chip::Has(amenity) => changed.amenities.push(amenity),
        }
        changed
    }

    /// Whether a seat among all has everything asked for.
    pub fn admits(&self, seat: &Seat, all: &[Seat]) -> bool {
        let near = |other: &Seat| {
            let mate = other.holder.as_ref().is_some_and(|holder| holder.teammate);
            mate && (other.at[0] - seat.at[0]).hypot(other.at[1] - seat.at[1]) <= NEAR_TEAM_METRES
        };
        self.amenities.iter().all(|amenity| seat.amenities.contains(amenity))
            && (!self.near_team || all.iter().any(near))
    }

    /// How many free seats it leaves in.
    pub fn free(&self, seats: &[Seat]) -> usize {
        seats.iter().filter(|seat| seat.state == SeatState::Free && self.admits(seat, seats)).count()
    }

    /// The chip without which most free seats are left, with how many; `None` where no single one helps.
    pub fn best_without(&self, seats: &[Seat]) -> Option<(Chip, usize)> {
        let tried = self.on().into_iter().map(|chip| (chip, self.toggled(chip).free(seats)));
        tried.filter(|(_, free)| *free > 0).max_by_key(|(_, free)| *free)
    }
}

/// How the list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Grouped by zone.
    #[default]
    Zone,
    /// Free seats first.
    Free,
    /// By label.
    Label,
}

impl Order {
    /// Every order.
    pub const ALL: [Order; 3] = [Order::Zone, Order::Free, Order::Label];

    /// The word in an address.
    pub fn word(self) -> &'static str {
        match self {
            Order::Zone => "zone",
            Order::Free => "free",
            Order::Label => "label",
        }
    }

    /// The order of a word; grouped by zone for any other.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.word() == word).unwrap_or_default()
    }
}

/// The page's address: its whole state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The floor's id.
    pub floor: String,
    /// The chosen time.
    pub times: Times,
    /// The selected desk's label or id.
    pub desk: String,
    /// Filters.
    pub filter: Filter,
    /// The list instead of the map.
    pub list: bool,
    /// The order of the list.
    pub order: Order,
}

impl Address {
    /// As a path with its query.
    pub fn path(&self) -> String {
        format!("/floors/{}{}", self.floor, self.query())
    }

    /// The query alone, which as a link leads to the same floor.
    pub fn query(&self) -> String {
        let mut query = format!("?{}", self.times.query());
        if !self.filter.is_empty() {
            query.push_str(&format!("&f={}", self.filter.text()));
        }
        if self.list {
            query.push_str("&view=list");
        }
        if self.order != Order::Zone {
            query.push_str(&format!("&sort={}", self.order.word()));
        }
        if !self.desk.is_empty() {
            query.push_str(&format!("&desk={}", self.desk));
        }
        query
    }

    /// The same with another desk; empty for none.
    pub fn at_desk(&self, desk: impl ToString) -> Self {
        Self { desk: desk.to_string(), ..self.clone() }
    }

    /// The same with a seat selected, by its label where an address can carry it.
    pub fn at_seat(&self, seat: &Seat) -> Self {
        self.at_desk(place_word(&seat.label, seat.desk))
    }

    /// The same on another date.
    pub fn on(&self, date: NaiveDate) -> Self {
        Self { times: Times { date: date.to_string(), ..self.times.clone() }, ..self.clone() }
    }

    /// The same for what is shown of it. While another floor is on its way no desk is selected on the one that is shown: labels
    /// are unique on a floor only, and its desk of the same label is not meant.
    pub fn as_shown(mut self, floor: FloorId, times: &Times) -> Self {
        let shown = floor.to_string();
        if !self.floor.eq_ignore_ascii_case(&shown) {
            self.desk.clear();
        }
        Self { floor: shown, times: times.clone(), ..self }
    }

    /// The same on another floor, without a desk.
    pub fn on_floor(&self, floor: FloorId) -> Self {
        Self { floor: floor.to_string(), desk: String::new(), ..self.clone() }
    }
}

/// A desk in an address: its label if that is plain text, else its id.
pub fn place_word(label: &str, desk: DeskId) -> String {
    let plain = !label.is_empty() && label.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
    if plain { label.to_owned() } else { desk.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::place::DeskKind;

    fn seat(label: &str, amenities: Vec<Amenity>) -> Seat {
        Seat {
            desk: uuid::Uuid::from_u128(label.bytes().map(u128::from).sum()).into(),
            label: label.into(),
            zone: None,
            at: [0.0, 0.0],
            rotation: 0.0,
            kind: DeskKind::Standard,
            amenities,
            state: SeatState::Free,
            reasons: Vec::new(),
            lent: false,
            holder: None,
            day: Vec::new(),
            booking: None,
        }
    }

    #[test]
    fn no_seat_of_the_floor_that_is_shown_stands_for_one_of_a_floor_that_is_on_its_way() {
        let (here, times) =
            (FloorId::from(uuid::Uuid::from_u128(0xA)), Times { date: "2026-12-03".into(), ..Times::default() });
        let asked = Address { floor: here.to_string().to_uppercase(), desk: "A-28".into(), ..Address::default() };
        let shown = asked.clone().as_shown(here, &times);
        assert_eq!((shown.floor, shown.desk.as_str(), &shown.times), (here.to_string(), "A-28", &times));
        let there = FloorId::from(uuid::Uuid::from_u128(0xB)).to_string();
        let shown = Address { floor: there, ..asked }.as_shown(here, &times);
        assert_eq!((shown.floor, shown.desk.as_str()), (here.to_string(), ""));
    }

    #[test]
    fn an_address_carries_everything_that_is_shown() {
        let times = Times { date: "2026-12-03".into(), part: "all_day".into(), ..Times::default() };
        let filter = Filter { amenities: vec![Amenity::Window], near_team: true };
        let address = Address {
            floor: "7".into(),
            times,
            desk: "A-28".into(),
            filter: filter.clone(),
            list: true,
            order: Order::Free,
        };
        assert_eq!(
            address.path(),
            "/floors/7?date=2026-12-03&part=all_day&f=team.window&view=list&sort=free&desk=A-28"
        );
        assert_eq!(Filter::parse("team.window"), filter);
    }

    #[test]
    fn a_label_that_an_address_can_not_carry_gives_way_to_the_id() {
        let desk = DeskId::from(uuid::Uuid::from_u128(7));
        assert_eq!(place_word("A-28", desk), "A-28");
        assert_eq!(place_word("창가 3", desk), desk.to_string());
    }

    #[test]
    fn without_a_result_the_filter_that_stands_most_in_the_way_is_named() {
        let seats = vec![
            seat("A-1", vec![Amenity::DualMonitor]),
            seat("A-2", vec![Amenity::DualMonitor]),
            seat("A-3", vec![Amenity::Window]),
        ];
        let filter = Filter { amenities: vec![Amenity::DualMonitor, Amenity::Window], near_team: false };
        assert_eq!(filter.free(&seats), 0);
        assert_eq!(filter.best_without(&seats), Some((Chip::Has(Amenity::Window), 2)));
        let hopeless = Filter { amenities: vec![Amenity::Quiet], near_team: true };
        assert_eq!(hopeless.best_without(&seats), None);
    }
}
