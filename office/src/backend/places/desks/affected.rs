//! Which coming bookings a change of a desk meets, what becomes of each, and doing just that.

use super::record::Touched;
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        cloud_pcs::sessions,
        error::{Result, stored},
        ledger::Event,
        places::context::{self, Kept, SiteContext},
        rows::{booking, desk, floor, person},
        secret,
    },
    model::{
        booking::BookingState,
        change::{Affected, Fate, Preview},
        id::{BookingId, DeskId},
        refusal::Reason,
        rules::{Facts, PersonFacts, Request, evaluate, local_times},
        time::{self, Interval},
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A booking that a change meets, with what becomes of it.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub booking: booking::Model,
    pub person: person::Model,
    pub fate: Fate,
    /// What is left of its time.
    pub rest: Interval,
}

/// Everything a change of a desk does to bookings, soonest first.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub steps: Vec<Step>,
    pub site: SiteContext,
}

/// Whether a desk that was one way and becomes another can no longer be a person's.
fn displaces(before: &desk::Model, after: &desk::Model, person: Uuid) -> bool {
    let gone = before.retired_at.is_none() && after.retired_at.is_some();
    let out = before.out_of_service.is_none() && after.out_of_service.is_some();
    let given = before.assigned_to != after.assigned_to && after.assigned_to.is_some_and(|owner| owner != person);
    gone || out || given
}

/// Plans what becomes of the coming bookings of a desk that changes.
pub(crate) async fn plan(
    db: &impl ConnectionTrait,
    caller: &Caller,
    floor: &floor::Model,
    (before, after): (&desk::Model, &desk::Model),
) -> Result<Plan> {
    let view = Floor::read(db, caller, floor).await?;
    let mut taken: Vec<(Uuid, Interval)> = Vec::new();
    let mut steps = Vec::new();
    for booking in view.held.iter().filter(|row| row.desk_id == before.id) {
        let person = stored(view.people.get(&booking.person_id), "person")?;
        if !displaces(before, after, person.id) {
            continue;
        }
        let rest = judge::rest(booking, caller)?;
        let fate = match booking.state == BookingState::Reserved.word() {
            // Whoever sits there now is not sent away.
            false => Fate::Kept,
            true => match view.instead(before, (person, booking, rest), &taken) {
                Some(desk) => {
                    taken.push((desk.id, rest));
                    Fate::Moved { desk: desk.id.into(), label: desk.label.clone() }
                }
                None => Fate::Cancelled,
            },
        };
        steps.push(Step { booking: booking.clone(), person: person.clone(), fate, rest });
    }
    Ok(Plan { steps, site: view.site })
}

/// A floor as the planning needs it, read once.
struct Floor<'a> {
    caller: &'a Caller,
    site: SiteContext,
    kept: Kept,
    desks: Vec<desk::Model>,
    held: Vec<booking::Model>,
    people: HashMap<Uuid, person::Model>,
}

impl<'a> Floor<'a> {
    async fn read(db: &impl ConnectionTrait, caller: &'a Caller, floor: &floor::Model) -> Result<Self> {
        let desks = desk::Entity::find().filter(desk::Column::FloorId.eq(floor.id)).all(db).await?;
        let ids: Vec<Uuid> = desks.iter().map(|desk| desk.id).collect();
        let held = booking::Entity::find()
            .filter(booking::Column::DeskId.is_in(ids))
            .filter(judge::is_live())
            .filter(booking::Column::EndsAt.gt(caller.now.timestamp()))
            .order_by_asc(booking::Column::StartsAt)
            .order_by_asc(booking::Column::Id)
            .all(db)
            .await?;
        let people: BTreeSet<Uuid> = held.iter().map(|row| row.person_id).collect();
        let people = person::Entity::find().filter(person::Column::Id.is_in(people)).all(db).await?;
        Ok(Self {
            caller,
            site: context::site(db, floor.site_id, caller.now).await?,
            kept: context::kept_zones(db, floor.id).await?,
            desks: desks.into_iter().filter(|desk| desk.retired_at.is_none()).collect(),
            held,
            people: people.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    /// The desk that can take a booking: of the same kind and with everything the old one offers if there is one,
    /// then the nearest.
    fn instead(
        &self,
        from: &desk::Model,
        wish: (&person::Model, &booking::Model, Interval),
        taken: &[(Uuid, Interval)],
    ) -> Option<&desk::Model> {
        let had = context::amenities(&from.amenities);
        let worse = |desk: &desk::Model| {
            let has = context::amenities(&desk.amenities);
            (desk.kind != from.kind, had.iter().filter(|one| !has.contains(one)).count())
        };
        let away = |desk: &desk::Model| (desk.x - from.x).hypot(desk.y - from.y);
        let mut others: Vec<&desk::Model> = self.desks.iter().filter(|desk| desk.id != from.id).collect();
        others.sort_by(|a, b| {
            worse(a).cmp(&worse(b)).then(away(a).total_cmp(&away(b))).then_with(|| a.label.cmp(&b.label))
        });
        others.into_iter().find(|desk| self.takes(desk, wish, taken))
    }

    fn takes(
        &self,
        desk: &desk::Model,
        (person, booking, rest): (&person::Model, &booking::Model, Interval),
        taken: &[(Uuid, Interval)],
    ) -> bool {
        if taken.iter().any(|(other, held)| *other == desk.id && held.overlaps(&rest)) {
            return false;
        }
        let request = Request {
            by: self.caller.person,
            role: self.caller.role,
            by_team: self.caller.team,
            person: person.id.into(),
            team: person.team_id.map(Into::into),
            desk: desk.id.into(),
            date: time::local(self.site.facts.zone, rest.starts_at).date(),
            interval: rest,
            replaces: Some(booking.id.into()),
            keeps: Some((booking.desk_id.into(), judge::interval(booking))),
        };
        let held = self.held.iter().filter(|row| row.desk_id == desk.id);
        let held = held.map(|row| (row.id.into(), judge::interval(row))).collect();
        let facts = judge::desk_facts(desk, &self.kept, held);
        let person = PersonFacts::default();
        let facts = Facts { site: &self.site.facts, desk: &facts, person: &person };
        // What stands against the day or the person stood against them before: an old booking keeps its right.
        !evaluate(&self.site.rules, &request, facts).iter().any(Reason::is_about_the_desk)
    }
}

impl Plan {
    /// For people, before it is done. A plan that meets no booking needs not be seen.
    pub fn preview(&self, label: &str) -> Preview {
        let shown = self.steps.iter().map(|step| Affected {
            booking: step.booking.id.into(),
            person_name: step.person.name.clone(),
            label: label.to_owned(),
            local: local_times(self.site.facts.zone, judge::interval(&step.booking)),
            state: BookingState::from_word(&step.booking.state).unwrap_or(BookingState::Reserved),
            fate: step.fate.clone(),
            reasons: Vec::new(),
        });
        Preview { affected: shown.collect(), seen: self.name() }
    }

    /// The same name means the same steps.
    pub fn name(&self) -> String {
        if self.steps.is_empty() {
            return String::new();
        }
        let lines = self.steps.iter().map(|step| {
            let row = &step.booking;
            format!("{} {} {} {:?}", row.id, row.starts_at, row.ends_at, step.fate)
        });
        secret::hash(&lines.collect::<Vec<_>>().join("\n"))
    }

    /// Makes others who write about these people or desks wait: people first, then desks, each in one order, so that
    /// no two wait for each other.
    pub async fn lock(&self, tx: &DatabaseTransaction, desk: DeskId) -> Result<()> {
        let people: BTreeSet<Uuid> = self.steps.iter().map(|step| step.booking.person_id).collect();
        for person in people {
            judge::lock_person(tx, person.into()).await?;
        }
        let targets = self.steps.iter().filter_map(|step| match &step.fate {
            Fate::Moved { desk, .. } => Some(*desk),
            _ => None,
        });
        let desks: BTreeSet<DeskId> = targets.chain([desk]).collect();
        for desk in desks {
            judge::lock_desk(tx, desk).await?;
        }
        Ok(())
    }

    /// Moves and cancels; answers what the ledger has to hear, to be recorded after every row is written.
    pub async fn carry_out(
        &self,
        tx: &DatabaseTransaction,
        caller: &Caller,
        (floor, from): (&floor::Model, &desk::Model),
    ) -> Result<(Vec<Event>, Vec<Touched>)> {
        let (mut events, mut touched) = (Vec::new(), Vec::new());
        for step in &self.steps {
            let mut row = step.booking.clone();
            match &step.fate {
                Fate::Kept => continue,
                Fate::Moved { desk, .. } => {
                    let to = stored(desk::Entity::find_by_id(desk.0).one(tx).await?, "desk")?;
                    events.push(Event::of_booking("booking.left_seat", &row, from, floor));
                    row.desk_id = to.id;
                    row.starts_at = step.rest.starts_at.timestamp();
                    // The grace for coming counts from now, as with every move.
                    row.made_at = caller.now.timestamp();
                    events.push(Event::of_booking("booking.moved", &row, &to, floor));
                    row.clone().into_active_model().reset_all().update(tx).await?;
                    sessions::replan(tx, &row, caller.now).await?;
                }
                Fate::Cancelled => {
                    row.state = BookingState::Cancelled.word().into();
                    row.ended_at = Some(caller.now.timestamp());
                    events.push(Event::of_booking("booking.cancelled", &row, from, floor));
                    row.clone().into_active_model().reset_all().update(tx).await?;
                    sessions::end(tx, BookingId(row.id), caller.now).await?;
                }
            }
            touched.push(Touched { booking: row.id.into(), from: from.id.into(), fate: step.fate.clone() });
        }
        Ok((events.into_iter().map(|event| event.by(caller.person)).collect(), touched))
    }
}
