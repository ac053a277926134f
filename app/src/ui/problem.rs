//! The page that stands in for one that could not be made.

use crate::{failure::Failure, reasons, viewer::use_texts};
use leptos::prelude::*;
use office::model::refusal::Refusal;

/// Says what is wrong, with the id of a fault, and the ways on. Brings its own `<main>`.
#[component]
pub fn Problem(#[prop(into)] title: String, failure: Failure) -> impl IntoView {
    let texts = use_texts();
    let heading = match &failure {
        Failure::Refused { refusal: Refusal::NotFound } => texts.s("error-not-found"),
        Failure::Refused { .. } => title,
        Failure::Fault { .. } | Failure::Offline => texts.s("error-title"),
    };
    let (said, id) = match &failure {
        Failure::Fault { id } => (texts.s("fault-hint"), Some(id.clone()).filter(|id| !id.is_empty())),
        other => (reasons::failure(texts, other), None),
    };
    // An empty address is the page itself.
    let again = !matches!(failure, Failure::Refused { .. });
    view! {
        <main id="main" class="page problem">
            <h1>{heading}</h1>
            <p role="alert">{said}</p>
            {id.map(|id| view! { <p class="fault-id">{texts.s("fault-id")}" "<code>{id}</code></p> })}
            <p class="ways">
                {again.then(|| view! { <a class="btn o" href="" rel="external">{texts.s("try-again")}</a> })}
                <a class="btn p" href="/" rel="external">{texts.s("go-home")}</a>
            </p>
        </main>
    }
}
