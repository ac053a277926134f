//! The frame of the admin's pages: their own navigation below the main one.

use super::done::AdminDone;
use crate::{ui::frame::Frame, viewer::use_texts};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

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
                <Unsaved />
                {children()}
            </main>
        </Frame>
    }
}

/// Says that a form was refused. What is wrong is said at the field, which may be far below where the page begins; what
/// is wrong with all of a form, or with a provider, is said by the page itself.
#[component]
fn Unsaved() -> impl IntoView {
    let (texts, query) = (use_texts(), use_query_map());
    move || {
        let problem = query.with(|query| query.get("problem")).unwrap_or_default();
        let at_a_field = problem.rsplit_once('.').is_some_and(|(field, _)| !["form", "provider"].contains(&field));
        at_a_field.then(|| view! { <p class="banner bad" role="alert">{texts.s("admin-unsaved")}</p> })
    }
}

/// The way here from the overview.
#[component]
pub fn Crumbs(#[prop(into)] here: String) -> impl IntoView {
    let texts = use_texts();
    view! { <p class="crumbs"><a href="/admin">{texts.s("nav-admin")}</a><span aria-hidden="true">"›"</span>{here}</p> }
}
