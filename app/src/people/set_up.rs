//! Being built.

use crate::ui::frame::Frame;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn SetUpPage() -> impl IntoView {
    view! { <Frame title="SetUpPage" class="p-sign-in"><main id="main" class="page"><h1>"SetUpPage"</h1></main></Frame> }
}
