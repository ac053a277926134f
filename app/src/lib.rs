//! What people see: pages, components, server functions, texts in Korean and English.

#![recursion_limit = "256"]

pub mod admin;
pub mod bookings;
pub mod caller;
pub mod cloud_pcs;
pub mod failure;
pub mod home;
pub mod people;
pub mod places;
pub mod reasons;
pub mod routes;
pub mod shell;
pub mod terminals;
pub mod texts;
pub mod ui;
pub mod usage;
pub mod viewer;

pub use routes::App;
pub use shell::shell;

/// Takes over the page that the server rendered.
#[cfg(target_family = "wasm")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(App);
    tell_ready();
}

/// Notes on the document that the page now answers by itself, once the effects of its parts have run.
#[cfg(target_family = "wasm")]
fn tell_ready() {
    leptos::prelude::request_animation_frame(|| {
        if let Some(root) = leptos::prelude::document().document_element() {
            // Without the note nothing is worse but for those who wait for it.
            let _ = root.set_attribute("data-ready", "1");
        }
    });
}
