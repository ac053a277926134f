//! What can be done with today's seat.

use super::{
    away::{GoOutForm, Out},
    view::{PcNow, SeatNow},
};
use crate::{
    bookings::{
        api::{Book, CancelBooking, CheckIn, CheckOut, GoOut, Restore},
        done::failed,
        times::Times,
    },
    ui::icon::Icon,
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::{
    booking::{Booking, BookingState},
    cloud_pc::SessionState,
};

/// The actions of the home page; one each, so the page can follow them all.
#[derive(Clone, Copy)]
pub struct Acts {
    /// Take an offered seat.
    pub book: ServerAction<Book>,
    /// Come, or be back.
    pub check_in: ServerAction<CheckIn>,
    check_out: ServerAction<CheckOut>,
    cancel: ServerAction<CancelBooking>,
    /// Go out for a while.
    pub go_out: ServerAction<GoOut>,
    /// Take a seat again that was given back.
    pub restore: ServerAction<Restore>,
}

impl Acts {
    /// New ones for a page.
    pub fn new() -> Self {
        Self {
            book: ServerAction::new(),
            check_in: ServerAction::new(),
            check_out: ServerAction::new(),
            cancel: ServerAction::new(),
            go_out: ServerAction::new(),
            restore: ServerAction::new(),
        }
    }

    /// Changes whenever one of them has been answered.
    pub fn version(&self) -> usize {
        self.book.version().get()
            + self.check_in.version().get()
            + self.check_out.version().get()
            + self.cancel.version().get()
            + self.go_out.version().get()
            + self.restore.version().get()
    }
}

/// The seat's address on the map at the booking's time.
pub fn on_the_map(booking: &Booking) -> String {
    format!("/floors/{}?{}", booking.floor, Times::exactly(&booking.local).query())
}

/// Check in, change the seat, give it back or leave it.
#[component]
pub fn SeatActs(seat: SeatNow, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let id = seat.booking.id.to_string();
    let change = on_the_map(&seat.booking);
    let in_use = matches!(seat.booking.state, BookingState::InUse | BookingState::Away);
    let (first, last) = if in_use {
        let first = match seat.out.clone() {
            Some(out) => view! { <Out booking=id.clone() out acts /> }.into_any(),
            None => view! { <CameIn seat=seat.clone() /><GoOutForm seat acts /> }.into_any(),
        };
        (first, view! { <Leave id acts /> }.into_any())
    } else {
        (view! { <ComeIn seat acts /> }.into_any(), view! { <GiveBack id acts /> }.into_any())
    };
    view! {
        <div class="acts">
            {first}
            <a class="btn o" href=change><Icon name="swap" /><b>{texts.s("change-seat")}</b></a>
            {last}
        </div>
        {move || failed(acts.check_in.value().get())}
        {move || failed(acts.check_out.value().get())}
        {move || failed(acts.cancel.value().get())}
    }
}

/// Which booking a form is about, and that it leads back here.
#[component]
pub fn Which(booking: String) -> impl IntoView {
    view! { <input type="hidden" name="booking" value=booking /><input type="hidden" name="return_to" value="/" /> }
}

#[component]
fn ComeIn(seat: SeatNow, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let action = acts.check_in;
    let hint = match seat.can_check_in {
        true => texts.s(if seat.pc.as_ref().is_some_and(opens) { "check-in-auto" } else { "check-in-here" }),
        false => texts.f("check-in-from", &[("at", seat.check_in_from.to_string().into())]),
    };
    view! {
        <ActionForm action>
            <Which booking=seat.booking.id.to_string() />
            <button class="btn o ci" disabled=move || !seat.can_check_in || action.pending().get()>
                <span class="k"><Icon name="check" /></span>
                <span><b>{texts.s("check-in")}</b><small>{hint}</small></span>
            </button>
        </ActionForm>
    }
}

/// Whether the seat's cloud PC can be opened, now or once it is ready.
fn opens(pc: &PcNow) -> bool {
    let missing = pc.session.no_room.is_some() && pc.until.is_none();
    let gone = matches!(pc.session.state, SessionState::Unavailable | SessionState::Failed | SessionState::Released);
    !missing && !gone
}

#[component]
fn CameIn(seat: SeatNow) -> impl IntoView {
    let texts = use_texts();
    let came = seat.came_at.map(|at| texts.f("came-at", &[("at", at.to_string().into())]));
    view! {
        <p class="came">
            <span class="k"><Icon name="check" /></span>
            <span><b>{texts.s("checked-in")}</b><small class="num">{came}</small></span>
        </p>
    }
}

#[component]
fn GiveBack(id: String, acts: Acts) -> impl IntoView {
    let action = acts.cancel;
    view! {
        <ActionForm action>
            <Which booking=id />
            <button class="btn o" disabled=move || action.pending().get()><Icon name="x" /><b>{use_texts().s("cancel-booking")}</b></button>
        </ActionForm>
    }
}

#[component]
fn Leave(id: String, acts: Acts) -> impl IntoView {
    let action = acts.check_out;
    view! {
        <ActionForm action>
            <Which booking=id />
            <button class="btn o" disabled=move || action.pending().get()><Icon name="out" /><b>{use_texts().s("check-out")}</b></button>
        </ActionForm>
    }
}
