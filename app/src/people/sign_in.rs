//! `/sign-in`: plain forms, so that nothing but HTML is needed to come in.

use super::api::load_examples;
use crate::{
    texts::Texts,
    ui::{avatar::Avatar, frame::Frame, icon::Logo},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use office::model::person::{Person, hue};

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let value = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    let error = move || {
        let said = match value("error").as_str() {
            "" => return None,
            "wrong_password" => texts.s("refusal-wrong-password"),
            "too_often" => texts.f("sign-in-too-often", &[("wait", wait_for(texts, &value("wait")).into())]),
            _ => texts.s("sign-in-failed"),
        };
        Some(view! { <p class="banner bad" role="alert" id="sign-in-error">{said}</p> })
    };
    let examples = crate::carried::read(|| (), |()| load_examples());
    view! {
        <Frame title=texts.s("sign-in") class="p-sign-in">
            <main id="main" class="page">
                <section class="card">
                    <span class="mark"><Logo /></span>
                    <h1>{texts.s("sign-in-title")}</h1>
                    <p>{texts.s("sign-in-hint")}</p>
                    {error}
                    <form method="post" action="/sign-in" class="stack">
                        <input type="hidden" name="next" value=move || value("next") />
                        <label class="field">{texts.s("email")}
                            <input type="email" name="email" autocomplete="username" required=true value=move || value("email") />
                        </label>
                        <label class="field">{texts.s("password")}
                            <input type="password" name="password" autocomplete="current-password" required=true />
                        </label>
                        <button class="btn p">{texts.s("sign-in")}</button>
                    </form>
                </section>
                <Suspense>
                    {move || examples.get().and_then(Result::ok).filter(|people| !people.is_empty()).map(|people| {
                        let next = value("next");
                        let rows = people.into_iter().map(|person| example(person, next.clone())).collect_view();
                        view! { <section class="card demo"><h2>{texts.s("demo-title")}</h2><p>{texts.s("demo-hint")}</p><ul>{rows}</ul></section> }
                    })}
                </Suspense>
            </main>
        </Frame>
    }
}

/// A number of seconds in words.
pub fn wait_for(texts: Texts, seconds: &str) -> String {
    let seconds: u32 = seconds.parse().unwrap_or(60);
    match seconds / 60 {
        0 => texts.f("seconds", &[("seconds", seconds.into())]),
        minutes => texts.f("minutes-seconds", &[("minutes", minutes.into()), ("seconds", (seconds % 60).into())]),
    }
}

fn example(person: Person, next: String) -> impl IntoView {
    let texts = use_texts();
    let role = person.role.word();
    view! {
        <li>
            <form method="post" action="/sign-in/demo">
                <input type="hidden" name="email" value=person.email.clone() />
                <input type="hidden" name="next" value=next />
                <button>
                    <Avatar name=person.given_name.clone() hue=hue(person.id) />
                    <span><b>{person.name.clone()}" · "{texts.s(&format!("role-{role}"))}</b><small>{texts.s(&format!("role-{role}-does"))}</small></span>
                </button>
            </form>
        </li>
    }
}
