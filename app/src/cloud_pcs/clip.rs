//! The clipboard in the bar of the desktop: what may be sent there and fetched from there, and what may not.

use crate::viewer::use_texts;
use leptos::prelude::*;
use office::model::clipboard::Clipboard;

/// Opens to the ways that text may go; the page's script carries it.
#[component]
pub fn Clip(clipboard: Clipboard) -> impl IntoView {
    let texts = use_texts();
    let into_pc = match clipboard.lets_in() {
        true => view! { <Into /> }.into_any(),
        false => view! { <p>{texts.s("clip-no-in")}</p> }.into_any(),
    };
    let out_of_pc = match clipboard.lets_out() {
        true => view! { <OutOf /> }.into_any(),
        false => view! { <p>{texts.s("clip-no-out")}</p> }.into_any(),
    };
    view! {
        <details class="steer clip" data-clip>
            <summary>{texts.s("clip")}</summary>
            <div class="each">{into_pc}{out_of_pc}</div>
        </details>
    }
}

#[component]
fn Into() -> impl IntoView {
    let texts = use_texts();
    view! {
        <label class="field">
            <span>{texts.s("clip-in")}</span>
            <textarea data-clip-in rows="3" aria-describedby="clip-in-hint"></textarea>
        </label>
        <p id="clip-in-hint">{texts.s("clip-in-hint")}</p>
        <button type="button" class="btn o" data-action="clip-send">{texts.s("clip-send")}</button>
    }
}

#[component]
fn OutOf() -> impl IntoView {
    let texts = use_texts();
    view! {
        <label class="field">
            <span>{texts.s("clip-out")}</span>
            <textarea data-clip-out rows="3" readonly=true placeholder=texts.s("clip-out-none")></textarea>
        </label>
        <button type="button" class="btn o" data-action="clip-copy">{texts.s("clip-copy")}</button>
    }
}
