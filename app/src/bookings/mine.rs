//! Being built.

use crate::ui::frame::Frame;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn MyBookingsPage() -> impl IntoView {
    view! { <Frame title="MyBookingsPage" class="p-bookings"><main id="main" class="page"><h1>"MyBookingsPage"</h1></main></Frame> }
}
