//! A person as a disc with their given name.

use leptos::prelude::*;

/// The disc. `hue` in degrees is the person's own everywhere; `size` is `xs` or nothing.
#[component]
pub fn Avatar(#[prop(into)] name: String, hue: u16, #[prop(optional)] size: &'static str) -> impl IntoView {
    view! { <span class=format!("av {size}") style=format!("--h:{hue}") aria-hidden="true">{name}</span> }
}
