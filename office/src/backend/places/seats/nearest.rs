//! The seat to offer instead of one that can't be had.

use super::held::{Scope, held_query};
use crate::{
    backend::{
        bookings::judge::{self, Case, Wish},
        caller::Caller,
        error::Result,
        places::context::{self, Kept},
        rows::{booking, desk, floor},
    },
    model::{
        id::SiteId,
        place::Names,
        refusal::{Nearby, Offer},
        rules::{Facts, PersonFacts, Request, evaluate},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;
use uuid::Uuid;

/// The seat nearest to a wished one on its floor that the wish's person may have instead, of the same kind if there
/// is one.
pub(crate) async fn nearest_free(db: &impl ConnectionTrait, caller: &Caller, wish: Wish) -> Result<Option<Offer>> {
    Search::open(db, caller, wish).await?.on_its_floor(db).await
}

/// The same; where its floor has none, one on the nearest of the site's other floors that has any.
pub(crate) async fn nearest_at_site(db: &impl ConnectionTrait, caller: &Caller, wish: Wish) -> Result<Option<Offer>> {
    let search = Search::open(db, caller, wish).await?;
    match search.on_its_floor(db).await? {
        Some(offer) => Ok(Some(offer)),
        None => search.on_another_floor(db).await,
    }
}

/// A wished seat, and what decides which other one its person may have.
struct Search {
    case: Case,
    person: PersonFacts,
}

impl Search {
    async fn open(db: &impl ConnectionTrait, caller: &Caller, wish: Wish) -> Result<Self> {
        let case = judge::open(db, caller, wish).await?;
        let person = judge::person_facts(db, wish.person, wish.interval, caller.now).await?;
        Ok(Self { case, person })
    }

    async fn on_its_floor(&self, db: &impl ConnectionTrait) -> Result<Option<Offer>> {
        let floor = self.case.floor.id;
        let mut desks = self.unheld(db, Scope::Floor(floor.into())).await?;
        desks.sort_by(|a, b| {
            self.is_other_kind(a).cmp(&self.is_other_kind(b)).then(self.metres(a).total_cmp(&self.metres(b)))
        });
        let kept = context::kept_zones(db, floor).await?;
        let found = desks.into_iter().find(|desk| self.accepts(desk, &kept));
        Ok(found.map(|desk| {
            let metres = (self.metres(&desk) * 10.0).round() / 10.0;
            offer(desk, Nearby::SameFloor(metres))
        }))
    }

    /// Each floor's plan is measured from a corner of its own, so nothing is nearer than something else on another one.
    async fn on_another_floor(&self, db: &impl ConnectionTrait) -> Result<Option<Offer>> {
        let floors = self.other_floors(db).await?;
        if floors.is_empty() {
            return Ok(None);
        }
        let site = SiteId(self.case.floor.site_id);
        let desks = self.unheld(db, Scope::Site(site)).await?.into_iter();
        let mut desks: Vec<(desk::Model, &floor::Model)> = desks
            .filter_map(|desk| floors.iter().find(|floor| floor.id == desk.floor_id).map(|floor| (desk, floor)))
            .collect();
        desks.sort_by_cached_key(|(desk, floor)| (self.stairs(floor), self.is_other_kind(desk), desk.label.clone()));
        let kept = context::kept_zones_at(db, site).await?;
        let found = desks.into_iter().find(|(desk, _)| self.accepts(desk, &kept));
        Ok(found.map(|(desk, floor)| {
            let name = Box::new(Names::new(&floor.name_ko, &floor.name_en));
            offer(desk, Nearby::OtherFloor(name))
        }))
    }

    async fn other_floors(&self, db: &impl ConnectionTrait) -> Result<Vec<floor::Model>> {
        let here = &self.case.floor;
        let at_site = floor::Entity::find().filter(floor::Column::SiteId.eq(here.site_id));
        Ok(at_site.filter(floor::Column::Id.ne(here.id)).all(db).await?)
    }

    /// The other desks of a scope that nobody holds then. Who sits at a lent seat may have to leave it again: not one
    /// to be offered.
    async fn unheld(&self, db: &impl ConnectionTrait, scope: Scope) -> Result<Vec<desk::Model>> {
        let held = held_query(scope, self.case.request.interval).column(booking::Column::DeskId);
        let held: Vec<Uuid> = held.into_tuple().all(db).await?;
        let taken: HashSet<Uuid> = held.into_iter().collect();
        let others = desk::Entity::find().filter(scope.desks()).filter(desk::Column::Id.ne(self.case.desk.id));
        let mut desks = others.all(db).await?;
        desks.retain(|desk| !taken.contains(&desk.id));
        Ok(desks)
    }

    fn accepts(&self, desk: &desk::Model, kept: &Kept) -> bool {
        let request = Request { desk: desk.id.into(), ..self.case.request.clone() };
        // Whatever holds a desk then was left out above.
        let desk = judge::desk_facts(desk, kept, Vec::new());
        let facts = Facts { site: &self.case.context.facts, desk: &desk, person: &self.person };
        evaluate(&self.case.context.rules, &request, facts).is_empty()
    }

    fn is_other_kind(&self, desk: &desk::Model) -> bool {
        desk.kind != self.case.desk.kind
    }

    /// How far a desk of the same floor is away.
    fn metres(&self, desk: &desk::Model) -> f64 {
        (desk.x - self.case.desk.x).hypot(desk.y - self.case.desk.y)
    }

    /// How many levels another floor is away; of two that are equally far the lower one comes first.
    fn stairs(&self, floor: &floor::Model) -> (u32, i32) {
        (floor.level.abs_diff(self.case.floor.level), floor.level)
    }
}

fn offer(desk: desk::Model, nearby: Nearby) -> Offer {
    Offer { desk: desk.id.into(), floor: desk.floor_id.into(), label: desk.label, nearby }
}
