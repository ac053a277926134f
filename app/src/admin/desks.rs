//! Being built.

use crate::ui::frame::Frame;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn DesksPage() -> impl IntoView {
    view! { <Frame title="DesksPage" class="p-admin"><main id="main" class="page"><h1>"DesksPage"</h1></main></Frame> }
}
