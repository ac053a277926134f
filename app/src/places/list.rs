//! The seats as a list: the map's full equivalent, with the same filters and the same things to do.

use super::{
    card::Actions,
    cta::TimesInputs,
    desk_drawing::{free_half, state_word},
    scene::Scene,
    view::{Address, Order},
};
use crate::{bookings::done::failed, reasons, viewer::use_texts};
use leptos::prelude::*;
use office::model::{
    order,
    seat::{MyBooking, Seat, SeatState},
};

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
    let groups = move || {
        let address = scene.address.get();
        let mine = scene.now.with(|now| now.mine.clone());
        grouped(scene, &address)
            .into_iter()
            .map(|(name, seats)| group(scene, (name, seats), (&address, mine.clone())))
            .collect_view()
    };
    // One form for all rows: the button that is pressed names its desk. The rows are read here, where it is noticed when
    // they change: a form's children are made where nothing is.
    let form = move || {
        let rows = groups();
        match scene.now.with(|now| now.mine.clone()) {
            None => view! {
                <ActionForm action=actions.book attr:class="rows-form"><TimesInputs scene />{rows}</ActionForm>
            }
            .into_any(),
            Some(mine) => view! {
                <ActionForm action=actions.change attr:class="rows-form">
                    <input type="hidden" name="booking" value=mine.id.to_string() /><TimesInputs scene />{rows}
                </ActionForm>
            }
            .into_any(),
        }
    };
    view! {
        <div class="list">
            <header class="list-head"><p role="status">{count}</p>{orders}</header>
            {move || failed(actions.book.value().get())}
            {move || failed(actions.change.value().get())}
            {form}
        </div>
    }
    .into_any()
}

/// The seats in their order: by zone each under its name, else all in one group.
fn grouped(scene: Scene, address: &Address) -> Vec<(String, Vec<Seat>)> {
    let texts = scene.texts;
    let now = scene.now.get();
    let shown: Vec<Seat> = now.seats.iter().filter(|seat| address.filter.admits(seat, &now.seats)).cloned().collect();
    if address.order != Order::Zone {
        let mut all = shown;
        if address.order == Order::Free {
            order::sort_by_key(&mut all, |seat| match seat.state {
                SeatState::Mine => 0,
                SeatState::Free => 1,
                SeatState::Taken => 2,
                SeatState::Held => 3,
                SeatState::Unavailable => 4,
            });
        }
        return vec![(texts.s("all-desks"), all)];
    }
    let zones = scene.floor.with_value(|floor| floor.zones.clone());
    let mut groups: Vec<(String, Vec<Seat>)> = zones
        .into_iter()
        .map(|zone| (zone.name, shown.iter().filter(|seat| seat.zone == Some(zone.id)).cloned().collect()))
        .collect();
    groups.push((texts.s("no-zone"), shown.into_iter().filter(|seat| seat.zone.is_none()).collect()));
    groups.retain(|(_, seats): &(String, Vec<Seat>)| !seats.is_empty());
    groups
}

fn group(
    scene: Scene,
    (name, seats): (String, Vec<Seat>),
    (address, mine): (&Address, Option<MyBooking>),
) -> impl IntoView + use<> {
    let texts = use_texts();
    let free = seats.iter().filter(|seat| seat.state == SeatState::Free).count() as i64;
    let rows = seats.into_iter().map(|seat| row(scene, seat, (address, mine.is_some()))).collect_view();
    view! {
        <section>
            <table>
                <caption>{name}" "<small>{texts.f("free-count", &[("free", free.into())])}</small></caption>
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
}

fn row(scene: Scene, seat: Seat, (address, moves): (&Address, bool)) -> impl IntoView + use<> {
    let texts = use_texts();
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
    view! {
        <tr data-s=word>
            <th scope="row"><a href=address.at_seat(&seat).path() aria-label=details>{seat.label.clone()}</a></th>
            <td><b>{texts.s(&format!("seat-{word}"))}</b>{holder}{half}<small>{why}</small></td>
            <td>{amenities.join(" · ")}</td>
            <td>{button}</td>
        </tr>
    }
}
