//! The time somebody chooses, as it travels in addresses and forms.

use crate::failure::Failure;
use chrono::NaiveDate;
use office::model::{
    booking::LocalTimes,
    id::{DeskId, FloorId},
    refusal::Refusal,
    time::{Choice, Minute, Part},
};
use serde::{Deserialize, Serialize};

/// A choice of time as plain text: an empty date is today, an empty part the whole day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// `2026-12-03`.
    #[serde(default)]
    pub date: String,
    /// `all_day`, `morning`, `afternoon` or `custom`.
    #[serde(default)]
    pub part: String,
    /// `09:15`, with `custom`.
    #[serde(default)]
    pub from: String,
    /// `10:45`, with `custom`.
    #[serde(default)]
    pub to: String,
}

impl Times {
    /// The choice these texts mean.
    pub fn parse(&self, today: NaiveDate) -> Result<Choice, Failure> {
        let date = match self.date.as_str() {
            "" => today,
            text => text.parse().map_err(|_| Failure::refuse(Refusal::input("date", "not_a_date")))?,
        };
        let part = match self.part.as_str() {
            "" | "all_day" => Part::AllDay,
            "morning" => Part::Morning,
            "afternoon" => Part::Afternoon,
            "custom" => Part::Custom { from: time("from", &self.from)?, to: time("to", &self.to)? },
            _ => return Err(Failure::refuse(Refusal::input("part", "unknown"))),
        };
        Ok(Choice { date, part })
    }

    /// The same texts from a choice.
    pub fn of(choice: Choice) -> Self {
        let (part, from, to) = match choice.part {
            Part::AllDay => ("all_day", None, None),
            Part::Morning => ("morning", None, None),
            Part::Afternoon => ("afternoon", None, None),
            Part::Custom { from, to } => ("custom", Some(from), Some(to)),
        };
        let text = |time: Option<Minute>| time.map(|time| time.to_string()).unwrap_or_default();
        Self { date: choice.date.to_string(), part: part.into(), from: text(from), to: text(to) }
    }

    /// Exactly when a booking is.
    pub fn exactly(local: &LocalTimes) -> Self {
        Self::of(Choice { date: local.date, part: Part::Custom { from: local.from, to: local.to } })
    }

    /// The address of a desk on the map of its floor, at that time.
    pub fn on_the_map(&self, floor: FloorId, desk: DeskId) -> String {
        format!("/floors/{floor}?{}&desk={desk}", self.query())
    }

    /// The part of an address that carries them, without `?`.
    pub fn query(&self) -> String {
        let mut query = format!("date={}&part={}", self.date, self.part);
        if self.part == "custom" {
            query.push_str(&format!("&from={}&to={}", self.from, self.to));
        }
        query
    }
}

fn time(field: &str, text: &str) -> Result<Minute, Failure> {
    text.parse().map_err(|_| Failure::refuse(Refusal::input(field, "not_a_time")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_says_is_what_was_chosen() {
        let today = "2026-12-03".parse().unwrap();
        for part in [Part::AllDay, Part::Morning, Part::Custom { from: Minute::hour(9), to: Minute::hour(24) }] {
            let choice = Choice { date: today, part };
            assert_eq!(Times::of(choice).parse(today), Ok(choice));
        }
    }

    #[test]
    fn a_desk_is_looked_at_for_exactly_the_time_of_a_booking() {
        let local =
            LocalTimes { date: "2026-12-03".parse().unwrap(), from: Minute::hour(13), to: "15:15".parse().unwrap() };
        let (floor, desk) = ("12".repeat(16).parse().unwrap(), "28".repeat(16).parse().unwrap());
        let path = Times::exactly(&local).on_the_map(floor, desk);
        let expected = format!("/floors/{floor}?date=2026-12-03&part=custom&from=13:00&to=15:15&desk={desk}");
        assert_eq!(path, expected);
    }

    #[test]
    fn nothing_chosen_is_the_whole_of_today() {
        let today = "2026-12-03".parse().unwrap();
        assert_eq!(Times::default().parse(today), Ok(Choice { date: today, part: Part::AllDay }));
    }
}
