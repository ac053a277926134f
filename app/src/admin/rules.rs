//! Being built.

use crate::ui::frame::Frame;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn RulesPage() -> impl IntoView {
    view! { <Frame title="RulesPage" class="p-admin"><main id="main" class="page"><h1>"RulesPage"</h1></main></Frame> }
}
