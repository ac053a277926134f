//! One booking in the list, with what can be done with it.

use super::{
    api::{CancelBooking, ChangeTimes, CheckIn, CheckOut, Mine},
    times::Times,
};
use crate::{
    texts::Texts,
    ui::icon::Icon,
    viewer::{use_texts, use_viewer},
};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use office::model::{
    booking::{Booking, BookingState},
    cloud_pc::SessionState,
    order,
    time::Minute,
};

/// The actions of a list's rows; one each, so the page can follow them all.
#[derive(Clone, Copy)]
pub struct RowActs {
    /// Give it back.
    pub cancel: ServerAction<CancelBooking>,
    /// Other times.
    pub times: ServerAction<ChangeTimes>,
    /// Somebody has come.
    pub check_in: ServerAction<CheckIn>,
    /// Somebody leaves.
    pub check_out: ServerAction<CheckOut>,
}

impl RowActs {
    /// New ones for a page.
    pub fn new() -> Self {
        Self {
            cancel: ServerAction::new(),
            times: ServerAction::new(),
            check_in: ServerAction::new(),
            check_out: ServerAction::new(),
        }
    }

    /// Changes whenever one of them has been answered.
    pub fn version(&self) -> usize {
        self.cancel.version().get()
            + self.times.version().get()
            + self.check_in.version().get()
            + self.check_out.version().get()
    }
}

/// A booking that is still to come or goes on.
#[component]
pub fn Row(mine: Mine, today: NaiveDate, acts: RowActs) -> impl IntoView {
    let texts = use_texts();
    let (booking, place) = (mine.booking.clone(), mine.place.clone());
    let is_today = booking.local.date == today;
    let (map, local, label) = (on_the_map(&booking), booking.local.clone(), booking.label.clone());
    let own = use_viewer().person.is_some_and(|person| person.id == booking.person);
    // Opening the cloud PC checks in.
    let may_open = mine.can_check_in || matches!(booking.state, BookingState::InUse | BookingState::Away);
    let no_pc = booking.no_pc.filter(|_| booking.pc_until.is_none()).map(|_| texts.s("no-pc"));
    let whose = (!own).then(|| texts.f("booked-for", &[("name", booking.person_name.clone().into())]));
    view! {
        <li class="row" data-booking=booking.id.to_string() data-state=booking.state.word() data-today=is_today.then_some("1")>
            <Day date=local.date today />
            <div class="what">
                <p><a class="label" href=map>{label}</a><span class="num">{format!("{} – {}", local.from, local.to)}</span></p>
                <p class="hint">{[Some(place), whose, Some(state(texts, &mine)), no_pc].into_iter().flatten().collect::<Vec<_>>().join(" · ")}</p>
            </div>
            <div class="does">
                <OpenPc booking=booking.clone() own=own && may_open />
                {acts_of(&mine, own, acts)}
            </div>
            <Change booking=booking.clone() own acts />
        </li>
    }
}

/// The seat's address on the map at the booking's time.
fn on_the_map(booking: &Booking) -> String {
    Times::exactly(&booking.local).on_the_map(booking.floor, booking.desk)
}

/// The word for a booking's state. One that was taken back from somebody who had come was no no-show.
pub fn state_word(texts: Texts, booking: &Booking) -> String {
    match booking.state {
        BookingState::Released if booking.checked_in_at.is_some() => texts.s("state-taken-back"),
        state => texts.s(&format!("state-{}", state.word())),
    }
}

/// The booking's state, and until when somebody has to come.
fn state(texts: Texts, mine: &Mine) -> String {
    let word = state_word(texts, &mine.booking);
    match mine.come_by.filter(|_| mine.booking.state == BookingState::Reserved && mine.can_check_in) {
        Some(at) => texts.f("come-by", &[("at", at.to_string().into())]),
        None => word,
    }
}

#[component]
fn Day(date: NaiveDate, today: NaiveDate) -> impl IntoView {
    let texts = use_texts();
    let near = match (date - today).num_days() {
        0 => Some(texts.s("today")),
        1 => Some(texts.s("tomorrow")),
        _ => None,
    };
    view! {
        <time class="day" datetime=date.to_string()>
            <b class="num">{date.day()}</b><span>{texts.weekday(date)}</span>
            <small>{near.unwrap_or_else(|| texts.s(&format!("month-{}", date.month())))}</small>
        </time>
    }
}

/// The way into the cloud PC, once it runs.
#[component]
fn OpenPc(booking: Booking, own: bool) -> impl IntoView {
    let texts = use_texts();
    let open = booking.session_state.is_some_and(SessionState::can_open) && own;
    booking.session.filter(|_| open).map(|session| {
        view! { <a class="btn p" href=format!("/desktop/{session}") rel="external"><Icon name="monitor" size="s" />{texts.s("pc-open-short")}</a> }
    })
}

fn acts_of(mine: &Mine, own: bool, acts: RowActs) -> AnyView {
    let texts = use_texts();
    let booking = mine.booking.id.to_string();
    if mine.booking.state != BookingState::Reserved {
        // Whoever is out is back by one tap, here as well.
        let out = booking.clone();
        let back = (own && mine.booking.state == BookingState::Away).then(|| {
            view! { <ActionForm action=acts.check_in><Which booking=out /><button class="btn p" disabled=move || acts.check_in.pending().get()>{texts.s("back-now")}</button></ActionForm> }
        });
        return view! {
            {back}
            <ActionForm action=acts.check_out><Which booking /><button class="btn o" disabled=move || acts.check_out.pending().get()><Icon name="out" size="s" />{texts.s("check-out")}</button></ActionForm>
        }
        .into_any();
    }
    let same = booking.clone();
    let come = (own && mine.can_check_in).then(|| {
        view! { <ActionForm action=acts.check_in><Which booking=same /><button class="btn o" disabled=move || acts.check_in.pending().get()><Icon name="check" size="s" />{texts.s("check-in")}</button></ActionForm> }
    });
    view! {
        {come}
        <ActionForm action=acts.cancel><Which booking /><button class="btn o" disabled=move || acts.cancel.pending().get()><Icon name="x" size="s" />{texts.s("cancel-booking")}</button></ActionForm>
    }
    .into_any()
}

/// Another seat or other times.
#[component]
fn Change(booking: Booking, own: bool, acts: RowActs) -> impl IntoView {
    let texts = use_texts();
    let (from, to) = (booking.local.from.to_string(), booking.local.to.to_string());
    let in_use = booking.state != BookingState::Reserved;
    // The map books and moves one's own seat only: there, a change of somebody else's booking would become a seat for oneself.
    let swap = own.then(|| {
        let map = on_the_map(&booking);
        let map = map.split("&desk=").next().unwrap_or_default().to_owned();
        view! { <a href=map><Icon name="swap" size="s" />{texts.s("change-seat")}</a> }
    });
    let date = booking.local.date.to_string();
    // What has begun keeps its day and its start.
    let start = if in_use {
        view! { <input type="hidden" name="date" value=date /><input type="hidden" name="from" value=from /> }
            .into_any()
    } else {
        view! {
            <label class="field">{texts.s("date")}<input type="date" name="date" value=date required=true /></label>
            <label class="field">{texts.s("from")}<select name="from">{steps(&from)}</select></label>
        }
        .into_any()
    };
    view! {
        <div class="change">
            {swap}
            <details>
                <summary><Icon name="clock" size="s" />{texts.s("change-times")}</summary>
                <ActionForm action=acts.times attr:class="fields">
                    <Which booking=booking.id.to_string() />
                    <input type="hidden" name="part" value="custom" />
                    {start}
                    <label class="field">{texts.s("to")}<select name="to">{steps(&to)}</select></label>
                    <button class="btn o" disabled=move || acts.times.pending().get()>{texts.s("save")}</button>
                </ActionForm>
            </details>
        </div>
    }
}

#[component]
fn Which(booking: String) -> impl IntoView {
    view! { <input type="hidden" name="booking" value=booking /><input type="hidden" name="return_to" value="/bookings" /> }
}

/// A booking that is over.
#[component]
pub fn PastRow(mine: Mine, today: NaiveDate) -> impl IntoView {
    let texts = use_texts();
    let booking = mine.booking;
    let again = format!("/floors/{}?desk={}", booking.floor, booking.desk);
    let was = state_word(texts, &booking);
    view! {
        <li class="row past" data-state=booking.state.word()>
            <Day date=booking.local.date today />
            <div class="what">
                <p><span class="label">{booking.label}</span><span class="num">{format!("{} – {}", booking.local.from, booking.local.to)}</span></p>
                <p class="hint">{format!("{} · {}", mine.place, was)}</p>
            </div>
            <div class="does"><a class="btn g" href=again>{texts.s("book-again")}</a></div>
        </li>
    }
}

/// The quarter hours of a day as options, with one chosen; a time off the quarter is there as well while it is chosen.
pub fn steps(chosen: &str) -> impl IntoView + use<> {
    let chosen = chosen.to_owned();
    let mut offered: Vec<String> =
        (0..=96u16).filter_map(|step| Minute::new(step * 15)).map(|minute| minute.to_string()).collect();
    if !offered.contains(&chosen) {
        offered.push(chosen.clone());
        order::sort_by(&mut offered, Ord::cmp);
    }
    offered
        .into_iter()
        .map(|text| view! { <option value=text.clone() selected=text == chosen>{text.clone()}</option> })
        .collect_view()
}
