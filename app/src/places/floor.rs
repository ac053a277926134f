//! `/floors/:floor`: pick a seat.

use super::{
    api::load_floor,
    card::{Actions, SeatCard},
    controls::{DayStrip, Filters, Floors, Parts, Team},
    list::SeatList,
    live::{self, Hearing},
    map::{Map, Viewport},
    view::{Address, Filter, FloorView, SeatsNow},
};
use crate::{
    bookings::{done::Done, times::Times},
    reasons,
    ui::{frame::Frame, notice::FailureNotice},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The seat page. Its whole state is its address.
#[component]
pub fn FloorPage() -> impl IntoView {
    let address = address();
    let key = Memo::new(move |_| address.with(|address| (address.floor.clone(), address.times.clone())));
    let floor = Resource::new(move || key.get(), |(floor, times)| load_floor(floor, times));
    let viewport = RwSignal::new(Viewport::default());
    let actions = Actions::new();
    let texts = use_texts();
    view! {
        <Frame title=texts.s("nav-seats") class="p-seats">
            <Done />
            <Transition fallback=move || view! { <main id="main" class="page"><p class="hint">{texts.s("loading")}</p></main> }>
                {move || floor.get().map(|found| match found {
                    Ok(view) => view! { <Stage view address viewport actions /> }.into_any(),
                    Err(failure) => view! { <main id="main" class="page"><h1>{texts.s("nav-seats")}</h1><FailureNotice failure /></main> }.into_any(),
                })}
            </Transition>
        </Frame>
    }
}

fn address() -> Memo<Address> {
    let (params, query) = (use_params_map(), use_query_map());
    Memo::new(move |_| {
        let (params, query) = (params.get(), query.get());
        let text = |name: &str| query.get(name).unwrap_or_default();
        Address {
            floor: params.get("floor").unwrap_or_default(),
            times: Times { date: text("date"), part: text("part"), from: text("from"), to: text("to") },
            desk: text("desk"),
            filter: Filter::parse(&text("f")),
            list: text("view") == "list",
        }
    })
}

#[component]
fn Stage(view: FloorView, address: Memo<Address>, viewport: RwSignal<Viewport>, actions: Actions) -> impl IntoView {
    let now = RwSignal::new(view.now.clone());
    let times = view.times.clone();
    // The address with what it leaves open filled in, so that links and forms say exactly what is shown.
    let address = Memo::new(move |_| Address { times: times.clone(), ..address.get() });
    let floor = StoredValue::new(view);
    let hearing = RwSignal::new(Hearing::NotYet);
    Effect::new(move |_| live::follow(address.get_untracked(), now, hearing));
    Effect::new(move |answered: Option<usize>| {
        let version = actions.version();
        if answered.is_some_and(|before| before != version) {
            live::refresh(address.get_untracked(), now);
        }
        version
    });
    view! {
        <div class="app-grid">
            <aside class="panel">
                {move || view! { <DayStrip floor address=address.get() /><Parts address=address.get() /> }}
                {move || view! { <Team floor address=address.get() /> }}
            </aside>
            <main class="stage" id="main">
                <div class="bar">
                    {move || view! { <Floors floor address=address.get() /><Filters address=address.get() /> }}
                </div>
                <Age now hearing />
                <Closed now />
                {move || match address.with(|address| address.list) {
                    true => view! { <SeatList floor now address=address.get() /> }.into_any(),
                    false => view! { <Map floor now address viewport /> }.into_any(),
                }}
                <Selected floor now address actions />
                <Legend />
            </main>
        </div>
    }
}

/// Says how old the seats are when changes no longer arrive.
#[component]
fn Age(now: RwSignal<SeatsNow>, hearing: RwSignal<Hearing>) -> impl IntoView {
    let texts = use_texts();
    move || {
        (hearing.get() == Hearing::Lost).then(|| {
            let at = now.with(|now| now.as_of.to_string());
            view! { <p class="banner warn" role="status">{texts.f("stream-lost", &[("at", at.into())])}</p> }
        })
    }
}

/// What stands against the whole day, said once and calmly.
#[component]
fn Closed(now: RwSignal<SeatsNow>) -> impl IntoView {
    let texts = use_texts();
    move || {
        let against = now.with(|now| now.against_all.clone());
        (!against.is_empty()).then(|| {
            let said: Vec<String> = against.iter().map(|reason| reasons::reason(texts, reason)).collect();
            view! { <p class="banner" role="status">{said.join(" ")}</p> }
        })
    }
}

#[component]
fn Selected(
    floor: StoredValue<FloorView>,
    now: RwSignal<SeatsNow>,
    address: Memo<Address>,
    actions: Actions,
) -> impl IntoView {
    move || {
        let (address, now) = (address.get(), now.get());
        let seat = now.seats.iter().find(|seat| seat.desk.to_string() == address.desk).cloned()?;
        Some(view! { <SeatCard floor now seat address actions /> })
    }
}

#[component]
fn Legend() -> impl IntoView {
    let texts = use_texts();
    let desk = r#"<rect class="dt" x="-20" y="-12" width="40" height="22" rx="4"/>"#;
    let shapes = [
        ("free", r#"<rect class="ch" x="-8" y="14" width="16" height="12" rx="6"/>"#),
        ("mine", r#"<circle class="pp" cy="18" r="9"/>"#),
        ("team", r#"<circle class="pr" cy="18" r="10"/><circle class="pp" cy="18" r="7.5" style="--h:300"/>"#),
        ("busy", r#"<circle class="pp" cy="18" r="9"/>"#),
        ("held", r#"<circle class="ch" cy="18" r="8"/>"#),
        ("off", r#"<path class="sl" d="M-12 8 12-9"/>"#),
    ];
    let entries = shapes.map(|(state, shape)| {
        let drawn = format!("<g class=\"dk\" data-s=\"{state}\">{desk}{shape}</g>");
        view! {
            <span><svg viewBox="-22 -14 44 42" class="plan" aria-hidden="true" inner_html=drawn></svg>
            {texts.s(&format!("seat-{state}"))}</span>
        }
    });
    view! { <div class="dock"><div class="legend" role="group" aria-label=texts.s("legend")>{entries.collect_view()}</div></div> }
}
