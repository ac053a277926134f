//! No seat today: good ones to take with one tap, or the map.

use super::{acts::Acts, view::SeatOffer};
use crate::{bookings::done::failed, places::card::amenity_icon, ui::icon::Icon, viewer::use_texts};
use chrono::NaiveDate;
use leptos::prelude::*;
use office::model::seat::Why;

/// The page's first card on a day without a booking.
#[component]
pub fn NoSeat(offers: Vec<SeatOffer>, today: NaiveDate, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let today_works = offers.first().is_some_and(|offer| offer.date == today);
    let hint = texts.s(match (offers.is_empty(), today_works) {
        (true, _) => "no-seat-hint",
        (_, true) => "no-seat-offer",
        (_, false) => "no-seat-later",
    });
    let rows = offers.into_iter().map(|offer| view! { <Offer offer today acts /> }).collect_view();
    view! {
        <section class="card none-today">
            <h2>{texts.s("no-seat-today")}</h2>
            <p>{hint}</p>
            <ul class="offers">{rows}</ul>
            {move || failed(acts.book.value().get())}
            <a class="btn o" href="/floors"><Icon name="map" />{texts.s("pick-a-seat")}</a>
        </section>
    }
}

#[component]
fn Offer(offer: SeatOffer, today: NaiveDate, acts: Acts) -> impl IntoView {
    let texts = use_texts();
    let action = acts.book;
    let date = texts.date(offer.date);
    let day = match (offer.date - today).num_days() {
        0 => format!("{} · {date}", texts.s("today")),
        1 => format!("{} · {date}", texts.s("tomorrow")),
        _ => date,
    };
    let why = match &offer.why {
        Why::Usual => texts.s("why-usual"),
        Why::NearTeam { name } => texts.f("why-near-team", &[("name", name.clone().into())]),
        Why::Free => texts.s("why-free"),
    };
    let amenities = offer.amenities.iter().map(|amenity| {
        view! { <li><Icon name=amenity_icon(*amenity) size="s" />{texts.s(&format!("amenity-{}", amenity.word()))}</li> }
    });
    let named = texts.f("book-offer-named", &[("day", day.clone().into()), ("label", offer.label.clone().into())]);
    view! {
        <li class="offer" data-desk=offer.desk.to_string()>
            <p class="ey">{day}</p>
            <p class="lb"><b>{offer.label.clone()}</b><span class="num">{format!("{} – {}", offer.hours.0, offer.hours.1)}</span></p>
            <p class="wy">{format!("{} · {why}", offer.place)}</p>
            <ul class="am">{amenities.collect_view()}</ul>
            {offer.no_pc.map(|why| view! { <p class="hint no-pc">{texts.s(&format!("no-pc-then-{}", why.word()))}</p> })}
            <ActionForm action>
                <input type="hidden" name="desk" value=offer.desk.to_string() />
                <input type="hidden" name="date" value=offer.date.to_string() />
                <input type="hidden" name="part" value="all_day" />
                <input type="hidden" name="return_to" value="/" />
                <button class="btn p" aria-label=named disabled=move || action.pending().get()>{texts.s("book-offer")}</button>
            </ActionForm>
        </li>
    }
}
