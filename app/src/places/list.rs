//! The seats as a list: the map's full equivalent, with the same filters and the same things to do.

use super::{
    card::Actions,
    cta::TimesInputs,
    desk_drawing::{free_half, state_word},
    patch,
    scene::Scene,
    view::{Address, Order},
};
use crate::{bookings::done::failed, reasons, ui::keyed::keyed, viewer::use_texts};
use leptos::prelude::*;
use office::model::{
    id::DeskId,
    order,
    seat::{Seat, SeatState},
};
use std::collections::HashMap;

/// Every seat that the filters leave in, with its state and what can be done.
#[component]
pub fn SeatList(scene: Scene, actions: Actions) -> impl IntoView {
    let texts = use_texts();
    let count = move || {
        let filter = scene.address.with(|address| address.filter.clone());
        let (shown, free) = scene.now.with(|now| {
            let shown: Vec<&Seat> = now.seats.iter().filter(|seat| filter.admits(seat, &now.seats)).collect();
            (shown.len(), shown.iter().filter(|seat| seat.state == SeatState::Free).count())
        });
        texts.f("list-count", &[("count", (shown as i64).into()), ("free", (free as i64).into())])
    };
    let orders = move || {
        let address = scene.address.get();
        let links = Order::ALL.map(|order| {
            let path = Address { order, ..address.clone() }.path();
            let on = (address.order == order).then_some("true");
            view! { <a href=path aria-current=on>{texts.s(&format!("sort-{}", order.word()))}</a> }
        });
        view! { <nav class="seg" aria-label=texts.s("sort")>{links.collect_view()}</nav> }
    };
    let stands = StoredValue::new(HashMap::new());
    let groups = Memo::new(move |_| grouped(scene, stands));
    // One form for all rows: the button that is pressed names its desk.
    let booking = Memo::new(move |_| scene.now.with(|now| now.mine.as_ref().map(|mine| mine.id)));
    let form = move || {
        match booking.get() {
        None => view! {
            <ActionForm action=actions.book attr:class="rows-form"><TimesInputs scene /><Groups scene groups moves=false /></ActionForm>
        }
        .into_any(),
        Some(booking) => view! {
            <ActionForm action=actions.change attr:class="rows-form">
                <input type="hidden" name="booking" value=booking.to_string() /><TimesInputs scene /><Groups scene groups moves=true />
            </ActionForm>
        }
        .into_any(),
    }
    };
    Effect::new(move |_| take_focus(scene));
    // Others' doings are told now and then, not each at once.
    patch::announce(scene);
    view! {
        <div class="list">
            <header class="list-head"><p>{count}</p>{orders}</header>
            {move || failed(actions.book.value().get())}
            {move || failed(actions.change.value().get())}
            {form}
        </div>
    }
    .into_any()
}

/// The name of a group with its desks in their order.
type Group = (String, Vec<DeskId>);

/// Where desks stand in the order of states. It is theirs from when they are listed until another order is chosen: what
/// somebody is about to press must not go away under the hand because of others' doings.
type Stands = StoredValue<HashMap<DeskId, u8>>;

fn by_state(seat: &Seat) -> u8 {
    match seat.state {
        SeatState::Mine => 0,
        SeatState::Free => 1,
        SeatState::Taken => 2,
        SeatState::Held => 3,
        SeatState::Unavailable => 4,
    }
}

/// The desks in their order: by zone each under its name, else all in one group.
fn grouped(scene: Scene, stands: Stands) -> Vec<Group> {
    let texts = scene.texts;
    let (filter, order) = scene.address.with(|address| (address.filter.clone(), address.order));
    scene.now.with(|now| {
        let mut shown: Vec<&Seat> = now.seats.iter().filter(|seat| filter.admits(seat, &now.seats)).collect();
        let ids = |seats: &[&Seat]| seats.iter().map(|seat| seat.desk).collect();
        if order != Order::Zone {
            stands.update_value(|stands| {
                if order == Order::Free {
                    for seat in &shown {
                        stands.entry(seat.desk).or_insert(by_state(seat));
                    }
                    order::sort_by_key(&mut shown, |seat| stands.get(&seat.desk).copied());
                } else {
                    stands.clear();
                }
            });
            return vec![(texts.s("all-desks"), ids(&shown))];
        }
        stands.update_value(HashMap::clear);
        let mut groups: Vec<Group> = scene.floor.with_value(|floor| {
            let of = |zone| shown.iter().filter(|seat| seat.zone == zone).map(|seat| seat.desk).collect();
            let named = floor.zones.iter().map(|zone| (zone.name.clone(), of(Some(zone.id))));
            named.chain([(texts.s("no-zone"), of(None))]).collect()
        });
        groups.retain(|(_, desks): &Group| !desks.is_empty());
        groups
    })
}

/// Each row stays its desk's while others come and go: what has the focus must not become another desk's button.
#[component]
fn Groups(scene: Scene, groups: Memo<Vec<Group>>, moves: bool) -> impl IntoView {
    let names = Memo::new(move |_| groups.with(|groups| groups.iter().map(|(name, _)| name.clone()).collect()));
    keyed(names, move |name: String| {
        let desks = Memo::new(move |_| {
            let of = |groups: &Vec<Group>| groups.iter().find(|(one, _)| *one == name).cloned();
            groups.with(of).unwrap_or_default()
        });
        group(scene, desks, moves)
    })
}

fn group(scene: Scene, group: Memo<Group>, moves: bool) -> AnyView {
    let texts = use_texts();
    let name = group.with_untracked(|(name, _)| name.clone());
    let free = move || {
        let free = scene.now.with(|now| {
            let free = now.seats.iter().filter(|seat| seat.state == SeatState::Free);
            group.with(|(_, desks)| free.filter(|seat| desks.contains(&seat.desk)).count())
        });
        texts.f("free-count", &[("free", (free as i64).into())])
    };
    let desks = Memo::new(move |_| group.with(|(_, desks)| desks.iter().map(DeskId::to_string).collect()));
    let rows = keyed(desks, move |desk: String| row(scene, desk, moves));
    view! {
        <section>
            <table>
                <caption>{name}" "<small>{free}</small></caption>
                <thead><tr>
                    <th scope="col">{texts.s("column-desk")}</th>
                    <th scope="col">{texts.s("column-state")}</th>
                    <th scope="col">{texts.s("column-offers")}</th>
                    <th scope="col"><span class="sr">{texts.s("column-open")}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn row(scene: Scene, desk: String, moves: bool) -> AnyView {
    let id = format!("r{desk}");
    let seat = Memo::new(move |_| scene.now.with(|now| now.find(&desk).cloned()));
    let word = move || seat.with(|seat| seat.as_ref().map(state_word));
    view! { <tr id=id data-s=word>{move || seat.get().map(|seat| cells(scene, seat, moves))}</tr> }.into_any()
}

fn cells(scene: Scene, seat: Seat, moves: bool) -> impl IntoView + use<> {
    let texts = scene.texts;
    let word = state_word(&seat);
    let amenities: Vec<String> = seat.amenities.iter().map(|one| texts.s(&format!("amenity-{}", one.word()))).collect();
    let holder = seat.holder.as_ref().map(|holder| format!(" · {}", holder.name));
    let half = free_half(&seat, scene.hours()).map(|half| format!(" · {}", texts.s(&format!("seat-half-{half}"))));
    let lent = seat.lent.then(|| texts.s("seat-lent"));
    let why = seat.reasons.first().map(|reason| reasons::reason(texts, reason)).or(lent);
    let act = texts.s(if moves { "move-short" } else { "book-short" });
    let label = format!("{}, {act}", seat.label);
    let button = (seat.state == SeatState::Free).then(|| {
        view! { <button class="btn p" name="desk" value=seat.desk.to_string() aria-label=label>{act}</button> }
    });
    let details = format!("{}, {}", seat.label, texts.s("look"));
    let name = seat.label.clone();
    let path = move || scene.address.with(|address| address.at_seat(&seat).path());
    view! {
        <th scope="row"><a href=path on:click=move |event| scene.stay.open_by(&event) aria-label=details>{name}</a></th>
        <td><b>{texts.s(&format!("seat-{word}"))}</b>{holder}{half}<small>{why}</small></td>
        <td>{amenities.join(" · ")}</td>
        <td>{button}</td>
    }
}

/// Whoever came from a desk of the map by the keyboard goes on at its row.
fn take_focus(scene: Scene) {
    let Some(label) = scene.stay.refocus.get_value() else { return };
    scene.stay.refocus.set_value(None);
    if let Some(seat) = scene.now.with_untracked(|now| now.find(&label).cloned()) {
        patch::focus(seat.desk);
    }
}
