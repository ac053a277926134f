//! `/floors/:floor`: pick a seat.

use super::{
    api::{Loaded, load_floor},
    card::{Actions, Selected},
    controls::{Bar, DayStrip, Parts, Team},
    dock::Dock,
    find::{FindBox, Found, Search, searching},
    list::SeatList,
    live::{self, Hearing, Reading},
    map::Map,
    notices::{Against, Age, NoDesks, NoMatch},
    phone::PhoneTop,
    scene::{Scene, Stay},
    suggestions::Suggestions,
    view::{Address, Filter, Order},
};
use crate::{
    bookings::{done::Done, times::Times},
    carried::{Read, read},
    ui::{frame::Frame, notice::FailureNotice, query::current_query},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The seat page. Its whole state is its address.
#[component]
pub fn FloorPage() -> impl IntoView {
    let address = address();
    let key = Memo::new(move |_| address.with(|address| (address.floor.clone(), address.times.clone())));
    let floor = read(move || key.get(), |(floor, times)| load_floor(floor, times));
    let (stay, actions) = (Stay::default(), Actions::new());
    let texts = use_texts();
    let query = current_query();
    let q = Memo::new(move |_| query.with(|query| query.get("q").unwrap_or_default()));
    let search = searching(address, q);
    view! {
        <Frame title=texts.s("nav-seats") class="p-seats">
            <Done />
            <FindBox address q />
            <Transition fallback=move || view! { <main id="main" class="page"><p class="hint">{texts.s("loading")}</p></main> }>
                {shown(floor, move |found| match found {
                    Ok(view) => {
                        // What is shown is on its way out as soon as the address asks for something else.
                        let asked = key.get_untracked();
                        let pending = Memo::new(move |_| key.get() != asked);
                        // What was answered was about another floor or another time.
                        untrack(|| actions.forget());
                        let scene = Scene::new(view, address, (stay, texts));
                        view! { <Stage scene actions pending search=(search, q) /> }.into_any()
                    }
                    Err(failure) => view! { <Unreadable failure /> }.into_any(),
                })}
            </Transition>
        </Frame>
    }
}

/// What was loaded, shown anew whenever it is loaded anew.
#[cfg(target_family = "wasm")]
fn shown(floor: Read<Loaded>, show: impl Fn(Loaded) -> AnyView + Send + Sync + 'static) -> impl IntoView {
    move || floor.get().map(&show)
}

/// What was loaded. The server shows it once: a function it would call again for each pass over the page.
#[cfg(not(target_family = "wasm"))]
fn shown(floor: Read<Loaded>, show: impl Fn(Loaded) -> AnyView + Send + Sync + 'static) -> impl IntoView {
    Suspend::new(async move { Some(show(floor.await)) })
}

/// The page's address: floor and query change at once, so that no floor is read for the query of another. It stays as it is
/// while the page is left.
fn address() -> Memo<Address> {
    let (path, query) = (use_location().pathname, current_query());
    Memo::new(move |before: Option<&Address>| {
        let path = path.get();
        let Some(floor) = path.strip_prefix("/floors/") else { return before.cloned().unwrap_or_default() };
        let query = query.get();
        let text = |name: &str| query.get(name).unwrap_or_default();
        Address {
            floor: floor.to_owned(),
            times: Times { date: text("date"), part: text("part"), from: text("from"), to: text("to") },
            desk: text("desk"),
            filter: Filter::parse(&text("f")),
            list: text("view") == "list",
            order: Order::parse(&text("sort")),
        }
    })
}

/// The page can't be shown; the way out leads to the first floor as it is today.
#[component]
fn Unreadable(failure: crate::failure::Failure) -> impl IntoView {
    let texts = use_texts();
    view! {
        <main id="main" class="page">
            <h1>{texts.s("nav-seats")}</h1>
            <FailureNotice failure />
            // An empty address is the page itself: floor, day and filters stay.
            <p class="ways">
                <a class="btn p" href="" rel="external">{texts.s("try-again")}</a>
                <a class="btn o" href="/floors" rel="external">{texts.s("to-first-floor")}</a>
            </p>
        </main>
    }
    .into_any()
}

#[component]
fn Stage(scene: Scene, actions: Actions, pending: Memo<bool>, search: (Read<Search>, Memo<String>)) -> impl IntoView {
    let hearing = RwSignal::new(Hearing::NotYet);
    let empty = Memo::new(move |_| scene.now.with(|now| now.seats.is_empty()));
    Effect::new(move |_| live::follow(scene, hearing));
    // An undo is answered by another notice; as a number, which weighs less in the browser's part than texts that are compared.
    let query = current_query();
    let told = move || {
        let said = query.with(|query| ["done", "was"].map(|name| query.get(name).unwrap_or_default()).concat());
        said.bytes().fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()))
    };
    Effect::new(move |answered: Option<usize>| {
        let is = actions.version().wrapping_add(told());
        if answered.is_some_and(|before| before != is) {
            live::refresh(scene, Reading::All);
        }
        is
    });
    let list = Memo::new(move |_| scene.address.with(|address| address.list));
    view! {
        <PhoneTop scene />
        <div class="app-grid">
            <aside class="panel" aria-label=scene.texts.s("panel")>
                <DayStrip scene />
                <Parts scene />
                <Suggestions scene />
                <Team scene />
            </aside>
            <main class="stage" id="main" data-pending=move || pending.get().then_some("1")>
                <Bar scene />
                <Found scene search=search.0 q=search.1 />
                <Age scene hearing />
                <Against scene />
                <NoMatch scene />
                {move || if empty.get() {
                    view! { <NoDesks scene /> }.into_any()
                } else {
                    view! { <p class="sr" aria-live="polite">{move || scene.say.get()}</p> }.into_any()
                }}
                {move || match list.get() {
                    true => view! { <SeatList scene actions /> }.into_any(),
                    false => view! { <Map scene /> }.into_any(),
                }}
                <Selected scene actions />
                <Dock scene />
            </main>
        </div>
    }
    .into_any()
}
