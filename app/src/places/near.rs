//! Who sits near a seat, as far as they may be seen; teammates first.

use super::scene::Scene;
use crate::{ui::avatar::Avatar, viewer::use_texts};
use leptos::prelude::*;
use office::model::{id::DeskId, order, recommend::metres, seat::Holder};

/// How near somebody must sit to be named, in metres.
const NEAR_METRES: f64 = 3.4;
/// Up to here they sit right beside, in metres.
const BESIDE_METRES: f64 = 1.9;
/// How many are named.
const MOST: usize = 2;

/// The people near a desk, in one line.
#[component]
pub fn Near(scene: Scene, desk: DeskId) -> impl IntoView {
    let texts = use_texts();
    let near = Memo::new(move |_| near(scene, desk));
    let said = move |near: &[(f64, Holder)]| {
        let beside = near.iter().filter(|(away, _)| *away <= BESIDE_METRES);
        let names: Vec<&str> = beside.map(|(_, holder)| holder.given_name.as_str()).collect();
        let mut parts = Vec::new();
        if !names.is_empty() {
            parts.push(texts.f("seats-near-beside", &[("name", names.join(", ").into())]));
        }
        for (away, holder) in near.iter().filter(|(away, _)| *away > BESIDE_METRES) {
            let (name, metres) = (holder.given_name.clone(), format!("{away:.0}"));
            parts.push(texts.f("near-metres", &[("name", name.into()), ("metres", metres.into())]));
        }
        parts.join(", ")
    };
    move || {
        let near = near.get();
        (!near.is_empty()).then(|| {
            let line = said(&near);
            let discs = near
                .into_iter()
                .map(|(_, holder)| view! { <Avatar name=holder.given_name hue=holder.hue size="xs" /> })
                .collect_view();
            view! { <p class="near"><span class="avs">{discs}</span><span>{line}</span></p> }
        })
    }
}

fn near(scene: Scene, desk: DeskId) -> Vec<(f64, Holder)> {
    scene.now.with(|now| {
        let Some(seat) = now.seats.iter().find(|seat| seat.desk == desk) else { return Vec::new() };
        let others = now.seats.iter().filter(|other| other.desk != desk);
        let mut found: Vec<(f64, Holder)> = others
            .filter_map(|other| Some((metres(seat, other), other.holder.clone()?)))
            .filter(|(away, _)| *away <= NEAR_METRES)
            .collect();
        order::sort_by(&mut found, |a, b| b.1.teammate.cmp(&a.1.teammate).then(a.0.total_cmp(&b.0)));
        found.truncate(MOST);
        found
    })
}
