//! `/admin`: sites, their floors, and what a new office needs next.

use super::{
    frame::AdminFrame,
    sites::{
        api::{Overview, load_overview},
        forms::{FloorForm, SiteForm},
    },
    typed::Typed,
};
use crate::{
    texts::Texts,
    ui::{icon::Icon, notice::FailureNotice},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use office::model::overview::{FloorNow, SiteNow};

/// The overview.
#[component]
pub fn AdminPage() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let address = Memo::new(move |_| {
        query.with(|query| {
            let text = |name: &str| query.get(name).unwrap_or_default();
            (text("do"), text("to"), text("problem"), (text("done"), Typed::of(query)))
        })
    });
    let overview = crate::carried::read(move || address.get(), |(does, ..)| load_overview(does == "site"));
    view! {
        <AdminFrame title=texts.s("nav-admin") section="places">
            <h1>{texts.s("admin-title")}</h1>
            <Transition fallback=move || view! { <p class="hint">{texts.s("loading")}</p> }>
                {move || Suspend::new(async move {
                    match overview.await {
                        Ok(overview) => {
                            let (does, to, problem, (_, typed)) = address.get_untracked();
                            view! { <Stage overview does to problem typed /> }.into_any()
                        }
                        Err(failure) => view! { <FailureNotice failure /><a class="btn o" href="/">{texts.s("go-home")}</a> }.into_any(),
                    }
                })}
            </Transition>
        </AdminFrame>
    }
}

#[component]
fn Stage(overview: Overview, does: String, to: String, problem: String, typed: Typed) -> impl IntoView {
    let texts = use_texts();
    let empty = overview.sites.is_empty();
    let next = next_step(&overview.sites).map(|step| {
        view! { <p class="banner">{texts.s(step)}</p> }
    });
    let site = overview.sites.iter().find(|site| site.site.id.to_string() == to).cloned();
    let form = if empty || does == "site" {
        view! { <SiteForm zones=overview.zones typed problem /> }.into_any()
    } else if let (Some(site), true) = (site, does == "floor") {
        view! { <FloorForm site typed problem /> }.into_any()
    } else {
        ().into_any()
    };
    let cards = overview.sites.into_iter().map(|site| card(texts, site)).collect_view();
    view! {
        {next}
        {form}
        <div class="sites-list">{cards}</div>
        {(!empty && does != "site").then(|| view! {
            <a class="btn o" href="/admin?do=site"><Icon name="plus" size="s" />{texts.s("site-add")}</a>
        })}
    }
}

/// What is missing before somebody can book a desk.
fn next_step(sites: &[SiteNow]) -> Option<&'static str> {
    if sites.is_empty() {
        Some("next-site")
    } else if sites.iter().all(|site| site.floors.is_empty()) {
        Some("next-floor")
    } else if sites.iter().flat_map(|site| &site.floors).all(|floor| floor.desks == 0) {
        Some("next-desks")
    } else {
        None
    }
}

fn card(texts: Texts, site: SiteNow) -> impl IntoView {
    let hours = &site.site.hours;
    let id = site.site.id;
    let about = texts.f(
        "site-about",
        &[
            ("zone", site.site.zone.clone().into()),
            ("opens", hours.opens.to_string().into()),
            ("closes", hours.closes.to_string().into()),
        ],
    );
    let floors = match site.floors.is_empty() {
        true => view! { <p class="hint">{texts.s("site-no-floors")}</p> }.into_any(),
        false => {
            let rows = site.floors.into_iter().rev().map(|floor| row(texts, floor)).collect_view();
            view! { <ul class="lines">{rows}</ul> }.into_any()
        }
    };
    view! {
        <section class="card site">
            <div class="card-head">
                <div><h2>{texts.name(&site.site.name)}</h2><p class="hint">{about}</p></div>
                <div class="row-actions">
                    <a class="btn o" href=format!("/admin/rules/{id}")>{texts.s("site-rules")}</a>
                    <a class="btn o" href=format!("/admin/closures/{id}")>{texts.s("site-closures")}</a>
                    <a class="btn o" href=format!("/admin?do=floor&to={id}")><Icon name="plus" size="s" />{texts.s("floor-add")}</a>
                </div>
            </div>
            {floors}
        </section>
    }
}

fn row(texts: Texts, now: FloorNow) -> impl IntoView {
    let name = texts.name(&now.floor.name);
    let said =
        texts.f("floor-about", &[("desks", i64::from(now.desks).into()), ("coming", i64::from(now.coming).into())]);
    let out = (now.out_of_service > 0)
        .then(|| texts.f("floor-out", &[("count", i64::from(now.out_of_service).into())]))
        .map(|text| view! { <small class="out">{text}</small> });
    let label = texts.f("floor-desks", &[("floor", name.clone().into())]);
    view! {
        <li class="line">
            <b>{name}</b>
            <span>{said}{out}</span>
            <a class="btn o" href=format!("/admin/floors/{}", now.floor.id) aria-label=label>{texts.s("desks-title")}</a>
        </li>
    }
}
