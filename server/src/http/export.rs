//! One's own bookings as files: CSV for a spreadsheet, iCalendar for a calendar.

use super::router::Shared;
use app::{bookings::state_word, caller::Visit, texts::Texts};
use axum::{
    Extension,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use icalendar::{Calendar, CalendarDateTime, Component, Event, EventLike, EventStatus};
use office::{
    backend::{
        bookings::find::{self, When},
        caller::Caller,
        error::{Error, Fault, Result},
        office::Office,
        places,
    },
    model::{
        booking::{Booking, BookingState},
        id::FloorId,
        time::{Instant, Minute, local},
    },
};
use std::collections::HashMap;

/// Everything the person has booked, newest last, as CSV with a byte-order mark: without it a spreadsheet takes Korean
/// letters for something else.
pub async fn csv(State(shared): State<Shared>, Extension(visit): Extension<Visit>) -> Response {
    let texts = visit.viewer.texts();
    answer(visit.caller, "text/csv; charset=utf-8", async |caller| {
        let known = Known::read(&shared.office, &caller, texts).await?;
        table(texts, &known, &find::all_mine(&shared.office, &caller).await?)
    })
    .await
}

/// The person's coming bookings as iCalendar.
pub async fn ics(State(shared): State<Shared>, Extension(visit): Extension<Visit>) -> Response {
    let texts = visit.viewer.texts();
    answer(visit.caller, "text/calendar; charset=utf-8", async |caller| {
        let known = Known::read(&shared.office, &caller, texts).await?;
        let coming = find::mine(&shared.office, &caller, When::Coming).await?;
        let mut calendar = Calendar::new();
        calendar.name(&texts.s("app-name"));
        for booking in &coming {
            calendar.push(entry((texts, &shared.config.base_url), &known, (booking, caller.now)));
        }
        Ok(calendar.done().to_string())
    })
    .await
}

async fn answer(
    caller: Option<Caller>,
    kind: &'static str,
    content: impl AsyncFnOnce(Caller) -> Result<String>,
) -> Response {
    let Some(caller) = caller else { return StatusCode::UNAUTHORIZED.into_response() };
    match content(caller).await {
        Ok(content) => ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], content).into_response(),
        Err(Error::Refused(refusal)) => {
            StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST).into_response()
        }
        Err(Error::Fault(fault)) => {
            tracing::error!(%fault, "bookings could not be written to a file");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Names and time zones of the places that bookings are at.
struct Known {
    floors: HashMap<FloorId, Place>,
}

struct Place {
    site: String,
    floor: String,
    zone: chrono_tz::Tz,
}

impl Known {
    async fn read(office: &Office, caller: &Caller, texts: Texts) -> Result<Self> {
        let sites = places::find::sites(office, caller).await?;
        let mut floors = HashMap::new();
        for floor in places::find::floors(office, caller).await? {
            let Some(site) = sites.iter().find(|site| site.id == floor.site) else { continue };
            let zone = places::find::zone(office, caller, site.id).await?;
            let place = Place { site: texts.name(&site.name), floor: texts.name(&floor.name), zone };
            floors.insert(floor.id, place);
        }
        Ok(Self { floors })
    }

    /// A moment as the clocks at a booking's site show it.
    fn clock(&self, booking: &Booking, at: Instant) -> String {
        let place = self.floors.get(&booking.floor);
        place.map(|place| Minute::of(local(place.zone, at)).to_string()).unwrap_or_default()
    }
}

fn table(texts: Texts, known: &Known, bookings: &[Booking]) -> Result<String> {
    let head = ["csv-date", "csv-from", "csv-to", "csv-site", "csv-floor", "csv-desk", "csv-state", "csv-checked-in"];
    let mut lines = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut write = |line: [String; 8]| lines.write_record(line.map(plain));
    let mut written = write(head.map(|key| texts.s(key)));
    for booking in bookings {
        let place = known.floors.get(&booking.floor);
        written = written.and(write([
            booking.local.date.to_string(),
            booking.local.from.to_string(),
            booking.local.to.to_string(),
            place.map(|place| place.site.clone()).unwrap_or_default(),
            place.map(|place| place.floor.clone()).unwrap_or_default(),
            booking.label.clone(),
            state_word(texts, booking),
            booking.checked_in_at.map(|at| known.clock(booking, at)).unwrap_or_default(),
        ]));
    }
    written.map_err(system)?;
    let content = lines.into_inner().map_err(|error| system(error.into_error().into()))?;
    Ok(format!("\u{feff}{}", String::from_utf8_lossy(&content)))
}

fn system(error: csv::Error) -> Error {
    Fault::System(error.to_string()).into()
}

/// A cell that no spreadsheet takes for a formula.
fn plain(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

fn entry((texts, base): (Texts, &str), known: &Known, (booking, now): (&Booking, Instant)) -> Event {
    let place = known.floors.get(&booking.floor);
    let mut event = Event::new();
    event
        .uid(&format!("{}@jari", booking.id))
        .timestamp(now)
        .summary(&texts.f("ics-title", &[("label", booking.label.clone().into())]))
        .starts(CalendarDateTime::Utc(booking.interval.starts_at))
        .ends(CalendarDateTime::Utc(booking.interval.ends_at))
        .status(match booking.state {
            BookingState::Cancelled | BookingState::Released => EventStatus::Cancelled,
            _ => EventStatus::Confirmed,
        })
        .url(&format!("{base}/floors/{}?date={}&desk={}", booking.floor, booking.local.date, booking.desk));
    if let Some(place) = place {
        event.location(&format!("{} {} {}", place.site, place.floor, booking.label));
    }
    event.done()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_becomes_a_formula() {
        assert_eq!(plain("A-12".into()), "A-12");
        assert_eq!(plain("=1+1".into()), "'=1+1");
        assert_eq!(plain("@SUM(A1)".into()), "'@SUM(A1)");
    }
}
