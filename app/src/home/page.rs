//! Being built.

use crate::ui::frame::Frame;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <Frame title="HomePage" class="p-home"><main id="main" class="page"><h1>"HomePage"</h1></main></Frame> }
}
