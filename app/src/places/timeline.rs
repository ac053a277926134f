//! A desk's day as a bar from 07 to 20.

use crate::viewer::use_texts;
use leptos::prelude::*;
use office::model::{booking::LocalTimes, seat::Busy, time::Minute};

const FROM: f64 = 7.0 * 60.0;
const TO: f64 = 20.0 * 60.0;

/// Booked stretches hatched, the chosen or own time solid.
#[component]
pub fn Timeline(day: Vec<Busy>, chosen: Option<LocalTimes>) -> impl IntoView {
    let texts = use_texts();
    let said: Vec<String> = day.iter().map(|busy| format!("{}–{}", busy.from, busy.to)).collect();
    let label = if said.is_empty() {
        texts.s("timeline-free")
    } else {
        texts.f("timeline-busy", &[("times", said.join(", ").into())])
    };
    let stretches = day
        .into_iter()
        .filter(|busy| !busy.mine)
        .map(|busy| view! { <i style=place(busy.from, busy.to)></i> })
        .collect_view();
    let solid = chosen.map(|local| {
        view! { <em style=place(local.from, local.to)>{format!("{} – {}", local.from, local.to)}</em> }
    });
    let ticks = [7u16, 10, 13, 16, 20].map(|hour| {
        let style = format!("left:{:.1}%", share(Minute::hour(hour)));
        view! { <span style=style>{format!("{hour:02}")}</span> }
    });
    view! {
        <div class="tl" role="img" aria-label=label>{stretches}{solid}</div>
        <div class="ticks num" aria-hidden="true">{ticks.collect_view()}</div>
    }
}

/// How much of the bar lies before a time, in percent.
fn share(at: Minute) -> f64 {
    ((f64::from(at.minutes()) - FROM) / (TO - FROM) * 100.0).clamp(0.0, 100.0)
}

fn place(from: Minute, to: Minute) -> String {
    format!("left:{:.1}%;width:{:.1}%", share(from), (share(to) - share(from)).max(0.8))
}
