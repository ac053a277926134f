//! `/set-up`: the first admin of an empty office.

use crate::{
    ui::{frame::Frame, icon::Logo},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The set-up page.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let value = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    let error = move || {
        let said = match value("error").as_str() {
            "" => return None,
            "not_found" => texts.s("set-up-done"),
            "fault" => texts.s("sign-in-failed"),
            problem => texts.s(&format!("problem-{problem}")),
        };
        Some(view! { <p class="banner bad" role="alert">{said}</p> })
    };
    view! {
        <Frame title=texts.s("set-up-title") class="p-sign-in">
            <main id="main" class="page">
                <section class="card">
                    <span class="mark"><Logo /></span>
                    <h1>{texts.s("set-up-title")}</h1>
                    <p>{texts.s("set-up-hint")}</p>
                    {error}
                    <form method="post" action="/set-up" class="stack">
                        <label class="field">{texts.s("set-up-code")}<input name="code" autocomplete="one-time-code" required=true /></label>
                        <label class="field">{texts.s("name")}<input name="name" autocomplete="name" required=true value=move || value("name") /></label>
                        <label class="field">{texts.s("email")}<input type="email" name="email" autocomplete="username" required=true value=move || value("email") /></label>
                        <label class="field">{texts.s("password")}
                            <input type="password" name="password" autocomplete="new-password" minlength="10" required=true />
                            <small>{texts.s("problem-too_short")}</small>
                        </label>
                        <button class="btn p">{texts.s("set-up-go")}</button>
                    </form>
                </section>
            </main>
        </Frame>
    }
}
