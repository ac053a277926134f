//! The page of providers.

use super::{
    api::{Providers, RemoveProvider, SwitchProvider, load_providers},
    forms::{EditProvider, NewProvider},
    sites::SiteUses,
};
use crate::{
    admin::{
        frame::{AdminFrame, Crumbs},
        sure::Sure,
        typed::Typed,
    },
    bookings::done::failed,
    texts::Texts,
    ui::{icon::Glyph, notice::FailureNotice},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use office::model::provider::{Found, OWN_DESKTOPS, Provider, ProviderKind, ProviderNow, Weight};

/// What the address says.
#[derive(Clone, Debug, Default, PartialEq)]
struct Address {
    does: String,
    to: String,
    version: String,
    problem: String,
    done: String,
    typed: Typed,
}

impl Address {
    fn of_kind(&self, does: &str) -> String {
        if self.does == does { self.to.clone() } else { String::new() }
    }
}

/// Providers.
#[component]
pub fn ProvidersPage() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let address = Memo::new(move |_| {
        query.with(|query| {
            let text = |name: &str| query.get(name).unwrap_or_default();
            Address {
                does: text("do"),
                to: text("to"),
                version: text("version"),
                problem: text("problem"),
                done: text("done") + &text("event"),
                typed: Typed::of(query),
            }
        })
    });
    let found =
        crate::carried::read(move || address.get(), |at| load_providers(at.of_kind("test"), at.of_kind("edit")));
    view! {
        <AdminFrame title=texts.s("admin-providers") section="providers">
            <Crumbs here=texts.s("admin-providers") />
            <h1>{texts.s("admin-providers")}</h1>
            <Transition fallback=move || view! { <p class="hint">{texts.s("loading")}</p> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => view! { <Stage found at=address.get_untracked() /> }.into_any(),
                        Err(failure) => view! { <FailureNotice failure /> }.into_any(),
                    }
                })}
            </Transition>
        </AdminFrame>
    }
}

#[derive(Clone, Copy)]
struct Acts {
    switch: ServerAction<SwitchProvider>,
    remove: ServerAction<RemoveProvider>,
}

#[component]
fn Stage(found: Providers, at: Address) -> impl IntoView {
    let acts = Acts { switch: ServerAction::new(), remove: ServerAction::new() };
    let refused = (at.does == "remove").then(|| view! { <NotRemoved at=at.clone() /> });
    let new = ProviderKind::from_word(&at.of_kind("add")).filter(|kind| *kind != ProviderKind::Local);
    let form = match (new, found.edited) {
        (Some(kind), _) => view! { <NewProvider kind typed=at.typed problem=at.problem /> }.into_any(),
        (None, Some(provider)) => {
            view! { <EditProvider provider version=at.version typed=at.typed problem=at.problem /> }.into_any()
        }
        (None, None) => ().into_any(),
    };
    let tested = found.tested;
    let rows = found.providers.clone().into_iter().map(|now| {
        let seen = tested.as_ref().filter(|(id, _)| *id == now.provider.id).map(|(_, seen)| seen.clone());
        view! { <Row now seen acts /> }
    });
    view! {
        {refused}
        {move || failed(acts.switch.value().get())}
        {move || failed(acts.remove.value().get())}
        {form}
        <ul class="providers">{rows.collect_view()}</ul>
        <AddLinks />
        <SiteUses uses=found.uses providers=found.providers />
    }
}

#[component]
fn AddLinks() -> impl IntoView {
    let texts = use_texts();
    let links = [ProviderKind::LaunchUrl, ProviderKind::Libvirt].map(|kind| {
        let href = format!("/admin/providers?do=add&to={}", kind.word());
        view! {
            <li>
                <a class="btn o" href=href>{texts.s(&format!("provider-new-{}", kind.word()))}</a>
                <small>{texts.s(&format!("provider-about-{}", kind.word()))}</small>
            </li>
        }
    });
    view! {
        <section class="card" aria-labelledby="add-title">
            <h2 id="add-title">{texts.s("provider-add")}</h2>
            <ul class="choices">{links.collect_view()}</ul>
        </section>
    }
}

/// Why a provider can't be removed, and the way out.
#[component]
fn NotRemoved(at: Address) -> impl IntoView {
    let texts = use_texts();
    let problem = at.problem.rsplit_once('.').map_or("unknown", |(_, word)| word).to_owned();
    let to_sites = (problem == "provider_has_sites")
        .then(|| view! { <a class="btn o" href="#uses-title">{texts.s("provider-to-sites")}</a> });
    view! { <div class="banner bad" role="alert"><p>{texts.s(&format!("problem-{problem}"))}</p>{to_sites}</div> }
}

#[component]
fn Row(now: ProviderNow, seen: Option<Vec<Found>>, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let about = texts.f(
        "provider-now",
        &[
            ("kind", texts.s(&format!("provider-kind-{}", now.provider.kind.word())).into()),
            ("running", i64::from(now.running).into()),
            ("sites", (now.sites.len() as i64).into()),
        ],
    );
    let tested = seen.is_some();
    let found = seen.unwrap_or(now.found);
    let weight = found.iter().map(|one| one.finding.weight()).max().unwrap_or(Weight::Fine);
    let said = found.into_iter().map(|one| view! { <Said found=one /> }).collect_view();
    let heard = tested.then(|| view! { <p class="hint">{texts.s("provider-tested")}</p> });
    let (id, name) = (now.provider.id.to_string(), texts.name(&now.provider.name));
    let title = format!("p{id}");
    let labelled = title.clone();
    view! {
        <li class="card provider" data-provider=id data-weight=word(weight) aria-labelledby=labelled>
            <div class="card-head">
                <div><h2 id=title>{name}</h2><p class="hint num">{about}</p></div>
                <RowActs provider=now.provider acts />
            </div>
            <div role=tested.then_some("status")>{heard}{said}</div>
        </li>
    }
}

/// What can be done with a provider; its name is in every button's, of which there are as many as providers.
#[component]
fn RowActs(provider: Provider, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let (id, name) = (provider.id.to_string(), texts.name(&provider.name));
    let named = move |key: &str| texts.f(key, &[("name", name.clone().into())]);
    let (edit, test) = (format!("/admin/providers?do=edit&to={id}"), format!("/admin/providers?do=test&to={id}#p{id}"));
    let (switch_text, switch_label) = match provider.enabled {
        true => ("provider-switch-off", named("provider-switch-off-which")),
        false => ("provider-switch-on", named("provider-switch-on-which")),
    };
    let (removed, remove_label) = (id.clone(), named("provider-remove-which"));
    let remove = (provider.id != OWN_DESKTOPS).then(move || {
        view! {
            <Sure text=texts.s("remove") label=remove_label hint=texts.s("provider-remove-hint")>
                <ActionForm action=acts.remove>
                    <input type="hidden" name="provider" value=removed />
                    <button class="btn o">{texts.s("provider-remove-now")}</button>
                </ActionForm>
            </Sure>
        }
    });
    view! {
        <div class="row-actions">
            <a class="btn o" href=test aria-label=named("provider-test-which")>{texts.s("provider-test")}</a>
            <a class="btn o" href=edit aria-label=named("provider-edit-which")>{texts.s("provider-edit")}</a>
            <ActionForm action=acts.switch>
                <input type="hidden" name="provider" value=id />
                <input type="hidden" name="on" value=(!provider.enabled).to_string() />
                <button class="btn o" aria-label=switch_label>{texts.s(switch_text)}</button>
            </ActionForm>
            {remove}
        </div>
    }
}

fn word(weight: Weight) -> &'static str {
    match weight {
        Weight::Fine => "fine",
        Weight::Note => "note",
        Weight::Wrong => "wrong",
    }
}

fn glyph(weight: Weight) -> &'static str {
    match weight {
        Weight::Fine => "ready",
        Weight::Note => "away",
        Weight::Wrong => "none",
    }
}

/// One finding: what it is, and what to do about it.
#[component]
fn Said(found: Found) -> impl IntoView {
    let texts = use_texts();
    let weight = found.finding.weight();
    view! {
        <p class="found" data-finding=found.finding.word()>
            <Glyph name=glyph(weight) />
            <span><b>{what(texts, &found)}</b>{todo(texts, &found)}</span>
        </p>
    }
}

fn what(texts: Texts, found: &Found) -> String {
    texts.f(&format!("provider-found-{}", found.finding.word()), &[("about", found.about.clone().into())])
}

/// What to do; nothing where all is well.
fn todo(texts: Texts, found: &Found) -> Option<impl IntoView + use<>> {
    let text = texts.f(&format!("provider-do-{}", found.finding.word()), &[("about", found.about.clone().into())]);
    (found.finding.weight() != Weight::Fine).then(|| view! { <small>{text}</small> })
}
