//! The frame of the admin's pages: their own navigation below the main one.

use super::done::AdminDone;
use crate::{ui::frame::Frame, viewer::use_texts};
use leptos::prelude::*;

/// A page of the admin, under the section it belongs to: `places`, `sessions`, `terminals`, `people` or `providers`.
#[component]
pub fn AdminFrame(#[prop(into)] title: String, section: &'static str, children: Children) -> impl IntoView {
    let texts = use_texts();
    let links = [
        ("places", "/admin", "admin-places"),
        ("sessions", "/admin/sessions", "admin-sessions"),
        ("terminals", "/admin/terminals", "admin-terminals"),
        ("people", "/admin/people", "admin-people"),
        ("providers", "/admin/providers", "admin-providers"),
    ];
    let links = links.map(|(one, href, text)| {
        view! { <a href=href aria-current=(one == section).then_some("page")>{texts.s(text)}</a> }
    });
    view! {
        <Frame title class="p-admin">
            <AdminDone />
            <main id="main" class="page">
                <nav class="sub" aria-label=texts.s("nav-admin")>{links.collect_view()}</nav>
                {children()}
            </main>
        </Frame>
    }
}

/// The way here from the overview.
#[component]
pub fn Crumbs(#[prop(into)] here: String) -> impl IntoView {
    let texts = use_texts();
    view! { <p class="crumbs"><a href="/admin">{texts.s("nav-admin")}</a><span aria-hidden="true">"›"</span>{here}</p> }
}
