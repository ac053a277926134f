//! Being built.

use crate::ui::frame::Frame;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn TodayPage() -> impl IntoView {
    view! { <Frame title="TodayPage" class="p-dash"><main id="main" class="page"><h1>"TodayPage"</h1></main></Frame> }
}
