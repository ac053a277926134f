//! A drawn icon.

use super::icons::icon_markup;
use leptos::prelude::*;

/// An icon by name, hidden from screen readers. `size` is `s`, `l` or nothing.
#[component]
pub fn Icon(name: &'static str, #[prop(optional)] size: &'static str) -> impl IntoView {
    let class = format!("ic {size}");
    view! { <svg class=class viewBox="0 0 18 18" aria-hidden="true" inner_html=icon_markup(name)></svg> }
}

/// A state glyph by name (`prep`, `ready`, `here`, `other`, `away`, `lend`, `none`).
#[component]
pub fn Glyph(name: &'static str) -> impl IntoView {
    let drawing = icon_markup(match name {
        "prep" => "gl-prep",
        "ready" => "gl-ready",
        "here" => "gl-here",
        "other" => "gl-other",
        "away" => "gl-away",
        "lend" => "gl-lend",
        "free" => "gl-free",
        _ => "gl-none",
    });
    let class = format!("gl {name}");
    view! { <svg class=class viewBox="0 0 22 22" width="30" height="30" aria-hidden="true" inner_html=drawing></svg> }
}

/// The product's mark.
#[component]
pub fn Logo() -> impl IntoView {
    view! { <svg viewBox="0 0 26 26" aria-hidden="true" inner_html=icon_markup("logo")></svg> }
}
