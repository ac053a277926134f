//! What stands where seats will be, in an office that has none yet.

use super::icon::Icon;
use crate::viewer::{use_texts, use_viewer};
use leptos::prelude::*;

/// Leads an admin on and tells everybody else whom to wait for. Brings its own `<main>`.
#[component]
pub fn NewOffice(#[prop(into)] title: String) -> impl IntoView {
    let texts = use_texts();
    let admin = use_viewer().is_admin();
    view! {
        <main id="main" class="page">
            <div class="head"><h1>{title}</h1></div>
            <section class="card none-today">
                <h2>{texts.s("new-office")}</h2>
                <p>{texts.s(if admin { "new-office-admin" } else { "new-office-hint" })}</p>
                {admin.then(|| view! { <a class="btn p" href="/admin"><Icon name="plus" />{texts.s("new-office-go")}</a> })}
            </section>
        </main>
    }
}
