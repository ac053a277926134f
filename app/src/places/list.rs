//! The seats as a list: the map's full equivalent.

use super::{
    desk_drawing::state_word,
    view::{Address, FloorView, SeatsNow},
};
use crate::{reasons, viewer::use_texts};
use leptos::prelude::*;
use office::model::seat::{Seat, SeatState};

/// Every seat with its state and what can be done, grouped by zone.
#[component]
pub fn SeatList(floor: StoredValue<FloorView>, now: RwSignal<SeatsNow>, address: Address) -> impl IntoView {
    let texts = use_texts();
    let groups = move || {
        let now = now.get();
        let mut zones: Vec<(String, Vec<Seat>)> = floor
            .with_value(|floor| floor.zones.clone())
            .into_iter()
            .map(|(id, name)| (name, now.seats.iter().filter(|seat| seat.zone == Some(id)).cloned().collect()))
            .collect();
        zones.push((texts.s("no-zone"), now.seats.iter().filter(|seat| seat.zone.is_none()).cloned().collect()));
        let shown = zones.into_iter().filter(|(_, seats): &(String, Vec<Seat>)| !seats.is_empty());
        shown.map(|(name, seats)| group(name, seats, &address)).collect_view()
    };
    view! { <div class="list">{groups}</div> }
}

fn group(name: String, seats: Vec<Seat>, address: &Address) -> impl IntoView + use<> {
    let texts = use_texts();
    let free = seats.iter().filter(|seat| seat.state == SeatState::Free).count() as i64;
    let rows =
        seats.into_iter().filter(|seat| address.filter.admits(seat)).map(|seat| row(seat, address)).collect_view();
    view! {
        <section>
            <table>
                <caption>{name}" "<small>{texts.f("free-count", &[("free", free.into())])}</small></caption>
                <thead><tr>
                    <th scope="col">{texts.s("column-desk")}</th>
                    <th scope="col">{texts.s("column-state")}</th>
                    <th scope="col">{texts.s("column-offers")}</th>
                    <th scope="col">{texts.s("column-open")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

fn row(seat: Seat, address: &Address) -> impl IntoView + use<> {
    let texts = use_texts();
    let word = state_word(&seat);
    let amenities: Vec<String> = seat.amenities.iter().map(|one| texts.s(&format!("amenity-{}", one.word()))).collect();
    let holder = seat.holder.as_ref().map(|holder| format!(" · {}", holder.name));
    let why = seat.reasons.first().map(|reason| reasons::reason(texts, reason));
    let action = texts.s(if word == "free" { "pick" } else { "look" });
    let label = format!("{}, {action}", seat.label);
    view! {
        <tr data-s=word>
            <th scope="row">{seat.label.clone()}</th>
            <td><b>{texts.s(&format!("seat-{word}"))}</b>{holder}<small>{why}</small></td>
            <td>{amenities.join(" · ")}</td>
            <td><a class="btn o" href=address.at_desk(seat.desk).path() aria-label=label>{action}</a></td>
        </tr>
    }
}
