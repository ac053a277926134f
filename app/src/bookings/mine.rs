//! `/bookings`: coming and past, change, cancel one or a range of days, check in.

use super::{
    api::{CancelBooking, CancelDays, ChangeTimes, CheckIn, CheckOut, MyBookings, load_mine},
    done::{Done, failed},
};
use crate::{
    ui::{frame::Frame, icon::Icon, notice::FailureNotice},
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::{
    booking::{Booking, BookingState},
    time::Minute,
};

#[derive(Clone, Copy)]
struct Acts {
    cancel: ServerAction<CancelBooking>,
    cancel_days: ServerAction<CancelDays>,
    times: ServerAction<ChangeTimes>,
    check_in: ServerAction<CheckIn>,
    check_out: ServerAction<CheckOut>,
}

/// The page of one's own bookings.
#[component]
pub fn MyBookingsPage() -> impl IntoView {
    let texts = use_texts();
    let acts = Acts {
        cancel: ServerAction::new(),
        cancel_days: ServerAction::new(),
        times: ServerAction::new(),
        check_in: ServerAction::new(),
        check_out: ServerAction::new(),
    };
    let version = move || {
        acts.cancel.version().get()
            + acts.cancel_days.version().get()
            + acts.times.version().get()
            + acts.check_in.version().get()
            + acts.check_out.version().get()
    };
    let query = leptos_router::hooks::use_query_map();
    // An undo lands here with another notice and reads everything again.
    let told = move || query.with(|query| (query.get("done"), query.get("booking"), query.get("bookings")));
    let mine = Resource::new(move || (version(), told()), |_| load_mine());
    view! {
        <Frame title=texts.s("nav-bookings") class="p-bookings">
            <Done />
            <main id="main" class="page">
                <h1>{texts.s("nav-bookings")}</h1>
                {move || failed(acts.cancel.value().get())}
                {move || failed(acts.cancel_days.value().get())}
                {move || failed(acts.times.value().get())}
                {move || failed(acts.check_in.value().get())}
                {move || failed(acts.check_out.value().get())}
                <Transition fallback=move || view! { <p>{texts.s("loading")}</p> }>
                    {move || mine.get().map(|found| match found {
                        Ok(mine) => view! { <Both mine acts /> }.into_any(),
                        Err(failure) => view! { <FailureNotice failure /> }.into_any(),
                    })}
                </Transition>
            </main>
        </Frame>
    }
}

#[component]
fn Both(mine: MyBookings, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let empty = mine.coming.is_empty();
    let range = mine.coming.first().zip(mine.coming.last()).map(|(first, last)| (first.local.date, last.local.date));
    let coming = mine.coming.into_iter().map(|booking| view! { <Row booking acts /> }).collect_view();
    let past = mine.past.into_iter().take(60).map(past_row).collect_view();
    view! {
        <section>
            <h2>{texts.s("coming")}</h2>
            {if empty {
                view! { <div class="rows"><p class="row">{texts.s("nothing-coming")}" "<a class="btn p" href="/floors">{texts.s("pick-a-seat")}</a></p></div> }.into_any()
            } else {
                view! { <ul class="rows">{coming}</ul> }.into_any()
            }}
            {range.map(|(from, to)| view! {
                <details class="range">
                    <summary>{texts.s("cancel-range")}</summary>
                    <ActionForm action=acts.cancel_days attr:class="fields">
                        <label class="field">{texts.s("from")}<input type="date" name="from" value=from.to_string() required=true /></label>
                        <label class="field">{texts.s("to")}<input type="date" name="to" value=to.to_string() required=true /></label>
                        <input type="hidden" name="return_to" value="/bookings" />
                        <button class="btn o">{texts.s("cancel-these-days")}</button>
                    </ActionForm>
                </details>
            })}
        </section>
        <section>
            <h2>{texts.s("past")}</h2>
            <ul class="rows">{past}</ul>
        </section>
    }
}

#[component]
fn Row(booking: Booking, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let local = booking.local.clone();
    let map = format!(
        "/floors/{}?date={}&part=custom&from={}&to={}&desk={}",
        booking.floor, local.date, local.from, local.to, booking.desk
    );
    let released = booking.released_at.map(|_| texts.s("released-unless"));
    let act = match booking.state {
        BookingState::Reserved => view! {
            <ActionForm action=acts.check_in><Which booking=booking.id.to_string() /><button class="btn o"><Icon name="check" size="s" />{texts.s("check-in")}</button></ActionForm>
            <ActionForm action=acts.cancel><Which booking=booking.id.to_string() /><button class="btn o">{texts.s("cancel-booking")}</button></ActionForm>
        }
        .into_any(),
        _ => view! {
            <ActionForm action=acts.check_out><Which booking=booking.id.to_string() /><button class="btn o"><Icon name="out" size="s" />{texts.s("check-out")}</button></ActionForm>
        }
        .into_any(),
    };
    let (from, to) = (local.from.to_string(), local.to.to_string());
    view! {
        <li class="row" data-booking=booking.id.to_string() data-state=booking.state.word()>
            <div class="day"><b>{texts.date(local.date)}</b><span class="num">{format!("{} – {}", local.from, local.to)}</span></div>
            <div><a class="label" href=map>{booking.label.clone()}</a><p>{texts.s(&format!("state-{}", booking.state.word()))}" "{released}</p></div>
            <div class="does">{act}</div>
            <details class="more">
                <summary>{texts.s("change-times")}</summary>
                <ActionForm action=acts.times attr:class="fields">
                    <Which booking=booking.id.to_string() />
                    <input type="hidden" name="part" value="custom" />
                    <label class="field">{texts.s("date")}<input type="date" name="date" value=local.date.to_string() required=true /></label>
                    <label class="field">{texts.s("from")}<select name="from">{steps(&from)}</select></label>
                    <label class="field">{texts.s("to")}<select name="to">{steps(&to)}</select></label>
                    <button class="btn o">{texts.s("save")}</button>
                </ActionForm>
            </details>
        </li>
    }
}

#[component]
fn Which(booking: String) -> impl IntoView {
    view! { <input type="hidden" name="booking" value=booking /><input type="hidden" name="return_to" value="/bookings" /> }
}

fn past_row(booking: Booking) -> impl IntoView {
    let texts = use_texts();
    view! {
        <li class="row">
            <div class="day"><b>{texts.date(booking.local.date)}</b><span class="num">{format!("{} – {}", booking.local.from, booking.local.to)}</span></div>
            <div><span class="label">{booking.label}</span><p>{texts.s(&format!("state-{}", booking.state.word()))}</p></div>
        </li>
    }
}

/// The quarter hours of a day as options, with one chosen.
pub fn steps(chosen: &str) -> impl IntoView + use<> {
    let chosen = chosen.to_owned();
    (0..=96u16)
        .filter_map(|step| Minute::new(step * 15))
        .map(|minute| {
            let text = minute.to_string();
            view! { <option value=text.clone() selected=text == chosen>{text.clone()}</option> }
        })
        .collect_view()
}
