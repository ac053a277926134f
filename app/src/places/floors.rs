//! Being built.

use crate::ui::frame::Frame;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn FirstFloor() -> impl IntoView {
    view! { <Frame title="FirstFloor" class="p-seats"><main id="main" class="page"><h1>"FirstFloor"</h1></main></Frame> }
}
