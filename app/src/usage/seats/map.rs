//! The floor's map by how late each seat answers. Colour is never alone: what is not known is an outline, and a seat that
//! is worse than its floor carries a sign.

use super::{
    api::SeatsView,
    words::{spoken, step},
};
use crate::{
    places::desk_drawing::{escaped, furniture},
    texts::Texts,
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::{id::FloorId, plan::UNITS_PER_METRE, seat_health::SeatOnFloor};

/// The map. `chosen` is the id of the seat whose figures are shown beside it.
#[component]
pub fn HealthMap(view: StoredValue<SeatsView>, chosen: Memo<String>) -> impl IntoView {
    let texts = use_texts();
    let name = view.with_value(|view| texts.name(&view.health.name));
    let seats = move || {
        let chosen = chosen.get();
        view.with_value(|view| {
            let floor = view.health.floor;
            view.health.seats.iter().map(|seat| drawn(texts, floor, (seat, &chosen))).collect::<String>()
        })
    };
    view.with_value(|view| view.plan.clone()).map(|(view_box, plan)| {
        view! {
            // Where the map is wider than the screen the keyboard scrolls it.
            <div class="map-scroll" tabindex="0" role="group" aria-label=texts.s("health-map-scroll")>
                <svg
                    class="plan" viewBox=view_box preserveAspectRatio="xMidYMid meet" role="group"
                    aria-label=texts.f("health-map", &[("floor", name.into())])
                >
                    <g aria-hidden="true" inner_html=plan></g>
                    <g inner_html=seats></g>
                </svg>
            </div>
        }
    })
}

fn drawn(texts: Texts, floor: FloorId, (seat, chosen): (&SeatOnFloor, &str)) -> String {
    let [x, y] = seat.at.map(|metres| metres * UNITS_PER_METRE);
    let desk = seat.health.desk;
    let said = escaped(&spoken(texts, seat));
    let selected = if desk.to_string() == chosen { " data-sel=\"1\" aria-current=\"true\"" } else { "" };
    let sign = if seat.health.flags.is_empty() { "" } else { SIGN };
    format!(
        "<a class=\"dk\" data-h=\"{}\"{selected} href=\"/usage/seats/{floor}?desk={desk}\" transform=\"translate({x:.1} {y:.1})\" \
         aria-label=\"{said}\" tabindex=\"-1\"><title>{said}</title>{}{sign}</a>",
        step(&seat.health),
        furniture(&seat.label, seat.rotation),
    )
}

/// The sign of a seat that is worse than its floor.
const SIGN: &str =
    "<g class=\"sg\" transform=\"translate(17 -11)\"><circle r=\"9\"/><path d=\"M0-4.600V.900M0 4.300V4.400\"/></g>";
