//! Find a colleague or a desk by name: a plain form, answered by the page.

use super::{
    api::find_places,
    scene::Scene,
    view::{Address, FoundView, Hit, Order, place_word},
};
use crate::{
    failure::Failure,
    ui::{avatar::Avatar, icon::Icon, notice::FailureNotice},
    viewer::use_texts,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::{Form, Redirect},
};

/// The field. It keeps floor, day, time and filters.
#[component]
pub fn FindBox(address: Memo<Address>, q: Memo<String>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="find" id="find" role="search">
            {move || {
                let (address, asked) = (address.get(), q.get());
                view! {
                    <Form action=format!("/floors/{}", address.floor)>
                        <Icon name="search" size="s" />
                        <input
                            type="search" name="q" value=asked maxlength="40" autocomplete="off"
                            placeholder=texts.s("find-hint") aria-label=texts.s("find")
                        />
                        <RestHidden address />
                    </Form>
                }
            }}
        </div>
    }
    .into_any()
}

/// What the address says of time, filters and list, in a form that asks for a page.
#[component]
pub fn RestHidden(address: Address) -> impl IntoView {
    let Address { times, filter, list, order, .. } = address;
    let view = if list { "list" } else { "" };
    let sort = if order == Order::Zone { "" } else { order.word() };
    let inputs = [
        ("date", times.date),
        ("part", times.part),
        ("from", times.from),
        ("to", times.to),
        ("f", filter.text()),
        ("view", view.to_owned()),
        ("sort", sort.to_owned()),
    ];
    let given = inputs.into_iter().filter(|(_, value)| !value.is_empty());
    given.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()
}

/// What a search found, or nothing where nothing was asked.
pub type Search = Result<Option<FoundView>, Failure>;

/// Searches whenever the address asks for something.
pub fn searching(address: Memo<Address>, q: Memo<String>) -> crate::carried::Read<Search> {
    let asked = move || {
        let q = q.get();
        let address = address.get_untracked();
        (!q.trim().is_empty()).then_some((address.floor, address.times, q))
    };
    crate::carried::read(asked, |asked| async move {
        match asked {
            Some((floor, times, q)) => find_places(floor, times, q).await.map(Some),
            None => Ok(None),
        }
    })
}

/// What was found. A single hit is gone to at once.
#[component]
pub fn Found(scene: Scene, search: crate::carried::Read<Search>, q: Memo<String>) -> impl IntoView {
    move || {
        search.get().map(|found| match found {
            Ok(Some(found)) => view! { <Hits scene found q=q.get_untracked() /> }.into_any(),
            Ok(None) => ().into_any(),
            Err(failure) => view! { <FailureNotice failure /> }.into_any(),
        })
    }
}

#[component]
fn Hits(scene: Scene, found: FoundView, q: String) -> impl IntoView {
    let texts = use_texts();
    let address = scene.address.get_untracked();
    let only = match (found.people.as_slice(), found.desks.as_slice()) {
        ([person], []) => person.seat.as_ref().map(|(hit, ..)| hit),
        ([], [hit]) => Some(hit),
        _ => None,
    };
    if let Some(hit) = only {
        // The way back leads past the search, not into it again.
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        return view! { <Redirect path=path(&address, hit) options /> }.into_any();
    }
    let close = address.path();
    let nothing = found.people.is_empty() && found.desks.is_empty();
    let people = found.people.into_iter().map(|person| {
        let place = match person.seat {
            Some((hit, from, to)) => {
                let text = format!("{} · {}", hit.floor_name, hit.label);
                let href = path(&address, &hit);
                view! { <a class="at num" href=href>{text}<small>{format!("{from}–{to}")}</small></a> }.into_any()
            }
            None => view! { <span class="at">{texts.s("no-seat-that-day")}</span> }.into_any(),
        };
        view! { <li><Avatar name=person.given_name hue=person.hue /><b>{person.name}</b>{place}</li> }
    });
    let people = people.collect_view();
    let desks = found.desks.into_iter().map(|hit| {
        let href = path(&address, &hit);
        view! { <li><a class="chip" href=href><b>{hit.label}</b>{hit.floor_name}</a></li> }
    });
    let desks = desks.collect_view();
    view! {
        <section class="hits" aria-label=texts.s("found")>
            <header>
                <h2>{if nothing { texts.f("found-nothing", &[("q", q.into())]) } else { texts.f("found-for", &[("q", q.into())]) }}</h2>
                <a class="btn i g" href=close aria-label=texts.s("close")><Icon name="x" /></a>
            </header>
            <ul class="crew">{people}</ul>
            <ul class="offers">{desks}</ul>
            {nothing.then(|| view! { <p class="hint">{texts.s("found-nothing-hint")}</p> })}
        </section>
    }
    .into_any()
}

fn path(address: &Address, hit: &Hit) -> String {
    address.on_floor(hit.floor).at_desk(place_word(&hit.label, hit.desk)).path()
}
