//! The floor's map for admins: every desk a link to its form; the chosen desk can be dragged and nudged.

use super::{
    drag::{Dragging, Pose},
    view::FloorDesks,
};
use crate::{
    places::desk_drawing::{self, Look, escaped},
    texts::Texts,
    viewer::use_texts,
};
use leptos::{ev, prelude::*, svg};
use office::model::{
    overview::DeskNow,
    plan::UNITS_PER_METRE,
    seat::{Seat, SeatState},
    time::Minute,
};

/// The map. `chosen` is the id of the desk whose form is open, `pose` where that form says it stands.
#[component]
pub fn DeskMap(floor: StoredValue<FloorDesks>, chosen: Memo<String>, pose: RwSignal<Option<Pose>>) -> impl IntoView {
    let texts = use_texts();
    let (plan, view_box, name) =
        floor.with_value(|floor| (floor.plan.clone(), floor.view_box.clone(), floor.floor_name.clone()));
    let others = move || {
        let chosen = chosen.get();
        floor.with_value(|floor| {
            let shown = floor.desks.iter().filter(|now| !now.retired && now.desk.id.to_string() != chosen);
            shown.map(|now| link(floor, now, texts)).collect::<String>()
        })
    };
    let drawing = NodeRef::<svg::Svg>::new();
    view! {
        // Where the map is wider than the screen the keyboard scrolls it.
        <div class="map-scroll" tabindex="0" role="group" aria-label=texts.s("admin-map-scroll")>
            <svg
                class="plan" viewBox=view_box node_ref=drawing preserveAspectRatio="xMidYMid meet" role="group"
                aria-label=texts.f("admin-map-label", &[("floor", name.into())])
            >
                <g aria-hidden="true" inner_html=plan></g>
                <g inner_html=others></g>
                {move || {
                    let id = chosen.get();
                    let now = floor.with_value(|floor| {
                        floor.desks.iter().find(|now| !now.retired && now.desk.id.to_string() == id).cloned()
                    })?;
                    Some(view! { <Chosen now pose drawing size=floor.with_value(|floor| floor.size) /> })
                }}
            </svg>
        </div>
    }
}

/// The chosen desk, where the form says it stands.
#[component]
fn Chosen(now: DeskNow, pose: RwSignal<Option<Pose>>, drawing: NodeRef<svg::Svg>, size: [f64; 2]) -> impl IntoView {
    let texts = use_texts();
    let stands = Pose { at: now.desk.at, rotation: now.desk.rotation };
    let at = Memo::new(move |_| pose.get().unwrap_or(stands));
    let dragging = Dragging::new(pose, stands, (drawing, size));
    // Without the browser's part the desk can't be moved here, so it takes no focus then.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let seat = seat(&now);
    let label = texts.f("admin-desk-move", &[("label", now.desk.label.clone().into())]);
    let inside = move || {
        let seat = Seat { rotation: at.get().rotation, ..seat.clone() };
        desk_drawing::inside(&seat, Look { selected: true, ..look(texts) })
    };
    let transform = move || {
        let [x, y] = at.get().at.map(|metres| metres * UNITS_PER_METRE);
        format!("translate({x:.1} {y:.1})")
    };
    let word = word(&now);
    view! {
        <g
            class="dk chosen" data-s=word data-sel="1" transform=transform inner_html=inside role="button" aria-label=label
            tabindex=move || alive.get().then_some("0")
            on:pointerdown=move |event: ev::PointerEvent| dragging.down(&event)
            on:pointermove=move |event: ev::PointerEvent| dragging.moved(&event)
            on:pointerup=move |event: ev::PointerEvent| dragging.up(&event)
            on:pointercancel=move |event: ev::PointerEvent| dragging.up(&event)
            on:keydown=move |event: ev::KeyboardEvent| dragging.key(&event)
        ></g>
    }
}

fn link(floor: &FloorDesks, now: &DeskNow, texts: Texts) -> String {
    let desk = &now.desk;
    let [x, y] = desk.at.map(|metres| metres * UNITS_PER_METRE);
    format!(
        "<a class=\"dk\" data-s=\"{}\" href=\"/admin/floors/{}?desk={}\" transform=\"translate({x:.1} {y:.1})\" aria-label=\"{}\" tabindex=\"-1\">{}</a>",
        word(now),
        floor.floor,
        desk.id,
        escaped(&texts.f("admin-desk-edit", &[("label", desk.label.clone().into())])),
        desk_drawing::inside(&seat(now), look(texts)),
    )
}

/// How a desk is drawn for admins: usable, assigned, or out of service.
fn word(now: &DeskNow) -> &'static str {
    match seat(now).state {
        SeatState::Unavailable => "off",
        SeatState::Held => "held",
        _ => "free",
    }
}

fn seat(now: &DeskNow) -> Seat {
    let desk = &now.desk;
    let state = if desk.out_of_service.is_some() {
        SeatState::Unavailable
    } else if desk.assigned_to.is_some() {
        SeatState::Held
    } else {
        SeatState::Free
    };
    Seat {
        desk: desk.id,
        label: desk.label.clone(),
        zone: desk.zone,
        at: desk.at,
        rotation: desk.rotation,
        kind: desk.kind,
        amenities: desk.amenities.clone(),
        state,
        reasons: Vec::new(),
        lent: false,
        holder: None,
        day: Vec::new(),
        booking: None,
    }
}

fn look(texts: Texts) -> Look {
    Look { texts, hours: (Minute::START, Minute::END), selected: false, dim: false }
}
