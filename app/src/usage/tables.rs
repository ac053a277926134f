//! The tables of a day, the same on the page and in its files.

use crate::texts::Texts;
use office::model::usage::{DayUsage, HourUsage, Part, PeakCount, PlaceCounts, PlaceUsage, Share, Tense};

/// One figure of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A count.
    Count(u32),
    /// A count and when it was first reached.
    Peak(PeakCount),
    /// A share, shown in percent.
    Percent(Share),
    /// Not known, which is not zero.
    Unknown,
}

impl Cell {
    fn count(count: Option<u32>) -> Self {
        count.map_or(Cell::Unknown, Cell::Count)
    }

    fn peak(peak: Option<PeakCount>) -> Self {
        peak.map_or(Cell::Unknown, Cell::Peak)
    }

    fn percent(share: Option<Share>) -> Self {
        share.filter(|share| share.whole > 0).map_or(Cell::Unknown, Cell::Percent)
    }

    /// For people. What is not known is a dash.
    pub fn shown(&self) -> String {
        match self {
            Cell::Count(count) => count.to_string(),
            Cell::Peak(PeakCount { desks, at: Some(at) }) => format!("{desks} · {at}"),
            Cell::Peak(peak) => peak.desks.to_string(),
            Cell::Percent(share) => share.percent().map_or_else(|| "–".into(), |percent| format!("{percent}%")),
            Cell::Unknown => "–".into(),
        }
    }

    /// For another program: numbers alone; what is not known is empty.
    pub fn plain(&self) -> String {
        match self {
            Cell::Count(count) => count.to_string(),
            Cell::Peak(peak) => peak.desks.to_string(),
            Cell::Percent(share) => share.ratio().map(|ratio| format!("{:.1}", ratio * 100.0)).unwrap_or_default(),
            Cell::Unknown => String::new(),
        }
    }
}

/// A column by the word its texts are named with: `usage-column-WORD` and `usage-means-WORD`.
pub type Column = &'static str;

/// The columns that tell of places on a day.
pub fn place_columns(tense: Tense) -> &'static [Column] {
    match tense {
        Tense::Today => &["in_use", "reserved", "free", "out_of_service", "no_shows", "peak", "used_time"],
        Tense::Past => &["bookings", "taken", "no_shows", "peak", "peak_in_use", "touched", "used_time"],
        Tense::Coming => &["bookings", "peak", "out_of_service", "booked_time"],
    }
}

/// One figure of a place.
pub fn place_cell(counts: &PlaceCounts, column: Column) -> Cell {
    match column {
        "in_use" => Cell::count(counts.now.map(|now| now.in_use)),
        "reserved" => Cell::count(counts.now.map(|now| now.reserved)),
        "free" => Cell::count(counts.now.map(|now| now.free)),
        "out_of_service" => Cell::count(counts.out_of_service),
        "no_shows" => Cell::Count(counts.no_shows),
        "bookings" => Cell::Count(counts.bookings),
        "taken" => Cell::Count(counts.taken),
        "peak" => Cell::Peak(counts.peak),
        "peak_in_use" => Cell::peak(counts.peak_in_use),
        "touched" => Cell::percent(counts.touched),
        "used_time" => Cell::percent(counts.used_time),
        "booked_time" => Cell::percent(Some(counts.booked_time)),
        _ => Cell::Unknown,
    }
}

/// A place's name beside its floor's: the zone, or the words for all or for the rest.
pub fn part_name(texts: Texts, place: &PlaceUsage) -> String {
    match place.part {
        Part::Floor => texts.s("usage-all-desks"),
        Part::Zone(_) => texts.name(&place.name),
        Part::Rest => texts.s("no-zone"),
    }
}

/// The columns of the day by the hour.
pub const HOUR_COLUMNS: &[Column] = &["hour_booked", "hour_in_use", "hour_no_shows"];

/// One figure of an hour.
pub fn hour_cell(hour: &HourUsage, column: Column) -> Cell {
    match column {
        "hour_booked" => Cell::Count(hour.booked),
        "hour_in_use" => Cell::count(hour.in_use),
        _ => Cell::count(hour.no_shows),
    }
}

/// An hour as the site's clocks show it.
pub fn hour_name(texts: Texts, hour: &HourUsage) -> String {
    if hour.again {
        texts.f("usage-hour-again", &[("hour", hour.hour.to_string().into())])
    } else {
        hour.hour.to_string()
    }
}

/// The table of places as rows of a file, the heading first. Each row carries what it is of and when it was counted.
pub fn places_file(texts: Texts, day: &DayUsage) -> Vec<Vec<String>> {
    let columns = place_columns(day.tense);
    let mut rows = vec![heading(texts, &["floor", "zone", "desks"], columns)];
    let mut floor = String::new();
    for place in &day.places {
        if place.part == Part::Floor {
            floor = texts.name(&place.name);
        }
        let mut row = begun(texts, day);
        row.extend([floor.clone(), part_name(texts, place), place.counts.desks.to_string()]);
        row.extend(columns.iter().map(|column| place_cell(&place.counts, column).plain()));
        rows.push(row);
    }
    rows
}

/// The day by the hour as rows of a file, the heading first.
pub fn hours_file(texts: Texts, day: &DayUsage) -> Vec<Vec<String>> {
    let mut rows = vec![heading(texts, &["hour"], HOUR_COLUMNS)];
    for hour in &day.hours {
        let mut row = begun(texts, day);
        row.push(hour_name(texts, hour));
        row.extend(HOUR_COLUMNS.iter().map(|column| hour_cell(hour, column).plain()));
        rows.push(row);
    }
    rows
}

fn heading(texts: Texts, first: &[&str], columns: &[Column]) -> Vec<String> {
    let words = ["site", "date", "as_of"].iter().chain(first).chain(columns);
    words.map(|word| texts.s(&format!("usage-column-{word}"))).collect()
}

fn begun(texts: Texts, day: &DayUsage) -> Vec<String> {
    vec![texts.name(&day.site.name), day.date.to_string(), format!("{} {}", day.today, day.as_of_local)]
}

#[cfg(test)]
mod tests;
