//! What people do with their own cloud PC. What can't be undone is asked about once, on the page itself.

use super::api::SteerPc;
use crate::viewer::use_texts;
use leptos::prelude::*;
use office::model::{
    cloud_pc::{Ask, Session, SessionState},
    id::SessionId,
};

/// End it, start it again, begin with fresh settings; each opens to what it does and its button. `plain` forms load the
/// page anew, where a script of the page's own has to begin again.
#[component]
pub fn Steer(session: Session, #[prop(into)] return_to: String, plain: bool) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<SteerPc>::new();
    let over = session.state == SessionState::Released;
    if session.may.is_empty() || over {
        return ().into_any();
    }
    let ways = session.may.iter().map(|ask| {
        let (word, id) = (ask.word(), session.id);
        // Where there is nothing to go back to, home is.
        let return_to = if *ask == Ask::End && plain { "/".to_owned() } else { return_to.clone() };
        let fields = view! { <Fields id ask=*ask return_to /> };
        let form = match plain {
            true => view! { <form method="post" action="/fn/cloud-pcs/steer">{fields}</form> }.into_any(),
            false => view! { <ActionForm action>{fields}</ActionForm> }.into_any(),
        };
        view! {
            <details>
                <summary>{texts.s(&format!("pc-do-{word}"))}</summary>
                <p>{texts.s(&format!("pc-do-{word}-hint"))}</p>
                {form}
            </details>
        }
    });
    view! {
        <details class="steer">
            <summary>{texts.s("pc-steer")}</summary>
            <div class="each">{ways.collect_view()}</div>
        </details>
        {move || crate::bookings::done::failed(action.value().get())}
    }
    .into_any()
}

#[component]
fn Fields(id: SessionId, ask: Ask, return_to: String) -> impl IntoView {
    let texts = use_texts();
    let word = ask.word();
    view! {
        <input type="hidden" name="session" value=id.to_string() />
        <input type="hidden" name="ask" value=word />
        <input type="hidden" name="return_to" value=return_to />
        <button class="btn o">{texts.s(&format!("pc-do-{word}-now"))}</button>
    }
}

/// Starts a cloud PC again that was ended: one tap, nothing is lost by it.
#[component]
pub fn StartAgain(id: SessionId) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<SteerPc>::new();
    view! {
        <div class="pa">
            <ActionForm action>
                <input type="hidden" name="session" value=id.to_string() />
                <input type="hidden" name="ask" value="restart" />
                <input type="hidden" name="return_to" value="/" />
                <button class="btn p" disabled=move || action.pending().get()>{texts.s("pc-start-again")}</button>
            </ActionForm>
        </div>
        {move || crate::bookings::done::failed(action.value().get())}
    }
}
