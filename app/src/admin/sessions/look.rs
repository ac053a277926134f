//! Asking a session's person for their screen, waiting for the answer, looking, and ending it.

use super::api::{AskToLook, LogView, LookNow, StopLooking};
use crate::{bookings::done::failed, viewer::use_texts};
use leptos::prelude::*;
use office::model::{
    id::SessionId,
    shadow::{MayLook, ShadowState},
};

/// How looking at the screen stands, and what can be done about it.
#[component]
pub fn Looking(now: RwSignal<LogView>) -> impl IntoView {
    let texts = use_texts();
    // What the admin just pressed keeps its answer while the page is read again.
    let (ask, stop) = (ServerAction::<AskToLook>::new(), ServerAction::<StopLooking>::new());
    let state = Memo::new(move |_| now.with(|view| (view.log.session.id, view.may_look, view.look.clone())));
    view! {
        <section class="card look">
            <h2>{texts.s("look-card")}</h2>
            {move || {
                let (session, may, look) = state.get();
                match look {
                    Some(look) if look.shadow.state.is_live() => view! { <Live session look stop /> }.into_any(),
                    look => view! { <Ask session may look ask /> }.into_any(),
                }
            }}
            {move || failed(ask.value().get())}
            {move || failed(stop.value().get())}
        </section>
    }
}

/// It is asked for, or goes on.
#[component]
fn Live(session: SessionId, look: LookNow, stop: ServerAction<StopLooking>) -> impl IntoView {
    let texts = use_texts();
    let LookNow { shadow, mine, minutes } = look;
    let state = shadow.state.word();
    if !mine {
        let said = texts.f("look-somebody", &[("name", shadow.viewer_name.into())]);
        return view! { <p class="banner warn" data-look="busy" role="status">{said}</p> }.into_any();
    }
    let said = texts.f(&format!("look-{state}"), &[("minutes", minutes.into())]);
    let to = (shadow.state == ShadowState::Allowed).then(|| {
        let href = format!("/desktop/{session}/watch");
        view! { <a class="btn p" href=href rel="external">{texts.s("look-open")}</a> }
    });
    let class = if shadow.state == ShadowState::Allowed { "banner good" } else { "banner warn" };
    view! {
        <p class=class data-look=state role="status">{said}</p>
        <div class="row-actions">
            {to}
            <ActionForm action=stop>
                <input type="hidden" name="session" value=session.to_string() />
                <input type="hidden" name="look" value=shadow.id.to_string() />
                <button class="btn o">{texts.s(&format!("look-{state}-end"))}</button>
            </ActionForm>
        </div>
    }
    .into_any()
}

/// It can be asked for, or why not.
#[component]
fn Ask(session: SessionId, may: MayLook, look: Option<LookNow>, ask: ServerAction<AskToLook>) -> impl IntoView {
    let texts = use_texts();
    let declined = look.is_some_and(|look| look.mine && look.shadow.state == ShadowState::Declined);
    let declined = declined
        .then(|| view! { <p class="banner warn" data-look="declined" role="status">{texts.s("look-declined")}</p> });
    let way = match may {
        MayLook::Ask => view! {
            <ActionForm action=ask attr:class="row-actions">
                <input type="hidden" name="session" value=session.to_string() />
                <button class="btn o">{texts.s("look-ask")}</button>
                <small>{texts.s("look-hint")}</small>
            </ActionForm>
        }
        .into_any(),
        MayLook::NobodyThere => view! { <p class="hint">{texts.s("problem-look_nobody_there")}</p> }.into_any(),
        MayLook::Elsewhere => view! { <p class="hint">{texts.s("problem-look_elsewhere")}</p> }.into_any(),
        MayLook::Own => view! { <p class="hint">{texts.s("problem-look_own")}</p> }.into_any(),
    };
    view! { {declined}{way} }
}
