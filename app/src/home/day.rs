//! The day as a bar with the booking in it and a mark for now.

use super::view::Clock;
use crate::viewer::use_texts;
use leptos::prelude::*;
use office::model::{booking::LocalTimes, order, time::Minute};

/// The bar reaches from this time of day to that one, or further if the booking does.
const SPAN: (u16, u16) = (7 * 60, 20 * 60);
/// Two times closer than this share of the bar would cover each other.
const APART: f64 = 9.0;

/// The bar of a booking's day.
#[component]
pub fn Day(local: LocalTimes, clock: Memo<Option<Clock>>) -> impl IntoView {
    let texts = use_texts();
    let span = span(&local);
    let booked = format!("left:{:.1}%;right:{:.1}%", share(span, local.from), 100.0 - share(span, local.to));
    let label = texts.f("day-bar", &[("from", local.from.to_string().into()), ("to", local.to.to_string().into())]);
    let ticks = ticks(span, &local);
    let date = local.date;
    let now = move || {
        let clock = clock.get().filter(|clock| clock.today == date)?;
        let inside = (span.0..=span.1).contains(&clock.now.minutes());
        inside.then(|| view! { <u style=format!("left:{:.1}%", share(span, clock.now))></u> })
    };
    let ticks =
        ticks.into_iter().map(|(at, text)| view! { <b style=format!("left:{at:.1}%")>{text}</b> }).collect_view();
    view! {
        <div class="tl" role="img" aria-label=label>
            <span><i style=booked></i>{now}</span>
            <p class="num" aria-hidden="true">{ticks}</p>
        </div>
    }
}

fn span(local: &LocalTimes) -> (u16, u16) {
    let hour_up = local.to.minutes().div_ceil(60) * 60;
    (SPAN.0.min(local.from.minutes() / 60 * 60), SPAN.1.max(hour_up))
}

fn share((from, to): (u16, u16), at: Minute) -> f64 {
    (f64::from(at.minutes()) - f64::from(from)) / f64::from(to - from) * 100.0
}

/// The times below the bar: its ends, the booking's, and one in the middle where there is room.
fn ticks(span: (u16, u16), local: &LocalTimes) -> Vec<(f64, String)> {
    let at = |minutes: u16| Minute::new(minutes).unwrap_or(Minute::END);
    let wanted = [local.from, local.to, at(span.0), at(span.1), at(13 * 60)];
    let mut kept: Vec<(f64, String)> = Vec::new();
    for minute in wanted {
        let place = share(span, minute);
        if kept.iter().all(|(other, _)| (other - place).abs() >= APART) {
            kept.push((place, short(minute)));
        }
    }
    order::sort_by(&mut kept, |a, b| a.0.total_cmp(&b.0));
    kept
}

/// A full hour as `09`, another time as `09:15`.
fn short(minute: Minute) -> String {
    let text = minute.to_string();
    text.strip_suffix(":00").map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(from: &str, to: &str) -> LocalTimes {
        LocalTimes {
            date: "2026-12-03".parse().unwrap_or_default(),
            from: from.parse().unwrap_or(Minute::START),
            to: to.parse().unwrap_or(Minute::END),
        }
    }

    fn texts(local: &LocalTimes) -> Vec<String> {
        ticks(span(local), local).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn the_bar_shows_the_booking_and_the_day_around_it() {
        assert_eq!(texts(&times("09:00", "18:00")), ["07", "09", "13", "18", "20"]);
        assert_eq!(texts(&times("19:15", "24:00")), ["07", "13", "19:15", "24"]);
    }

    #[test]
    fn times_that_would_cover_each_other_are_left_out() {
        assert_eq!(texts(&times("07:15", "12:45")), ["07:15", "12:45", "20"]);
    }
}
