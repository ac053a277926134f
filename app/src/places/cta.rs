//! The one thing to do with a seat, or why nothing can be done and what else there is.

use super::{card::Actions, my_seat::Mine, scene::Scene, view::Address};
use crate::{
    bookings::{done::failed, times::Times},
    reasons,
    ui::icon::Icon,
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::{
    booking::LocalTimes,
    id::DeskId,
    recommend::nearest_free,
    refusal::Reason,
    seat::{MyBooking, Seat, SeatState},
};

/// How many other seats are offered.
const OFFERS: usize = 3;

/// What the part below the card's facts depends on: it is made anew only when one of these changes.
#[derive(Clone, PartialEq)]
enum Does {
    Book(Option<LocalTimes>),
    Move(MyBooking),
    Mine,
    Nothing(Vec<Reason>),
}

/// The button, or the reasons and the nearest free seats.
#[component]
pub fn Cta(scene: Scene, desk: DeskId, actions: Actions) -> impl IntoView {
    let does = Memo::new(move |_| {
        scene.now.with(|now| {
            let seat = now.seats.iter().find(|seat| seat.desk == desk)?;
            Some(match seat.state {
                SeatState::Free => match &now.mine {
                    Some(mine) => Does::Move(mine.clone()),
                    None => Does::Book(now.local.clone()),
                },
                SeatState::Mine => Does::Mine,
                _ => Does::Nothing(seat.reasons.clone()),
            })
        })
    });
    move || {
        does.get().map(|does| match does {
            Does::Book(local) => view! { <BookHere scene desk local actions /> }.into_any(),
            Does::Move(mine) => view! { <MoveHere scene desk mine actions /> }.into_any(),
            Does::Mine => view! { <Mine scene desk actions /> }.into_any(),
            Does::Nothing(reasons) => view! { <Refused scene desk reasons /> }.into_any(),
        })
    }
}

/// The chosen time and the way back, for a form.
#[component]
pub fn TimesInputs(scene: Scene) -> impl IntoView {
    let times = move |pick: fn(&Times) -> &String| scene.address.with(|address| pick(&address.times).clone());
    view! {
        <input type="hidden" name="date" value=move || times(|times| &times.date) />
        <input type="hidden" name="part" value=move || times(|times| &times.part) />
        <input type="hidden" name="from" value=move || times(|times| &times.from) />
        <input type="hidden" name="to" value=move || times(|times| &times.to) />
        <input type="hidden" name="return_to" value=move || scene.address.with(|address| address.at_desk("").path()) />
    }
    .into_any()
}

#[component]
fn BookHere(scene: Scene, desk: DeskId, local: Option<LocalTimes>, actions: Actions) -> impl IntoView {
    let texts = use_texts();
    let action = actions.book;
    view! {
        <NoPc scene />
        <div class="cta">
            <ActionForm action>
                <input type="hidden" name="desk" value=desk.to_string() />
                <TimesInputs scene />
                <button class="btn p" disabled=move || action.pending().get()>{texts.s("book-this")}</button>
            </ActionForm>
            {local.map(|local| view! { <OtherTimes scene local /> })}
        </div>
        {move || failed(action.value().get())}
    }
    .into_any()
}

/// Leads to the own times of the day, beginning with what is chosen, and opens the box in which they are.
#[component]
fn OtherTimes(scene: Scene, local: LocalTimes) -> impl IntoView {
    let texts = use_texts();
    let href = move || {
        let address = scene.address.get();
        let times = Times {
            date: address.times.date.clone(),
            part: "custom".into(),
            from: local.from.to_string(),
            to: local.to.to_string(),
        };
        Address { times, ..address }.path()
    };
    let show = move |_| {
        scene.stay.parts.set(true);
        scene.stay.own.set(true);
    };
    view! { <a class="btn o i" href=href aria-label=texts.s("other-times") on:click=show><Icon name="clock" /></a> }
}

#[component]
fn MoveHere(scene: Scene, desk: DeskId, mine: MyBooking, actions: Actions) -> impl IntoView {
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
        <NoPc scene />
        <div class="cta">
            <ActionForm action>
                <input type="hidden" name="booking" value=mine.id.to_string() />
                <input type="hidden" name="desk" value=desk.to_string() />
                <TimesInputs scene />
                <button class="btn p" disabled=move || action.pending().get()>{texts.s("move-here")}</button>
            </ActionForm>
        </div>
        {move || failed(action.value().get())}
    }
    .into_any()
}

/// Says before the tap that the seat can be booked but no cloud PC comes with it.
#[component]
fn NoPc(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    move || {
        let why = scene.now.with(|now| now.no_pc)?;
        Some(view! { <p class="hint no-pc" role="status">{texts.s(&format!("no-pc-then-{}", why.word()))}</p> })
    }
}

/// Says kindly that somebody else was quicker.
#[component]
pub fn Lost(scene: Scene, desk: DeskId) -> impl IntoView {
    let texts = use_texts();
    move || {
        (scene.lost.get() == Some(desk)).then(|| {
            view! { <p class="lost" role="alert"><b>{texts.s("lost-title")}</b>" "{texts.s("lost-hint")}</p> }
        })
    }
}

#[component]
fn Refused(scene: Scene, desk: DeskId, reasons: Vec<Reason>) -> impl IntoView {
    let texts = use_texts();
    let said = reasons.iter().map(|reason| view! { <li>{reasons::reason(texts, reason)}</li> }).collect_view();
    // Nothing is free on such a day: another day helps, not another desk.
    let about_the_day = reasons.iter().any(|reason| !reason.is_about_the_desk());
    view! {
        <div class="why" role="status"><ul>{said}</ul></div>
        {(!about_the_day).then(|| view! { <Offers scene desk /> })}
    }
    .into_any()
}

/// The nearest seats that are free.
#[component]
fn Offers(scene: Scene, desk: DeskId) -> impl IntoView {
    let texts = use_texts();
    let near = Memo::new(move |_| {
        scene.now.with(|now| {
            let seat = now.seats.iter().find(|seat| seat.desk == desk)?;
            let found = nearest_free(&now.seats, seat, OFFERS).into_iter();
            Some(found.map(|(metres, seat)| (format!("{metres:.0}"), seat.clone())).collect::<Vec<(String, Seat)>>())
        })
    });
    move || {
        let address = scene.address.get();
        let near = near.get().filter(|near| !near.is_empty())?;
        let offers = near.into_iter().map(|(metres, seat)| {
            let away = texts.f("metres-away", &[("metres", metres.into())]);
            view! { <li><a class="chip" href=address.at_seat(&seat).path() on:click=move |event| scene.stay.open_by(&event)><b>{seat.label.clone()}</b>{away}</a></li> }
        });
        Some(view! {
            <p class="hint">{texts.s("nearest-free")}</p>
            <ul class="offers">{offers.collect_view()}</ul>
        })
    }
}
