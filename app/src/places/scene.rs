//! What the parts of the seat page share.

use super::{
    camera::Camera,
    desk_drawing::{self, Look},
    view::{Address, Beside, FloorView, SeatsNow},
};
use crate::{failure::Failure, texts::Texts};
use leptos::prelude::*;
use office::model::{
    id::DeskId,
    plan::UNITS_PER_METRE,
    recommend::{Suggestion, suggest},
    seat::{Seat, SeatState},
    time::Minute,
};
use std::sync::Arc;

/// The page while it shows one floor and one choice of time.
#[derive(Clone, Copy)]
pub struct Scene {
    /// What was loaded.
    pub floor: StoredValue<Arc<FloorView>>,
    /// The seats as they are now.
    pub now: RwSignal<SeatsNow>,
    /// What stands beside the map, as it was read last.
    pub beside: RwSignal<Beside>,
    /// Why the seats could not be read again, while that is so.
    pub unread: RwSignal<Option<Failure>>,
    /// The address with what it leaves open filled in.
    pub address: Memo<Address>,
    /// Seats that suit the viewer.
    pub suggested: Memo<Vec<Suggestion>>,
    /// The selected desk that somebody else took while it was looked at.
    pub lost: RwSignal<Option<DeskId>>,
    /// What a screen reader is told next.
    pub say: RwSignal<String>,
    /// What outlives the scene.
    pub stay: Stay,
    /// The language.
    pub texts: Texts,
    /// On the server, which may make a page's parts more than once: the desks as they were drawn first.
    drawn: StoredValue<Option<String>>,
}

/// What stays when floor or time change.
#[derive(Clone, Copy)]
pub struct Stay {
    /// What is seen of the map.
    pub camera: Camera,
    /// The floor that the camera looks at, and where its style puts the middle, in units.
    pub focus: StoredValue<Option<(String, [f64; 2])>>,
    /// The label of the desk on which the keyboard's focus goes on.
    pub refocus: StoredValue<Option<String>>,
    /// The next card is opened by the keyboard and takes its focus.
    pub by_key: StoredValue<bool>,
    /// On small screens the suggestions are open.
    pub drawer: RwSignal<bool>,
    /// On phones the parts of the day are open.
    pub parts: RwSignal<bool>,
    /// The box in which own times are chosen is open.
    pub own: RwSignal<bool>,
}

impl Default for Stay {
    fn default() -> Self {
        Self {
            camera: Camera::default(),
            focus: StoredValue::new(None),
            refocus: StoredValue::new(None),
            by_key: StoredValue::new(false),
            drawer: RwSignal::new(false),
            parts: RwSignal::new(false),
            own: RwSignal::new(false),
        }
    }
}

impl Stay {
    /// Remembers how a link to a seat was pressed: the keyboard clicks without a pointer.
    pub fn open_by(self, event: &leptos::ev::MouseEvent) {
        self.by_key.set_value(event.detail() == 0);
    }
}

impl Scene {
    /// The page of a loaded view.
    pub fn new(view: Arc<FloorView>, address: Memo<Address>, (stay, texts): (Stay, Texts)) -> Self {
        let now = RwSignal::new(view.now.clone());
        let (floor, times, beside) = (view.floor, view.times.clone(), RwSignal::new(view.beside.clone()));
        let habits = view.habits.clone();
        let suggested = Memo::new(move |_| {
            let filter = address.with(|address| address.filter.clone());
            now.with(|now| suggest(&now.seats, &habits, |seat| filter.admits(seat, &now.seats)))
        });
        Self {
            floor: StoredValue::new(view),
            now,
            beside,
            unread: RwSignal::new(None),
            // Links and forms say exactly what is shown.
            address: Memo::new(move |_| address.get().as_shown(floor, &times)),
            suggested,
            lost: RwSignal::new(None),
            say: RwSignal::new(String::new()),
            stay,
            texts,
            drawn: StoredValue::new(None),
        }
    }

    /// The selected seat.
    pub fn selected(self) -> Option<Seat> {
        let desk = self.address.with(|address| address.desk.clone());
        self.now.with(|now| now.find(&desk).cloned())
    }

    /// The seat whose desk is drawn by an element of an id.
    pub fn seat_drawn_as(self, id: &str) -> Option<Seat> {
        self.now.with_untracked(|now| now.seats.iter().find(|seat| id == format!("d{}", seat.desk)).cloned())
    }

    /// The selected desk.
    pub fn selected_desk(self) -> Option<DeskId> {
        self.selected().map(|seat| seat.desk)
    }

    /// How a seat looks and which place it has among the suggestions.
    pub fn look(self, seat: &Seat, around: &Around) -> (Look, Option<usize>) {
        let look = Look {
            texts: self.texts,
            hours: around.hours,
            selected: around.selected == Some(seat.desk),
            dim: !around.admitted.contains(&seat.desk),
        };
        (look, around.ranks.iter().position(|desk| *desk == seat.desk).map(|index| index + 1))
    }

    /// What the drawing of the desks depends on besides the seats, read with tracking.
    pub fn around(self) -> Around {
        let filter = self.address.with(|address| address.filter.clone());
        let admitted = self.now.with(|now| {
            let seats = now.seats.iter().filter(|seat| filter.admits(seat, &now.seats));
            seats.map(|seat| seat.desk).collect()
        });
        let ranks = self.suggested.with(|found| found.iter().map(|one| one.desk).collect());
        Around { selected: self.selected_desk(), admitted, ranks, hours: self.hours() }
    }

    /// Opening and closing; today what is left of that.
    pub fn hours(self) -> (Minute, Minute) {
        let (date, (opens, closes)) = self.floor.with_value(|floor| (floor.date, floor.hours));
        let begun = self.now.with(|now| if now.today == date { now.as_of } else { Minute::START });
        (opens.max(begun), closes)
    }

    /// The inside of the desks' group, as it is when the map appears.
    pub fn first_drawn(self) -> String {
        if cfg!(target_family = "wasm") {
            return self.draw();
        }
        if let Some(drawn) = self.drawn.get_value() {
            return drawn;
        }
        let drawn = self.draw();
        self.drawn.set_value(Some(drawn.clone()));
        drawn
    }

    /// The inside of the desks' group.
    pub fn draw(self) -> String {
        let (around, address) = (self.around(), self.address.get());
        let desk = |seat: &Seat| {
            let (look, rank) = self.look(seat, &around);
            desk_drawing::desk(seat, look, (&address.at_seat(seat).query(), rank))
        };
        self.now.with(|now| now.seats.iter().map(desk).collect())
    }

    /// Where people would look first, in units: the selected seat, one's own, the team, a suggestion, the middle.
    pub fn focus(self) -> [f64; 2] {
        let size = self.floor.with_value(|floor| floor.size);
        let at = |seat: &Seat| seat.at.map(|metres| metres * UNITS_PER_METRE);
        if let Some(seat) = self.selected() {
            return at(&seat);
        }
        let suggested = self.suggested.with(|found| found.first().map(|one| one.desk));
        self.now.with(|now| {
            let mine = now.seats.iter().find(|seat| seat.state == SeatState::Mine);
            let first = now.seats.iter().find(|seat| Some(seat.desk) == suggested);
            let some = mine.or(first).or_else(|| now.seats.iter().find(|seat| seat.state == SeatState::Free));
            some.map_or(size.map(|length| length / 2.0), at)
        })
    }
}

/// What the drawing of the desks depends on besides the seats.
#[derive(Clone, Debug, PartialEq)]
pub struct Around {
    /// The selected desk.
    pub selected: Option<DeskId>,
    /// The desks that the filter leaves in.
    pub admitted: std::collections::HashSet<DeskId>,
    /// The suggested desks, best first.
    pub ranks: Vec<DeskId>,
    /// Opening and closing; today what is left of that.
    pub hours: (Minute, Minute),
}
