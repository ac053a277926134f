//! Bookings put together by week.

use super::api::Mine;
use crate::texts::Texts;
use chrono::{Days, NaiveDate};
use office::model::time::monday_of;

/// The bookings of one week, named in relation to today.
pub struct OneWeek {
    /// Its Monday.
    pub monday: NaiveDate,
    /// Its bookings in their order.
    pub rows: Vec<Mine>,
}

impl OneWeek {
    /// `이번 주`, `다음 주`, `지난주`, or its days.
    pub fn name(&self, texts: Texts, today: NaiveDate) -> String {
        match (self.monday - monday_of(today)).num_days() {
            0 => texts.s("this-week"),
            7 => texts.s("next-week"),
            -7 => texts.s("last-week"),
            _ => {
                let last = self.monday.checked_add_days(Days::new(6)).unwrap_or(self.monday);
                let (from, to) = (texts.day(self.monday), texts.day(last));
                texts.f("week-of", &[("from", from.into()), ("to", to.into())])
            }
        }
    }
}

/// Splits bookings that stand in order into weeks.
pub fn by_week(rows: Vec<Mine>) -> Vec<OneWeek> {
    let mut weeks: Vec<OneWeek> = Vec::new();
    for row in rows {
        let monday = monday_of(row.booking.local.date);
        match weeks.last_mut().filter(|week| week.monday == monday) {
            Some(week) => week.rows.push(row),
            None => weeks.push(OneWeek { monday, rows: vec![row] }),
        }
    }
    weeks
}
