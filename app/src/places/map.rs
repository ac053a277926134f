//! The floor's map: a drawing rendered on the server, moved and kept current in the browser. The desks are plain
//! links, so they work before the browser's part has arrived and without it.

use super::{
    api::load_plan,
    camera::Camera,
    desk_drawing::{frame, place},
    gestures::Gestures,
    keys::Keys,
    patch::{self, keep_current},
    place_card::keep_beside,
    scene::Scene,
    viewport::{Detail, Viewport},
};
use crate::{ui::icon::Icon, viewer::use_texts};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use office::model::{
    plan::UNITS_PER_METRE,
    seat::{Seat, SeatState},
};
use wasm_bindgen::JsCast;

/// Stays on the page as it is: the map must not jump.
pub fn quiet() -> NavigateOptions {
    NavigateOptions { scroll: false, ..NavigateOptions::default() }
}

/// The map of a floor.
#[component]
pub fn Map(scene: Scene) -> impl IntoView {
    let camera = scene.stay.camera;
    let keys = Keys::new(scene);
    let style = stand(scene);
    let plan = plan(scene);
    let drawn = untrack(|| scene.first_drawn());
    keep_current(scene, keys);
    keep_beside(scene);
    look_after(scene, keys);
    let floor_name = scene.floor.with_value(|floor| floor.floor_name.clone());
    let label = move || {
        let free = scene.now.with(|now| now.free() as i64);
        scene.texts.f("map-label", &[("floor", floor_name.clone().into()), ("free", free.into())])
    };
    let size = scene.floor.with_value(|floor| floor.size);
    let world = move || {
        let at = camera.settled.get();
        format!("translate({:.2} {:.2}) scale({:.4})", at.x, at.y, at.scale)
    };
    let gestures = Gestures::new(camera);
    let (navigate, press_navigate) = (use_navigate(), use_navigate());
    let select = move |event: ev::MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.default_prevented() {
            return;
        }
        let Some(desk) = desk_of(event.target()) else { return };
        event.prevent_default();
        // The keyboard clicks without a pointer, and so without a drag.
        let by_key = event.detail() == 0;
        if gestures.was_drag() && !by_key {
            return;
        }
        if gestures.too_small() && !by_key {
            return gestures.come_nearer(event.client_x().into(), event.client_y().into());
        }
        if let Some(seat) = scene.seat_drawn_as(&desk.id()) {
            keys.go(Some(seat.desk));
            scene.stay.open_by(&event);
            navigate(&scene.address.get_untracked().at_seat(&seat).path(), quiet());
        }
    };
    let press = move |event: ev::KeyboardEvent| {
        if let Some(path) = keys.pressed(&event) {
            press_navigate(&path, quiet());
        }
    };
    let frame = camera.frame;
    view! {
        <div
            class="view" node_ref=frame
            on:click=select on:keydown=press
            on:focusin=move |event| keys.arrived(event.target())
            on:pointerdown=move |event| gestures.down(&event)
            on:pointermove=move |event| gestures.moved(&event)
            on:pointerup=move |event| gestures.up(&event)
            on:pointercancel=move |event| gestures.up(&event)
            on:wheel=move |event| gestures.wheel(&event)
            on:dragstart=move |event: ev::DragEvent| event.prevent_default()
        >
            <svg
                class="plan" viewBox=format!("0 0 {} {}", size[0], size[1]) style=style
                preserveAspectRatio="xMidYMid meet" role="group" aria-label=label data-lod=detail(camera, size)
            >
                <g id="world" transform=world>
                    <g id="plan" aria-hidden="true" inner_html=move || plan.get()></g>
                    <g id="desks" class="desks" inner_html=drawn></g>
                    <Frame scene />
                    <ZoneCounts scene />
                </g>
            </svg>
            <Zoom camera />
        </div>
    }
    .into_any()
}

/// Where the page's style puts the drawing on small screens; it stays while the floor is shown.
fn stand(scene: Scene) -> String {
    let (floor, size) = scene.floor.with_value(|floor| (floor.floor.to_string(), floor.size));
    let kept = scene.stay.focus.get_value().filter(|(known, _)| *known == floor);
    let focus = kept.map_or_else(
        || {
            scene.stay.camera.reset();
            untrack(|| scene.focus())
        },
        |(_, focus)| focus,
    );
    scene.stay.focus.set_value(Some((floor, focus)));
    format!("--w:{};--h:{};--cx:{:.0};--cy:{:.0}", size[0], size[1], focus[0], focus[1])
}

/// The drawing. A page from the server has it already; what was left out is fetched.
fn plan(scene: Scene) -> RwSignal<String> {
    let (floor, drawing) = scene.floor.with_value(|floor| (floor.floor.to_string(), floor.plan.clone()));
    let plan = RwSignal::new(drawing);
    Effect::new(move |_| {
        let there = document().get_element_by_id("plan").is_some_and(|plan| plan.child_element_count() > 0);
        if there || !plan.with_untracked(String::is_empty) {
            return;
        }
        let floor = floor.clone();
        leptos::task::spawn_local(async move {
            if let Ok(drawing) = load_plan(floor).await {
                plan.try_set(drawing);
            }
        });
    });
    plan
}

/// How much is drawn. Before the box is measured it is taken for that of a large screen.
fn detail(camera: Camera, size: [f64; 2]) -> impl Fn() -> &'static str {
    move || {
        let at = camera.settled.get();
        let unit = camera.window.get().map_or(1052.0 / size[0], |window| at.unit(&window));
        Detail::of(unit).word()
    }
}

/// What only the browser does: measuring, moving, the order of Tab, and showing what was selected.
fn look_after(scene: Scene, keys: Keys) {
    let camera = scene.stay.camera;
    Effect::new(move |_| {
        if camera.frame.get().is_some() {
            camera.measure();
            keys.rove();
        }
    });
    Effect::new(move |_| {
        let resized = window_event_listener(ev::resize, move |_| camera.measure());
        on_cleanup(move || resized.remove());
    });
    Effect::new(move |_| {
        let (at, settled, window) = (camera.viewport.get(), camera.settled.get(), camera.window.get());
        if let (Some(window), Some(frame)) = (window, camera.frame.get_untracked()) {
            move_picture(&frame, (at, settled), &window);
        }
    });
    Effect::new(move |before: Option<Option<String>>| {
        let seat = scene.selected();
        let label = seat.as_ref().map(|seat| seat.label.clone());
        let fresh = before.as_ref().is_none_or(|before| *before != label);
        if let (Some(seat), true) = (seat, fresh) {
            request_animation_frame(move || show(scene, &seat));
        }
        label
    });
}

fn move_picture(
    frame: &web_sys::HtmlDivElement,
    (at, settled): (Viewport, Viewport),
    window: &super::viewport::Window,
) {
    let svg = frame.query_selector("svg.plan").ok().flatten();
    let Some(svg) = svg.and_then(|svg| svg.dyn_into::<web_sys::SvgElement>().ok()) else { return };
    let style = web_sys::SvgElement::style(&svg);
    if at == settled {
        let _ = style.remove_property("transform");
        return;
    }
    let origin = (window.origin.0 - window.corner.0, window.origin.1 - window.corner.1);
    let _ = style.set_property("transform-origin", &format!("{:.2}px {:.2}px", origin.0, origin.1));
    let _ = style.set_property("transform", &at.moving_from(settled, window));
}

/// Brings a selected desk to where its card does not cover it.
fn show(scene: Scene, seat: &Seat) {
    bring_into_sight(scene, seat.at);
    if scene
        .now
        .with_untracked(|now| now.seats.iter().any(|one| one.desk == seat.desk && one.state == SeatState::Taken))
        && let Some(element) = patch::element(seat.desk)
    {
        patch::pulse(&element);
    }
}

/// Moves the map to a place on it, in metres, that is not seen or lies under a card.
pub fn bring_into_sight(scene: Scene, at: [f64; 2]) {
    let camera = scene.stay.camera;
    let Some(frame) = camera.frame.get_untracked() else { return };
    let outer = frame.get_bounding_client_rect();
    let card = document().query_selector(".seat-card").ok().flatten().map(|card| card.get_bounding_client_rect());
    // A sheet lies on the bottom of the map; a card stands beside the desk.
    let sheet = card.filter(|card| card.width() >= outer.width() - 2.0);
    let open = sheet.map_or(outer.height(), |sheet| (sheet.top() - outer.top()).clamp(120.0, outer.height()));
    let point = at.map(|metres| metres * UNITS_PER_METRE);
    camera.glide(&|at, window| {
        let (x, y) = at.place((point[0], point[1]), window);
        // A desk with its chair reaches 40 units far; one that is small on the screen still should not lie at the very edge.
        let edge = 44.0 * at.unit(window).max(1.0);
        if (edge..window.size.0 - edge).contains(&x) && (edge..open - edge).contains(&y) {
            return at;
        }
        at.showing((point[0], point[1]), (window.size.0 * 0.5, open * 0.5), window)
    });
}

/// The desk on the map in which something happened.
pub fn desk_of(target: Option<web_sys::EventTarget>) -> Option<web_sys::Element> {
    target?.dyn_into::<web_sys::Element>().ok()?.closest("a.dk").ok()?
}

/// The frame of the selected desk, above its neighbours.
#[component]
fn Frame(scene: Scene) -> impl IntoView {
    move || {
        scene.selected().map(|seat| {
            let [left, top, width, height] = frame(&seat).map(|length| format!("{length:.1}"));
            view! { <g class="over" transform=place(&seat) aria-hidden="true"><rect x=left y=top width=width height=height rx="12" /></g> }
        })
    }
}

/// How many seats of each zone are free, for when desks are too small to tell.
#[component]
fn ZoneCounts(scene: Scene) -> impl IntoView {
    let zones = scene.floor.with_value(|floor| floor.zones.clone());
    let counts = zones.into_iter().map(|zone| {
        let free = move || {
            let of_zone = |seat: &&Seat| seat.zone == Some(zone.id) && seat.state == SeatState::Free;
            let free = scene.now.with(|now| now.seats.iter().filter(of_zone).count() as i64);
            scene.texts.f("zone-free", &[("free", free.into())])
        };
        view! { <text x=zone.middle[0].to_string() y=zone.middle[1].to_string()>{free}</text> }
    });
    view! { <g class="counts" aria-hidden="true">{counts.collect_view()}</g> }.into_any()
}

/// Smaller, how large, larger, everything.
#[component]
fn Zoom(camera: Camera) -> impl IntoView {
    let texts = use_texts();
    let percent = move || {
        let at = camera.settled.get();
        format!("{}%", camera.window.get().map_or(100, |window| at.percent(&window)))
    };
    view! {
        <div class="zoom" role="group" aria-label=texts.s("zoom")>
            <button type="button" aria-label=texts.s("zoom-out") on:click=move |_| camera.zoom(1.0 / 1.4)><Icon name="minus" size="s" /></button>
            <output class="num">{percent}</output>
            <button type="button" aria-label=texts.s("zoom-in") on:click=move |_| camera.zoom(1.4)><Icon name="plus" size="s" /></button>
            <button type="button" aria-label=texts.s("zoom-fit") on:click=move |_| camera.fit()><Icon name="fit" size="s" /></button>
        </div>
    }
    .into_any()
}
