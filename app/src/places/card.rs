//! The selected seat: what it offers, its day, who sits near, and the one thing to do.

use super::{
    cta::{Cta, Lost},
    desk_drawing::state_word,
    near::Near,
    patch,
    scene::Scene,
    timeline::Timeline,
};
use crate::{
    bookings::api::{Book, CancelBooking, ChangeSeat, CheckIn, CheckOut},
    failure::Failure,
    ui::icon::Icon,
    viewer::use_texts,
};
use leptos::{ev, html, prelude::*};
use leptos_router::hooks::use_navigate;
use office::model::{
    id::DeskId,
    place::Amenity,
    refusal::{Reason, Refusal},
    seat::{Seat, SeatState},
};
use wasm_bindgen::JsCast;

/// The actions of the seat page; one each, so the page can follow them all.
#[derive(Clone, Copy)]
pub struct Actions {
    /// Book.
    pub book: ServerAction<Book>,
    /// Move a booking here.
    pub change: ServerAction<ChangeSeat>,
    /// Give it back.
    pub cancel: ServerAction<CancelBooking>,
    /// Somebody has come.
    pub check_in: ServerAction<CheckIn>,
    /// Somebody leaves.
    pub check_out: ServerAction<CheckOut>,
}

impl Actions {
    /// New ones for a page.
    pub fn new() -> Self {
        Self {
            book: ServerAction::new(),
            change: ServerAction::new(),
            cancel: ServerAction::new(),
            check_in: ServerAction::new(),
            check_out: ServerAction::new(),
        }
    }

    /// Changes whenever one of them has been answered.
    pub fn version(&self) -> usize {
        self.book.version().get()
            + self.change.version().get()
            + self.cancel.version().get()
            + self.check_in.version().get()
            + self.check_out.version().get()
    }

    /// Forgets what was answered: it was about another seat.
    pub fn forget(&self) {
        self.book.clear();
        self.change.clear();
        self.cancel.clear();
        self.check_in.clear();
        self.check_out.clear();
    }

    /// Whether the last answer was that somebody else has the desk.
    fn came_late(&self) -> bool {
        let taken = |answer: Option<Result<(), Failure>>| match answer {
            Some(Err(Failure::Refused { refusal: Refusal::Rules { reasons, .. } })) => {
                reasons.iter().any(|reason| matches!(reason, Reason::DeskTaken { .. }))
            }
            _ => false,
        };
        taken(self.book.value().get()) || taken(self.change.value().get())
    }
}

impl Default for Actions {
    fn default() -> Self {
        Self::new()
    }
}

/// The icon of an amenity.
pub fn amenity_icon(amenity: Amenity) -> &'static str {
    match amenity {
        Amenity::DualMonitor => "dual",
        Amenity::WideMonitor => "monitor",
        Amenity::HeightAdjustable => "height",
        Amenity::Window => "window",
        Amenity::Quiet => "quiet",
        Amenity::Dock => "link",
        Amenity::Accessible => "user",
    }
}

/// The card of the selected seat, if one is selected. It stays while its seat is selected, whatever happens to it.
#[component]
pub fn Selected(scene: Scene, actions: Actions) -> impl IntoView {
    let desk = Memo::new(move |_| scene.selected_desk());
    watch_for_loss(scene, desk, actions);
    give_focus_back(desk);
    move || {
        desk.get()?;
        let seat = untrack(|| scene.selected())?;
        Some(view! { <SeatCard scene seat actions /> })
    }
}

/// Notices when somebody else takes the seat that is being looked at.
fn watch_for_loss(scene: Scene, desk: Memo<Option<DeskId>>, actions: Actions) {
    Effect::new(move |before: Option<Option<(DeskId, SeatState)>>| {
        let is = desk.get().and_then(|_| scene.selected()).map(|seat| (seat.desk, seat.state));
        let before = before.flatten();
        match (before, is) {
            (Some((was, SeatState::Free)), Some((desk, SeatState::Taken))) if was == desk => scene.lost.set(Some(desk)),
            (Some((was, _)), is) if is.is_none_or(|(desk, _)| was != desk) => {
                scene.lost.set(None);
                actions.forget();
            }
            (_, Some((_, SeatState::Free | SeatState::Mine)) | None) => scene.lost.set(None),
            _ => {}
        }
        is
    });
    Effect::new(move |_| {
        if actions.came_late() {
            scene.lost.set(desk.get_untracked());
        }
    });
}

/// Leads the focus to the desk whose card goes, where it was in the card.
fn give_focus_back(desk: Memo<Option<DeskId>>) {
    Effect::new(move |before: Option<Option<DeskId>>| {
        let is = desk.get();
        if let (Some(Some(before)), None) = (before, is) {
            request_animation_frame(move || {
                // What goes with the focus leaves it to the whole page.
                if document().active_element().is_none_or(|focused| focused.tag_name() == "BODY") {
                    patch::focus(before);
                }
            });
        }
        is
    });
}

#[component]
fn SeatCard(scene: Scene, seat: Seat, actions: Actions) -> impl IntoView {
    let texts = use_texts();
    let place = place(scene, &seat);
    let size = scene.floor.with_value(|floor| floor.size);
    // Without the browser's part the card stands on the half of the map where its desk is not.
    let side = if seat.at[0] * office::model::plan::UNITS_PER_METRE < size[0] / 2.0 { "east" } else { "west" };
    let desk = seat.desk;
    let live_seat = Memo::new(move |_| scene.now.with(|now| now.seats.iter().find(|one| one.desk == desk).cloned()));
    let word = move || live_seat.with(|seat| seat.as_ref().map(state_word));
    let day = Memo::new(move |_| {
        let seat = live_seat.get()?;
        let own = matches!(seat.state, SeatState::Free | SeatState::Mine);
        Some((seat.day, scene.now.with(|now| now.local.clone()).filter(|_| own)))
    });
    let lent = Memo::new(move |_| live_seat.with(|seat| seat.as_ref().is_some_and(|seat| seat.lent)));
    let amenities = seat.amenities.iter().map(|amenity| {
        view! { <li><Icon name=amenity_icon(*amenity) size="s" />{texts.s(&format!("amenity-{}", amenity.word()))}</li> }
    });
    let close = move || scene.address.with(|address| address.at_desk("").path());
    let detent = RwSignal::new("half");
    let (title, navigate) = (NodeRef::<html::H2>::new(), use_navigate());
    let leave = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            navigate(&close(), super::map::quiet());
        }
    };
    Effect::new(move |_| {
        if let (Some(title), true) = (title.get(), scene.stay.by_key.get_value()) {
            scene.stay.by_key.set_value(false);
            let _ = title.focus();
        }
    });
    view! {
        <div
            class="pop seat-card" role="region" aria-labelledby="seat-title"
            data-state=word data-half=side data-detent=move || detent.get() on:keydown=leave
        >
            <Grab detent />
            <span class="ptr" aria-hidden="true"></span>
            <h2 id="seat-title" tabindex="-1" node_ref=title>{seat.label.clone()}
                <a class="btn i g close" href=close aria-label=texts.s("close")><Icon name="x" /></a>
            </h2>
            <p class="sub">{place}</p>
            <ul class="am">{amenities.collect_view()}</ul>
            {move || day.get().map(|(day, chosen)| view! { <Timeline day chosen /> })}
            {move || lent.get().then(|| view! { <p class="hint lent">{texts.s("seat-lent")}</p> })}
            <Near scene desk />
            <Lost scene desk />
            <Cta scene desk actions />
        </div>
    }
    .into_any()
}

/// The handle of the sheet on phones: dragged or pressed it shows less or more.
#[component]
fn Grab(detent: RwSignal<&'static str>) -> impl IntoView {
    let texts = use_texts();
    let from = StoredValue::new(None::<f64>);
    let moved = StoredValue::new(false);
    let down = move |event: ev::PointerEvent| {
        from.set_value(Some(event.client_y().into()));
        moved.set_value(false);
        if let Some(handle) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
    };
    let up = move |event: ev::PointerEvent| {
        let Some(start) = from.get_value() else { return };
        from.set_value(None);
        let by = f64::from(event.client_y()) - start;
        if by.abs() < 12.0 {
            return;
        }
        moved.set_value(true);
        detent.update(|at| {
            *at = match (*at, by > 0.0) {
                ("full", true) | ("peek", false) => "half",
                (_, true) => "peek",
                (_, false) => "full",
            }
        });
    };
    let press = move |_| {
        if !moved.get_value() {
            detent.update(|at| *at = if *at == "peek" { "half" } else { "peek" });
        }
    };
    view! {
        <button type="button" class="grab" aria-label=texts.s("sheet-size") on:pointerdown=down on:pointerup=up on:click=press></button>
    }
    .into_any()
}

fn place(scene: Scene, seat: &Seat) -> String {
    scene.floor.with_value(|floor| {
        let zone = floor.zones.iter().find(|zone| Some(zone.id) == seat.zone);
        zone.map_or_else(|| floor.floor_name.clone(), |zone| format!("{} · {}", floor.floor_name, zone.name))
    })
}
