//! Bookings: make, list, look up.

use super::{
    caller::Asking,
    problem::Failed,
    take::{self, Asked, Id, Sent},
    times::{self, Times, Unsaid},
};
use axum::{
    Json,
    http::{HeaderMap, HeaderName, StatusCode, header},
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use office::{
    backend::{
        bookings::{
            find,
            reserve::{Reserve, reserve},
        },
        places,
    },
    model::{
        booking::{self, LocalTimes},
        id::{BookingId, DeskId},
        refusal::Refusal,
        room::NoRoom,
        time::{Interval, Minute},
    },
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A time as the site's clocks show it.
#[derive(Serialize, ToSchema)]
pub struct Local {
    /// The local date.
    date: NaiveDate,
    /// Local start.
    #[schema(value_type = String, example = "09:00")]
    from: Minute,
    /// Local end; `24:00` is midnight.
    #[schema(value_type = String, example = "18:00")]
    to: Minute,
}

impl From<LocalTimes> for Local {
    fn from(local: LocalTimes) -> Self {
        Self { date: local.date, from: local.from, to: local.to }
    }
}

/// One person, one desk, one half-open interval.
#[derive(Serialize, ToSchema)]
pub struct Booking {
    /// Identity.
    pub id: Uuid,
    /// The desk.
    desk: Uuid,
    /// The desk's label.
    #[schema(example = "A-28")]
    label: String,
    /// The desk's floor.
    floor: Uuid,
    /// The floor's site.
    site: Uuid,
    /// Whose seat it is.
    person: Uuid,
    /// Their full name.
    #[schema(example = "김지민")]
    person_name: String,
    /// First instant of it, in UTC.
    #[schema(example = "2026-12-03T00:00:00Z")]
    starts_at: DateTime<Utc>,
    /// First instant after it, in UTC.
    #[schema(example = "2026-12-03T09:00:00Z")]
    ends_at: DateTime<Utc>,
    /// The same as the site's clocks show it.
    local: Local,
    /// `reserved`, `in_use`, `away`, `ended`, `cancelled` or `released`.
    #[schema(example = "reserved")]
    state: &'static str,
    /// From when it can be checked in.
    check_in_from: DateTime<Utc>,
    /// When somebody came.
    checked_in_at: Option<DateTime<Utc>>,
    /// When it is released unless somebody has come.
    released_at: Option<DateTime<Utc>>,
    /// How it stands while its person is out.
    away: Option<Away>,
    /// The cloud PC's session of this booking.
    session: Option<Uuid>,
    /// `planned`, `starting`, `ready`, `connected`, `disconnected`, `released`, `failed` or `unavailable`.
    #[schema(example = "planned")]
    session_state: Option<&'static str>,
    /// Whether a cloud PC comes with the booking.
    cloud_pc: CloudPc,
}

/// Whether a cloud PC comes with a booking. A booking that gets none waits for one that is given up, and keeps its seat
/// either way.
#[derive(Serialize, ToSchema)]
pub struct CloudPc {
    /// One comes with it, at least until `until`.
    promised: bool,
    /// Why none does, or none after `until`: `full` (as many are promised for that time as there is room for), `draining`
    /// or `stopped` (the host takes no new sessions, or runs none).
    #[schema(example = "full")]
    why: Option<&'static str>,
    /// Until when one does, where that is earlier than the booking's end.
    until: Option<DateTime<Utc>>,
}

impl From<&booking::Booking> for CloudPc {
    fn from(booking: &booking::Booking) -> Self {
        let promised = booking.session.is_some() && (booking.no_pc.is_none() || booking.pc_until.is_some());
        Self { promised, why: booking.no_pc.map(NoRoom::word), until: booking.pc_until }
    }
}

/// How a booking stands while its person is out.
#[derive(Serialize, ToSchema)]
pub struct Away {
    /// Since when.
    since: DateTime<Utc>,
    /// How that is known: `said`, `idle` or `disconnected`.
    #[schema(example = "said")]
    cause: &'static str,
    /// When the person said they would be back.
    back_by: Option<DateTime<Utc>>,
    /// Others may sit there now, and give way when the person returns.
    lent: bool,
    /// From when others may sit there.
    lent_from: Option<DateTime<Utc>>,
    /// When the seat is given back.
    released_at: Option<DateTime<Utc>>,
}

impl From<booking::Absence> for Away {
    fn from(away: booking::Absence) -> Self {
        Self {
            since: away.since,
            cause: away.cause.word(),
            back_by: away.back_by,
            lent: away.lent,
            lent_from: away.steps.lent_from,
            released_at: away.steps.released_at,
        }
    }
}

impl From<booking::Booking> for Booking {
    fn from(booking: booking::Booking) -> Self {
        let cloud_pc = CloudPc::from(&booking);
        Self {
            id: booking.id.0,
            desk: booking.desk.0,
            label: booking.label,
            floor: booking.floor.0,
            site: booking.site.0,
            person: booking.person.0,
            person_name: booking.person_name,
            starts_at: booking.interval.starts_at,
            ends_at: booking.interval.ends_at,
            local: booking.local.into(),
            state: booking.state.word(),
            check_in_from: booking.check_in_from,
            checked_in_at: booking.checked_in_at,
            released_at: booking.released_at,
            away: booking.away.map(Into::into),
            session: booking.session.map(|session| session.0),
            session_state: booking.session_state.map(|state| state.word()),
            cloud_pc,
        }
    }
}

/// Which seat, when, and for whom. Either `part`, or `from` and `to`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"desk": "0198a5e2-8f1c-7d3a-9b60-2f6a4c1d7e11", "date": "2026-12-03", "part": "all_day"}))]
pub struct NewBooking {
    /// The desk.
    #[schema(required = true, value_type = Uuid)]
    desk: Option<String>,
    /// The day, local to the desk's site; not needed where `from` and `to` are RFC 3339 instants.
    #[schema(format = Date)]
    date: Option<String>,
    /// `all_day`, `morning` or `afternoon`, by the site's hours.
    part: Option<String>,
    /// Own start: local `HH:MM` on the 15-minute grid, or an RFC 3339 instant.
    #[schema(example = "09:00")]
    from: Option<String>,
    /// Own end, written as `from` is.
    #[schema(example = "12:30")]
    to: Option<String>,
    /// For whom, if not for the caller; the site's rules say whether that is allowed.
    #[schema(value_type = Option<Uuid>)]
    person: Option<String>,
}

/// Book a seat
#[utoipa::path(post, path = "/bookings", operation_id = "createBooking", tag = "bookings",
    params(("Idempotency-Key" = Option<String>, Header,
        description = "1 to 200 characters; the same request with the same key answers the same booking again, for 30 days")),
    request_body = NewBooking,
    responses((status = 201, description = "Booked", body = Booking,
        headers(("Location" = String, description = "The booking")))))]
pub async fn create(
    asking: Asking,
    headers: HeaderMap,
    Sent(sent): Sent<NewBooking>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Booking>), Failed> {
    let Asking { office, caller, .. } = asking;
    let desk: DeskId = take::id("desk", sent.desk.as_deref())?;
    let person = sent.person.map(|person| take::id("person", Some(&person))).transpose()?;
    let site = places::find::site_of_desk(&office, &caller, desk).await?;
    let site = times::site(&office, &caller, site).await?;
    let times = Times { date: sent.date, part: sent.part, from: sent.from, to: sent.to };
    let choice = times.choice(&site, Unsaid::default())?;
    let booked = reserve(&office, &caller, Reserve { desk, choice, person, key: key(&headers)? }).await?;
    let place = format!("/api/v1/bookings/{}", booked.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(booked.into())))
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    const NAME: &str = "Idempotency-Key";
    let Some(value) = headers.get(NAME) else { return Ok(None) };
    let text = value.to_str().map_err(|_| Refusal::input(NAME, "length"))?;
    if (1..=200).contains(&text.len()) { Ok(Some(text.to_owned())) } else { Err(Refusal::input(NAME, "length")) }
}

/// Which of the caller's bookings: `when`, or every booking of the days `from` to `to`.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// `coming` (if nothing is said): live and not over, soonest first; `past`: everything else, newest first.
    #[param(example = "coming")]
    when: Option<String>,
    /// First local day.
    #[param(format = Date)]
    from: Option<String>,
    /// Last local day; the first one if missing.
    #[param(format = Date)]
    to: Option<String>,
}

/// Bookings.
#[derive(Serialize, ToSchema)]
pub struct Bookings {
    /// At most 200, or 500 of a range of days.
    bookings: Vec<Booking>,
}

/// List my bookings
#[utoipa::path(get, path = "/bookings", operation_id = "listBookings", tag = "bookings", params(Which),
    responses((status = 200, description = "The caller's bookings", body = Bookings)))]
pub async fn list(asking: Asking, Asked(which): Asked<Which>) -> Result<Json<Bookings>, Failed> {
    let found = match (which.when.as_deref(), which.from, which.to) {
        (None | Some("coming"), None, None) => find::mine(&asking.office, &asking.caller, find::When::Coming).await?,
        (Some("past"), None, None) => find::mine(&asking.office, &asking.caller, find::When::Past).await?,
        (Some(_), None, None) => return Err(Refusal::input("when", "unknown").into()),
        (Some(_), ..) => return Err(Refusal::input("when", "unexpected").into()),
        (None, None, Some(_)) => return Err(Refusal::input("from", "empty").into()),
        (None, Some(from), to) => {
            let first = times::date("from", &from)?;
            let last = to.map(|to| times::date("to", &to)).transpose()?.unwrap_or(first);
            of_days(&asking, first, last).await?
        }
    };
    Ok(Json(Bookings { bookings: found.into_iter().map(Booking::from).collect() }))
}

async fn of_days(asking: &Asking, first: NaiveDate, last: NaiveDate) -> Result<Vec<booking::Booking>, Failed> {
    if last < first {
        return Err(Refusal::input("to", "ends_before_it_starts").into());
    }
    // A local day lies within a day before and after the same day of UTC, whatever the booking's site.
    let starts = first.checked_sub_days(Days::new(1)).ok_or_else(|| Refusal::input("from", "not_a_date"))?;
    let ends = last.checked_add_days(Days::new(2)).ok_or_else(|| Refusal::input("to", "not_a_date"))?;
    let midnight = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN).and_utc();
    let around = Interval { starts_at: midnight(starts), ends_at: midnight(ends) };
    let mut found = find::during(&asking.office, &asking.caller, asking.caller.person, around).await?;
    found.retain(|booking| (first..=last).contains(&booking.local.date));
    Ok(found)
}

/// Get a booking
#[utoipa::path(get, path = "/bookings/{id}", operation_id = "getBooking", tag = "bookings",
    params(("id" = Uuid, Path, description = "The booking")),
    responses((status = 200, description = "The booking", body = Booking)))]
pub async fn one(asking: Asking, Id(id): Id<BookingId>) -> Result<Json<Booking>, Failed> {
    Ok(Json(find::one(&asking.office, &asking.caller, id).await?.into()))
}
