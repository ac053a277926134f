//! Everything that is read once to judge every seat of a floor or a site.

use crate::{
    backend::{
        bookings::judge::{self, Own},
        caller::Caller,
        error::{Fault, Result, stored},
        places::{
            context::{self, Kept, SiteContext},
            find::FloorNow,
        },
        rows::{booking, desk, person},
    },
    model::{
        id::{BookingId, FloorId, PersonId, SiteId},
        person::{Visibility, hue},
        place::DeskKind,
        refusal::Reason,
        rules::{Facts, PersonFacts, Request, evaluate, local_times},
        seat::{Busy, Holder, MyBooking, Seat, SeatState},
        time::{self, Choice, Interval},
    },
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select, sea_query::Query,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Which desks are looked at.
#[derive(Clone, Copy)]
pub(super) enum Scope {
    Floor(FloorId),
    Site(SiteId),
}

impl Scope {
    /// Its desks that are on the plan.
    pub(super) fn desks(self) -> Condition {
        Condition::all().add(desk::Column::RetiredAt.is_null()).add(match self {
            Scope::Floor(floor) => desk::Column::FloorId.eq(floor.0),
            Scope::Site(site) => desk::Column::FloorId.in_subquery(context::floors(site)),
        })
    }
}

/// Live bookings at desks of a scope that share an instant with an interval; whoever asks names the columns.
pub(super) fn held_query(scope: Scope, around: Interval) -> Select<booking::Entity> {
    let mut desks = Query::select();
    desks.column(desk::Column::Id).from(desk::Entity).cond_where(scope.desks());
    booking::Entity::find()
        .select_only()
        .filter(booking::Column::DeskId.in_subquery(desks))
        .filter(judge::live_during(around))
}

/// What the map needs of a booking and of whose it is.
#[derive(FromQueryResult)]
struct Held {
    id: Uuid,
    desk_id: Uuid,
    person_id: Uuid,
    starts_at: i64,
    ends_at: i64,
    lent_at: Option<i64>,
    name: String,
    given_name: String,
    team_id: Option<Uuid>,
    visibility: String,
}

impl Held {
    fn interval(&self) -> Interval {
        judge::span(self.starts_at, self.ends_at)
    }
}

/// Bookings that hold or lent a desk of a scope, soonest first.
async fn held(db: &impl ConnectionTrait, scope: Scope, around: Interval) -> Result<Vec<Held>> {
    let person: RelationDef =
        booking::Entity::belongs_to(person::Entity).from(booking::Column::PersonId).to(person::Column::Id).into();
    let query = held_query(scope, around)
        .columns([
            booking::Column::Id,
            booking::Column::DeskId,
            booking::Column::PersonId,
            booking::Column::StartsAt,
            booking::Column::EndsAt,
            booking::Column::LentAt,
        ])
        .join(JoinType::InnerJoin, person)
        .columns([person::Column::Name, person::Column::GivenName, person::Column::TeamId, person::Column::Visibility])
        .order_by_asc(booking::Column::StartsAt);
    Ok(query.into_model::<Held>().all(db).await?)
}

/// Everything read once for all seats of a scope.
pub(super) struct View<'a> {
    pub(super) caller: &'a Caller,
    pub(super) site: &'a SiteContext,
    pub(super) wanted: Result<Interval, Reason>,
    pub(super) mine: Option<MyBooking>,
    date: NaiveDate,
    kept: &'a Kept,
    held: HashMap<Uuid, Vec<Held>>,
    own: PersonFacts,
    lent: HashSet<Uuid>,
}

impl<'a> View<'a> {
    pub(super) async fn read(
        db: &impl ConnectionTrait,
        caller: &'a Caller,
        (scope, here): (Scope, &'a FloorNow),
        choice: Choice,
    ) -> Result<Self> {
        let site = &here.context;
        let wanted = site.facts.interval(choice);
        let day = time::day(site.facts.zone, choice.date);
        let asked = wanted.as_ref().copied().unwrap_or(day);
        let around =
            Interval { starts_at: day.starts_at.min(asked.starts_at), ends_at: day.ends_at.max(asked.ends_at) };
        let own = judge::own(db, caller.person, asked, caller.now).await?;
        let mut by_desk: HashMap<Uuid, Vec<Held>> = HashMap::new();
        let mut lent = HashSet::new();
        let (given, held): (Vec<_>, Vec<_>) =
            held(db, scope, around).await?.into_iter().partition(|row| row.lent_at.is_some());
        for row in given {
            // Its own seat, which it can take again at once.
            if row.person_id == caller.person.0 {
                by_desk.entry(row.desk_id).or_default().push(row);
            } else {
                lent.insert(row.desk_id);
            }
        }
        for row in held {
            by_desk.entry(row.desk_id).or_default().push(row);
        }
        Ok(Self {
            kept: here.places.kept(),
            mine: mine(site, own.iter().filter(|row| row.interval().overlaps(&asked))),
            own: judge::facts_of(&own, asked, caller.now),
            caller,
            site,
            date: choice.date,
            wanted,
            held: by_desk,
            lent,
        })
    }

    /// Whether the viewer can book a desk for the chosen time.
    pub(super) fn is_free(&self, desk: &desk::Model) -> bool {
        let held = self.held_at(desk);
        self.own_then(held).is_none() && self.reasons(desk, held).is_empty()
    }

    /// What the viewer sees of a desk.
    pub(super) fn seat(&self, desk: &desk::Model) -> Result<Seat, Fault> {
        let held = self.held_at(desk);
        let own = self.own_then(held);
        let reasons = if own.is_some() { Vec::new() } else { self.reasons(desk, held) };
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
            lent: self.lent.contains(&desk.id) && state == SeatState::Free,
            holder: self.then(held).filter(|_| own.is_none()).and_then(|row| self.holder(row)),
            day: self.busy(held),
            booking: own.map(|row| BookingId(row.id)),
            label: desk.label.clone(),
        })
    }

    fn held_at(&self, desk: &desk::Model) -> &[Held] {
        self.held.get(&desk.id).map_or(&[], Vec::as_slice)
    }

    /// The booking that holds a desk during the chosen time.
    fn then<'h>(&self, held: &'h [Held]) -> Option<&'h Held> {
        let wanted = self.wanted.as_ref().ok()?;
        held.iter().find(|row| row.interval().overlaps(wanted))
    }

    fn own_then<'h>(&self, held: &'h [Held]) -> Option<&'h Held> {
        self.then(held).filter(|row| row.person_id == self.caller.person.0)
    }

    fn reasons(&self, desk: &desk::Model, held: &[Held]) -> Vec<Reason> {
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

    fn busy(&self, held: &[Held]) -> Vec<Busy> {
        let day = time::day(self.site.facts.zone, self.date);
        let rows = held.iter().filter_map(|row| {
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
    } else if any(|reason| matches!(reason, Reason::AssignedToAnother | Reason::KeptForTeam { .. })) {
        SeatState::Held
    } else {
        SeatState::Unavailable
    }
}

/// Of the viewer's bookings at a time the one that lasts longest: a move would take that one.
fn mine<'o>(site: &SiteContext, then: impl Iterator<Item = &'o Own>) -> Option<MyBooking> {
    let row = then.max_by_key(|row| row.ends_at - row.starts_at)?;
    Some(MyBooking {
        id: row.id.into(),
        desk: row.desk_id.into(),
        label: row.label.clone(),
        floor: row.floor_id.into(),
        local: local_times(site.facts.zone, row.interval()),
    })
}
