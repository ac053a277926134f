//! Who of the team comes today.

use crate::{places::view::Mate, ui::avatar::Avatar, viewer::use_texts};
use chrono::NaiveDate;
use leptos::prelude::*;
use office::model::id::FloorId;

/// How many are listed.
const LISTED: usize = 8;

/// The team's card.
#[component]
pub fn TeamToday(team: Vec<Mate>, today: NaiveDate, floor: Option<FloorId>) -> impl IntoView {
    let texts = use_texts();
    let (count, arrived) = (team.len() as i64, team.iter().filter(|mate| mate.arrived).count() as i64);
    let theirs = team.iter().find_map(|mate| mate.seat.as_ref().map(|(_, floor, ..)| *floor));
    let map = match floor.or(theirs) {
        Some(floor) => format!("/floors/{floor}?date={today}"),
        None => "/floors".to_owned(),
    };
    let rows = team.into_iter().take(LISTED).map(|mate| view! { <Row mate today /> }).collect_view();
    view! {
        <section class="card tm2">
            <header>
                <h2>{texts.f("team-in", &[("count", count.into())])}</h2>
                {(count > 0).then(|| view! { <p>{texts.f("team-arrived", &[("count", arrived.into())])}</p> })}
                <a href=map>{texts.s("on-the-map")}</a>
            </header>
            {if count == 0 { view! { <p class="hint">{texts.s("team-none")}</p> }.into_any() } else { view! { <ul>{rows}</ul> }.into_any() }}
        </section>
    }
}

#[component]
fn Row(mate: Mate, today: NaiveDate) -> impl IntoView {
    let texts = use_texts();
    let (state, seat) = mate
        .seat
        .map(|(desk, floor, label, from, to)| {
            let state = match mate.arrived {
                true => texts.s("mate-arrived"),
                false => texts.f("mate-expected", &[("at", from.to_string().into())]),
            };
            // The seat is of this date by the clocks of its own site.
            let map = format!("/floors/{floor}?date={today}&part=custom&from={from}&to={to}&desk={desk}");
            (state, view! { <a class="num" href=map>{label}</a> })
        })
        .unzip();
    view! {
        <li>
            <Avatar name=mate.given_name hue=mate.hue />
            <span><b>{mate.name}</b><small class=if mate.arrived { "num in" } else { "num" }>{state}</small></span>
            {seat}
        </li>
    }
}
