//! What a person is asked and told on their own screen when somebody wants to look at it.

use crate::viewer::use_texts;
use leptos::prelude::*;

/// The place of the question; the page's script fills it.
#[component]
pub fn Looked() -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="looked" data-look="" role="alert" aria-label=texts.s("look-title") hidden=true>
            <p data-look-words></p>
            <div class="ways">
                <button type="button" class="btn p" data-say="allow">{texts.s("look-allow")}</button>
                <button type="button" class="btn o" data-say="decline">{texts.s("look-decline")}</button>
                <button type="button" class="btn o" data-say="end">{texts.s("look-end")}</button>
            </div>
        </section>
    }
}
