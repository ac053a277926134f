//! Today's seat and its cloud PC as one card.

use super::{
    acts::{Acts, SeatActs},
    day::Day,
    view::{Clock, Near, SeatNow},
};
use crate::{
    bookings::state_word,
    cloud_pcs::card::CloudPcCard,
    places::{
        card::amenity_icon,
        desk_drawing::{self, Look},
    },
    texts::Texts,
    ui::{avatar::Avatar, icon::Icon},
    viewer::use_texts,
};
use leptos::prelude::*;
use office::model::{booking::BookingState, order, plan::UNITS_PER_METRE};

/// The card.
#[component]
pub fn Hero(seat: SeatNow, clock: Memo<Option<Clock>>, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let booking = seat.booking.clone();
    let local = booking.local.clone();
    let amenities = seat.amenities.iter().map(|amenity| {
        view! { <li><Icon name=amenity_icon(*amenity) size="s" />{texts.s(&format!("amenity-{}", amenity.word()))}</li> }
    });
    let pc = seat.pc.clone();
    view! {
        <section class="card hero" aria-label=texts.s("seat-and-pc") data-booking=booking.id.to_string() data-state=booking.state.word()>
            <div class="seat">
                <div class="sx">
                    <p class="ey"><Icon name="pin" size="s" />{seat.place.clone()}</p>
                    <h2>{booking.label.clone()}</h2>
                    <p class="tm num">{format!("{} – {}", local.from, local.to)}</p>
                    <p class="wy num">{state(texts, &seat)}</p>
                    <ul class="am">{amenities.collect_view()}</ul>
                    <Day local clock />
                    <Neighbours near=seat.near.clone() />
                </div>
                <Cutout seat=seat.clone() />
                <SeatActs seat acts />
            </div>
            <CloudPcCard booking=booking.clone() pc />
        </section>
    }
}

/// The booking's state, and until when somebody has to come.
fn state(texts: Texts, seat: &SeatNow) -> String {
    let word = state_word(texts, &seat.booking);
    match seat.come_by.filter(|_| seat.booking.state == BookingState::Reserved) {
        Some(at) => format!("{word} · {}", texts.f("come-by", &[("at", at.to_string().into())])),
        None => word,
    }
}

#[component]
fn Neighbours(near: Vec<Near>) -> impl IntoView {
    let texts = use_texts();
    let names: Vec<String> =
        near.iter().map(|one| texts.f(one.side.key(), &[("name", one.given_name.clone().into())])).collect();
    (!near.is_empty()).then(|| {
        let discs =
            near.into_iter().map(|one| view! { <Avatar name=one.given_name hue=one.hue size="xs" /> }).collect_view();
        view! { <p class="nb"><span class="avs">{discs}</span><span>{names.join(" · ")}</span></p> }
    })
}

/// The map around the seat: a picture, nothing in it can be followed.
#[component]
fn Cutout(seat: SeatNow) -> impl IntoView {
    let texts = use_texts();
    let mut seats: Vec<_> = seat.seats.iter().collect();
    // The own seat's frame lies over its neighbours.
    order::sort_by_key(&mut seats, |one| one.desk == seat.booking.desk);
    let drawn: String = seats
        .into_iter()
        .map(|one| {
            let look = Look { texts, hours: seat.hours, selected: one.desk == seat.booking.desk, dim: false };
            let [x, y] = one.at.map(|metres| metres * UNITS_PER_METRE);
            let selected = if look.selected { " data-sel=\"1\"" } else { "" };
            format!(
                "<g class=\"dk\" data-s=\"{}\"{selected} transform=\"translate({x:.1} {y:.1})\">{}</g>",
                desk_drawing::state_word(one),
                desk_drawing::inside(one, look)
            )
        })
        .collect();
    let label = texts.f("around-seat", &[("label", seat.booking.label.clone().into())]);
    let markup = format!("<g>{}</g><g>{drawn}</g>", seat.plan);
    let map = format!("{}&desk={}", super::acts::on_the_map(&seat.booking), seat.booking.desk);
    view! {
        <a class="cutout" href=map aria-label=label.clone()>
            <svg class="plan" viewBox=seat.window preserveAspectRatio="xMidYMid slice" aria-hidden="true" inner_html=markup></svg>
        </a>
    }
}
