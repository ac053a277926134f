//! Where the keyboard goes on when what had the focus is gone.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Whether anything has the focus. What goes with it leaves it to the whole page.
pub fn is_somewhere() -> bool {
    document().active_element().is_some_and(|focused| focused.tag_name() != "BODY")
}

/// Leads the focus to the notice of what was done, if nothing has it after the next picture: from there the way back is the
/// next stop.
pub fn to_notice() {
    request_animation_frame(|| {
        let notice = document().query_selector(".toast").ok().flatten().filter(|_| !is_somewhere());
        if let Some(notice) = notice.and_then(|notice| notice.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = notice.focus();
        }
    });
}

/// Leads it there when what is `shown` is shown anew after something was `answered`.
pub fn follow(shown: impl Fn() + Send + Sync + 'static, answered: impl Fn() -> usize + Send + Sync + 'static) {
    Effect::new(move |before: Option<usize>| {
        shown();
        let now = untrack(&answered);
        if before.is_some_and(|before| before != now) {
            to_notice();
        }
        now
    });
}
