//! `/usage/seats/:floor`: how well the line of each seat of a floor is.

use super::{
    api::{FloorTab, SeatsView, load_seats},
    flagged::{Chosen, Flagged},
    legend::Legend,
    map::HealthMap,
    table::SeatTable,
};
use crate::{
    texts::Texts,
    ui::{frame::Frame, new_office::NewOffice, notice::FailureNotice, query::current_query},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use office::model::seat_health::{DAYS, FloorHealth};

/// The page. Its whole state is its address.
#[component]
pub fn SeatsPage() -> impl IntoView {
    let texts = use_texts();
    let (params, query) = (use_params_map(), current_query());
    let floor = Memo::new(move |_| params.with(|params| params.get("floor").unwrap_or_default()));
    let chosen = Memo::new(move |_| query.with(|query| query.get("desk").unwrap_or_default()));
    let found = crate::carried::read(move || floor.get(), load_seats);
    view! {
        <Frame title=texts.s("health-title") class="p-dash p-health">
            <Transition fallback=move || view! { <main id="main" class="page"><p class="hint">{texts.s("loading")}</p></main> }>
                {move || found.get().map(|found| match found {
                    Ok(Some(view)) => view! { <Stage view chosen /> }.into_any(),
                    Ok(None) => view! { <NewOffice title=texts.s("health-title") /> }.into_any(),
                    Err(failure) => view! {
                        <main id="main" class="page">
                            <h1>{texts.s("health-title")}</h1>
                            <FailureNotice failure />
                            <p class="ways"><a class="btn o" href="/">{texts.s("go-home")}</a></p>
                        </main>
                    }.into_any(),
                })}
            </Transition>
        </Frame>
    }
}

#[component]
fn Stage(view: SeatsView, chosen: Memo<String>) -> impl IntoView {
    let texts = use_texts();
    let measured = view.health.whole.screens > 0;
    let head = head(texts, &view);
    let place = place(texts, &view.health);
    let view = StoredValue::new(view);
    view! {
        <main id="main" class="page">
            {head}
            {(!measured).then(|| view! { <p class="banner" role="status">{texts.s("health-nothing")}</p> })}
            <section class="card floor" aria-labelledby="floor-title">
                <header><h2 id="floor-title">{place}</h2></header>
                <HealthMap view chosen />
                <Legend view />
            </section>
            <div class="beside">
                <Chosen view chosen />
                <Flagged view />
            </div>
            <SeatTable view />
        </main>
    }
}

fn place(texts: Texts, health: &FloorHealth) -> String {
    format!("{} {}", texts.name(&health.site_name), texts.name(&health.name))
}

fn head(texts: Texts, view: &SeatsView) -> impl IntoView + use<> {
    let health = &view.health;
    let sites = sites(texts, view);
    let floors = view.floors.iter().filter(|tab| tab.site == health.site).map(|tab| {
        let here = (tab.floor == health.floor).then_some("page");
        view! { <a class="btn o" href=format!("/usage/seats/{}", tab.floor) aria-current=here>{texts.name(&tab.name)}</a> }
    });
    view! {
        <div class="head">
            <div>
                <p class="crumbs"><a href=format!("/usage?site={}", health.site)>{texts.s("nav-usage")}</a></p>
                <h1>{texts.s("health-title")}</h1>
                <p class="num">{coverage(texts, health)}</p>
            </div>
            <div class="r">
                {sites}
                <nav class="step" aria-label=texts.s("health-floors")>{floors.collect_view()}</nav>
            </div>
        </div>
    }
}

/// The other sites, each by its top floor; nothing where there is one site.
fn sites(texts: Texts, view: &SeatsView) -> Option<impl IntoView + use<>> {
    let mut tops: Vec<&FloorTab> = Vec::new();
    for tab in &view.floors {
        match tops.last_mut().filter(|last| last.site == tab.site) {
            Some(last) => *last = tab,
            None => tops.push(tab),
        }
    }
    (tops.len() > 1).then(|| {
        let links = tops.into_iter().map(|tab| {
            let here = (tab.site == view.health.site).then_some("true");
            view! { <a class="btn o" href=format!("/usage/seats/{}", tab.floor) aria-current=here>{texts.name(&tab.site_name)}</a> }
        });
        view! { <nav class="step" aria-label=texts.s("usage-site")>{links.collect_view()}</nav> }
    })
}

/// What the figures rest on and how old they are.
fn coverage(texts: Texts, health: &FloorHealth) -> String {
    let (whole, seats) = (health.whole, health.seats.len() as i64);
    let at = format!("{} {}", texts.date(health.as_of_local.0), health.as_of_local.1);
    let args = [
        ("days", DAYS.into()),
        ("screens", i64::from(whole.screens).into()),
        ("known", i64::from(whole.known).into()),
        ("seats", seats.into()),
        ("unknown", (seats - i64::from(whole.known)).into()),
        ("at", at.into()),
    ];
    texts.f("health-coverage", &args)
}
