//! The viewer's own seat on its card: check in, cancel or leave, and the cloud PC that comes with it.

use super::{card::Actions, scene::Scene, view::MySeat};
use crate::{
    bookings::done::failed,
    ui::icon::{Glyph, Icon},
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::{
    booking::BookingState,
    cloud_pc::SessionState,
    id::{BookingId, DeskId, SessionId},
};

/// What can be done with one's own seat.
#[component]
pub fn Mine(scene: Scene, desk: DeskId, actions: Actions) -> impl IntoView {
    let mine = Memo::new(move |_| {
        scene.now.with(|now| {
            let booking = now.seats.iter().find(|seat| seat.desk == desk)?.booking?;
            Some((booking, now.my_seats.iter().find(|mine| mine.booking == booking).cloned()))
        })
    });
    move || mine.get().map(|(booking, mine)| view! { <Does scene booking mine actions /> })
}

#[component]
fn Does(scene: Scene, booking: BookingId, mine: Option<MySeat>, actions: Actions) -> impl IntoView {
    let texts = use_texts();
    let session = mine.as_ref().and_then(|mine| mine.session);
    let came = mine.as_ref().is_some_and(|mine| matches!(mine.state, BookingState::InUse | BookingState::Away));
    let early = mine.as_ref().filter(|mine| !came && !mine.can_check_in).map(|mine| mine.check_in_from.to_string());
    let away = mine.as_ref().is_some_and(|mine| mine.state == BookingState::Away);
    let acts = if away {
        view! { <BackHere scene booking actions /> }.into_any()
    } else if came {
        view! { <CheckOutHere scene booking actions /> }.into_any()
    } else {
        view! { <CheckInHere scene booking actions ready=early.is_none() /> }.into_any()
    };
    view! {
        {session.map(|session| view! { <CloudPc session ready=early.is_none() /> })}
        {early.map(|at| view! { <p class="hint">{texts.f("seats-check-in-from", &[("at", at.into())])}</p> })}
        {acts}
        <p class="hint"><a href="/bookings">{texts.s("to-my-bookings")}</a></p>
        {move || failed(actions.check_in.value().get())}
        {move || failed(actions.check_out.value().get())}
        {move || failed(actions.cancel.value().get())}
    }
    .into_any()
}

#[component]
fn Which(scene: Scene, booking: BookingId) -> impl IntoView {
    view! {
        <input type="hidden" name="booking" value=booking.to_string() />
        <input type="hidden" name="return_to" value=move || scene.address.with(|address| address.at_desk("").path()) />
    }
}

#[component]
fn CheckInHere(scene: Scene, booking: BookingId, actions: Actions, ready: bool) -> impl IntoView {
    let texts = use_texts();
    let (check_in, cancel) = (actions.check_in, actions.cancel);
    let class = if ready { "cta two" } else { "cta" };
    view! {
        <div class=class>
            {ready.then(|| view! {
                <ActionForm action=check_in>
                    <Which scene booking />
                    <button class="btn p" disabled=move || check_in.pending().get()>{texts.s("check-in")}</button>
                </ActionForm>
            })}
            <ActionForm action=cancel>
                <Which scene booking />
                <button class="btn o" disabled=move || cancel.pending().get()>{texts.s("cancel-booking")}</button>
            </ActionForm>
        </div>
    }
    .into_any()
}

/// Out for a while: being back is one tap.
#[component]
fn BackHere(scene: Scene, booking: BookingId, actions: Actions) -> impl IntoView {
    let texts = use_texts();
    let action = actions.check_in;
    view! {
        <p class="hint" role="status">{texts.s("seats-away")}</p>
        <div class="cta">
            <ActionForm action>
                <Which scene booking />
                <button class="btn p" disabled=move || action.pending().get()>{texts.s("back-now")}</button>
            </ActionForm>
        </div>
    }
    .into_any()
}

#[component]
fn CheckOutHere(scene: Scene, booking: BookingId, actions: Actions) -> impl IntoView {
    let texts = use_texts();
    let action = actions.check_out;
    view! {
        <div class="cta">
            <ActionForm action>
                <Which scene booking />
                <button class="btn o" disabled=move || action.pending().get()><Icon name="out" size="s" />{texts.s("check-out")}</button>
            </ActionForm>
        </div>
    }
    .into_any()
}

/// The cloud PC's state by words and shape, and the way into it.
#[component]
fn CloudPc(session: (SessionId, SessionState), ready: bool) -> impl IntoView {
    let texts = use_texts();
    let (id, state) = session;
    let glyph = match state {
        SessionState::Ready | SessionState::Disconnected => "ready",
        SessionState::Connected => "here",
        SessionState::Planned | SessionState::Starting => "prep",
        SessionState::Released | SessionState::Failed | SessionState::Unavailable => "none",
    };
    let word = state.word();
    // The card does not know when a planned one is started.
    let hint = match state {
        SessionState::Planned => texts.s("own-pc-planned"),
        _ => texts.s(&format!("pc-{word}-hint")),
    };
    // A page of its own: the frame around other pages is not wanted there.
    let open = (ready && state.can_open()).then(|| {
        view! { <a class="btn o" href=format!("/desktop/{id}") rel="external">{texts.s("seats-pc-open-short")}</a> }
    });
    view! {
        <div class="own-pc" data-session=word>
            <Glyph name=glyph />
            <p><b>{format!("{} · {}", texts.s("pc"), texts.s(&format!("pc-{word}")))}</b><span>{hint}</span></p>
            {open}
        </div>
    }
    .into_any()
}
