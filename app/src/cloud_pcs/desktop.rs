//! Being built.

use crate::ui::frame::Frame;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn DesktopPage() -> impl IntoView {
    view! { <Frame title="DesktopPage" class="p-desk"><main id="main" class="page"><h1>"DesktopPage"</h1></main></Frame> }
}
