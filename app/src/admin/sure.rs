//! What can't be undone is asked about once, on the page itself.

use leptos::prelude::*;

/// A way that opens to what it does, in a sentence, and to the button that does it. `label` names the way to whoever
/// hears the page, where there are several of its text.
#[component]
pub fn Sure(text: String, label: String, hint: String, children: Children) -> impl IntoView {
    view! {
        <details class="sure">
            <summary class="btn o" aria-label=label>{text}</summary>
            <div><p>{hint}</p>{children()}</div>
        </details>
    }
}
