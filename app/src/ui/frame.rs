//! The frame around every page: top bar, navigation, tabs on phones.

use super::{
    avatar::Avatar,
    icon::{Icon, Logo},
};
use crate::{
    part::Part,
    viewer::{use_texts, use_viewer},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use office::model::{person::hue, place::Lang};

struct Entry {
    href: &'static str,
    text: &'static str,
    icon: &'static str,
}

fn entries() -> Vec<Entry> {
    let viewer = use_viewer();
    if viewer.person.is_none() {
        return Vec::new();
    }
    let mut entries = vec![
        Entry { href: "/", text: "nav-home", icon: "home" },
        Entry { href: "/floors", text: "nav-seats", icon: "map" },
        Entry { href: "/bookings", text: "nav-bookings", icon: "cal" },
    ];
    if viewer.sees_usage() {
        entries.push(Entry { href: "/usage", text: "nav-usage", icon: "users" });
    }
    if viewer.is_admin() {
        entries.push(Entry { href: "/admin", text: "nav-admin", icon: "layers" });
    }
    entries
}

fn is_here(path: &str, href: &str) -> bool {
    if href == "/" { path == "/" } else { path == href || path.starts_with(&format!("{href}/")) }
}

/// Tells the router to leave a link alone that leads into the other part of the pages.
fn anew(href: &str) -> Option<&'static str> {
    (use_context::<Part>() != Some(Part::of(href))).then_some("external")
}

fn links(tabs: bool) -> impl IntoView {
    let texts = use_texts();
    let path = use_location().pathname;
    entries()
        .into_iter()
        .map(|entry| {
            let here = move || is_here(&path.get(), entry.href).then_some("page");
            view! {
                <a href=entry.href rel=anew(entry.href) aria-current=here>
                    {tabs.then(|| view! { <Icon name=entry.icon size="l" /> })}
                    {texts.s(entry.text)}
                </a>
            }
        })
        .collect_view()
}

/// A page: its title, its scope class (`p-home`, `p-seats`…) and its content, which brings its own `<main id="main">`.
#[component]
pub fn Frame(#[prop(into)] title: String, class: &'static str, children: Children) -> impl IntoView {
    let texts = use_texts();
    let signed_in = use_viewer().person.is_some();
    let nav =
        signed_in.then(|| view! { <nav class="nav" aria-label=texts.s("nav-main")>{links(false)}</nav> }.into_any());
    // Said at once, so that the tabs that are there do not move when the rest arrives.
    let columns = format!("--tabs:{}", entries().len());
    let tabs = signed_in.then(|| {
        let links = links(true);
        view! { <nav class="tabs" style=columns aria-label=texts.s("nav-main")>{links}</nav> }.into_any()
    });
    // Types of whole pages would grow without end: here they are forgotten.
    let tools = view! { <Tools /> }.into_any();
    view! {
        <Title text=format!("{title} · {}", texts.s("app-name")) />
        <div class=format!("frame {class}")>
            // The router would only scroll there; the browser goes on from there as well.
            <a class="skip" href="#main" rel="external">{texts.s("skip-to-content")}</a>
            <header class="top">
                <a class="brand" href="/" rel=anew("/")><Logo />{texts.s("app-name")}</a>
                {nav}
                <div class="tools">{tools}</div>
            </header>
            {children()}
            {tabs}
        </div>
    }
    .into_any()
}

/// Language, theme, and who is signed in. Plain forms: they work without the browser's part.
#[component]
fn Tools() -> impl IntoView {
    let viewer = use_viewer();
    let texts = viewer.texts();
    let other = if viewer.lang == Lang::Ko { Lang::En } else { Lang::Ko };
    view! {
        <form method="post" action="/preferences" class="lang">
            <input type="hidden" name="lang" value=other.tag() />
            <button class="btn g" lang=other.tag()>{texts.s("language-switch")}</button>
        </form>
        <ThemeSwitch to="dark" />
        <ThemeSwitch to="light" />
        {viewer.person.map(|person| view! {
            <a class="me" href="/settings" rel=anew("/settings") aria-label=format!("{}, {}", person.name, texts.s("settings"))>
                <Avatar name=person.given_name.clone() hue=hue(person.id) />
            </a>
        })}
    }
}

/// The switch to a theme; the style shows the one that leads away from what is seen.
#[component]
fn ThemeSwitch(to: &'static str) -> impl IntoView {
    let icon = if to == "dark" { "moon" } else { "sun" };
    view! {
        <form method="post" action="/preferences" class=format!("to-{to}")>
            <input type="hidden" name="theme" value=to />
            <button class="btn i g" aria-label=use_texts().s(&format!("theme-to-{to}"))><Icon name=icon size="l" /></button>
        </form>
    }
}

/// Nothing lives at this address, or nothing of this part: then its page is loaded anew.
#[component]
pub fn NotFound() -> impl IntoView {
    let to = use_location();
    let path = to.pathname.get_untracked();
    if use_context::<Part>() != Some(Part::of(&path)) {
        load(&path, to.search.get_untracked().trim_start_matches('?'));
        return ().into_any();
    }
    #[cfg(not(target_family = "wasm"))]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    let texts = use_texts();
    view! {
        <Frame title=texts.s("error-not-found") class="p-error">
            <main id="main" class="page problem">
                <h1>{texts.s("error-not-found")}</h1>
                <p>{texts.s("error-not-found-hint")}</p>
                <p class="ways"><a class="btn p" href="/">{texts.s("go-home")}</a></p>
            </main>
        </Frame>
    }
    .into_any()
}

/// Loads a page of another part. After a link the browser is not yet there, after its back button it is.
#[cfg(target_family = "wasm")]
fn load(path: &str, search: &str) {
    let here = location();
    let loads = match here.pathname().as_deref() == Ok(path) {
        true => here.reload(),
        false if search.is_empty() => here.assign(path),
        false => here.assign(&format!("{path}?{search}")),
    };
    if loads.is_err() {
        // A browser that refuses that leaves its own buttons.
        leptos::logging::warn!("{path} could not be loaded");
    }
}

/// The server makes each page as a page of its own part.
#[cfg(not(target_family = "wasm"))]
fn load(_path: &str, _search: &str) {}
