//! A refusal is for people: it says why, until when, who can lift it, and a way out.

use super::{
    booking::LocalTimes,
    id::{BookingId, DeskId, FloorId},
    place::Names,
    room::NoRoom,
    time::{BadChoice, Instant, Minute},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One thing that stands against a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Somebody holds the desk then.
    DeskTaken {
        /// Local end of the last booking in the way.
        until: Minute,
    },
    /// The person holds another seat then.
    PersonBusy {
        /// That booking.
        booking: BookingId,
        /// Its desk's label.
        label: String,
        /// When, by the clocks of its own site.
        local: LocalTimes,
    },
    /// Whoever it is booked for holds another seat then. Which is theirs to know.
    ColleagueBusy,
    /// The desk is out of service.
    OutOfService {
        /// In the words of whoever said so.
        note: String,
    },
    /// The desk is no longer on the plan.
    Retired,
    /// The desk belongs to somebody.
    AssignedToAnother {
        /// Local time on that day from which everybody may book it; `None` never.
        until: Option<Minute>,
    },
    /// The zone is a team's neighbourhood until its release time.
    KeptForTeam {
        /// The team's names.
        team: Names,
        /// Local time on that day from which everybody may book it.
        until: Minute,
    },
    /// That time is over.
    Past,
    /// Too far ahead.
    BeyondHorizon {
        /// The last open day that can be booked now; `None` where there is none.
        last: Option<NaiveDate>,
        /// When the asked day opens, in UTC.
        opens_at: Instant,
        /// The local date of that.
        on: NaiveDate,
        /// Its local time.
        local: Minute,
    },
    /// The site is closed that day.
    Closed {
        /// The holiday's name; `None` on a day that is no working day.
        name: Option<Names>,
        /// The next open day.
        next_open: Option<NaiveDate>,
    },
    /// Outside the site's working hours.
    OutsideHours {
        /// Opening.
        opens: Minute,
        /// Closing.
        closes: Minute,
    },
    /// The person has as many coming bookings as the rules allow.
    TooManyActive {
        /// How many the rules allow.
        most: u16,
    },
    /// The caller may not book for that person.
    NotForOthers,
    /// The choice of time makes no sense.
    BadTime {
        /// Why.
        why: BadChoice,
    },
    /// Too early to check in.
    CheckInOpensAt {
        /// From when, in UTC.
        at: Instant,
        /// The same, local to the site.
        local: Minute,
    },
    /// The booking's life does not allow the step.
    NotNow {
        /// Where it is.
        state: super::booking::BookingState,
    },
    /// There is no cloud PC for this booking, or none could be started again.
    NoCloudPc {
        /// Why.
        why: NoRoom,
    },
    /// The cloud PC has not been started yet.
    CloudPcPlanned {
        /// When it will be, in UTC.
        at: Instant,
        /// The same, local to the site.
        local: Minute,
    },
}

impl Reason {
    /// Whether another desk would help.
    pub fn is_about_the_desk(&self) -> bool {
        use Reason::{AssignedToAnother, DeskTaken, KeptForTeam, OutOfService, Retired};
        matches!(self, DeskTaken { .. } | OutOfService { .. } | Retired | AssignedToAnother { .. } | KeptForTeam { .. })
    }

    /// The reason's word, as in the API.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::DeskTaken { .. } => "desk_taken",
            Reason::PersonBusy { .. } => "person_busy",
            Reason::ColleagueBusy => "colleague_busy",
            Reason::OutOfService { .. } => "out_of_service",
            Reason::Retired => "retired",
            Reason::AssignedToAnother { .. } => "assigned_to_another",
            Reason::KeptForTeam { .. } => "kept_for_team",
            Reason::Past => "past",
            Reason::BeyondHorizon { .. } => "beyond_horizon",
            Reason::Closed { .. } => "closed",
            Reason::OutsideHours { .. } => "outside_hours",
            Reason::TooManyActive { .. } => "too_many_active",
            Reason::NotForOthers => "not_for_others",
            Reason::BadTime { .. } => "bad_time",
            Reason::CheckInOpensAt { .. } => "check_in_opens_at",
            Reason::NotNow { .. } => "not_now",
            Reason::NoCloudPc { .. } => "no_cloud_pc",
            Reason::CloudPcPlanned { .. } => "cloud_pc_planned",
        }
    }
}

/// A free seat offered instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// The desk.
    pub desk: DeskId,
    /// Its label.
    pub label: String,
    /// Its floor.
    pub floor: FloorId,
    /// Where it is, seen from the desk that was asked for.
    pub nearby: Nearby,
}

/// Where an offered seat is, seen from the desk that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nearby {
    /// On the same floor, so many metres away.
    SameFloor(f64),
    /// On another floor of the site with these names, where the same one has none. In a box, for every refusal is as large as
    /// this one.
    OtherFloor(Box<Names>),
}

/// Why something was not done; always with a reason and a way out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The rules are against it.
    #[error("refused by rule")]
    Rules {
        /// Every reason.
        reasons: Vec<Reason>,
        /// The nearest seat that its person may have instead, if there is one.
        offer: Option<Offer>,
    },
    /// What was sent can't be understood.
    #[error("bad input in {field}")]
    BadInput {
        /// Which field.
        field: String,
        /// A word for what is wrong with it, a key of the texts.
        problem: String,
    },
    /// There is no such thing, or the caller may not see it.
    #[error("not found")]
    NotFound,
    /// The caller may see it but not do this.
    #[error("forbidden")]
    Forbidden,
    /// Nobody is signed in.
    #[error("not signed in")]
    SignedOut,
    /// The e-mail or the password is wrong.
    #[error("wrong e-mail or password")]
    WrongPassword,
    /// Too many attempts.
    #[error("too many attempts")]
    TooOften {
        /// Seconds to wait.
        seconds: u32,
    },
    /// The same idempotency key was used for something else.
    #[error("idempotency key used for another request")]
    KeyReused,
    /// Somebody changed it meanwhile.
    #[error("changed meanwhile")]
    Stale,
}

impl Refusal {
    /// A refusal for one reason, with no offer.
    pub fn because(reason: Reason) -> Self {
        Refusal::Rules { reasons: vec![reason], offer: None }
    }

    /// A refusal of one input field.
    pub fn input(field: &str, problem: &str) -> Self {
        Refusal::BadInput { field: field.into(), problem: problem.into() }
    }

    /// The HTTP status of this refusal.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::Rules { reasons, .. } if reasons.iter().any(|r| matches!(r, Reason::NotForOthers)) => 403,
            Refusal::Rules { .. } | Refusal::KeyReused | Refusal::Stale => 409,
            Refusal::BadInput { .. } => 422,
            Refusal::NotFound => 404,
            Refusal::Forbidden => 403,
            Refusal::SignedOut | Refusal::WrongPassword => 401,
            Refusal::TooOften { .. } => 429,
        }
    }
}
