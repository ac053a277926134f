//! The pages' part that runs in the browser: `app`, compiled to WebAssembly, with the pages of one part or of all.
//! A crate of its own because a library that is linked by itself can't be compiled side by side with those that use it.

#![cfg(target_family = "wasm")]

use app::part::Part;
use leptos::{mount::hydrate_body, prelude::*};

/// Takes over the page that the server rendered.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    // Whoever builds it reads what went wrong; to others it would say nothing, and is not sent.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    match Part::of(&location().pathname().unwrap_or_default()) {
        #[cfg(feature = "seats")]
        Part::Seats => hydrate_body(app::SeatsApp),
        #[cfg(feature = "own")]
        Part::Own => hydrate_body(app::OwnApp),
        #[cfg(feature = "office")]
        Part::Office => hydrate_body(app::OfficeApp),
        // The server asks each page for its own part.
        #[cfg(not(all(feature = "seats", feature = "own", feature = "office")))]
        _ => return,
    }
    tell_ready();
}

/// Notes on the document that the page now answers by itself, once the effects of its parts have run.
fn tell_ready() {
    request_animation_frame(|| {
        if let Some(root) = document().document_element() {
            // Without the note nothing is worse but for those who wait for it.
            let _ = root.set_attribute("data-ready", "1");
        }
    });
}
