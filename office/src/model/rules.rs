//! The rules of booking as pure functions. [`evaluate`] is the one judge: it greys a seat on the map, answers the
//! API and previews a change alike, so what is shown as free is what is accepted.

use super::{
    away::AwayRules,
    booking::LocalTimes,
    clipboard::Clipboard,
    id::{BookingId, DeskId, PersonId, TeamId},
    person::Role,
    place::{Names, words},
    refusal::Reason,
    time::{self, Choice, Instant, Interval, Minute, WorkingHours},
};
use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

words! {
    /// For whom somebody other than an admin may book.
    ForWhom {
        /// Only for oneself.
        Oneself = "oneself",
        /// For people of one's own team as well.
        Team = "team",
        /// For everybody.
        Everybody = "everybody",
    }
}

/// A site's rules. Minutes are minutes; days are local days of the site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// How many days ahead can be booked; 0 is today only.
    pub horizon_days: u16,
    /// The local hour at which one more day opens.
    pub opens_at: Minute,
    /// Working days, Monday first.
    pub working_days: [bool; 7],
    /// The most bookings a person may have that are live and not over.
    pub most_active: u16,
    /// How long before its start a booking can be checked in.
    pub check_in_before_min: u16,
    /// How long after its deadline a booking waits for its person; `None` releases nothing.
    pub no_show_grace_min: Option<u16>,
    /// For whom people may book.
    pub for_whom: ForWhom,
    /// Whether bookings must lie within working hours.
    pub within_hours: bool,
    /// Local time on the day at which an assigned desk opens to everybody; `None` never.
    pub assigned_release: Option<Minute>,
    /// What happens to the seat of somebody who is out.
    #[serde(default)]
    pub away: AwayRules,
    /// Which way text may go between a cloud PC and where it is opened.
    #[serde(default)]
    pub clipboard: Clipboard,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            horizon_days: 14,
            opens_at: Minute::START,
            working_days: [true, true, true, true, true, false, false],
            most_active: 10,
            check_in_before_min: 30,
            no_show_grace_min: Some(60),
            for_whom: ForWhom::Team,
            within_hours: false,
            assigned_release: None,
            away: AwayRules::default(),
            clipboard: Clipboard::default(),
        }
    }
}

/// A day on which a site is closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Closure {
    /// The local date.
    pub date: NaiveDate,
    /// Its name.
    pub name: Names,
}

/// Who wants which desk, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Who asks.
    pub by: PersonId,
    /// The asker's role.
    pub role: Role,
    /// The asker's team.
    pub by_team: Option<TeamId>,
    /// For whom.
    pub person: PersonId,
    /// That person's team.
    pub team: Option<TeamId>,
    /// The desk.
    pub desk: DeskId,
    /// The local day.
    pub date: NaiveDate,
    /// When, from [`SiteFacts::interval`].
    pub interval: Interval,
    /// The booking that would move or change, if any; it does not stand in its own way.
    pub replaces: Option<BookingId>,
    /// What the person holds at the site already and would change, and at which desk: whatever the rules have become since, it
    /// keeps its day, its desk on that day, and its hours as far as they go.
    pub keeps: Option<(DeskId, Interval)>,
}

/// Where and when the request would happen.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteFacts {
    /// Now, in UTC.
    pub now: Instant,
    /// The site's zone.
    pub zone: Tz,
    /// Its working hours.
    pub hours: WorkingHours,
    /// Its closures.
    pub closures: Vec<Closure>,
}

impl SiteFacts {
    /// The interval a choice means now: the part of the day that is over is left out, down to the quarter hour that
    /// has begun, so a seat whose morning is over can be taken for the rest of the day.
    pub fn interval(&self, choice: Choice) -> Result<Interval, Reason> {
        let whole = choice.interval(self.zone, &self.hours).map_err(|why| Reason::BadTime { why })?;
        let starts_at = whole.starts_at.max(quarter_begun(self.now));
        Interval::new(starts_at, whole.ends_at).ok_or(Reason::Past)
    }

    /// Today at the site.
    pub fn today(&self) -> NaiveDate {
        time::local(self.zone, self.now).date()
    }
}

/// The start of the quarter hour in which an instant lies.
pub fn quarter_begun(at: Instant) -> Instant {
    let step = i64::from(time::STEP_MINUTES) * 60;
    at - TimeDelta::seconds(at.timestamp().rem_euclid(step))
        - TimeDelta::nanoseconds(at.timestamp_subsec_nanos().into())
}

/// What is known of the desk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeskFacts {
    /// Why it is out of service.
    pub out_of_service: Option<String>,
    /// No longer on the plan.
    pub retired: bool,
    /// Whose it is.
    pub assigned_to: Option<PersonId>,
    /// The team for which its zone is kept, its names, and the local release time.
    pub kept_for: Option<(TeamId, Names, Minute)>,
    /// Live bookings of the desk around that time.
    pub bookings: Vec<(BookingId, Interval)>,
}

/// A live booking of a person, at whichever site.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnBooking {
    /// The booking.
    pub id: BookingId,
    /// Its desk's label.
    pub label: String,
    /// When, in UTC.
    pub interval: Interval,
    /// The zone of its desk's site.
    pub zone: Tz,
}

/// What is known of the person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonFacts {
    /// Live bookings that overlap the day.
    pub bookings: Vec<OwnBooking>,
    /// How many live bookings that are not over the person has.
    pub active: u16,
}

/// Everything the judge may look at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The site.
    pub site: &'a SiteFacts,
    /// The desk.
    pub desk: &'a DeskFacts,
    /// The person.
    pub person: &'a PersonFacts,
}

/// Every reason against a request, in the order of [`Reason`]'s weight for people; empty means it will be accepted.
/// Whoever may not book for somebody learns nothing else, for it would tell them about that person.
pub fn evaluate(rules: &Rules, request: &Request, facts: Facts<'_>) -> Vec<Reason> {
    if let Some(not_theirs) = against_person(rules, request) {
        return vec![not_theirs];
    }
    let mut reasons = Vec::new();
    reasons.extend(against_day(rules, request, facts.site));
    reasons.extend(against_time(rules, request, facts.site));
    reasons.extend(against_desk(rules, request, facts));
    reasons.extend(against_overlap(request, facts));
    reasons.extend(against_quota(rules, request, facts.person));
    reasons
}

fn against_person(rules: &Rules, request: &Request) -> Option<Reason> {
    let allowed = request.by == request.person
        || request.role == Role::Admin
        || match rules.for_whom {
            ForWhom::Oneself => false,
            ForWhom::Team => request.team.is_some() && request.team == request.by_team,
            ForWhom::Everybody => true,
        };
    (!allowed).then_some(Reason::NotForOthers)
}

fn against_day(rules: &Rules, request: &Request, site: &SiteFacts) -> Option<Reason> {
    let date = request.date;
    if keeps_day(request, site).is_some() {
        return None;
    }
    if date > last_day(rules, site) {
        let opening = date.checked_sub_days(Days::new(rules.horizon_days.into())).unwrap_or(date);
        // With a horizon of no days today is always open, from its first moment.
        let opens_at = if rules.horizon_days == 0 { Minute::START } else { rules.opens_at };
        let opens_at = time::starts(site.zone, opening, opens_at);
        let local = time::local(site.zone, opens_at);
        let last = last_open(rules, site);
        return Some(Reason::BeyondHorizon { last, opens_at, on: local.date(), local: Minute::of(local) });
    }
    let closure = site.closures.iter().find(|closure| closure.date == date);
    if closure.is_some() || !works_on(rules, date) {
        return Some(Reason::Closed { name: closure.map(|c| c.name.clone()), next_open: next_open(rules, site, date) });
    }
    None
}

/// The desk that a request leaves or stays at, if it stays on its day.
fn keeps_day(request: &Request, site: &SiteFacts) -> Option<DeskId> {
    let (desk, held) = request.keeps?;
    (local_times(site.zone, held).date == request.date).then_some(desk)
}

fn against_time(rules: &Rules, request: &Request, site: &SiteFacts) -> Option<Reason> {
    let interval = request.interval;
    if interval.ends_at <= site.now {
        return Some(Reason::Past);
    }
    if request.keeps.is_some_and(|(_, held)| held.covers(interval)) {
        return None;
    }
    let local = local_times(site.zone, interval);
    let outside = local.from < site.hours.opens || local.to > site.hours.closes;
    (rules.within_hours && outside)
        .then_some(Reason::OutsideHours { opens: site.hours.opens, closes: site.hours.closes })
}

fn against_desk(rules: &Rules, request: &Request, facts: Facts<'_>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let (desk, site) = (facts.desk, facts.site);
    if desk.retired {
        reasons.push(Reason::Retired);
    }
    if let Some(note) = &desk.out_of_service {
        reasons.push(Reason::OutOfService { note: note.clone() });
    }
    if keeps_day(request, site) == Some(request.desk) {
        return reasons;
    }
    let open_since = |at: Minute| site.now >= time::starts(site.zone, request.date, at);
    if desk.assigned_to.is_some_and(|owner| owner != request.person) && !rules.assigned_release.is_some_and(open_since)
    {
        // Nothing of the day comes after its end.
        reasons.push(Reason::AssignedToAnother { until: rules.assigned_release.filter(|at| *at != Minute::END) });
    }
    if let Some((team, name, until)) = &desk.kept_for
        && request.team != Some(*team)
        && !open_since(*until)
    {
        reasons.push(Reason::KeptForTeam { team: name.clone(), until: *until });
    }
    reasons
}

fn against_overlap(request: &Request, facts: Facts<'_>) -> Vec<Reason> {
    let zone = facts.site.zone;
    let replaces = request.replaces;
    let taken =
        facts.desk.bookings.iter().filter(|(id, held)| Some(*id) != replaces && held.overlaps(&request.interval));
    let until = taken.map(|(_, held)| held.ends_at).max().map(|at| local_end(zone, at));
    let mut reasons: Vec<Reason> = until.map(|until| Reason::DeskTaken { until }).into_iter().collect();
    let then = |own: &&OwnBooking| Some(own.id) != replaces && own.interval.overlaps(&request.interval);
    let mut held = facts.person.bookings.iter().filter(then);
    if request.by == request.person {
        reasons.extend(held.map(|own| Reason::PersonBusy {
            booking: own.id,
            label: own.label.clone(),
            local: local_times(own.zone, own.interval),
        }));
    } else {
        reasons.extend(held.next().map(|_| Reason::ColleagueBusy));
    }
    reasons
}

fn against_quota(rules: &Rules, request: &Request, person: &PersonFacts) -> Option<Reason> {
    // A booking that moves adds none, even where the rules have become stricter since.
    let adds = request.replaces.is_none();
    (adds && person.active >= rules.most_active).then_some(Reason::TooManyActive { most: rules.most_active })
}

/// The last local day that can be booked now, if it is an open one.
pub fn last_day(rules: &Rules, site: &SiteFacts) -> NaiveDate {
    let today = site.today();
    let not_yet = site.now < time::starts(site.zone, today, rules.opens_at);
    let days = u64::from(rules.horizon_days).saturating_sub(u64::from(not_yet));
    today.checked_add_days(Days::new(days)).unwrap_or(today)
}

/// The last open day that can be booked now, today at the earliest; `None` where there is none.
pub fn last_open(rules: &Rules, site: &SiteFacts) -> Option<NaiveDate> {
    let (today, last) = (site.today(), last_day(rules, site));
    (0..=u64::from(rules.horizon_days))
        .filter_map(|days| last.checked_sub_days(Days::new(days)))
        .take_while(|date| *date >= today)
        .find(|date| is_open(rules, site, *date))
}

/// Whether the date is a working day by weekday; closures are apart.
pub fn works_on(rules: &Rules, date: NaiveDate) -> bool {
    rules.working_days.get(date.weekday().num_days_from_monday() as usize).copied().unwrap_or(false)
}

/// Whether the date is a working day without a closure.
pub fn is_open(rules: &Rules, site: &SiteFacts, date: NaiveDate) -> bool {
    works_on(rules, date) && !site.closures.iter().any(|closure| closure.date == date)
}

/// The first open day after a date, looking at most 60 days ahead.
pub fn next_open(rules: &Rules, site: &SiteFacts, after: NaiveDate) -> Option<NaiveDate> {
    (1..=60).filter_map(|days| after.checked_add_days(Days::new(days))).find(|date| is_open(rules, site, *date))
}

/// From when a booking can be checked in.
pub fn check_in_opens(rules: &Rules, starts_at: Instant) -> Instant {
    starts_at - TimeDelta::minutes(rules.check_in_before_min.into())
}

/// When a booking is released unless somebody has come. Counted from its start or from when it was made, whichever
/// is later, so that a booking made after its own deadline still has its grace; never after its end.
pub fn no_show_deadline(rules: &Rules, interval: Interval, made_at: Instant) -> Option<Instant> {
    let grace = TimeDelta::minutes(rules.no_show_grace_min?.into());
    Some((interval.starts_at.max(made_at) + grace).min(interval.ends_at))
}

/// An interval as the site's clocks show it; an end at midnight is 24:00.
pub fn local_times(zone: Tz, interval: Interval) -> LocalTimes {
    let start = time::local(zone, interval.starts_at);
    LocalTimes { date: start.date(), from: Minute::of(start), to: local_end(zone, interval.ends_at) }
}

fn local_end(zone: Tz, at: Instant) -> Minute {
    let end = Minute::of(time::local(zone, at));
    if end == Minute::START { Minute::END } else { end }
}

#[cfg(test)]
mod tests;
