//! Seats that suit the viewer, each with its reason. A column on large screens, a drawer on small ones.

use super::scene::Scene;
use crate::{
    texts::Texts,
    ui::{avatar::Avatar, icon::Icon},
    viewer::{use_texts, use_viewer},
};
use leptos::prelude::*;
use office::model::{
    place::Amenity,
    recommend::{Suggestion, Why},
    seat::Seat,
};

/// The suggested seats.
#[component]
pub fn Suggestions(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let name = use_viewer().person.map(|person| person.given_name).unwrap_or_default();
    let title = texts.f("suits-you", &[("name", name.into())]);
    let found = move || {
        scene.now.with(|now| {
            let seat = |one: &Suggestion| now.seats.iter().find(|seat| seat.desk == one.desk).cloned();
            scene.suggested.get().into_iter().filter_map(|one| Some((seat(&one)?, one))).collect::<Vec<_>>()
        })
    };
    let drawer = scene.stay.drawer;
    let shut = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        drawer.set(false);
    };
    move || {
        let (found, address) = (found(), scene.address.get());
        let selected = scene.selected_desk();
        (!found.is_empty()).then(|| {
            let rows = found.into_iter().map(|(seat, one)| {
                let on = selected == Some(seat.desk);
                let href = address.at_seat(&seat).path();
                let open = move |event: leptos::ev::MouseEvent| {
                    scene.stay.open_by(&event);
                    drawer.set(false);
                };
                let class = if on { "rec on" } else { "rec" };
                view! { <li><a class=class href=href aria-current=on.then_some("true") on:click=open><Row seat one /></a></li> }
            });
            view! {
                <section class="sec suits" id="suits" data-open=move || drawer.get().then_some("1")>
                    <header>
                        <h2>{title.clone()}</h2>
                        <a class="btn i g shut" href="#main" on:click=shut aria-label=texts.s("close")><Icon name="x" /></a>
                    </header>
                    <ul class="recs">{rows.collect_view()}</ul>
                </section>
            }
        })
    }
}

#[component]
fn Row(seat: Seat, one: Suggestion) -> impl IntoView {
    let texts = use_texts();
    let (title, more) = said(texts, &seat, &one);
    let discs = match one.whys.first() {
        Some(Why::BesideMate | Why::NearTeam) => one.near,
        _ => Vec::new(),
    };
    let discs = discs.into_iter().map(|mate| view! { <Avatar name=mate.given_name hue=mate.hue size="xs" /> });
    view! {
        <span class="code num">{seat.label.clone()}</span>
        <span class="why-this"><b>{title}</b><span>{more}</span></span>
        <span class="avs">{discs.collect_view()}</span>
    }
    .into_any()
}

/// The strongest reason, then the next one and what the desk offers.
fn said(texts: Texts, seat: &Seat, one: &Suggestion) -> (String, String) {
    let name = one.near.first().map(|mate| mate.given_name.clone());
    let phrase = |why: &Why| match why {
        Why::BesideMate => texts.f("why-beside", &[("name", name.clone().unwrap_or_default().into())]),
        Why::NearTeam => texts.s("why-team"),
        Why::SatHere { days_ago: 0 } => texts.s("why-sat-today"),
        Why::SatHere { days_ago } => texts.f("why-sat", &[("days", i64::from(*days_ago).into())]),
        Why::Usual(amenity) => {
            texts.f("seats-why-usual", &[("what", texts.s(&format!("amenity-{}", amenity.word())).into())])
        }
        Why::Quiet => texts.s("why-quiet"),
        Why::Window => texts.s("why-window"),
        Why::Roomy => texts.s("why-roomy"),
    };
    let title = one.whys.first().map_or_else(|| texts.s("seat-free"), phrase);
    let told = |amenity: &Amenity| {
        *amenity == Amenity::Dock
            || one.whys.iter().any(|why| match why {
                Why::Usual(usual) => usual == amenity,
                Why::Quiet => *amenity == Amenity::Quiet,
                Why::Window => *amenity == Amenity::Window,
                _ => false,
            })
    };
    let mut more: Vec<String> = one.whys.get(1).map(phrase).into_iter().collect();
    let offers = seat.amenities.iter().filter(|amenity| !told(amenity));
    more.extend(offers.map(|amenity| texts.s(&format!("amenity-{}", amenity.word()))).take(2 - more.len().min(1)));
    (title, more.join(" · "))
}
