//! Floors and their zones: one line each, with a bar.

use super::{
    hours::{meaning, wanted},
    tables::{Column, part_name, place_cell, place_columns},
};
use crate::{ui::icon::Icon, viewer::use_texts};
use leptos::prelude::*;
use office::model::usage::{DayUsage, Part, PlaceCounts, PlaceUsage, Tense};

/// The card with the table. Lines stay; the numbers in them follow the day.
#[component]
pub fn Places(day: RwSignal<DayUsage>) -> impl IntoView {
    let texts = use_texts();
    let shown = day.get_untracked();
    let columns = place_columns(shown.tense);
    let heads = columns.iter().map(|column| {
        let (name, means) = (texts.s(&format!("usage-column-{column}")), texts.s(&format!("usage-means-{column}")));
        view! { <th scope="col" role="columnheader" title=means>{name}</th> }
    });
    let bars = if shown.tense == Tense::Today { "usage-bars" } else { "usage-bars-peak" };
    let lines = shown.places.iter().enumerate().map(|(index, place)| line(day, (index, place), columns));
    let bare: Vec<String> = shown.bare.iter().map(|name| texts.name(name)).collect();
    view! {
        <section class="card places" id="places" aria-labelledby="places-title">
            <header>
                <h2 id="places-title">{texts.s("usage-places")}</h2>
                <p>{texts.s(bars)}</p>
                <a class="btn o r" href=wanted(&shown).file("places") rel="external" download><Icon name="down" size="s" />{texts.s("usage-export")}</a>
            </header>
            <table class="num" role="table">
                <caption class="sr">{texts.s("usage-places")}</caption>
                <thead role="rowgroup"><tr role="row">
                    <th scope="col" role="columnheader">{texts.s("usage-column-place")}</th>
                    <th scope="col" role="columnheader"><span class="sr">{texts.s("usage-column-desks")}</span></th>
                    {heads.collect_view()}
                </tr></thead>
                <tbody role="rowgroup">{lines.collect_view()}</tbody>
            </table>
            {(!bare.is_empty()).then(|| view! { <p class="hint">{texts.f("usage-bare", &[("floors", bare.join(", ").into())])}</p> })}
            <details class="means">
                <summary>{texts.s("usage-meanings")}</summary>
                <dl>{columns.iter().map(|column| meaning(texts, column)).collect_view()}</dl>
            </details>
        </section>
    }
}

fn line(
    day: RwSignal<DayUsage>,
    (index, place): (usize, &PlaceUsage),
    columns: &'static [Column],
) -> impl IntoView + use<> {
    let texts = use_texts();
    let counts =
        Memo::new(move |_| day.with(|day| day.places.get(index).map(|place| place.counts)).unwrap_or_default());
    let date = day.with_untracked(|day| day.date);
    let name = match place.part {
        Part::Floor => {
            let map = format!("/floors/{}?date={date}", place.floor);
            let label = texts.f("usage-to-map", &[("floor", texts.name(&place.name).into())]);
            view! { <a href=map aria-label=label>{texts.name(&place.name)}<Icon name="map" size="s" /></a> }.into_any()
        }
        _ => part_name(texts, place).into_any(),
    };
    let cells = columns.iter().map(|column| {
        let label = texts.s(&format!("usage-column-{column}"));
        view! { <td role="cell" data-label=label>{move || place_cell(&counts.get(), column).shown()}</td> }
    });
    let class = if place.part == Part::Floor { "fl" } else { "zn" };
    let desks = move || texts.f("usage-desks", &[("count", i64::from(counts.get().desks).into())]);
    let full =
        move || counts.get().nearly_full().then(|| view! { <em class="full">{texts.s("usage-nearly-full")}</em> });
    view! {
        <tr role="row" class=class>
            <th scope="row" role="rowheader">{name}{full}</th>
            <td role="cell" class="bar"><span class="m" aria-hidden="true" inner_html=move || bar(&counts.get())></span><small>{desks}</small></td>
            {cells.collect_view()}
        </tr>
    }
}

/// In use, reserved, and what is out of service at the far end; a mark where the day's peak is. On another day than
/// today the peak alone.
fn bar(counts: &PlaceCounts) -> String {
    let percent = |desks: u32| f64::from(desks) * 100.0 / f64::from(counts.desks.max(1));
    let Some(now) = counts.now else {
        let used = counts.peak_in_use.map_or(0, |peak| peak.desks);
        return format!(
            r#"<i class="bk" style="width:{:.1}%"></i><i class="us" style="width:{:.1}%"></i>"#,
            percent(counts.peak.desks),
            percent(used)
        );
    };
    let off = counts.desks - (now.in_use + now.reserved + now.free).min(counts.desks);
    format!(
        r#"<i class="bk" style="width:{:.1}%"></i><i class="us" style="width:{:.1}%"></i><i class="of" style="width:{:.1}%"></i><u style="left:{:.1}%"></u>"#,
        percent(now.in_use + now.reserved),
        percent(now.in_use),
        percent(off),
        percent(counts.peak.desks)
    )
}
