//! `/floors`: leads to the floor a person starts with.

use super::api::first_floor;
use crate::{
    ui::{frame::Frame, notice::FailureNotice},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::components::Redirect;

/// The way to the first floor.
#[component]
pub fn FirstFloor() -> impl IntoView {
    let floor = Resource::new(|| (), |()| first_floor());
    let texts = use_texts();
    view! {
        <Suspense>
            {move || floor.get().map(|found| match found {
                Ok(id) => view! { <Redirect path=format!("/floors/{id}") /> }.into_any(),
                Err(failure) => view! {
                    <Frame title=texts.s("nav-seats") class="p-error">
                        <main id="main" class="page"><h1>{texts.s("no-floors")}</h1><FailureNotice failure /></main>
                    </Frame>
                }.into_any(),
            })}
        </Suspense>
    }
}
