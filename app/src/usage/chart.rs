//! The day by the hour as a drawing: across in percent of its width, so that its words keep their size on a phone.

use crate::texts::Texts;
use office::model::time::Interval;
use office::model::usage::{DayUsage, HourUsage, Tense, intervals::clip};
use std::fmt::Write;

/// Height of the drawing in CSS pixels.
pub const HEIGHT: u32 = 236;
const TOP: f64 = 18.0;
const FLOOR: f64 = 192.0;

/// The scale: its top and the step of its lines, in desks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    top: u32,
    step: u32,
}

impl Scale {
    /// A scale of round numbers that holds a count.
    pub fn of(most: u32) -> Self {
        let most = most.max(1);
        let steps = (0..9u32).flat_map(|power| [1, 2, 5].map(|digit| digit * 10u32.pow(power)));
        let step = steps.into_iter().find(|step| step.saturating_mul(4) >= most).unwrap_or(most);
        Self { top: most.div_ceil(step) * step, step }
    }

    fn y(self, desks: u32) -> f64 {
        FLOOR - f64::from(desks) / f64::from(self.top) * (FLOOR - TOP)
    }

    fn lines(self) -> impl Iterator<Item = u32> {
        (0..=self.top).step_by(self.step as usize)
    }
}

/// The scale that a day needs: all its bookable desks.
pub fn scale(day: &DayUsage) -> Scale {
    let booked = day.hours.iter().map(|hour| hour.booked.max(hour.in_use.unwrap_or(0))).max();
    Scale::of(day.whole.bookable().max(booked.unwrap_or(0)))
}

/// The numbers beside the drawing.
pub fn axis(day: &DayUsage) -> String {
    let scale = scale(day);
    scale.lines().fold(String::new(), |mut drawn, desks| {
        let _ = write!(drawn, r#"<text x="100%" y="{:.1}" text-anchor="end">{desks}</text>"#, scale.y(desks) + 4.0);
        drawn
    })
}

/// The drawing itself.
pub fn plot(texts: Texts, day: &DayUsage) -> String {
    let scale = scale(day);
    let mut drawn = String::new();
    for desks in scale.lines() {
        let y = scale.y(desks);
        let _ = write!(drawn, r#"<line class="gr" x1="0" x2="100%" y1="{y:.1}" y2="{y:.1}"/>"#);
    }
    let width = 100.0 / day.hours.len().max(1) as f64;
    for (index, hour) in day.hours.iter().enumerate() {
        bar(&mut drawn, (texts, scale), hour, (index as f64 * width, width));
    }
    capacity(&mut drawn, (texts, scale), day);
    now(&mut drawn, (texts, width), day);
    drawn
}

fn bar(drawn: &mut String, (texts, scale): (Texts, Scale), hour: &HourUsage, (left, width): (f64, f64)) {
    let class = if hour.in_use.is_some() { "bk" } else { "bk to" };
    let _ = write!(drawn, "<g><title>{}</title>", texts.f("usage-hour-says", &says(texts, hour)));
    rect(drawn, (class, scale.y(hour.booked)), (left + width * 0.16, width * 0.68));
    if let Some(used) = hour.in_use {
        rect(drawn, ("us", scale.y(used)), (left + width * 0.16, width * 0.68));
    }
    let middle = left + width / 2.0;
    let label = hour.hour.minutes() / 60;
    let _ = write!(
        drawn,
        r#"<text class="x" x="{middle:.2}%" y="{:.0}" text-anchor="middle">{label}</text>"#,
        FLOOR + 19.0
    );
    if let Some(released @ 1..) = hour.no_shows {
        let _ = write!(
            drawn,
            r#"<text class="ns" x="{middle:.2}%" y="{:.0}" text-anchor="middle">{released}</text>"#,
            FLOOR + 37.0
        );
    }
    drawn.push_str("</g>");
}

fn says(texts: Texts, hour: &HourUsage) -> [(&'static str, fluent_bundle::FluentValue<'static>); 4] {
    let or_dash = |count: Option<u32>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
    [
        ("hour", super::tables::hour_name(texts, hour).into()),
        ("booked", i64::from(hour.booked).into()),
        ("used", or_dash(hour.in_use).into()),
        ("released", or_dash(hour.no_shows).into()),
    ]
}

fn rect(drawn: &mut String, (class, top): (&str, f64), (left, width): (f64, f64)) {
    let height = FLOOR - top;
    if height > 0.0 {
        let _ = write!(
            drawn,
            r#"<rect class="{class}" x="{left:.2}%" width="{width:.2}%" y="{top:.1}" height="{height:.1}" rx="4"/>"#
        );
    }
}

fn capacity(drawn: &mut String, (texts, scale): (Texts, Scale), day: &DayUsage) {
    let (desks, y) = (day.whole.bookable(), scale.y(day.whole.bookable()));
    let said = texts.f("usage-capacity", &[("desks", i64::from(desks).into())]);
    let _ = write!(
        drawn,
        r#"<line class="cp" x1="0" x2="100%" y1="{y:.1}" y2="{y:.1}"/><text class="cp" x="100%" y="{:.1}" text-anchor="end">{said}</text>"#,
        y - 5.0
    );
}

fn now(drawn: &mut String, (texts, width): (Texts, f64), day: &DayUsage) {
    if day.tense != Tense::Today {
        return;
    }
    let hour = chrono::TimeDelta::hours(1);
    let moment = Interval { starts_at: day.as_of, ends_at: day.as_of + chrono::TimeDelta::seconds(1) };
    let running = day
        .hours
        .iter()
        .position(|one| clip(moment, Interval { starts_at: one.starts_at, ends_at: one.starts_at + hour }).is_some());
    if let Some((index, one)) = running.and_then(|index| Some((index, day.hours.get(index)?))) {
        let inside = (day.as_of - one.starts_at).num_seconds() as f64 / 3600.0;
        let x = (index as f64 + inside) * width;
        let anchor = if x > 90.0 {
            "end"
        } else if x < 10.0 {
            "start"
        } else {
            "middle"
        };
        let _ = write!(
            drawn,
            r#"<line class="nw" x1="{x:.2}%" x2="{x:.2}%" y1="12" y2="{FLOOR}"/><text class="nw" x="{x:.2}%" y="9" text-anchor="{anchor}">{} {}</text>"#,
            texts.s("usage-now"),
            day.as_of_local
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_has_round_steps_and_holds_every_count() {
        for most in 0..3_000 {
            let scale = Scale::of(most);
            assert!(scale.top >= most && scale.lines().count() <= 6, "{most}: {scale:?}");
            let digits = scale.step.to_string();
            assert!(["1", "2", "5"].contains(&digits.trim_end_matches('0')), "{most}: {scale:?}");
        }
    }
}
