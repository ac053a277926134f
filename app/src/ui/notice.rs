//! Sentences that tell what happened or what is wrong.

use super::icon::Icon;
use crate::{failure::Failure, reasons, viewer::use_texts};
use leptos::prelude::*;
use office::model::{refusal::Refusal, time::Minute};

/// Tells why something was not done. Whoever is signed out is led through signing in and back to the same page.
#[component]
pub fn FailureNotice(failure: Failure) -> impl IntoView {
    let texts = use_texts();
    let said = reasons::failure(texts, &failure);
    // An empty address is the page itself, which asks strangers to sign in.
    let sign_in = matches!(failure, Failure::Refused { refusal: Refusal::SignedOut })
        .then(|| view! { " "<a href="" rel="external">{texts.s("sign-in")}</a> });
    view! { <p class="banner bad" role="alert">{said}{sign_in}</p> }
}

/// Says of when a page is that can't be read anew now.
pub fn as_of(at: Minute) -> impl IntoView {
    let said = use_texts().f("page-as-of", &[("at", at.to_string().into())]);
    view! { <p class="banner warn" role="status">{said}</p> }
}

/// A polite message about something done, with room for an undo button and a way to close it.
#[component]
pub fn DoneNotice(#[prop(into)] text: String, #[prop(into)] close: String, children: Children) -> impl IntoView {
    view! {
        <div class="toast" role="status" tabindex="-1">
            <span>{text}</span>
            {children()}
            <a class="close" href=close aria-label=use_texts().s("close")><Icon name="x" /></a>
        </div>
    }
}
