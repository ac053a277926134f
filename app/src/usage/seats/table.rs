//! Every seat with its figures.

use super::{
    api::SeatsView,
    words::{COLUMNS, cell, step},
};
use crate::{texts::Texts, ui::icon::Icon, viewer::use_texts};
use leptos::prelude::*;
use office::model::{id::FloorId, seat_health::SeatOnFloor};

/// The card with the table and what its figures mean.
#[component]
pub fn SeatTable(view: StoredValue<SeatsView>) -> impl IntoView {
    let texts = use_texts();
    let (floor, seats) = view.with_value(|view| (view.health.floor, view.health.seats.clone()));
    let heads = COLUMNS.map(|column| {
        view! { <th scope="col" role="columnheader">{texts.s(&format!("health-column-{column}"))}</th> }
    });
    let lines = seats.iter().map(|seat| line(texts, floor, seat));
    view! {
        <section class="card seats" aria-labelledby="seats-title">
            <header>
                <h2 id="seats-title">{texts.s("health-all")}</h2>
                <a class="btn o r" href=format!("/usage/seats/{floor}/seats.csv") rel="external" download>
                    <Icon name="down" size="s" />{texts.s("usage-export")}
                </a>
            </header>
            <details class="as-table">
                <summary>{texts.f("health-as-table", &[("seats", (seats.len() as i64).into())])}</summary>
                <table class="num" role="table">
                    <caption class="sr">{texts.s("health-all")}</caption>
                    <thead role="rowgroup"><tr role="row">
                        <th scope="col" role="columnheader">{texts.s("health-column-seat")}</th>
                        {heads.collect_view()}
                    </tr></thead>
                    <tbody role="rowgroup">{lines.collect_view()}</tbody>
                </table>
            </details>
            <details class="means">
                <summary>{texts.s("usage-meanings")}</summary>
                <dl>{COLUMNS.map(|column| meaning(texts, column)).collect_view()}</dl>
                <p>{texts.s("health-means-worse")}</p>
                <p>{texts.s("health-means-place")}</p>
            </details>
        </section>
    }
}

fn meaning(texts: Texts, column: &str) -> impl IntoView + use<> {
    let (name, means) = (texts.s(&format!("health-column-{column}")), texts.s(&format!("health-means-{column}")));
    view! { <div><dt>{name}</dt><dd>{means}</dd></div> }
}

fn line(texts: Texts, floor: FloorId, seat: &SeatOnFloor) -> impl IntoView + use<> {
    let way = format!("/usage/seats/{floor}?desk={}", seat.health.desk);
    let cells = COLUMNS.map(|column| {
        let name = texts.s(&format!("health-column-{column}"));
        view! { <td role="cell" data-label=name>{cell(texts, &seat.health, column)}</td> }
    });
    let flagged = (!seat.health.flags.is_empty()).then_some("1");
    view! {
        <tr role="row" data-h=step(&seat.health) data-flagged=flagged>
            <th scope="row" role="rowheader"><a href=way><i data-h=step(&seat.health) aria-hidden="true"></i>{seat.label.clone()}</a></th>
            {cells.collect_view()}
        </tr>
    }
}
