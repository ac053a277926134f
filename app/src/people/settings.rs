//! `/settings`: language, theme, who sees my name, which notices come by mail, one's password, signing out.

use super::sign_in::wait_for;
use crate::{
    ui::frame::Frame,
    viewer::{use_texts, use_viewer},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use office::model::{notice::Mail, person::Visibility, place::Lang};

/// One's own settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let (texts, viewer) = (use_texts(), use_viewer());
    let query = use_query_map();
    let said = move |word: &'static str| query.with(|query| query.get(word).is_some());
    let theme = if viewer.theme.is_empty() { "system".to_owned() } else { viewer.theme.clone() };
    let themes =
        ["system", "light", "dark"].map(|one| choice("theme", one, texts.s(&format!("theme-{one}")), theme == one));
    let langs = [(Lang::Ko, "한국어"), (Lang::En, "English")]
        .map(|(lang, name)| view! { <span lang=lang.tag()>{choice("lang", lang.tag(), name.to_owned(), viewer.lang == lang)}</span> });
    let seen = viewer.person.as_ref().map(|person| person.visibility);
    let visible = Visibility::ALL
        .iter()
        .map(|one| choice("visibility", one.word(), texts.s(&format!("visible-{}", one.word())), seen == Some(*one)))
        .collect_view();
    let wanted = viewer.person.as_ref().map(|person| person.mail);
    let mails = viewer.mails.then(|| {
        let choices = Mail::ALL
            .iter()
            .map(|one| choice("mail", one.word(), texts.s(&format!("mail-{}", one.word())), wanted == Some(*one)));
        view! { <fieldset><legend>{texts.s("mail-wanted")}</legend>{choices.collect_view()}</fieldset> }
    });
    view! {
        <Frame title=texts.s("settings") class="p-sign-in">
            <main id="main" class="page">
                <section class="card">
                    <h1>{texts.s("settings")}</h1>
                    {viewer.person.map(|person| {
                        let team = person.team_name.map(|team| format!(" · {}", texts.name(&team)));
                        view! { <p><b>{person.name}</b>{team}" · "{person.email}</p> }
                    })}
                    {move || said("saved").then(|| view! { <p class="banner good" role="status">{texts.s("saved")}</p> })}
                    {move || said("error").then(|| view! { <p class="banner bad" role="alert">{texts.s("not-saved")}</p> })}
                    <form method="post" action="/preferences" class="stack">
                        <fieldset><legend>{texts.s("language")}</legend>{langs.collect_view()}</fieldset>
                        <fieldset><legend>{texts.s("theme")}</legend>{themes.collect_view()}</fieldset>
                        <fieldset><legend>{texts.s("visible")}</legend>{visible}</fieldset>
                        {mails}
                        <button class="btn p">{texts.s("save")}</button>
                    </form>
                    <Password />
                    <form method="post" action="/sign-out" class="stack"><button class="btn o">{texts.s("sign-out")}</button></form>
                </section>
            </main>
        </Frame>
    }
}

/// Changes one's own password.
#[component]
fn Password() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let told = move || {
        let (word, wait) = query.with(|query| (query.get("password"), query.get("wait").unwrap_or_default()));
        let said = match word?.as_str() {
            "changed" => {
                return Some(
                    view! { <p class="banner good" role="status">{texts.s("password-changed")}</p> }.into_any(),
                );
            }
            "wrong_password" => texts.s("password-wrong"),
            "too_often" => texts.f("sign-in-too-often", &[("wait", wait_for(texts, &wait).into())]),
            "too_short" => texts.s("problem-too_short"),
            "too_long" => texts.s("problem-too_long"),
            "same_password" => texts.s("problem-same_password"),
            _ => texts.s("not-saved"),
        };
        Some(view! { <p class="banner bad" role="alert">{said}</p> }.into_any())
    };
    view! {
        <form method="post" action="/settings/password" class="stack" id="password">
            <fieldset>
                <legend>{texts.s("password-change")}</legend>
                {told}
                <label class="field">{texts.s("password-current")}
                    <input type="password" name="current" autocomplete="current-password" required=true />
                </label>
                <label class="field">{texts.s("password-new")}
                    <input type="password" name="new" autocomplete="new-password" minlength="10" required=true />
                    <small>{texts.s("password-hint")}</small>
                </label>
            </fieldset>
            <button class="btn o">{texts.s("password-change")}</button>
        </form>
    }
}

fn choice(name: &'static str, value: &'static str, text: String, chosen: bool) -> impl IntoView {
    view! { <label class="radio"><input type="radio" name=name value=value checked=chosen />{text}</label> }
}
