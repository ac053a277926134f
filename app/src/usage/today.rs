//! `/usage`: how a site is used on one day.

use super::{
    api::{UsageView, Wanted, load_usage},
    figures::Figures,
    head::Head,
    hours::Hours,
    live,
    places::Places,
    todo::Todos,
};
use crate::{
    places::live::Hearing,
    ui::{frame::Frame, new_office::NewOffice, notice::FailureNotice},
    viewer::{use_texts, use_viewer},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use office::model::usage::{DayUsage, Tense};

/// The page. Its whole state is its address.
#[component]
pub fn TodayPage() -> impl IntoView {
    let texts = use_texts();
    let sees = use_viewer().sees_usage();
    let query = use_query_map();
    let wanted = Memo::new(move |_| {
        let query = query.get();
        Wanted { site: query.get("site").unwrap_or_default(), date: query.get("date").unwrap_or_default() }
    });
    let found = crate::carried::read(move || wanted.get(), load_usage);
    view! {
        <Frame title=texts.s("nav-usage") class="p-dash">
            <Transition fallback=move || view! { <main id="main" class="page"><p class="hint">{texts.s("loading")}</p></main> }>
                {move || found.get().map(|found| match found {
                    Ok(Some(view)) => view! { <Stage view wanted=wanted.get_untracked() /> }.into_any(),
                    Ok(None) => view! { <NewOffice title=texts.s("nav-usage") /> }.into_any(),
                    Err(failure) => view! {
                        <main id="main" class="page">
                            <h1>{texts.s("nav-usage")}</h1>
                            <FailureNotice failure />
                            <p class="ways">
                                {sees.then(|| view! { <a class="btn o" href="/usage">{texts.s("usage-today")}</a> })}
                                <a class="btn o" href="/">{texts.s("go-home")}</a>
                            </p>
                        </main>
                    }.into_any(),
                })}
            </Transition>
        </Frame>
    }
}

/// What of a day decides which elements the page has; everything else changes within them.
fn shape(day: &DayUsage) -> impl PartialEq + Send + Sync + use<> {
    let places: Vec<_> = day.places.iter().map(|place| (place.floor, place.part, place.name.clone())).collect();
    (day.site.id, day.date, day.today, day.tense, places)
}

#[component]
fn Stage(view: UsageView, wanted: Wanted) -> impl IntoView {
    let sites = StoredValue::new(view.sites);
    let site = view.day.site.id;
    let day = RwSignal::new(view.day);
    let hearing = RwSignal::new(Hearing::NotYet);
    Effect::new(move |_| live::follow(site, (wanted.clone(), day), hearing));
    let shape = Memo::new(move |_| day.with(shape));
    view! {
        <main id="main" class="page">
            {move || {
                shape.track();
                view! { <Head sites day hearing /> }
            }}
            <Age day hearing />
            <Closed day />
            {move || {
                shape.track();
                let empty = day.with_untracked(|day| day.whole.desks == 0);
                if empty { view! { <NoDesks /> }.into_any() } else { view! { <Counted day /> }.into_any() }
            }}
        </main>
    }
}

#[component]
fn Counted(day: RwSignal<DayUsage>) -> impl IntoView {
    let today = day.with_untracked(|day| day.tense == Tense::Today);
    view! {
        <Figures day />
        <Hours day wide=!today />
        {today.then(|| view! { <Todos day /> })}
        <Places day />
    }
}

/// Says how old the figures are when changes no longer arrive.
#[component]
fn Age(day: RwSignal<DayUsage>, hearing: RwSignal<Hearing>) -> impl IntoView {
    let texts = use_texts();
    move || {
        (hearing.get() == Hearing::Lost).then(|| {
            let at = day.with(|day| day.as_of_local.to_string());
            view! { <p class="banner warn" role="status">{texts.f("usage-lost", &[("at", at.into())])}</p> }
        })
    }
}

/// Says that the site is closed that day.
#[component]
fn Closed(day: RwSignal<DayUsage>) -> impl IntoView {
    let texts = use_texts();
    let closed = Memo::new(move |_| day.with(|day| day.closed.clone()));
    move || {
        closed.get().map(|closed| {
            let said = match closed.name {
                Some(name) => texts.f("usage-closed-holiday", &[("name", texts.name(&name).into())]),
                None => texts.s("usage-closed"),
            };
            view! { <p class="banner" role="status">{said}</p> }
        })
    }
}

#[component]
fn NoDesks() -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="card none">
            <h2>{texts.s("usage-no-desks")}</h2>
            <p>{texts.s("usage-no-desks-hint")}</p>
        </section>
    }
}
