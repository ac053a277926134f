//! A floor's desks as a table: the map's full equivalent.

use super::{values::metres, view::FloorDesks};
use crate::{texts::Texts, viewer::use_texts};
use leptos::prelude::*;
use office::model::overview::DeskNow;

/// Every desk with its form's link; the retired ones after them.
#[component]
pub fn DeskTable(floor: StoredValue<FloorDesks>, chosen: Memo<String>) -> impl IntoView {
    let texts = use_texts();
    let (shown, retired): (Vec<DeskNow>, Vec<DeskNow>) =
        floor.with_value(|floor| floor.desks.iter().cloned().partition(|now| !now.retired));
    let count = shown.len() as i64;
    let rows = shown.into_iter().map(|now| row(texts, floor, (now, chosen))).collect_view();
    let gone = (!retired.is_empty()).then(|| {
        let rows = retired.into_iter().map(|now| {
            let href = href(floor, &now);
            let label = texts.f("admin-desk-edit", &[("label", now.desk.label.clone().into())]);
            view! { <li><a href=href aria-label=label>{now.desk.label}</a></li> }
        });
        view! {
            <details class="retired"><summary>{texts.s("desks-retired")}</summary><ul class="labels">{rows.collect_view()}</ul></details>
        }
    });
    view! {
        <table class="desks-table">
            <caption>{texts.f("desks-count", &[("count", count.into())])}</caption>
            <thead><tr>
                <th scope="col">{texts.s("column-desk")}</th>
                <th scope="col">{texts.s("desk-zone")}</th>
                <th scope="col">{texts.s("desk-kind")}</th>
                <th scope="col">{texts.s("column-offers")}</th>
                <th scope="col">{texts.s("desk-place")}</th>
                <th scope="col">{texts.s("column-state")}</th>
                <th scope="col">{texts.s("desk-coming")}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {gone}
    }
}

fn href(floor: StoredValue<FloorDesks>, now: &DeskNow) -> String {
    floor.with_value(|floor| format!("/admin/floors/{}?desk={}", floor.floor, now.desk.id))
}

fn row(texts: Texts, floor: StoredValue<FloorDesks>, (now, chosen): (DeskNow, Memo<String>)) -> impl IntoView {
    let desk = now.desk.clone();
    let id = desk.id.to_string();
    let zone = floor.with_value(|floor| floor.zone(desk.zone).map(str::to_owned));
    let offers: Vec<String> = desk.amenities.iter().map(|one| texts.s(&format!("amenity-{}", one.word()))).collect();
    let place = format!("{} · {} m, {}°", metres(desk.at[0]), metres(desk.at[1]), desk.rotation);
    let state = match (&desk.out_of_service, &now.assigned) {
        (Some(note), _) => texts.f("desk-out", &[("note", note.as_str().into())]),
        (None, Some((name, _))) => texts.f("desk-of", &[("name", name.as_str().into())]),
        (None, None) => texts.s("desk-usable"),
    };
    let label = texts.f("admin-desk-edit", &[("label", desk.label.clone().into())]);
    let link = href(floor, &now);
    view! {
        <tr aria-current=move || (chosen.get() == id).then_some("true")>
            <th scope="row"><a href=link aria-label=label>{desk.label.clone()}</a></th>
            <td>{zone}</td>
            <td>{texts.s(&format!("kind-{}", desk.kind.word()))}</td>
            <td>{offers.join(" · ")}</td>
            <td class="num">{place}</td>
            <td>{state}</td>
            <td class="num">{now.coming}</td>
        </tr>
    }
}
