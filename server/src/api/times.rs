//! Days and times as callers of the API write them.

use chrono::{DateTime, NaiveDate, Utc};
use office::{
    backend::{
        caller::Caller,
        error::{Error, Fault, Result},
        office::Office,
        places::find,
    },
    model::{
        id::SiteId,
        place::Site,
        refusal::Refusal,
        time::{self, Choice, Minute, Part},
    },
};

/// A day and a part of it, or own times: `HH:MM` local to the site, or whole RFC 3339 instants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// The local date.
    pub date: Option<String>,
    /// `all_day`, `morning` or `afternoon`.
    pub part: Option<String>,
    /// Start of own times.
    pub from: Option<String>,
    /// End of own times.
    pub to: Option<String>,
}

/// What is meant where nothing is said; `None` must be said.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unsaid {
    /// The date.
    pub date: Option<NaiveDate>,
    /// The part.
    pub part: Option<Part>,
}

impl Times {
    /// Whether nothing is said of a time.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The choice these times mean at a site. Refused by the name of the field that is missing or can't be understood.
    pub fn choice(&self, site: &Site, unsaid: Unsaid) -> Result<Choice> {
        match (&self.from, &self.to) {
            (Some(from), Some(to)) if from.contains('T') || to.contains('T') => {
                let choice = instants(site, from, to)?;
                self.must_agree(choice.date)?;
                Ok(choice)
            }
            _ => Ok(Choice { date: self.day(unsaid.date)?, part: self.part_of_day(unsaid.part)? }),
        }
    }

    /// Refuses what is said beside instants and is not so: somebody who says both means both.
    fn must_agree(&self, date: NaiveDate) -> Result<(), Refusal> {
        if !matches!(self.part.as_deref(), None | Some("custom")) {
            return Err(Refusal::input("part", "unexpected"));
        }
        let said = self.day(Some(date))?;
        if said == date { Ok(()) } else { Err(Refusal::input("date", "unexpected")) }
    }

    fn day(&self, unsaid: Option<NaiveDate>) -> Result<NaiveDate, Refusal> {
        match &self.date {
            Some(text) => date("date", text),
            None => unsaid.ok_or_else(|| Refusal::input("date", "empty")),
        }
    }

    fn part_of_day(&self, unsaid: Option<Part>) -> Result<Part, Refusal> {
        match (&self.from, &self.to, self.part.as_deref()) {
            (Some(from), Some(to), None | Some("custom")) => {
                Ok(Part::Custom { from: minute("from", from)?, to: minute("to", to)? })
            }
            (Some(_), Some(_), Some(_)) => Err(Refusal::input("part", "unexpected")),
            (None, Some(_), _) | (None, None, Some("custom")) => Err(Refusal::input("from", "empty")),
            (Some(_), None, _) => Err(Refusal::input("to", "empty")),
            (None, None, Some("all_day")) => Ok(Part::AllDay),
            (None, None, Some("morning")) => Ok(Part::Morning),
            (None, None, Some("afternoon")) => Ok(Part::Afternoon),
            (None, None, Some(_)) => Err(Refusal::input("part", "unknown")),
            (None, None, None) => unsaid.ok_or_else(|| Refusal::input("part", "empty")),
        }
    }
}

fn instants(site: &Site, from: &str, to: &str) -> Result<Choice> {
    let (starts_at, ends_at) = (instant("from", from)?, instant("to", to)?);
    let zone = site.zone.parse().map_err(|_| Error::Fault(Fault::Stored(format!("time zone {}", site.zone))))?;
    let (start, end) = (time::local(zone, starts_at), time::local(zone, ends_at));
    let date = start.date();
    let last = if end == time::next_day(date).and_time(chrono::NaiveTime::MIN) { Minute::END } else { Minute::of(end) };
    let part = Part::Custom { from: Minute::of(start), to: last };
    if ends_at <= starts_at {
        return Err(Refusal::input("to", "ends_before_it_starts").into());
    }
    // Seconds, another day's end and the doubled hour of a clock change can't be said as local times.
    if time::starts(zone, date, Minute::of(start)) != starts_at || time::ends(zone, date, last) != ends_at {
        return Err(Refusal::input("to", "off_step").into());
    }
    Ok(Choice { date, part })
}

/// A date like `2026-12-03`.
pub fn date(field: &str, text: &str) -> Result<NaiveDate, Refusal> {
    text.parse().map_err(|_| Refusal::input(field, "not_a_date"))
}

/// A local time of day like `09:15`.
pub fn minute(field: &str, text: &str) -> Result<Minute, Refusal> {
    text.parse().map_err(|_| Refusal::input(field, "not_a_time"))
}

fn instant(field: &str, text: &str) -> Result<DateTime<Utc>, Refusal> {
    // A plus sign that was not escaped in an address arrives as a space.
    let read = DateTime::parse_from_rfc3339(&text.replace(' ', "+"));
    read.map(|at| at.to_utc()).map_err(|_| Refusal::input(field, "not_a_time"))
}

/// A site by its id.
pub async fn site(office: &Office, caller: &Caller, id: SiteId) -> Result<Site> {
    let found = find::sites(office, caller).await?.into_iter().find(|site| site.id == id);
    Ok(found.ok_or(Refusal::NotFound)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::{place::Names, time::WorkingHours};

    fn site(zone: &str) -> Site {
        let hours = WorkingHours {
            opens: Minute::hour(9),
            closes: Minute::hour(18),
            lunch_starts: Minute::hour(12),
            lunch_ends: Minute::hour(13),
        };
        Site { id: uuid::Uuid::nil().into(), name: Names::new("본사", "HQ"), zone: zone.into(), hours }
    }

    fn times(date: &str, from: &str, to: &str) -> Times {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Times { date: said(date), part: None, from: said(from), to: said(to) }
    }

    fn field(refused: Result<Choice>) -> String {
        match refused {
            Err(Error::Refused(Refusal::BadInput { field, .. })) => field,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_said_beside_instants_has_to_be_so() {
        let seoul = site("Asia/Seoul");
        let instants = |date: &str| times(date, "2026-12-03T00:00:00Z", "2026-12-03T09:00:00Z");
        assert!(instants("2026-12-03").choice(&seoul, Unsaid::default()).is_ok());
        assert_eq!(field(instants("2026-12-04").choice(&seoul, Unsaid::default())), "date");
        let morning = Times { part: Some("morning".into()), ..instants("") };
        assert_eq!(field(morning.choice(&seoul, Unsaid::default())), "part");
    }

    #[test]
    fn instants_and_local_times_mean_the_same() {
        let seoul = site("Asia/Seoul");
        let local = times("2026-12-03", "09:00", "18:00").choice(&seoul, Unsaid::default()).unwrap();
        for (from, to) in [
            ("2026-12-03T00:00:00Z", "2026-12-03T09:00:00Z"),
            ("2026-12-03T09:00:00+09:00", "2026-12-03T18:00:00 09:00"),
        ] {
            assert_eq!(times("", from, to).choice(&seoul, Unsaid::default()).unwrap(), local);
        }
    }

    #[test]
    fn midnight_is_the_end_of_a_day_not_the_start_of_the_next() {
        let late = times("", "2026-12-03T12:00:00Z", "2026-12-03T15:00:00Z");
        let choice = late.choice(&site("Asia/Seoul"), Unsaid::default()).unwrap();
        assert_eq!(choice.part, Part::Custom { from: Minute::hour(21), to: Minute::END });
    }

    #[test]
    fn what_is_missing_or_wrong_is_told_by_its_field() {
        let seoul = site("Asia/Seoul");
        let ask = |times: Times| field(times.choice(&seoul, Unsaid::default()));
        assert_eq!(ask(times("", "", "")), "date");
        assert_eq!(ask(times("3 December", "", "")), "date");
        assert_eq!(ask(times("2026-12-03", "", "")), "part");
        assert_eq!(ask(times("2026-12-03", "9", "18:00")), "from");
        assert_eq!(ask(times("2026-12-03", "09:00", "")), "to");
        assert_eq!(ask(times("", "2026-12-03T00:00:30Z", "2026-12-03T09:00:00Z")), "to");
        assert_eq!(ask(times("", "2026-12-03T09:00:00Z", "2026-12-03T00:00:00Z")), "to");
        assert_eq!(ask(times("", "2026-12-03T00:00:00Z", "2026-12-05T00:00:00Z")), "to");
    }
}
