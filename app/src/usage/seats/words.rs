//! A seat's line in words and figures, the same on the page and in its file.

use crate::texts::Texts;
use office::model::seat_health::{Flag, FloorHealth, SeatHealth, SeatOnFloor, Step};

/// How a seat is drawn and named: the word of its step, or `unknown`.
pub fn step(health: &SeatHealth) -> &'static str {
    health.line.map_or("unknown", |line| Step::of(line.p50_us).word())
}

/// A duration in milliseconds: below ten with a decimal.
pub fn ms(us: u32) -> String {
    let tenths = (us + 50) / 100;
    if tenths < 100 { format!("{}.{} ms", tenths / 10, tenths % 10) } else { format!("{} ms", (us + 500) / 1_000) }
}

/// How a seat is, in a word or two.
pub fn state(texts: Texts, health: &SeatHealth) -> String {
    match health.flags.as_slice() {
        [] => texts.s(if health.line.is_some() { "health-known" } else { "health-unknown" }),
        flags => {
            flags.iter().map(|flag| texts.s(&format!("health-flag-{}", flag.word()))).collect::<Vec<_>>().join(", ")
        }
    }
}

/// What is said of a seat on the map.
pub fn spoken(texts: Texts, seat: &SeatOnFloor) -> String {
    let figure = seat.health.line.map(|line| texts.f("health-median-of", &[("ms", ms(line.p50_us).into())]));
    let parts = [Some(seat.label.clone()), figure, Some(state(texts, &seat.health))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Why a seat is flagged.
pub fn reason(texts: Texts, flag: &Flag) -> String {
    match *flag {
        Flag::Slow { p50_us, others_us } => {
            let args = [
                ("ms", ms(p50_us).into()),
                ("others", ms(others_us).into()),
                ("times", decimal(f64::from(p50_us) / f64::from(others_us.max(1))).into()),
            ];
            texts.f("health-why-slow", &args)
        }
        Flag::Drops { reconnects, seconds, others, others_seconds } => {
            let expected = f64::from(others) * seconds as f64 / (others_seconds as f64).max(1.0);
            let args = [
                ("count", i64::from(reconnects).into()),
                ("hours", ((seconds + 1_800) / 3_600).to_string().into()),
                ("expected", decimal(expected).into()),
            ];
            texts.f("health-why-drops", &args)
        }
    }
}

/// What to look at first.
pub fn advice(texts: Texts, flag: &Flag) -> String {
    texts.s(&format!("health-do-{}", flag.word()))
}

/// How many of a seat's screens were open at its own terminal.
pub fn at_terminal(texts: Texts, health: &SeatHealth) -> String {
    let args = [("part", i64::from(health.at_terminal).into()), ("whole", i64::from(health.screens).into())];
    texts.f("health-at-terminal", &args)
}

fn decimal(number: f64) -> String {
    format!("{number:.1}")
}

/// The columns of the table, by the words their texts are named with: `health-column-WORD` and `health-means-WORD`.
pub const COLUMNS: [&str; 6] = ["state", "median", "p95", "reconnects", "hours", "sessions"];

/// One figure of a seat. What is not known is a dash.
pub fn cell(texts: Texts, health: &SeatHealth, column: &str) -> String {
    let known = |shown: Option<String>| shown.unwrap_or_else(|| "–".into());
    match column {
        "state" => state(texts, health),
        "median" => known(health.line.map(|line| ms(line.p50_us))),
        "p95" => known(health.line.map(|line| ms(line.p95_us))),
        "reconnects" => health.reconnects.to_string(),
        "hours" => known(health.line.map(|line| line.hours().to_string())),
        _ => health.sessions.to_string(),
    }
}

/// The table as rows of a file, the heading first. Figures are plain numbers, durations in milliseconds.
pub fn file(texts: Texts, floor: &FloorHealth) -> Vec<Vec<String>> {
    let words = [
        "site",
        "floor",
        "seat",
        "state",
        "median_ms",
        "p95_ms",
        "reconnects",
        "hours",
        "sessions",
        "screens",
        "terminal",
        "days",
        "as_of",
    ];
    let mut rows = vec![words.map(|word| texts.s(&format!("health-column-{word}"))).to_vec()];
    let as_of = format!("{} {}", floor.as_of_local.0, floor.as_of_local.1);
    let plain = |us: Option<u32>| us.map(|us| decimal(f64::from(us) / 1_000.0)).unwrap_or_default();
    rows.extend(floor.seats.iter().map(|seat| {
        let health = &seat.health;
        vec![
            texts.name(&floor.site_name),
            texts.name(&floor.name),
            seat.label.clone(),
            state(texts, health),
            plain(health.line.map(|line| line.p50_us)),
            plain(health.line.map(|line| line.p95_us)),
            health.reconnects.to_string(),
            health.line.map(|line| line.hours().to_string()).unwrap_or_default(),
            health.sessions.to_string(),
            health.screens.to_string(),
            health.at_terminal.to_string(),
            office::model::seat_health::DAYS.to_string(),
            as_of.clone(),
        ]
    }));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::place::Lang;

    #[test]
    fn short_durations_keep_a_decimal() {
        for (us, said) in [(0, "0.0 ms"), (4_649, "4.6 ms"), (9_949, "9.9 ms"), (9_950, "10 ms"), (24_500, "25 ms")] {
            assert_eq!(ms(us), said, "{us}");
        }
    }

    #[test]
    fn a_reason_carries_its_figures_in_both_languages() {
        let slow = Flag::Slow { p50_us: 36_000, others_us: 6_000 };
        let drops = Flag::Drops { reconnects: 9, seconds: 40 * 3_600, others: 12, others_seconds: 2_400 * 3_600 };
        for lang in [Lang::Ko, Lang::En] {
            let said = reason(Texts(lang), &slow);
            assert!(said.contains("36 ms") && said.contains("6.0 ms") && said.contains("6.0"), "{said}");
            let said = reason(Texts(lang), &drops);
            assert!(said.contains('9') && said.contains("40") && said.contains("0.2"), "{said}");
        }
    }
}
