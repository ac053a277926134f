//! The selected seat: what it offers, its day, who sits near, and the one thing to do.

use super::{
    timeline::Timeline,
    view::{Address, FloorView, SeatsNow},
};
use crate::{
    bookings::{
        api::{Book, CancelBooking, ChangeSeat, CheckIn, CheckOut},
        done::failed,
    },
    reasons,
    ui::{avatar::Avatar, icon::Icon},
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::{
    place::Amenity,
    seat::{Holder, Seat, SeatState},
};

/// How near somebody must sit to be named, in metres.
const NEAR_METRES: f64 = 2.6;

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

/// The card of a seat.
#[component]
pub fn SeatCard(
    floor: StoredValue<FloorView>,
    now: SeatsNow,
    seat: Seat,
    address: Address,
    actions: Actions,
) -> impl IntoView {
    let texts = use_texts();
    let close = address.at_desk("").path();
    let zone = floor
        .with_value(|floor| floor.zones.iter().find(|(id, _)| Some(*id) == seat.zone).map(|(_, name)| name.clone()));
    let place = floor.with_value(|floor| match zone {
        Some(zone) => format!("{} · {zone}", floor.floor_name),
        None => floor.floor_name.clone(),
    });
    let chosen = matches!(seat.state, SeatState::Free | SeatState::Mine).then(|| now.local.clone()).flatten();
    let amenities = seat.amenities.iter().map(|amenity| {
        view! { <li><Icon name=amenity_icon(*amenity) size="s" />{texts.s(&format!("amenity-{}", amenity.word()))}</li> }
    });
    let word = super::desk_drawing::state_word(&seat);
    view! {
        <div class="pop seat-card" role="region" aria-labelledby="seat-title" data-state=word>
            <h2 id="seat-title">{seat.label.clone()}
                <a class="btn i g close" href=close aria-label=texts.s("close")><Icon name="x" /></a>
            </h2>
            <p class="sub">{place}</p>
            <ul class="am">{amenities.collect_view()}</ul>
            <Timeline day=seat.day.clone() chosen />
            <Near seats=now.seats.clone() seat=seat.clone() />
            <Cta now seat address actions />
        </div>
    }
}

/// Who sits near, as far as they may be seen; teammates first.
#[component]
fn Near(seats: Vec<Seat>, seat: Seat) -> impl IntoView {
    let texts = use_texts();
    let mut near: Vec<(f64, Holder)> = seats
        .into_iter()
        .filter(|other| other.desk != seat.desk)
        .filter_map(|other| {
            let metres = (other.at[0] - seat.at[0]).hypot(other.at[1] - seat.at[1]);
            other.holder.filter(|_| metres <= NEAR_METRES).map(|holder| (metres, holder))
        })
        .collect();
    near.sort_by(|a, b| (!a.1.teammate, a.0).partial_cmp(&(!b.1.teammate, b.0)).unwrap_or(std::cmp::Ordering::Equal));
    near.truncate(3);
    (!near.is_empty()).then(|| {
        let names: Vec<String> = near.iter().map(|(_, holder)| holder.name.clone()).collect();
        let discs = near
            .into_iter()
            .map(|(_, holder)| view! { <Avatar name=holder.given_name hue=holder.hue size="xs" /> })
            .collect_view();
        view! {
            <p class="near"><span class="avs">{discs}</span><span>{texts.f("near", &[("names", names.join(", ").into())])}</span></p>
        }
    })
}

/// The one thing to do with this seat, or why nothing can be done and what else there is.
#[component]
fn Cta(now: SeatsNow, seat: Seat, address: Address, actions: Actions) -> impl IntoView {
    match seat.state {
        SeatState::Free => match now.mine.clone() {
            Some(mine) => view! { <MoveHere seat mine address actions /> }.into_any(),
            None => view! { <BookHere seat address actions /> }.into_any(),
        },
        SeatState::Mine => view! { <Mine seat address actions /> }.into_any(),
        _ => view! { <Refused now seat address /> }.into_any(),
    }
}

#[component]
fn TimesInputs(address: Address) -> impl IntoView {
    let back = address.at_desk("").path();
    let times = address.times;
    view! {
        <input type="hidden" name="date" value=times.date />
        <input type="hidden" name="part" value=times.part />
        <input type="hidden" name="from" value=times.from />
        <input type="hidden" name="to" value=times.to />
        <input type="hidden" name="return_to" value=back />
    }
}

#[component]
fn BookHere(seat: Seat, address: Address, actions: Actions) -> impl IntoView {
    let texts = use_texts();
    let action = actions.book;
    view! {
        <ActionForm action attr:class="cta">
            <input type="hidden" name="desk" value=seat.desk.to_string() />
            <TimesInputs address />
            <button class="btn p" disabled=move || action.pending().get()>{texts.s("book-this")}</button>
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn MoveHere(seat: Seat, mine: office::model::seat::MyBooking, address: Address, actions: Actions) -> impl IntoView {
    let texts = use_texts();
    let action = actions.change;
    let note = texts.f(
        "move-gives-back",
        &[
            ("label", mine.label.clone().into()),
            ("from", mine.local.from.to_string().into()),
            ("to", mine.local.to.to_string().into()),
        ],
    );
    view! {
        <p class="hint">{note}</p>
        <ActionForm action attr:class="cta">
            <input type="hidden" name="booking" value=mine.id.to_string() />
            <input type="hidden" name="desk" value=seat.desk.to_string() />
            <TimesInputs address />
            <button class="btn p" disabled=move || action.pending().get()>{texts.s("move-here")}</button>
        </ActionForm>
        {move || failed(action.value().get())}
    }
}

#[component]
fn Mine(seat: Seat, address: Address, actions: Actions) -> impl IntoView {
    let texts = use_texts();
    let booking = seat.booking.map(|id| id.to_string()).unwrap_or_default();
    let back = address.at_desk("").path();
    let (check_in, cancel) = (actions.check_in, actions.cancel);
    let (same_booking, same_back) = (booking.clone(), back.clone());
    view! {
        <div class="cta two">
            <ActionForm action=check_in>
                <input type="hidden" name="booking" value=same_booking />
                <input type="hidden" name="return_to" value=same_back />
                <button class="btn p">{texts.s("check-in")}</button>
            </ActionForm>
            <ActionForm action=cancel>
                <input type="hidden" name="booking" value=booking />
                <input type="hidden" name="return_to" value=back />
                <button class="btn o">{texts.s("cancel-booking")}</button>
            </ActionForm>
        </div>
        <p class="hint"><a href="/bookings">{texts.s("to-my-bookings")}</a></p>
        {move || failed(check_in.value().get())}
        {move || failed(cancel.value().get())}
    }
}

#[component]
fn Refused(now: SeatsNow, seat: Seat, address: Address) -> impl IntoView {
    let texts = use_texts();
    let said = seat.reasons.iter().map(|reason| view! { <li>{reasons::reason(texts, reason)}</li> }).collect_view();
    let mut free: Vec<(f64, &Seat)> = now
        .seats
        .iter()
        .filter(|other| other.state == SeatState::Free)
        .map(|other| ((other.at[0] - seat.at[0]).hypot(other.at[1] - seat.at[1]), other))
        .collect();
    free.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal));
    let offers = free
        .iter()
        .take(3)
        .map(|(metres, other)| {
            let distance = texts.f("metres-away", &[("metres", format!("{metres:.0}").into())]);
            view! { <li><a class="chip" href=address.at_desk(other.desk).path()><b>{other.label.clone()}</b>{distance}</a></li> }
        })
        .collect_view();
    view! {
        <div class="why" role="status"><ul>{said}</ul></div>
        {(!free.is_empty()).then(|| view! {
            <p class="hint">{texts.s("nearest-free")}</p>
            <ul class="offers">{offers}</ul>
        })}
    }
}
