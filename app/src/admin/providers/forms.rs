//! The forms for a new provider and for one that is changed, by kind.

use super::api::{AddProvider, ChangeProvider};
use crate::{
    admin::{
        field::{Form, Look},
        typed::Typed,
    },
    bookings::done::failed,
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::provider::{LibvirtSettings, Provider, ProviderKind, Settings};

/// A new provider of a kind.
#[component]
pub fn NewProvider(kind: ProviderKind, typed: Typed, problem: String) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<AddProvider>::new();
    let form = Form::new(typed, &problem, || standard(kind));
    view! {
        <section class="card" aria-labelledby="provider-title">
            <h2 id="provider-title">{texts.s(&format!("provider-new-{}", kind.word()))}</h2>
            <p class="hint">{texts.s(&format!("provider-about-{}", kind.word()))}</p>
            {move || failed(action.value().get())}
            <ActionForm action attr:class="stack">
                <input type="hidden" name="kind" value=kind.word() />
                <Fields form kind has_secret=false />
                <div class="row-actions">
                    <button class="btn p">{texts.s("provider-save-test")}</button>
                    <a class="btn o" href="/admin/providers">{texts.s("cancel")}</a>
                </div>
            </ActionForm>
        </section>
    }
}

/// A provider that is changed.
#[component]
pub fn EditProvider(provider: Provider, version: String, typed: Typed, problem: String) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<ChangeProvider>::new();
    let form = Form::new(typed, &problem, || values(&provider));
    let stale = form.is_stale();
    let version = if stale || version.is_empty() { provider.version.to_string() } else { version };
    let notice = stale.then(|| view! { <p class="banner warn" role="alert">{texts.s("provider-stale")}</p> });
    let title = texts.f("provider-edit-which", &[("name", texts.name(&provider.name).into())]);
    let kind = provider.kind;
    view! {
        <section class="card" aria-labelledby="provider-title">
            <h2 id="provider-title">{title}</h2>
            <p class="hint">{texts.s(&format!("provider-about-{}", kind.word()))}</p>
            {notice}
            {move || failed(action.value().get())}
            <ActionForm action attr:class="stack">
                <input type="hidden" name="provider" value=provider.id.to_string() />
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="kind" value=kind.word() />
                <Fields form kind has_secret=provider.has_secret />
                <div class="row-actions">
                    <button class="btn p">{texts.s("provider-save-test")}</button>
                    <a class="btn o" href="/admin/providers">{texts.s("cancel")}</a>
                </div>
            </ActionForm>
        </section>
    }
}

#[component]
fn Fields(form: Form, kind: ProviderKind, has_secret: bool) -> impl IntoView {
    let texts = use_texts();
    let own = match kind {
        ProviderKind::Local => ().into_any(),
        ProviderKind::LaunchUrl => view! { <LaunchFields form=form.clone() has_secret /> }.into_any(),
        ProviderKind::Libvirt => view! { <LibvirtFields form=form.clone() has_secret /> }.into_any(),
    };
    view! {
        <div class="two">{form.text("name_ko", "name-ko")}{form.input("name_en", "name-en", Look::FREE)}</div>
        {own}
        <fieldset>
            <legend>{texts.s("provider-limits")}</legend>
            <div class="two">
                {form.input("capacity", "provider-capacity", Look::NUMBER.free())}
                {form.input("at_once", "provider-at-once", Look::NUMBER.free())}
            </div>
        </fieldset>
    }
}

#[component]
fn LaunchFields(form: Form, has_secret: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        {form.text("url", "provider-url")}
        <details>
            <summary>{texts.s("provider-placeholders")}</summary>
            <ul class="hint">
                {["email", "name", "person", "cloud_pc", "session", "desk", "expires", "signature"]
                    .map(|word| view! { <li><code>{format!("{{{word}}}")}</code>" "{texts.s(&format!("provider-value-{word}"))}</li> })
                    .collect_view()}
            </ul>
        </details>
        <SecretField form has_secret label="provider-signing-key" />
    }
}

#[component]
fn LibvirtFields(form: Form, has_secret: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        {form.text("uri", "provider-uri")}
        <div class="three">
            {form.input("memory_mib", "provider-memory", Look::NUMBER)}
            {form.input("cpus", "provider-cpus", Look::NUMBER)}
            {form.input("shutdown_seconds", "provider-shutdown", Look::NUMBER)}
        </div>
        <div class="two">
            {form.input("pool", "provider-pool", Look::FREE)}
            {form.input("image", "provider-image", Look::FREE)}
        </div>
        <p class="hint">{texts.s("provider-image-hint")}</p>
        <div class="two">
            {form.input("network", "provider-network", Look::FREE)}
            {form.input("user", "provider-user", Look::FREE)}
        </div>
        <SecretField form has_secret label="provider-password" />
    }
}

/// A secret can be typed and forgotten, and never read.
#[component]
fn SecretField(form: Form, has_secret: bool, label: &'static str) -> impl IntoView {
    let texts = use_texts();
    let wrong = form.wrong("secret");
    let hint = texts.s(if has_secret { "provider-secret-stored" } else { "provider-secret-none" });
    let forget = has_secret.then(|| form.tick("forget", texts.s("provider-secret-forget")));
    view! {
        <label class="field">
            <span>{texts.s(label)}</span>
            <input
                type="password" name="secret" id="f-secret" autocomplete="new-password"
                aria-invalid=wrong.is_some().then_some("true") aria-describedby="h-secret w-secret"
            />
            <small id="h-secret" class="hint">{hint}</small>
            {wrong.map(|text| view! { <small class="problem" id="w-secret" role="alert">{text}</small> })}
        </label>
        {forget}
    }
}

/// What a new provider's form says first.
fn standard(kind: ProviderKind) -> Typed {
    match kind {
        ProviderKind::Local => Typed::default(),
        ProviderKind::LaunchUrl => Typed::from_pairs([("url", "https://".to_owned())]),
        ProviderKind::Libvirt => Typed::from_pairs([
            ("uri", "qemu:///session".to_owned()),
            ("memory_mib", "4096".to_owned()),
            ("cpus", "2".to_owned()),
            ("pool", "default".to_owned()),
            ("shutdown_seconds", "30".to_owned()),
        ]),
    }
}

/// What the form of a provider says as it stands; where that can't be read it begins as that of a new one.
fn values(provider: &Provider) -> Typed {
    let limit = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    let mut pairs = vec![
        ("name_ko", provider.name.ko.clone()),
        ("name_en", provider.name.en.clone()),
        ("capacity", limit(provider.limits.capacity)),
        ("at_once", limit(provider.limits.at_once)),
    ];
    match &provider.settings {
        Some(Settings::LaunchUrl(launch)) => pairs.push(("url", launch.url.clone())),
        Some(Settings::Libvirt(host)) => pairs.extend(of_host(host)),
        Some(Settings::Local) | None => {}
    }
    let mut typed = standard(provider.kind);
    typed.0.extend(Typed::from_pairs(pairs).0);
    typed
}

fn of_host(host: &LibvirtSettings) -> [(&'static str, String); 8] {
    [
        ("uri", host.uri.clone()),
        ("user", host.user.clone()),
        ("memory_mib", host.memory_mib.to_string()),
        ("cpus", host.cpus.to_string()),
        ("pool", host.pool.clone()),
        ("image", host.image.clone()),
        ("network", host.network.clone()),
        ("shutdown_seconds", host.shutdown_seconds.to_string()),
    ]
}
