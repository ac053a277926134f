//! Being built.

use crate::ui::frame::Frame;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn FloorPage() -> impl IntoView {
    view! { <Frame title="FloorPage" class="p-seats"><main id="main" class="page"><h1>"FloorPage"</h1></main></Frame> }
}
