//! What the colours of the map mean, and how many seats have each.

use super::{api::SeatsView, words::step};
use crate::{texts::Texts, viewer::use_texts};
use leptos::prelude::*;
use office::model::seat_health::Step;

/// The legend.
#[component]
pub fn Legend(view: StoredValue<SeatsView>) -> impl IntoView {
    let texts = use_texts();
    let count =
        |word: &str| view.with_value(|view| view.health.seats.iter().filter(|seat| step(&seat.health) == word).count());
    let flagged = view.with_value(|view| view.health.flagged().count());
    let mut from = 0;
    let steps = Step::ALL.map(|(step, end)| {
        let range = range(texts, (from, end));
        from = end.unwrap_or_default();
        (step.word(), range, count(step.word()))
    });
    let rest = [("unknown", texts.s("health-unknown"), count("unknown")), ("sign", texts.s("health-worse"), flagged)];
    let lines = steps.into_iter().chain(rest).map(|(word, name, count)| {
        let sign = (word == "sign").then_some("!");
        view! {
            <li>
                <i data-h=word aria-hidden="true">{sign}</i>
                <span>{name}</span>
                <b class="num">{texts.f("usage-desks", &[("count", (count as i64).into())])}</b>
            </li>
        }
    });
    view! { <ul class="legend">{lines.collect_view()}</ul> }
}

fn range(texts: Texts, (from, end): (u32, Option<u32>)) -> String {
    let whole = |us: u32| (us / 1_000).to_string();
    match (from, end) {
        (0, Some(end)) => texts.f("health-below", &[("end", whole(end).into())]),
        (from, Some(end)) => texts.f("health-between", &[("from", whole(from).into()), ("end", whole(end).into())]),
        (from, None) => texts.f("health-above", &[("from", whole(from).into())]),
    }
}
