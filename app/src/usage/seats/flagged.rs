//! The seats that are worse than their floor, each with its reason and what to do; and the seat that was chosen.

use super::{
    api::SeatsView,
    words::{COLUMNS, advice, at_terminal, cell, reason},
};
use crate::{
    texts::Texts,
    ui::icon::Icon,
    viewer::{use_texts, use_viewer},
};
use leptos::prelude::*;
use office::model::{
    id::FloorId,
    seat_health::{Flag, SeatOnFloor},
};

/// The list.
#[component]
pub fn Flagged(view: StoredValue<SeatsView>) -> impl IntoView {
    let texts = use_texts();
    let (floor, whole, flagged) = view
        .with_value(|view| (view.health.floor, view.health.whole, view.health.flagged().cloned().collect::<Vec<_>>()));
    let count = texts.f("usage-desks", &[("count", (flagged.len() as i64).into())]);
    let lines = match (flagged.is_empty(), whole.comparable) {
        (true, true) => view! { <p class="calm"><Icon name="check" />{texts.s("health-none-worse")}</p> }.into_any(),
        (true, false) => view! { <p class="calm">{texts.s("health-too-few")}</p> }.into_any(),
        _ => view! { <ul>{flagged.iter().map(|seat| one(texts, floor, seat)).collect_view()}</ul> }.into_any(),
    };
    view! {
        <section class="card worse" aria-labelledby="worse-title">
            <header><h2 id="worse-title">{texts.s("health-worse")}</h2><p class="r num">{count}</p></header>
            {lines}
        </section>
    }
}

fn one(texts: Texts, floor: FloorId, seat: &SeatOnFloor) -> impl IntoView + use<> {
    let way = format!("/usage/seats/{floor}?desk={}", seat.health.desk);
    view! {
        <li>
            <h3><a href=way>{seat.label.clone()}</a></h3>
            {why(texts, seat)}
            <SeatLink floor seat=seat.clone() />
        </li>
    }
}

fn why(texts: Texts, seat: &SeatOnFloor) -> impl IntoView + use<> {
    let says = |flag: &Flag| {
        view! { <p><b>{reason(texts, flag)}</b></p><p class="do">{advice(texts, flag)}</p> }
    };
    let flags = seat.health.flags.iter().map(says).collect_view();
    view! { {flags}{terminal(texts, seat)} }
}

/// How far the figures are those of the seat itself.
fn terminal(texts: Texts, seat: &SeatOnFloor) -> impl IntoView + use<> {
    (seat.health.screens > 0).then(|| view! { <p class="do num">{at_terminal(texts, &seat.health)}</p> })
}

/// The way to the seat's own page: for an admin where it is set up.
#[component]
fn SeatLink(floor: FloorId, seat: SeatOnFloor) -> impl IntoView {
    let texts = use_texts();
    let (page, word) = match use_viewer().is_admin() {
        true => (format!("/admin/floors/{floor}?desk={}", seat.health.desk), "usage-to-fix"),
        false => (format!("/floors/{floor}?desk={}", seat.health.desk), "health-to-seat"),
    };
    let (said, name) = (texts.s(word), format!("{}, {}", seat.label, texts.s(word)));
    view! { <a class="btn o" href=page aria-label=name>{said}</a> }
}

/// The figures of the seat that was chosen on the map or in the table. Why it is flagged stands in the list below.
#[component]
pub fn Chosen(view: StoredValue<SeatsView>, chosen: Memo<String>) -> impl IntoView {
    let texts = use_texts();
    move || {
        let id = chosen.get();
        let (floor, seat) = view.with_value(|view| {
            let found = view.health.seats.iter().find(|seat| seat.health.desk.to_string() == id);
            (view.health.floor, found.cloned())
        });
        seat.map(|seat| {
            let figures = COLUMNS.map(|column| {
                let name = texts.s(&format!("health-column-{column}"));
                view! { <div><dt>{name}</dt><dd class="num">{cell(texts, &seat.health, column)}</dd></div> }
            });
            let title = texts.f("health-seat", &[("label", seat.label.clone().into())]);
            let close = texts.f("health-close", &[("label", seat.label.clone().into())]);
            view! {
                <section class="card chosen" aria-labelledby="chosen-title">
                    <header>
                        <h2 id="chosen-title">{title}</h2>
                        <a class="btn i r" href=format!("/usage/seats/{floor}") aria-label=close><Icon name="x" size="s" /></a>
                    </header>
                    <dl>{figures.collect_view()}</dl>
                    {terminal(texts, &seat)}
                    <SeatLink floor seat />
                </section>
            }
        })
    }
}
