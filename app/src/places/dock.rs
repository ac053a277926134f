//! Below the map: what its shapes mean, and how full the floor is hour by hour, with handles that choose times.

use super::{
    map::quiet,
    scene::Scene,
    view::{Address, SeatsNow},
};
use crate::{bookings::times::Times, viewer::use_texts};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use office::model::{
    seat::Seat,
    time::{Minute, STEP_MINUTES},
};

/// The first hour that is shown and how many follow.
const FIRST: u16 = 7;
const HOURS: u16 = 13;
/// The height of a full bar, in units of the drawing.
const HEIGHT: f64 = 28.0;

/// The legend and the hours.
#[component]
pub fn Dock(scene: Scene) -> impl IntoView {
    view! { <div class="dock"><Legend /><Hours scene /></div> }.into_any()
}

#[component]
fn Legend() -> impl IntoView {
    let texts = use_texts();
    let desk = r#"<rect class="dt" x="-20" y="-12" width="40" height="22" rx="4"/>"#;
    let shapes = [
        ("free", r#"<rect class="ch" x="-8" y="14" width="16" height="12" rx="6"/>"#),
        ("mine", r#"<circle class="pp" cy="18" r="9"/>"#),
        ("team", r#"<circle class="pr" cy="18" r="10"/><circle class="pp" cy="18" r="7.5" style="--h:300"/>"#),
        ("busy", r#"<circle class="pp" cy="18" r="9"/>"#),
        ("held", r#"<circle class="ch" cy="18" r="8"/>"#),
        ("off", r#"<path class="sl" d="M-12 8 12-9"/>"#),
    ];
    // Nothing of it changes: as one text it weighs less in the browser's part.
    let entry = |(state, shape)| {
        let name = texts.s(&format!("seat-{state}"));
        format!(
            "<span><svg viewBox=\"-22 -14 44 42\" class=\"plan\" aria-hidden=\"true\"><g class=\"dk\" data-s=\"{state}\">\
             {desk}{shape}</g></svg>{name}</span>"
        )
    };
    let entries = shapes.map(entry).concat();
    view! { <div class="legend" role="group" aria-label=texts.s("legend") inner_html=entries></div> }.into_any()
}

/// From and until when, in minutes of the day.
type Span = [u16; 2];

/// The share of desks that are booked in each hour of the day.
#[component]
fn Hours(scene: Scene) -> impl IntoView {
    let texts = use_texts();
    let hours = Memo::new(move |_| {
        let chosen = |now: &SeatsNow| now.local.as_ref().map(|local| [local.from.minutes(), local.to.minutes()]);
        scene.now.with(|now| (shares(&now.seats), chosen(now)))
    });
    let said = move || {
        let Some((at, percent)) = hours.with(|(shares, _)| fullest(shares)) else { return texts.s("hours-none") };
        texts.f("hours-label", &[("at", at.to_string().into()), ("percent", i64::from(percent).into())])
    };
    let held = RwSignal::new(None);
    let bars = move || hours.with(|(shares, chosen)| draw(shares, held.get().or(*chosen)));
    let ticks = (0..HOURS).step_by(2).map(|hour| {
        let left = f64::from(hour) / f64::from(HOURS) * 100.0;
        let name = texts.f("oclock", &[("hour", i64::from(FIRST + hour).into())]);
        format!("<span style=\"left:{left:.2}%\">{name}</span>")
    });
    let ticks: String = ticks.collect();
    let chosen = hours.with_untracked(|(_, chosen)| *chosen);
    view! {
        <div class="hours">
            <svg
                viewBox=format!("0 0 {} 30", HOURS * 10) preserveAspectRatio="none" role="img" aria-label=said
                inner_html=bars
            ></svg>
            {chosen.map(|chosen| handles(scene, chosen, held))}
            <div class="oclock num" aria-hidden="true" inner_html=ticks></div>
        </div>
    }
    .into_any()
}

/// Two handles over the bars lead to the seats of other times. While one is held only the bars follow. They are plain markup, which
/// weighs less in the browser's part; what is heard of them is heard around them.
fn handles(scene: Scene, chosen: Span, held: RwSignal<Option<Span>>) -> AnyView {
    let navigate = use_navigate();
    let handle = |(name, at): (&str, u16)| {
        format!(
            "<input type=\"range\" id=\"hours-{name}\" aria-label=\"{}\" min=\"{}\" max=\"{}\" step=\"{STEP_MINUTES}\" \
             value=\"{at}\" aria-valuetext=\"{}\">",
            scene.texts.s(name),
            FIRST * 60,
            (FIRST + HOURS) * 60,
            clock(at)
        )
    };
    let both = [("from", chosen[0]), ("to", chosen[1])].map(handle).concat();
    let hold = move |event: ev::Event| {
        let Ok(at) = event_target_value(&event).parse() else { return };
        let handle = event_target::<web_sys::Element>(&event);
        let [from, to] = held.get_untracked().unwrap_or(chosen);
        held.set(Some(if handle.id() == "hours-from" { [at, to] } else { [from, at] }));
        let _ = handle.set_attribute("aria-valuetext", &clock(at).to_string());
    };
    let leave = move |_| {
        if let Some(span) = held.get_untracked() {
            let path = own(span, scene.address.get_untracked()).path();
            navigate(&path, NavigateOptions { replace: true, ..quiet() });
        }
    };
    view! { <div class="handles" inner_html=both on:input=hold on:change=leave></div> }.into_any()
}

/// An address at the times between two handles, whichever is before the other.
fn own([one, other]: Span, address: Address) -> Address {
    let from = one.min(other);
    let to = one.max(other).max(from + STEP_MINUTES);
    let [from, to] = [from, to].map(|minutes| clock(minutes).to_string());
    Address { times: Times { part: "custom".into(), from, to, ..address.times }, ..address }
}

fn clock(minutes: u16) -> Minute {
    Minute::new(minutes).unwrap_or(Minute::END)
}

/// The first of the hours in which most desks are booked; nothing while none is booked at all.
fn fullest(shares: &[(Minute, u32)]) -> Option<(Minute, u32)> {
    // From behind, because of hours that are alike the last one would be found.
    shares.iter().rev().max_by_key(|(_, percent)| *percent).filter(|(_, percent)| *percent > 0).copied()
}

/// Each hour's start with the percent of desks that somebody has booked in it: at least one where there is any.
fn shares(seats: &[Seat]) -> Vec<(Minute, u32)> {
    let booked = |from: Minute, to: Minute| {
        let held = |seat: &&Seat| seat.day.iter().any(|busy| busy.from < to && busy.to > from);
        u32::try_from(seats.iter().filter(held).count()).unwrap_or(u32::MAX)
    };
    let all = u32::try_from(seats.len()).unwrap_or(u32::MAX).max(1);
    let hours = (FIRST..FIRST + HOURS).map(|hour| (Minute::hour(hour), Minute::hour(hour + 1)));
    let percent = |booked: u32| (booked * 100 / all).max(booked.min(1));
    hours.map(|(from, to)| (from, percent(booked(from, to)))).collect()
}

fn draw(shares: &[(Minute, u32)], chosen: Option<Span>) -> String {
    let bar = |(index, (from, percent)): (usize, &(Minute, u32))| {
        let height = (f64::from(*percent) / 100.0 * HEIGHT).max(0.8);
        let until = from.minutes() + 60;
        let inside = chosen.is_some_and(|[one, other]| one.min(other) < until && one.max(other) > from.minutes());
        let class = if inside { "in" } else { "out" };
        format!(
            "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"8.4\" height=\"{height:.1}\" rx=\"1\"/>",
            index as f64 * 10.0 + 0.8,
            29.0 - height
        )
    };
    shares.iter().enumerate().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::{
        place::DeskKind,
        seat::{Busy, SeatState},
    };

    fn booked(from: u16, to: u16) -> Seat {
        Seat {
            desk: uuid::Uuid::from_u128(u128::from(from)).into(),
            label: String::new(),
            zone: None,
            at: [0.0, 0.0],
            rotation: 0.0,
            kind: DeskKind::Standard,
            amenities: Vec::new(),
            state: SeatState::Taken,
            reasons: Vec::new(),
            lent: false,
            holder: None,
            day: vec![Busy { from: Minute::hour(from), to: Minute::hour(to), mine: false, holder: None }],
            booking: None,
        }
    }

    #[test]
    fn an_hour_counts_every_desk_that_is_booked_in_it_and_not_the_hour_after() {
        let shares = shares(&[booked(9, 12), booked(9, 18), booked(13, 18), booked(17, 18)]);
        let at = |hour: u16| shares.iter().find(|(from, _)| *from == Minute::hour(hour)).unwrap().1;
        assert_eq!((at(8), at(9), at(12), at(13), at(17), at(18)), (0, 50, 25, 50, 75, 0));
    }

    #[test]
    fn two_handles_choose_the_times_between_them_also_when_they_meet_or_have_passed_each_other() {
        let chosen = |span: Span| {
            let times = Times { date: "2026-12-03".into(), part: "morning".into(), ..Times::default() };
            own(span, Address { times, ..Address::default() }).times
        };
        let times = |from: &str, to: &str| Times {
            date: "2026-12-03".into(),
            part: "custom".into(),
            from: from.into(),
            to: to.into(),
        };
        assert_eq!(chosen([9 * 60, 18 * 60]), times("09:00", "18:00"));
        assert_eq!(chosen([18 * 60, 9 * 60 + 15]), times("09:15", "18:00"));
        assert_eq!(chosen([20 * 60, 20 * 60]), times("20:00", "20:15"));
    }

    #[test]
    fn the_first_of_the_fullest_hours_is_named_and_none_while_nothing_is_booked() {
        assert_eq!(fullest(&shares(&[booked(9, 12), booked(14, 18)])), Some((Minute::hour(9), 50)));
        assert_eq!(fullest(&shares(&[booked(0, 0), booked(1, 1)])), None);
        let many: Vec<Seat> = (0..199).map(|_| booked(0, 0)).chain([booked(13, 14)]).collect();
        assert_eq!(fullest(&shares(&many)), Some((Minute::hour(13), 1)), "one of many desks is not nothing");
    }
}
