//! Being built.

use crate::ui::frame::Frame;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn AdminPage() -> impl IntoView {
    view! { <Frame title="AdminPage" class="p-admin"><main id="main" class="page"><h1>"AdminPage"</h1></main></Frame> }
}
