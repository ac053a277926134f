//! The cloud PC beside the seat: its state by words and shape, and the way into it.

use super::{
    art::Art,
    here::is_here,
    steer::{StartAgain, Steer},
    why::{MANY_FAILURES, why},
};
use crate::{
    home::{acts::on_the_map, view::PcNow},
    texts::Texts,
    ui::icon::{Glyph, Icon},
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::{
    booking::Booking,
    cloud_pc::{Ask, Cause, Session, SessionState},
    place::Names,
};

/// The card of the cloud PC of a booking.
#[component]
pub fn CloudPcCard(booking: Booking, pc: Option<PcNow>) -> impl IntoView {
    let texts = use_texts();
    let word = pc.as_ref().map_or("none", |pc| pc.session.state.word());
    let here = pc.as_ref().map(|pc| is_here(pc.session.id.to_string()));
    let here = move || here.and_then(|here| here.get());
    let state = pc.as_ref().map(|pc| pc.session.state);
    let said = pc.clone();
    let ended = pc.as_ref().is_some_and(|pc| pc.session.state == SessionState::Released && !pc.session.may.is_empty());
    let title = move || texts.s(&if ended { "pc-ended".to_owned() } else { title(state, here()) });
    let until = pc.as_ref().and_then(|pc| pc.until).unwrap_or(booking.local.to);
    let other_times = on_the_map(&booking);
    let hint = move || hint(texts, said.as_ref(), here());
    let lit = state.is_some_and(SessionState::can_open);
    view! {
        <div class="pc" data-session=word data-lit=lit.then_some("1")>
            <span class="tie" aria-hidden="true"><Icon name="link" size="s" /></span>
            <p class="ey"><Icon name="monitor" size="s" />{texts.s("pc")}</p>
            <div class="st" role="status">
                {move || view! { <Glyph name=glyph(state, here()) /> }}
                <div><h3>{title}</h3><p>{hint}</p></div>
            </div>
            <Art />
            <dl class="ft">
                <div><dt>{texts.s("pc-seat")}</dt><dd class="num">{booking.label}</dd></div>
                <div><dt>{texts.s("pc-until")}</dt><dd class="num">{texts.f("pc-until-at", &[("at", until.to_string().into())])}</dd></div>
            </dl>
            {pc.clone().filter(|pc| pc.until.is_some()).map(|_| view! {
                <p class="hint">{texts.f("pc-until-hint", &[("at", until.to_string().into())])}</p>
            })}
            {pc.map(|pc| view! { <Way pc=pc.clone() other_times /><Steer session=pc.session return_to="/" plain=false /> })}
        </div>
    }
}

fn glyph(state: Option<SessionState>, here: Option<bool>) -> &'static str {
    match state {
        Some(SessionState::Ready) => "ready",
        Some(SessionState::Connected) if here == Some(false) => "other",
        Some(SessionState::Connected) => "here",
        Some(SessionState::Disconnected) => "away",
        Some(SessionState::Planned | SessionState::Starting) => "prep",
        _ => "none",
    }
}

fn title(state: Option<SessionState>, here: Option<bool>) -> String {
    match (state, here) {
        (Some(SessionState::Connected), Some(true)) => "pc-connected-here".into(),
        (Some(SessionState::Connected), Some(false)) => "pc-connected-elsewhere".into(),
        (state, _) => format!("pc-{}", state.map_or("none", SessionState::word)),
    }
}

fn hint(texts: Texts, pc: Option<&PcNow>, here: Option<bool>) -> String {
    let Some(pc) = pc else { return texts.s("pc-none-hint") };
    if let (true, Some(name)) = (pc.session.state.can_open(), &pc.session.elsewhere) {
        return texts.f("pc-elsewhere-hint", &[("name", texts.name(name).into())]);
    }
    if let Some(at) = pc.ready_by {
        let key = if pc.session.state == SessionState::Failed { "pc-again-by" } else { "pc-ready-by" };
        return texts.f(key, &[("at", at.to_string().into())]);
    }
    match pc.session.state {
        SessionState::Released if pc.session.may.contains(&Ask::Restart) => texts.s("pc-ended-hint"),
        SessionState::Connected if here == Some(true) => texts.s("pc-connected-here-hint"),
        SessionState::Failed if pc.session.failures >= MANY_FAILURES => texts.s("pc-failed-often-hint"),
        state => texts.s(&format!("pc-{}-hint", state.word())),
    }
}

/// The way into the cloud PC, or what is being waited for.
#[component]
fn Way(pc: PcNow, other_times: String) -> impl IntoView {
    let texts = use_texts();
    let session = pc.session;
    if let (true, Some(name)) = (session.can_open(), &session.elsewhere) {
        return view! { <div class="pa"><OpenElsewhere session=session.id.to_string() name=name.clone() /></div> }
            .into_any();
    }
    if session.can_open() {
        let path = format!("/desktop/{}", session.id);
        // A page of its own: the frame around other pages is not wanted there.
        return view! { <div class="pa"><a class="btn p" href=path rel="external"><Icon name="monitor" />{texts.s("pc-open")}</a></div> }.into_any();
    }
    match session.state {
        SessionState::Failed | SessionState::Unavailable => view! { <Trouble session other_times /> }.into_any(),
        SessionState::Released if !session.may.is_empty() => view! { <StartAgain id=session.id /> }.into_any(),
        SessionState::Released => ().into_any(),
        _ => {
            let why = why(texts, &session);
            view! { <p class="soon"><Glyph name="prep" /><span>{why}</span></p> }.into_any()
        }
    }
}

/// The button that opens a cloud PC elsewhere, in a new tab. What it sends is answered by a page that leads on.
#[component]
pub fn OpenElsewhere(session: String, name: Names) -> impl IntoView {
    let texts = use_texts();
    view! {
        <form method="post" action=format!("/desktop/{session}/open") target="_blank">
            <button class="btn p"><Icon name="link" />{texts.f("pc-open-elsewhere", &[("name", texts.name(&name).into())])}</button>
        </form>
    }
}

/// What is missing or wrong, in plain words; for whoever runs the host, exactly.
#[component]
fn Trouble(session: Session, other_times: String) -> impl IntoView {
    let texts = use_texts();
    let said = why(texts, &session);
    if session.no_room.is_some() {
        return view! {
            <div class="trouble">
                <p>{said}</p>
                <p>{texts.s("pc-plan-b")}" "<a href=other_times>{texts.s("pc-other-times")}</a></p>
            </div>
        }
        .into_any();
    }
    let plan_b = (session.failures >= MANY_FAILURES || session.state == SessionState::Unavailable)
        .then(|| view! { <p>{texts.s("pc-plan-b")}</p> });
    // What an admin has set is told to admins, in their language, on the page of providers.
    let set = matches!(session.cause, Some(Cause::Off | Cause::Full | Cause::Settings));
    let details = (!set).then(|| {
        let command = session.remedy.map(|remedy| view! { <code>{remedy}</code> });
        view! {
            <details>
                <summary>{texts.s("pc-for-host")}</summary>
                <p>{session.problem}</p>
                {command}
            </details>
        }
    });
    view! {
        <div class="trouble">
            <p>{said}</p>
            {plan_b}
            {details}
        </div>
    }
    .into_any()
}
