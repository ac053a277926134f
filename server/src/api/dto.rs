//! What travels: the API's own shapes, kept apart from the business so that neither moves the other by accident.

use app::{bookings::times::Times, texts::Texts};
use chrono::{DateTime, NaiveDate, Utc};
use office::model::{
    booking,
    refusal::{Reason, Refusal},
    seat,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Somebody.
#[derive(Serialize, ToSchema)]
pub struct Me {
    pub id: Uuid,
    pub email: String,
    pub name: String,
    /// `employee`, `facility_manager` or `admin`.
    pub role: String,
}

/// A site.
#[derive(Serialize, ToSchema)]
pub struct Site {
    pub id: Uuid,
    pub name_ko: String,
    pub name_en: String,
    /// IANA time zone.
    #[schema(example = "Asia/Seoul")]
    pub time_zone: String,
    #[schema(example = "09:00")]
    pub opens: String,
    #[schema(example = "18:00")]
    pub closes: String,
}

/// A floor.
#[derive(Serialize, ToSchema)]
pub struct Floor {
    pub id: Uuid,
    pub site: Uuid,
    pub name_ko: String,
    pub name_en: String,
    pub level: i32,
}

/// A floor with its zones and desks.
#[derive(Serialize, ToSchema)]
pub struct FloorDetail {
    pub id: Uuid,
    pub site: Uuid,
    pub name_ko: String,
    pub name_en: String,
    /// Width and depth in metres.
    pub size: [f64; 2],
    pub zones: Vec<Zone>,
    pub desks: Vec<Desk>,
}

/// A zone.
#[derive(Serialize, ToSchema)]
pub struct Zone {
    pub id: Uuid,
    pub code: String,
    pub name_ko: String,
    pub name_en: String,
    pub kind: String,
}

/// A desk.
#[derive(Serialize, ToSchema)]
pub struct Desk {
    pub id: Uuid,
    #[schema(example = "A-28")]
    pub label: String,
    pub zone: Option<Uuid>,
    /// Metres from the floor's north-west corner.
    pub at: [f64; 2],
    pub kind: String,
    pub amenities: Vec<String>,
}

/// The seats of a floor for a time.
#[derive(Serialize, ToSchema)]
pub struct Seats {
    pub as_of: DateTime<Utc>,
    /// The caller's booking at that time; a free seat is then taken by moving it.
    pub mine: Option<Mine>,
    pub seats: Vec<Seat>,
}

/// A booking that a free seat would take the place of.
#[derive(Serialize, ToSchema)]
pub struct Mine {
    pub booking: Uuid,
    pub desk: Uuid,
    pub label: String,
}

/// A seat.
#[derive(Serialize, ToSchema)]
pub struct Seat {
    pub desk: Uuid,
    #[schema(example = "A-28")]
    pub label: String,
    /// `free`, `mine`, `taken`, `held` or `unavailable`.
    #[schema(example = "free")]
    pub state: String,
    /// Everything against booking it: a code, a sentence, and what belongs to it.
    #[schema(value_type = Vec<Object>)]
    pub reasons: Vec<Value>,
    /// Who holds it, if the caller may know.
    pub holder: Option<String>,
    pub zone: Option<Uuid>,
    pub kind: String,
    pub amenities: Vec<String>,
}

/// A booking.
#[derive(Serialize, ToSchema)]
pub struct Booking {
    pub id: Uuid,
    pub desk: Uuid,
    pub label: String,
    pub floor: Uuid,
    pub site: Uuid,
    pub person: Uuid,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// `reserved`, `in_use`, `away`, `ended`, `cancelled` or `released`.
    pub state: String,
    pub checked_in_at: Option<DateTime<Utc>>,
    pub check_in_from: DateTime<Utc>,
    /// When it is released unless somebody has come.
    pub released_at: Option<DateTime<Utc>>,
    /// The cloud PC's session.
    pub session: Option<Uuid>,
    pub session_state: Option<String>,
}

/// A time, local to the desk's site.
#[derive(Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct When {
    /// The local date; today if left out.
    #[serde(default)]
    #[schema(example = "2026-12-03")]
    pub date: Option<String>,
    /// `all_day` (if left out), `morning` or `afternoon`; or give `from` and `to`.
    #[serde(default)]
    pub part: Option<String>,
    /// Local start `HH:MM`, or an instant in RFC 3339.
    #[serde(default)]
    pub from: Option<String>,
    /// Local end `HH:MM`, or an instant in RFC 3339.
    #[serde(default)]
    pub to: Option<String>,
}

/// A booking to make.
#[derive(Deserialize, ToSchema)]
pub struct NewBooking {
    pub desk: Uuid,
    /// For whom, if not for the caller.
    #[serde(default)]
    pub person: Option<Uuid>,
    #[serde(flatten)]
    pub when: When,
}

/// Where to move a booking.
#[derive(Deserialize, ToSchema)]
pub struct Move {
    pub desk: Uuid,
}

/// Which bookings.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// `coming` (if left out) or `past`.
    #[serde(default)]
    pub when: Option<String>,
}

/// A cloud PC's session.
#[derive(Serialize, ToSchema)]
pub struct Session {
    pub id: Uuid,
    pub booking: Uuid,
    /// `planned`, `starting`, `ready`, `connected`, `disconnected`, `released`, `failed` or `unavailable`.
    pub state: String,
    pub starts_from: DateTime<Utc>,
    pub problem: Option<String>,
}

/// A ticket that opens a session's screen once.
#[derive(Serialize, ToSchema)]
pub struct Ticket {
    pub ticket: String,
    /// Where to open the WebSocket.
    pub url: String,
    /// Seconds.
    pub expires_in: i64,
}

impl When {
    /// The chosen time as the pages' own texts; instants become times of day in the site's zone.
    pub fn times(self, zone: chrono_tz::Tz, today: NaiveDate) -> Result<Times, Refusal> {
        let (Some(from), Some(to)) = (&self.from, &self.to) else {
            if self.from.is_some() || self.to.is_some() {
                return Err(Refusal::input(if self.from.is_some() { "to" } else { "from" }, "incomplete"));
            }
            let date = self.date.unwrap_or_else(|| today.to_string());
            return Ok(Times { date, part: self.part.unwrap_or_default(), ..Times::default() });
        };
        let instants = from.parse::<DateTime<Utc>>().ok().zip(to.parse::<DateTime<Utc>>().ok());
        let (date, from, to) = match instants.and_then(|(from, to)| office::model::time::Interval::new(from, to)) {
            Some(interval) => {
                let local = office::model::rules::local_times(zone, interval);
                (local.date.to_string(), local.from.to_string(), local.to.to_string())
            }
            None => (self.date.unwrap_or_else(|| today.to_string()), from.clone(), to.clone()),
        };
        Ok(Times { date, part: "custom".into(), from, to })
    }
}

/// A reason with its sentence.
pub fn reason(texts: Texts, reason: &Reason) -> Value {
    let mut value = serde_json::to_value(reason).unwrap_or_default();
    value["detail"] = Value::String(app::reasons::reason(texts, reason));
    value
}

impl From<booking::Booking> for Booking {
    fn from(one: booking::Booking) -> Self {
        Self {
            id: one.id.0,
            desk: one.desk.0,
            label: one.label,
            floor: one.floor.0,
            site: one.site.0,
            person: one.person.0,
            starts_at: one.interval.starts_at,
            ends_at: one.interval.ends_at,
            state: one.state.word().into(),
            checked_in_at: one.checked_in_at,
            check_in_from: one.check_in_from,
            released_at: one.released_at,
            session: one.session.map(|id| id.0),
            session_state: one.session_state.map(|state| state.word().into()),
        }
    }
}

/// A seat in the caller's language.
pub fn seat(texts: Texts, one: seat::Seat) -> Seat {
    Seat {
        desk: one.desk.0,
        label: one.label,
        state: one.state.word().into(),
        reasons: one.reasons.iter().map(|one| reason(texts, one)).collect(),
        holder: one.holder.map(|holder| holder.name),
        zone: one.zone.map(|zone| zone.0),
        kind: one.kind.word().into(),
        amenities: one.amenities.iter().map(|amenity| amenity.word().to_owned()).collect(),
    }
}
