//! Bookings that hold a site's desks.

use super::lasting::Lasting;
use crate::{
    backend::{
        bookings::judge,
        error::Result,
        office::Office,
        places::{context, find::FloorNow},
        rows::{booking, desk, person},
    },
    model::{
        id::{FloorId, SiteId},
        time::Interval,
    },
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select, sea_query::Query,
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// Days of sites that are kept at most: each has some hundreds of bookings.
const MOST_KEPT: usize = 60;

/// What was read of sites' days.
pub(crate) type Days = Lasting<(SiteId, Interval), Arc<HeldByDesk>, MOST_KEPT>;

/// What holds, lent or held each desk, soonest first.
pub(crate) type HeldByDesk = HashMap<Uuid, Vec<Held>>;

/// Which desks are looked at.
#[derive(Clone, Copy)]
pub(super) enum Scope {
    Floor(FloorId),
    Site(SiteId),
}

impl Scope {
    /// Its desks that are on the plan.
    pub(super) fn desks(self) -> Condition {
        self.all_desks().add(desk::Column::RetiredAt.is_null())
    }

    /// The same with those that were retired: somebody may sit there until they leave.
    fn all_desks(self) -> Condition {
        Condition::all().add(match self {
            Scope::Floor(floor) => desk::Column::FloorId.eq(floor.0),
            Scope::Site(site) => desk::Column::FloorId.in_subquery(context::floors(site)),
        })
    }
}

/// Live bookings at desks of a scope that share an instant with an interval; whoever asks names the columns.
pub(super) fn held_query(scope: Scope, around: Interval) -> Select<booking::Entity> {
    at_desks(scope.desks()).filter(judge::live_during(around))
}

/// The same with bookings that are over, of which a day that has begun is full as well.
pub(super) fn booked_query(scope: Scope, around: Interval) -> Select<booking::Entity> {
    at_desks(scope.desks()).filter(judge::booked_during(around))
}

fn at_desks(which: Condition) -> Select<booking::Entity> {
    let mut desks = Query::select();
    desks.column(desk::Column::Id).from(desk::Entity).cond_where(which);
    booking::Entity::find().select_only().filter(booking::Column::DeskId.in_subquery(desks))
}

/// What the map needs of a booking and of whose it is.
#[derive(FromQueryResult)]
pub(crate) struct Held {
    pub(super) id: Uuid,
    desk_id: Uuid,
    pub(super) person_id: Uuid,
    starts_at: i64,
    ends_at: i64,
    state: String,
    ended_at: Option<i64>,
    lent_at: Option<i64>,
    /// Whether it holds its desk no longer: told once, for it is asked for every desk.
    #[sea_orm(skip)]
    over: bool,
    pub(super) name: String,
    pub(super) given_name: String,
    pub(super) team_id: Option<Uuid>,
    pub(super) visibility: String,
}

impl Held {
    /// Its time; of a booking that is over the part until then, which is none where its person left before it began.
    pub(super) fn interval(&self) -> Interval {
        judge::span(self.starts_at, self.ends_at)
    }

    /// It holds its desk no longer.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// As it was read, with what follows from its state.
    fn told(self) -> Self {
        let over = !judge::LIVE.contains(&self.state.as_str());
        let ended = self.ended_at.filter(|_| over);
        let ends_at = ended.map_or(self.ends_at, |ended| ended.clamp(self.starts_at, self.ends_at.max(self.starts_at)));
        Self { over, ends_at, ..self }
    }

    /// Somebody else may sit there meanwhile.
    pub(super) fn is_lent(&self) -> bool {
        self.lent_at.is_some()
    }
}

/// Bookings that hold, lent or held a desk of a floor's site during an interval.
pub(super) async fn held(office: &Office, here: &FloorNow, around: Interval) -> Result<Arc<HeldByDesk>> {
    let (since, what) = (here.since(), (here.site.id, around));
    if let Some(known) = office.days.known(since, &what) {
        return Ok(known);
    }
    let mut by_desk = HeldByDesk::new();
    for row in read(&office.db.read, (Scope::Site(here.site.id), around)).await? {
        by_desk.entry(row.desk_id).or_default().push(row);
    }
    let by_desk = Arc::new(by_desk);
    office.days.keep(since, what, by_desk.clone());
    Ok(by_desk)
}

/// Bookings that hold, lent or held a desk of a scope, soonest first.
async fn read(db: &impl ConnectionTrait, (scope, around): (Scope, Interval)) -> Result<Vec<Held>> {
    let person: RelationDef =
        booking::Entity::belongs_to(person::Entity).from(booking::Column::PersonId).to(person::Column::Id).into();
    let query = at_desks(scope.all_desks())
        .filter(judge::booked_during(around))
        .columns([
            booking::Column::Id,
            booking::Column::DeskId,
            booking::Column::PersonId,
            booking::Column::StartsAt,
            booking::Column::EndsAt,
            booking::Column::State,
            booking::Column::EndedAt,
            booking::Column::LentAt,
        ])
        .join(JoinType::InnerJoin, person)
        .columns([person::Column::Name, person::Column::GivenName, person::Column::TeamId, person::Column::Visibility])
        .order_by_asc(booking::Column::StartsAt);
    let rows = query.into_model::<Held>().all(db).await?;
    Ok(rows.into_iter().map(Held::told).collect())
}
