//! Being built.

use crate::ui::frame::Frame;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <Frame title="SignInPage" class="p-sign-in"><main id="main" class="page"><h1>"SignInPage"</h1></main></Frame> }
}
