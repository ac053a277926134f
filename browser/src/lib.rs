//! The pages' part that runs in the browser: `app`, compiled to WebAssembly. A crate of its own because a library that
//! is linked by itself can't be compiled side by side with those that use it.

#![cfg(target_family = "wasm")]

/// Takes over the page that the server rendered.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
    tell_ready();
}

/// Notes on the document that the page now answers by itself, once the effects of its parts have run.
fn tell_ready() {
    leptos::prelude::request_animation_frame(|| {
        if let Some(root) = leptos::prelude::document().document_element() {
            // Without the note nothing is worse but for those who wait for it.
            let _ = root.set_attribute("data-ready", "1");
        }
    });
}
