//! Being built.

use crate::ui::frame::Frame;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! { <Frame title="SettingsPage" class="p-admin"><main id="main" class="page"><h1>"SettingsPage"</h1></main></Frame> }
}
