//! What admins change, and what becomes of the bookings that a change meets.

use super::{
    booking::{BookingState, LocalTimes},
    id::{BookingId, DeskId, PersonId, TeamId, ZoneId},
    place::{Amenity, Desk, DeskKind},
    refusal::{Reason, Refusal},
    rules::Rules,
    text::line,
    time::{Minute, WorkingHours},
};
use serde::{Deserialize, Serialize};

/// Everything about a desk that an admin decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskDraft {
    /// Unique on its floor, 1 to 24 characters.
    pub label: String,
    /// Its zone.
    pub zone: Option<ZoneId>,
    /// Centre in metres.
    pub at: [f64; 2],
    /// Degrees clockwise, 0 to below 360.
    pub rotation: f64,
    /// Furniture.
    pub kind: DeskKind,
    /// What it offers.
    pub amenities: Vec<Amenity>,
    /// The person it is assigned to.
    pub assigned_to: Option<PersonId>,
    /// Why it can't be used, 1 to 200 characters.
    pub out_of_service: Option<String>,
}

impl DeskDraft {
    /// A desk as it stands.
    pub fn of(desk: &Desk) -> Self {
        Self {
            label: desk.label.clone(),
            zone: desk.zone,
            at: desk.at,
            rotation: desk.rotation,
            kind: desk.kind,
            amenities: desk.amenities.clone(),
            assigned_to: desk.assigned_to,
            out_of_service: desk.out_of_service.clone(),
        }
    }

    /// The draft in its stored form: trimmed, millimetres, one order of amenities; refused where it lies outside of a
    /// floor of a width and depth in metres or a text is too long.
    pub fn checked(mut self, [width, depth]: [f64; 2]) -> Result<Self, Refusal> {
        self.label = line("label", &self.label)?.to_owned();
        match self.label.chars().count() {
            0 => return Err(Refusal::input("label", "empty")),
            1..=24 => {}
            _ => return Err(Refusal::input("label", "label_length")),
        }
        for (field, metres, most) in [("x", self.at[0], width), ("y", self.at[1], depth)] {
            if !(0.0..=most).contains(&metres) {
                return Err(Refusal::input(field, "outside_floor"));
            }
        }
        self.at = self.at.map(millimetres);
        if !self.rotation.is_finite() {
            return Err(Refusal::input("rotation", "not_a_number"));
        }
        // A tiny turn to the left would round up to a full turn.
        self.rotation = ((self.rotation * 10.0).round() / 10.0).rem_euclid(360.0);
        self.amenities.sort_unstable();
        self.amenities.dedup();
        let note = line("note", self.out_of_service.as_deref().unwrap_or_default())?;
        if note.chars().count() > 200 {
            return Err(Refusal::input("note", "length"));
        }
        self.out_of_service = Some(note.to_owned()).filter(|note| !note.is_empty());
        Ok(self)
    }
}

fn millimetres(metres: f64) -> f64 {
    (metres * 1000.0).round() / 1000.0
}

/// What becomes of a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fate", rename_all = "snake_case")]
pub enum Fate {
    /// It stays as it is.
    Kept,
    /// It moves to another desk, for what is left of its time.
    Moved {
        /// That desk.
        desk: DeskId,
        /// Its label.
        label: String,
    },
    /// It is cancelled: no desk can take it.
    Cancelled,
}

/// A booking that a change meets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Affected {
    /// The booking.
    pub booking: BookingId,
    /// Whose.
    pub person_name: String,
    /// Its desk's label.
    pub label: String,
    /// When, on the site's clocks.
    pub local: LocalTimes,
    /// Where it is in its life.
    pub state: BookingState,
    /// What becomes of it.
    pub fate: Fate,
    /// What it would be refused for if it were made under the change; empty where the desk itself goes.
    pub reasons: Vec<Reason>,
}

/// What a change would do, to be shown before it is made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// The bookings it meets, soonest first.
    pub affected: Vec<Affected>,
    /// Names exactly this preview. A change that comes with it is made only if it would still do just this.
    pub seen: String,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// It is made.
    Done {
        /// The ledger's number of it, by which it can be undone.
        event: i64,
    },
    /// It would change nothing.
    Same,
    /// Nothing is changed yet: this has to be seen first.
    Ask {
        /// What it would do.
        preview: Preview,
    },
}

/// A row of new desks.
#[derive(Clone, Debug, PartialEq)]
pub struct DeskRow {
    /// The first of them.
    pub first: DeskDraft,
    /// How many, 1 to 60.
    pub count: u16,
    /// Metres from one to the next.
    pub spacing: f64,
    /// The way the row goes: degrees clockwise from east.
    pub towards: f64,
}

impl DeskRow {
    /// The desks of the row. Labels count on from the first one's last number, keeping its zeros.
    pub fn drafts(&self) -> Result<Vec<DeskDraft>, Refusal> {
        if !(1..=60).contains(&self.count) {
            return Err(Refusal::input("count", "count_range"));
        }
        if self.count > 1 && !(0.5..=20.0).contains(&self.spacing) {
            return Err(Refusal::input("spacing", "spacing_range"));
        }
        let (sin, cos) = self.towards.to_radians().sin_cos();
        let nth = |index: u16| {
            let label = counted(&self.first.label, index)?;
            let along = self.spacing * f64::from(index);
            let at = [self.first.at[0] + along * cos, self.first.at[1] + along * sin];
            Some(DeskDraft { label, at, ..self.first.clone() })
        };
        (0..self.count).map(|index| nth(index).ok_or(Refusal::input("label", "label_number"))).collect()
    }
}

/// A label some numbers further: `A-09` becomes `A-10`; `None` where there is no number to count from.
pub fn counted(label: &str, further: u16) -> Option<String> {
    if further == 0 {
        return Some(label.to_owned());
    }
    let label = label.trim();
    let digits = label.len() - label.trim_end_matches(|one: char| one.is_ascii_digit()).len();
    let (head, number) = label.split_at(label.len() - digits);
    let next = number.parse::<u64>().ok()?.checked_add(further.into())?;
    Some(format!("{head}{next:0digits$}"))
}

/// Everything an admin decides about a site's bookings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RulesDraft {
    /// The rules.
    pub rules: Rules,
    /// Working hours and lunch.
    pub hours: WorkingHours,
    /// For every zone of the site: the team it is kept for and the local release time.
    pub kept: Vec<(ZoneId, Option<(TeamId, Minute)>)>,
}

impl RulesDraft {
    /// Refuses what makes no sense.
    pub fn check(&self) -> Result<(), Refusal> {
        let hours = &self.hours;
        check_hours(hours)?;
        if self.rules.horizon_days > 365 {
            return Err(Refusal::input("horizon_days", "horizon_range"));
        }
        if !self.rules.working_days.contains(&true) {
            return Err(Refusal::input("working_days", "no_working_day"));
        }
        if !(1..=100).contains(&self.rules.most_active) {
            return Err(Refusal::input("most_active", "most_active_range"));
        }
        if self.rules.check_in_before_min > 720 {
            return Err(Refusal::input("check_in_before_min", "minutes_range"));
        }
        match self.rules.no_show_grace_min {
            Some(minutes) if !(5..=720).contains(&minutes) => Err(Refusal::input("no_show_grace_min", "grace_range")),
            _ => self.rules.away.check(),
        }
    }
}

/// Refuses working hours in the wrong order or off the quarter hour.
pub fn check_hours(hours: &WorkingHours) -> Result<(), Refusal> {
    let times = [
        ("opens", hours.opens),
        ("lunch_starts", hours.lunch_starts),
        ("lunch_ends", hours.lunch_ends),
        ("closes", hours.closes),
    ];
    if let Some((field, _)) = times.iter().find(|(_, at)| !at.on_step()) {
        return Err(Refusal::input(field, "off_step"));
    }
    if let Some(pair) = times.windows(2).find(|pair| pair[0].1 > pair[1].1) {
        return Err(Refusal::input(pair[1].0, "hours_order"));
    }
    if hours.opens == hours.closes { Err(Refusal::input("closes", "hours_order")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(label: &str) -> DeskDraft {
        DeskDraft {
            label: label.into(),
            zone: None,
            at: [2.0, 3.0],
            rotation: 0.0,
            kind: DeskKind::Standard,
            amenities: vec![Amenity::Dock, Amenity::DualMonitor, Amenity::Dock],
            assigned_to: None,
            out_of_service: Some("  ".into()),
        }
    }

    #[test]
    fn labels_count_on_and_keep_their_zeros() {
        assert_eq!(counted("A-08", 3).as_deref(), Some("A-11"));
        assert_eq!(counted("12", 1).as_deref(), Some("13"));
        assert_eq!(counted("창가", 1), None);
        assert_eq!(counted("창가", 0).as_deref(), Some("창가"));
    }

    #[test]
    fn a_row_goes_the_way_it_is_told() {
        let row = DeskRow { first: draft("B-01"), count: 3, spacing: 1.5, towards: 90.0 };
        let made = row.drafts().unwrap();
        assert_eq!(made.iter().map(|one| one.label.as_str()).collect::<Vec<_>>(), ["B-01", "B-02", "B-03"]);
        let last = made[2].clone().checked([10.0, 10.0]).unwrap();
        assert_eq!(last.at, [2.0, 6.0]);
    }

    #[test]
    fn a_draft_is_stored_in_one_form() {
        let kept = draft(" A-1 ").checked([5.0, 5.0]).unwrap();
        assert_eq!((kept.label.as_str(), kept.out_of_service.clone(), kept.amenities.len()), ("A-1", None, 2));
        let turned = DeskDraft { rotation: -90.0, ..kept.clone() }.checked([5.0, 5.0]).unwrap();
        assert_eq!(turned.rotation, 270.0);
        let turned = DeskDraft { rotation: -0.01, ..kept }.checked([5.0, 5.0]).unwrap();
        assert_eq!(turned.rotation, 0.0);
    }

    #[test]
    fn a_desk_stands_on_its_floor() {
        let refused = DeskDraft { at: [5.1, 1.0], ..draft("A") }.checked([5.0, 5.0]).unwrap_err();
        assert_eq!(refused, Refusal::input("x", "outside_floor"));
        let refused = DeskDraft { at: [1.0, f64::NAN], ..draft("A") }.checked([5.0, 5.0]).unwrap_err();
        assert_eq!(refused, Refusal::input("y", "outside_floor"));
    }

    #[test]
    fn what_cannot_be_seen_is_no_part_of_a_label_or_a_note() {
        let refused = draft("A\0").checked([5.0, 5.0]).unwrap_err();
        assert_eq!(refused, Refusal::input("label", "control_characters"));
        let noted = DeskDraft { out_of_service: Some("a\u{7}b".into()), ..draft("A") };
        assert_eq!(noted.checked([5.0, 5.0]).unwrap_err(), Refusal::input("note", "control_characters"));
    }
}
