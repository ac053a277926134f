//! The key figures of a day: each with its whole, one comparison, its meaning and its coverage.

use crate::{texts::Texts, viewer::use_texts};
use leptos::prelude::*;
use office::model::usage::{DayUsage, NEARLY_FULL_PERCENT, PeakCount, People, PlaceCounts, Share, Tense, free_at_peak};

/// A figure in words, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq)]
struct Figure {
    /// The word of its texts.
    word: &'static str,
    value: String,
    unit: String,
    /// Numerator and denominator.
    of: String,
    /// The comparison with the week before.
    change: String,
    /// The change is one to look at.
    bad: bool,
    /// What else belongs to it.
    note: String,
    /// From 0 to 100.
    percent: i64,
}

/// The cards of the key figures.
#[component]
pub fn Figures(day: RwSignal<DayUsage>) -> impl IntoView {
    let texts = use_texts();
    let figures = Memo::new(move |_| day.with(|day| figures(texts, day)));
    let words: Vec<_> = figures.with_untracked(|all| all.iter().map(|one| one.word).collect());
    let cards = words.into_iter().enumerate().map(|(index, word)| {
        let read = move |pick: fn(&Figure) -> String| {
            move || figures.with(|all| all.get(index).map(pick).unwrap_or_default())
        };
        let bad = move || figures.with(|all| all.get(index).is_some_and(|one| one.bad));
        let age = move || day.with(|day| coverage(texts, day));
        view! {
            <section class="card kpi">
                <h2>{texts.s(&format!("usage-figure-{word}"))}</h2>
                <b class="num">{read(|one| one.value.clone())}<small>{read(|one| one.unit.clone())}</small></b>
                <span class="m" aria-hidden="true"><i style=read(|one| format!("width:{}%", one.percent))></i></span>
                <p class="num">{read(|one| one.of.clone())}" "<span>{read(|one| one.note.clone())}</span></p>
                <p class="num was" class:bad=bad>{read(|one| one.change.clone())}</p>
                <details class="def">
                    <summary aria-label=texts.f("usage-meaning-of", &[("figure", texts.s(&format!("usage-figure-{word}")).into())])>"?"</summary>
                    <div><p>{texts.s(&format!("usage-means-{word}"))}</p><p class="num">{age}</p></div>
                </details>
            </section>
        }
    });
    view! { <div class="kpis">{cards.collect_view()}</div> }
}

/// What the figures rest on and how old they are.
pub fn coverage(texts: Texts, day: &DayUsage) -> String {
    let share = day.whole.coverage();
    let at = format!("{} {}", texts.date(day.today), day.as_of_local);
    let percent = share.percent().map_or_else(|| "–".into(), |percent| format!("{percent}%"));
    let args =
        [("percent", percent.into()), ("known", number(share.part)), ("begun", number(share.whole)), ("at", at.into())];
    texts.f("usage-coverage", &args)
}

fn number(value: u64) -> fluent_bundle::FluentValue<'static> {
    i64::try_from(value).unwrap_or(i64::MAX).into()
}

fn figures(texts: Texts, day: &DayUsage) -> Vec<Figure> {
    let before = Before { texts, day };
    match day.tense {
        Tense::Today => {
            vec![in_use(&before), check_ins(&before), no_shows(&before), peak(&before, ("peak", day.whole.peak))]
        }
        Tense::Past => {
            let used = day.whole.peak_in_use.unwrap_or_default();
            vec![peak(&before, ("peak_in_use", used)), check_ins(&before), no_shows(&before), used_time(&before)]
        }
        Tense::Coming => vec![bookings(&before), peak(&before, ("peak", day.whole.peak)), booked_time(&before)],
    }
}

/// A day and its week before, in words.
struct Before<'a> {
    texts: Texts,
    day: &'a DayUsage,
}

impl Before<'_> {
    /// The difference to the week before, in a unit.
    fn change(&self, (now, then): (Option<i64>, Option<i64>), unit: &str) -> String {
        if !self.day.before.open {
            return self.texts.s("usage-before-closed");
        }
        let (Some(now), Some(then)) = (now, then) else { return self.texts.s("usage-before-unknown") };
        // A share changes by points and was so many percent.
        let in_points = unit == "usage-points";
        let unit = |count: i64| self.texts.f(unit, &[("count", count.into())]);
        // Of a day that is not running neither the week before is last week nor is it compared at a time of day.
        let key = if self.day.tense == Tense::Today { "usage-before" } else { "usage-before-day" };
        let difference = match now - then {
            0 => self.texts.s("usage-same"),
            more @ 1.. => format!("+{}", unit(more)),
            less => format!("−{}", unit(-less)),
        };
        let weekday = self.texts.weekday(self.day.before.date);
        let then = if in_points { format!("{then}%") } else { unit(then) };
        self.texts.f(key, &[("change", difference.into()), ("then", then.into()), ("weekday", weekday.into())])
    }

    fn was(&self) -> &PlaceCounts {
        &self.day.before.whole
    }

    fn of_desks(&self, part: u32) -> (String, i64) {
        let (texts, whole) = (self.texts, self.day.whole.bookable());
        let share = Share::new(part, whole);
        let of = texts.f("usage-of-desks", &[("part", i64::from(part).into()), ("whole", i64::from(whole).into())]);
        (of, share.percent().unwrap_or(0))
    }

    fn of_bookings(&self, share: Share) -> String {
        self.texts.f("usage-of-bookings", &[("part", number(share.part)), ("whole", number(share.whole))])
    }

    fn percent(&self, word: &'static str, (now, then): (Option<Share>, Option<Share>)) -> Figure {
        let percent = now.and_then(Share::percent);
        Figure {
            word,
            value: percent.map_or_else(|| "–".into(), |percent| percent.to_string()),
            unit: percent.map(|_| "%".into()).unwrap_or_default(),
            change: self.change((percent, then.and_then(Share::percent)), "usage-points"),
            percent: percent.unwrap_or(0).clamp(0, 100),
            ..Figure::default()
        }
    }
}

fn in_use(of: &Before) -> Figure {
    let now = of.day.whole.now.unwrap_or_default();
    let (desks, percent) = of.of_desks(now.in_use);
    let then = of.was().now.map(|then| i64::from(then.in_use));
    let free = of.texts.f("usage-free-now", &[("free", i64::from(now.free).into())]);
    Figure {
        word: "in_use",
        value: now.in_use.to_string(),
        unit: of.texts.s("usage-unit-desks"),
        of: desks,
        note: free,
        change: of.change((Some(i64::from(now.in_use)), then), "usage-desks"),
        percent,
        ..Figure::default()
    }
}

fn check_ins(of: &Before) -> Figure {
    let share = of.day.whole.check_ins();
    let note = match of.day.late {
        Some(People::Count(0)) | None => String::new(),
        Some(People::Count(late)) => of.texts.f("usage-late", &[("count", i64::from(late).into())]),
        Some(People::Few) => of.texts.s("usage-late-few"),
    };
    let shares = (Some(share), Some(of.was().check_ins()));
    Figure { of: of.of_bookings(share), note, ..of.percent("check_ins", shares) }
}

fn no_shows(of: &Before) -> Figure {
    let (share, then) = (of.day.whole.released(), i64::from(of.was().no_shows));
    let now = i64::from(of.day.whole.no_shows);
    Figure {
        word: "no_shows",
        value: now.to_string(),
        unit: of.texts.s("usage-unit-bookings"),
        of: of.of_bookings(share),
        note: of.texts.f("usage-rebooked", &[("count", i64::from(of.day.rebooked).into())]),
        change: of.change((Some(now), Some(then)), "usage-bookings"),
        bad: of.day.before.open && now > then,
        percent: share.percent().unwrap_or(0),
    }
}

fn peak(of: &Before, (word, peak): (&'static str, PeakCount)) -> Figure {
    let (desks, percent) = of.of_desks(peak.desks);
    let free = free_at_peak(of.day.whole.bookable(), peak.desks, NEARLY_FULL_PERCENT).floor() as i64;
    let at = peak.at.map(|at| of.texts.f("usage-peak-at", &[("at", at.to_string().into())]));
    let then = match word {
        "peak" => Some(of.was().peak),
        _ => of.was().peak_in_use,
    };
    let key = if free < 0 { "usage-peak-over" } else { "usage-peak-room" };
    let room = of.texts.f(key, &[("desks", free.abs().into()), ("percent", i64::from(NEARLY_FULL_PERCENT).into())]);
    Figure {
        word,
        value: peak.desks.to_string(),
        unit: of.texts.s("usage-unit-desks"),
        of: at.into_iter().chain([desks]).collect::<Vec<_>>().join(" · "),
        note: room,
        change: of.change((Some(i64::from(peak.desks)), then.map(|then| i64::from(then.desks))), "usage-desks"),
        bad: free < 0,
        percent: percent.clamp(0, 100),
    }
}

fn used_time(of: &Before) -> Figure {
    let share = of.day.whole.used_time;
    let figure = of.percent("used_time", (share, of.was().used_time));
    Figure { of: of_hours(of, share.unwrap_or_default()), ..figure }
}

fn booked_time(of: &Before) -> Figure {
    let share = of.day.whole.booked_time;
    let figure = of.percent("booked_time", (Some(share), Some(of.was().booked_time)));
    Figure { of: of_hours(of, share), ..figure }
}

fn of_hours(of: &Before, share: Share) -> String {
    of.texts.f("usage-of-hours", &[("part", number(share.part / 3600)), ("whole", number(share.whole / 3600))])
}

fn bookings(of: &Before) -> Figure {
    let (now, then) = (i64::from(of.day.whole.bookings), i64::from(of.was().bookings));
    Figure {
        word: "bookings",
        value: now.to_string(),
        unit: of.texts.s("usage-unit-bookings"),
        of: of.texts.f("usage-bookable", &[("desks", i64::from(of.day.whole.bookable()).into())]),
        change: of.change((Some(now), Some(then)), "usage-bookings"),
        percent: Share::new(of.day.whole.bookings, of.day.whole.bookable()).percent().unwrap_or(0).clamp(0, 100),
        ..Figure::default()
    }
}
