//! Bookings put together by week.

use super::api::Mine;
use crate::texts::Texts;
use chrono::{Days, NaiveDate};
use office::model::time::monday_of;

/// The Mondays of the weeks in which some days lie, each once, in the order of the days.
pub fn mondays(days: impl IntoIterator<Item = NaiveDate>) -> Vec<NaiveDate> {
    let mut mondays = Vec::new();
    for monday in days.into_iter().map(monday_of) {
        if !mondays.contains(&monday) {
            mondays.push(monday);
        }
    }
    mondays
}

/// Those of some bookings that lie in the week of a Monday, in their order.
pub fn of_week(rows: &[Mine], monday: NaiveDate) -> Vec<Mine> {
    rows.iter().filter(|mine| monday_of(mine.booking.local.date) == monday).cloned().collect()
}

/// The week of a Monday: `이번 주`, `다음 주`, `지난주`, or its days.
pub fn name(texts: Texts, monday: NaiveDate, today: NaiveDate) -> String {
    match (monday - monday_of(today)).num_days() {
        0 => texts.s("this-week"),
        7 => texts.s("next-week"),
        -7 => texts.s("last-week"),
        _ => {
            let last = monday.checked_add_days(Days::new(6)).unwrap_or(monday);
            let (from, to) = (texts.day(monday), texts.day(last));
            texts.f("week-of", &[("from", from.into()), ("to", to.into())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_stands_once_also_where_days_of_another_come_between() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let found = mondays(["2026-12-18", "2026-12-21", "2026-12-20", "2026-12-14"].map(day));
        assert_eq!(found, [day("2026-12-14"), day("2026-12-21")]);
    }
}
