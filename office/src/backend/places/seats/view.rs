//! Everything that is read once to judge every seat of a floor or a site.

use super::held::{self, Held, HeldByDesk};
use crate::{
    backend::{
        bookings::judge::{self, Own},
        caller::Caller,
        error::{Fault, Result, stored},
        office::Office,
        places::{
            context::{self, Kept, SiteContext},
            find::FloorNow,
        },
        rows::desk,
    },
    model::{
        id::{BookingId, DeskId, PersonId},
        person::{Visibility, hue},
        place::DeskKind,
        refusal::Reason,
        rules::{Facts, PersonFacts, Request, evaluate, local_times},
        seat::{Busy, Holder, MyBooking, Seat, SeatState},
        time::{self, Choice, Interval},
    },
};
use chrono::NaiveDate;
use std::sync::Arc;
use uuid::Uuid;

/// Everything read once for all seats of a site.
pub(super) struct View<'a> {
    pub(super) caller: &'a Caller,
    pub(super) site: &'a SiteContext,
    pub(super) wanted: Result<Interval, Reason>,
    pub(super) mine: Option<MyBooking>,
    /// The floor's desks that the viewer holds at the chosen time.
    pub(super) own_desks: Vec<Uuid>,
    date: NaiveDate,
    kept: &'a Kept,
    held: Arc<HeldByDesk>,
    own: PersonFacts,
    /// What they hold at the site of what a move would take.
    keeps: Option<(DeskId, Interval)>,
}

impl<'a> View<'a> {
    pub(super) async fn read(office: &Office, caller: &'a Caller, here: &'a FloorNow, choice: Choice) -> Result<Self> {
        let site = &here.context;
        let wanted = site.facts.interval(choice);
        let day = time::day(site.facts.zone, choice.date);
        let asked = wanted.as_ref().copied().unwrap_or(day);
        let around =
            Interval { starts_at: day.starts_at.min(asked.starts_at), ends_at: day.ends_at.max(asked.ends_at) };
        let own = judge::own(&office.db.read, caller.person, asked, caller.now).await?;
        let then = || own.iter().filter(move |row| row.interval().overlaps(&asked));
        let mine = mine(then())?;
        let at_floor = then().filter(|row| row.floor_id == here.floor.id.0 && wanted.is_ok());
        let moved = |row: &&Own| mine.as_ref().is_some_and(|mine| mine.id.0 == row.id) && row.site_id == site.site.id.0;
        Ok(Self {
            kept: here.places.kept(),
            keeps: own.iter().find(moved).map(|row| (row.desk_id.into(), row.interval())),
            mine,
            own_desks: at_floor.map(|row| row.desk_id).collect(),
            own: judge::facts_of(&own, asked, caller.now)?,
            caller,
            site,
            date: choice.date,
            wanted,
            held: held::held(office, here, around).await?,
        })
    }

    /// Whether the viewer can book a desk for the chosen time.
    pub(super) fn is_free(&self, desk: &desk::Model) -> bool {
        let held = self.held_at(desk);
        self.own_then(&held).is_none() && self.reasons(desk, &held).is_empty()
    }

    /// What the viewer sees of a desk.
    pub(super) fn seat(&self, desk: &desk::Model) -> Result<Seat, Fault> {
        let held = self.held_at(desk);
        let own = self.own_then(&held);
        let reasons = if own.is_some() { Vec::new() } else { self.reasons(desk, &held) };
        let state = match own {
            Some(_) => SeatState::Mine,
            None => state_of(&reasons),
        };
        Ok(Seat {
            desk: desk.id.into(),
            zone: desk.zone_id.map(Into::into),
            at: [desk.x, desk.y],
            rotation: desk.rotation,
            kind: stored(DeskKind::from_word(&desk.kind), "kind of desk")?,
            amenities: context::amenities(&desk.amenities),
            state,
            reasons,
            lent: state == SeatState::Free && self.is_lent(desk),
            holder: self.then(&held).filter(|_| own.is_none()).and_then(|row| self.holder(row)),
            day: self.busy(desk),
            booking: own.map(|row| BookingId(row.id)),
            label: desk.label.clone(),
        })
    }

    /// What holds a desk for the viewer: one's own seat that is lent can be taken again at once, and comes first.
    fn held_at(&self, desk: &desk::Model) -> Vec<&Held> {
        let rows = self.rows(desk);
        let own = rows.iter().filter(|row| row.is_lent() && row.person_id == self.caller.person.0);
        own.chain(rows.iter().filter(|row| !row.is_lent() && !row.is_over())).collect()
    }

    fn rows(&self, desk: &desk::Model) -> &[Held] {
        self.held.get(&desk.id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether somebody else has lent a desk for a part of the chosen time: only then do they come back to it.
    fn is_lent(&self, desk: &desk::Model) -> bool {
        let Ok(wanted) = &self.wanted else { return false };
        let of_another = |row: &Held| row.is_lent() && row.person_id != self.caller.person.0;
        let then = |row: &Held| of_another(row) && row.interval().overlaps(wanted);
        self.rows(desk).iter().any(then)
    }

    /// The booking that holds a desk during the chosen time.
    fn then<'h>(&self, held: &[&'h Held]) -> Option<&'h Held> {
        let wanted = self.wanted.as_ref().ok()?;
        held.iter().find(|row| row.interval().overlaps(wanted)).copied()
    }

    fn own_then<'h>(&self, held: &[&'h Held]) -> Option<&'h Held> {
        self.then(held).filter(|row| row.person_id == self.caller.person.0)
    }

    fn reasons(&self, desk: &desk::Model, held: &[&Held]) -> Vec<Reason> {
        let interval = match &self.wanted {
            Ok(interval) => *interval,
            Err(reason) => return vec![reason.clone()],
        };
        let request = Request {
            by: self.caller.person,
            role: self.caller.role,
            by_team: self.caller.team,
            person: self.caller.person,
            team: self.caller.team,
            desk: desk.id.into(),
            date: self.date,
            interval,
            replaces: self.mine.as_ref().map(|mine| mine.id),
            keeps: self.keeps,
        };
        let bookings = held.iter().map(|row| (row.id.into(), row.interval())).collect();
        let facts = judge::desk_facts(desk, self.kept, bookings);
        evaluate(&self.site.rules, &request, Facts { site: &self.site.facts, desk: &facts, person: &self.own })
    }

    fn holder(&self, row: &Held) -> Option<Holder> {
        let teammate = row.team_id.is_some() && row.team_id == self.caller.team.map(|team| team.0);
        let shown = match Visibility::from_word(&row.visibility)? {
            Visibility::Everybody => true,
            Visibility::Team => teammate,
            Visibility::Nobody => false,
        };
        let person = PersonId(row.person_id);
        shown.then(|| Holder {
            person: Some(person),
            name: row.name.clone(),
            given_name: row.given_name.clone(),
            teammate,
            hue: hue(person),
        })
    }

    /// When a desk is booked on the chosen day, and was until now: an hour that is over was not empty.
    fn busy(&self, desk: &desk::Model) -> Vec<Busy> {
        let day = time::day(self.site.facts.zone, self.date);
        let told = self.rows(desk).iter().filter(|row| !row.is_lent() || row.person_id == self.caller.person.0);
        let rows = told.filter_map(|row| {
            let span = row.interval();
            let shown = Interval::new(span.starts_at.max(day.starts_at), span.ends_at.min(day.ends_at))?;
            let local = local_times(self.site.facts.zone, shown);
            let mine = row.person_id == self.caller.person.0;
            Some(Busy { from: local.from, to: local.to, mine, holder: if mine { None } else { self.holder(row) } })
        });
        rows.collect()
    }
}

fn state_of(reasons: &[Reason]) -> SeatState {
    let any = |test: fn(&Reason) -> bool| reasons.iter().any(test);
    if reasons.is_empty() {
        SeatState::Free
    } else if any(|reason| matches!(reason, Reason::OutOfService { .. } | Reason::Retired)) {
        SeatState::Unavailable
    } else if any(|reason| matches!(reason, Reason::DeskTaken { .. })) {
        SeatState::Taken
    } else if any(|reason| matches!(reason, Reason::AssignedToAnother { .. } | Reason::KeptForTeam { .. })) {
        SeatState::Held
    } else {
        SeatState::Unavailable
    }
}

/// Of the viewer's bookings at a time the one that lasts longest: a move would take that one.
fn mine<'o>(then: impl Iterator<Item = &'o Own>) -> Result<Option<MyBooking>> {
    let Some(row) = then.max_by_key(|row| row.ends_at - row.starts_at) else { return Ok(None) };
    Ok(Some(MyBooking {
        id: row.id.into(),
        desk: row.desk_id.into(),
        label: row.label.clone(),
        floor: row.floor_id.into(),
        local: local_times(row.zone()?, row.interval()),
    }))
}
