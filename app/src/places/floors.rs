//! `/floors`: leads to the floor a person starts with.

use super::api::first_floor;
use crate::{
    ui::{frame::Frame, new_office::NewOffice, problem::Problem},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect, hooks::use_query_map};

/// The way to the first floor, for the time and the filter that were asked for.
#[component]
pub fn FirstFloor() -> impl IntoView {
    let floor = crate::carried::read(|| (), |()| first_floor());
    let query = use_query_map();
    let texts = use_texts();
    view! {
        <Suspense>
            {move || floor.get().map(|found| match found {
                Ok(Some(id)) => {
                    let asked = query.with_untracked(|query| query.to_query_string());
                    // The way back leads past this address, not into it again.
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    view! { <Redirect path=format!("/floors/{id}{asked}") options /> }.into_any()
                }
                Ok(None) => view! {
                    <Frame title=texts.s("nav-seats") class="p-home"><NewOffice title=texts.s("nav-seats") /></Frame>
                }.into_any(),
                Err(failure) => view! {
                    <Frame title=texts.s("nav-seats") class="p-error"><Problem title=texts.s("nav-seats") failure /></Frame>
                }.into_any(),
            })}
        </Suspense>
    }
}
