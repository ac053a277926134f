//! Which coming bookings would be refused if they were made under other rules. The judge is the one of booking.

use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        error::{Result, stored},
        places::context::{self, SiteContext},
        rows::{booking, desk, floor, person, team},
        secret,
    },
    model::{
        booking::BookingState,
        change::{Affected, Fate, Preview, RulesDraft},
        id::{TeamId, ZoneId},
        person::Role,
        place::Names,
        refusal::Reason,
        rules::{Closure, DeskFacts, Facts, PersonFacts, Request, Rules, evaluate, local_times},
        time::{self, Minute},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A site's coming bookings with everything the judge looks at.
pub(super) struct Coming {
    site: SiteContext,
    rows: Vec<booking::Model>,
    desks: HashMap<Uuid, desk::Model>,
    people: HashMap<Uuid, person::Model>,
    teams: HashMap<Uuid, Names>,
}

/// One way the rules can be.
pub(super) struct Under<'a> {
    rules: &'a Rules,
    site: SiteContext,
    kept: &'a [(ZoneId, Option<(TeamId, Minute)>)],
}

impl Coming {
    /// Reads the live bookings that are not over when the caller asks, and what the judge needs for those at a site. Those
    /// elsewhere count towards their people's quotas.
    pub async fn read(db: &impl ConnectionTrait, caller: &Caller, site: Uuid) -> Result<Self> {
        let floors = floor::Entity::find().filter(floor::Column::SiteId.eq(site)).all(db).await?;
        let floors: Vec<Uuid> = floors.into_iter().map(|row| row.id).collect();
        let desks = desk::Entity::find().filter(desk::Column::FloorId.is_in(floors)).all(db).await?;
        let desks: HashMap<Uuid, desk::Model> = desks.into_iter().map(|row| (row.id, row)).collect();
        let rows = booking::Entity::find()
            .filter(judge::is_live())
            .filter(booking::Column::EndsAt.gt(caller.now.timestamp()))
            .order_by_asc(booking::Column::StartsAt)
            .order_by_asc(booking::Column::Id)
            .all(db)
            .await?;
        let ids: BTreeSet<Uuid> = rows.iter().flat_map(|row| [row.person_id, row.booked_by]).collect();
        let people = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
        let teams = team::Entity::find().all(db).await?;
        Ok(Self {
            site: context::site(db, site, caller.now).await?,
            rows,
            desks,
            people: people.into_iter().map(|row| (row.id, row)).collect(),
            teams: teams.into_iter().map(|row| (row.id, Names::new(row.name_ko, row.name_en))).collect(),
        })
    }

    /// What other rules would say of the bookings that the rules of today accept.
    pub fn preview(&self, now: &RulesDraft, then: &RulesDraft) -> Result<Preview> {
        self.compare(&self.under(now, None), &self.under(then, None))
    }

    /// What a further closure would say.
    pub fn preview_closure(&self, now: &RulesDraft, closure: Closure) -> Result<Preview> {
        self.compare(&self.under(now, None), &self.under(now, Some(closure)))
    }

    fn under<'a>(&self, draft: &'a RulesDraft, closure: Option<Closure>) -> Under<'a> {
        let mut site = self.site.clone();
        site.facts.hours = draft.hours;
        site.facts.closures.extend(closure);
        Under { rules: &draft.rules, site, kept: &draft.kept }
    }

    fn compare(&self, now: &Under<'_>, then: &Under<'_>) -> Result<Preview> {
        let mut before: HashMap<Uuid, u16> = HashMap::new();
        let mut affected = Vec::new();
        for row in &self.rows {
            // Counted at every site, as the quota is, and in the order of time: the last ones are too many.
            let earlier = before.entry(row.person_id).or_default();
            let active = *earlier;
            *earlier = earlier.saturating_add(1);
            let Some(desk) = self.desks.get(&row.desk_id) else { continue };
            let known: BTreeSet<&str> = self.judge(now, row, (desk, active))?.iter().map(Reason::code).collect();
            let mut reasons = self.judge(then, row, (desk, active))?;
            reasons.retain(|reason| !known.contains(reason.code()));
            if !reasons.is_empty() {
                affected.push(self.shown(row, desk, reasons)?);
            }
        }
        let seen = name(&affected);
        Ok(Preview { affected, seen })
    }

    fn judge(
        &self,
        under: &Under<'_>,
        row: &booking::Model,
        (desk, active): (&desk::Model, u16),
    ) -> Result<Vec<Reason>> {
        let person = stored(self.people.get(&row.person_id), "person")?;
        let by = stored(self.people.get(&row.booked_by), "person")?;
        let interval = judge::interval(row);
        let request = Request {
            by: by.id.into(),
            role: stored(Role::from_word(&by.role), "role")?,
            by_team: by.team_id.map(Into::into),
            person: person.id.into(),
            team: person.team_id.map(Into::into),
            desk: desk.id.into(),
            date: time::local(under.site.facts.zone, interval.starts_at).date(),
            interval,
            replaces: None,
            keeps: None,
        };
        let kept = under.kept.iter().find(|(zone, _)| Some(zone.0) == desk.zone_id).and_then(|(_, kept)| *kept);
        let facts = DeskFacts {
            out_of_service: desk.out_of_service.clone(),
            retired: desk.retired_at.is_some(),
            assigned_to: desk.assigned_to.map(Into::into),
            kept_for: kept.and_then(|(team, until)| Some((team, self.teams.get(&team.0).cloned()?, until))),
            // That no two bookings overlap the database has made sure of.
            bookings: Vec::new(),
        };
        let own = PersonFacts { bookings: Vec::new(), active };
        Ok(evaluate(under.rules, &request, Facts { site: &under.site.facts, desk: &facts, person: &own }))
    }

    fn shown(&self, row: &booking::Model, desk: &desk::Model, reasons: Vec<Reason>) -> Result<Affected> {
        Ok(Affected {
            booking: row.id.into(),
            person_name: self.people.get(&row.person_id).map(|person| person.name.clone()).unwrap_or_default(),
            label: desk.label.clone(),
            local: local_times(self.site.facts.zone, judge::interval(row)),
            state: stored(BookingState::from_word(&row.state), "state of booking")?,
            fate: Fate::Kept,
            reasons,
        })
    }
}

/// Names a preview. Also one without bookings is worth seeing, so its name is not empty.
fn name(affected: &[Affected]) -> String {
    let lines = affected.iter().map(|one| {
        let codes: Vec<&str> = one.reasons.iter().map(Reason::code).collect();
        format!("{} {}", one.booking, codes.join(","))
    });
    secret::hash(&lines.collect::<Vec<_>>().join("\n"))
}
