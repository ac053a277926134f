//! The seat to offer instead of one that can't be had.

use super::held::{Scope, held_query};
use crate::{
    backend::{
        bookings::judge::{self, Wish},
        caller::Caller,
        error::Result,
        places::context,
        rows::{booking, desk},
    },
    model::{
        id::FloorId,
        refusal::Offer,
        rules::{Facts, Request, evaluate},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;
use uuid::Uuid;

/// The seat nearest to a wished one on its floor that the wish's person may have instead, of the same kind if there
/// is one.
pub(crate) async fn nearest_free(db: &impl ConnectionTrait, caller: &Caller, wish: Wish) -> Result<Option<Offer>> {
    let case = judge::open(db, caller, wish).await?;
    let (row, floor) = (&case.desk, FloorId(case.floor.id));
    // Who sits at a lent seat may have to leave it again: not one to be offered.
    let scope = Scope::Floor(floor);
    let held: Vec<Uuid> = held_query(scope, wish.interval).column(booking::Column::DeskId).into_tuple().all(db).await?;
    let taken: HashSet<Uuid> = held.into_iter().collect();
    let mut desks = desk::Entity::find().filter(scope.desks()).filter(desk::Column::Id.ne(row.id)).all(db).await?;
    desks.retain(|desk| !taken.contains(&desk.id));
    let away = |desk: &desk::Model| (desk.x - row.x).hypot(desk.y - row.y);
    let other_kind = |desk: &desk::Model| desk.kind != row.kind;
    desks.sort_by(|a, b| other_kind(a).cmp(&other_kind(b)).then(away(a).total_cmp(&away(b))));
    let kept = context::kept_zones(db, floor.0).await?;
    let person = judge::person_facts(db, wish.person, wish.interval, caller.now).await?;
    let accepted = |desk: &desk::Model| {
        let request = Request { desk: desk.id.into(), ..case.request.clone() };
        // Whatever holds a desk then was left out above.
        let desk = judge::desk_facts(desk, &kept, Vec::new());
        let facts = Facts { site: &case.context.facts, desk: &desk, person: &person };
        evaluate(&case.context.rules, &request, facts).is_empty()
    };
    Ok(desks.into_iter().find(accepted).map(|desk| {
        let metres = (away(&desk) * 10.0).round() / 10.0;
        Offer { desk: desk.id.into(), label: desk.label, floor, metres }
    }))
}
