//! Collects the facts about one request and lets the rules judge it.

use crate::{
    backend::{
        caller::Caller,
        db::is_postgres,
        error::{Error, Result},
        places::context::{self, Kept, SiteContext},
        rows::{booking, desk, floor, joins, person, site},
    },
    model::{
        id::{BookingId, DeskId, PersonId},
        person::Role,
        refusal::{Reason, Refusal},
        rules::{DeskFacts, Facts, OwnBooking, PersonFacts, Request, evaluate, quarter_begun},
        time::{self, Instant, Interval},
    },
};
use chrono::DateTime;
use chrono_tz::Tz;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

/// Words of the states in which a booking holds its desk.
pub(crate) const LIVE: [&str; 3] = ["reserved", "in_use", "away"];

/// The same, and the state of those that held it until they were over.
pub(crate) const BOOKED: [&str; 4] = [LIVE[0], LIVE[1], LIVE[2], "ended"];

/// Holds for live bookings.
pub(crate) fn is_live() -> Expr {
    is_one_of(LIVE)
}

/// Holds for bookings in one of some states. They are written out: SQLite goes through an index of live bookings alone
/// only where it sees, before it knows any parameter, that others are not asked for, and where states are parameters it
/// plans a query anew each time it is asked.
pub(crate) fn is_one_of<const MANY: usize>(states: [&str; MANY]) -> Expr {
    let state = Expr::col((booking::Entity, booking::Column::State));
    sea_orm::ExprTrait::is_in(state, states.map(|word| Expr::Constant(word.into())))
}

/// What is asked, with the rows it is about.
pub(crate) struct Case {
    pub context: SiteContext,
    pub floor: floor::Model,
    pub desk: desk::Model,
    pub person: person::Model,
    pub request: Request,
}

/// Whose booking, at which desk, when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    pub person: PersonId,
    pub desk: DeskId,
    pub interval: Interval,
    pub replaces: Option<BookingId>,
}

/// Reads the rows a wish is about.
pub(crate) async fn open(db: &impl ConnectionTrait, caller: &Caller, wish: Wish) -> Result<Case> {
    let (desk, floor) = context::desk(db, wish.desk).await?;
    let context = context::site(db, floor.site_id, caller.now).await?;
    let person = active_person(db, wish.person).await?;
    let request = Request {
        by: caller.person,
        role: caller.role,
        by_team: caller.team,
        person: wish.person,
        team: person.team_id.map(Into::into),
        desk: wish.desk,
        date: time::local(context.facts.zone, wish.interval.starts_at).date(),
        interval: wish.interval,
        replaces: wish.replaces,
        keeps: match wish.replaces {
            Some(booking) => held_at(db, booking, floor.site_id).await?,
            None => None,
        },
    };
    Ok(Case { context, floor, desk, person, request })
}

/// The desk and the time of a booking, if it is at a site.
async fn held_at(db: &impl ConnectionTrait, id: BookingId, site: Uuid) -> Result<Option<(DeskId, Interval)>> {
    let Some(row) = booking::Entity::find_by_id(id.0).one(db).await? else { return Ok(None) };
    let (_, floor) = context::desk(db, row.desk_id.into()).await?;
    Ok((floor.site_id == site).then(|| (row.desk_id.into(), interval(&row))))
}

/// Every reason against a case, as the database stands now.
pub(crate) async fn reasons(db: &impl ConnectionTrait, case: &Case) -> Result<Vec<Reason>> {
    let held = live_bookings(db, Of::Desk(case.desk.id), case.request.interval).await?;
    reasons_with(db, case, held).await
}

/// The same with the bookings that stand in the way at the desk.
async fn reasons_with(db: &impl ConnectionTrait, case: &Case, held: Vec<booking::Model>) -> Result<Vec<Reason>> {
    let kept = context::kept_zones(db, case.floor.id).await?;
    let desk = desk_facts(&case.desk, &kept, held.iter().map(|row| (row.id.into(), interval(row))).collect());
    let person = person_facts(db, case.request.person, case.request.interval, case.context.facts.now).await?;
    Ok(evaluate(&case.context.rules, &case.request, Facts { site: &case.context.facts, desk: &desk, person: &person }))
}

/// Refuses unless nothing stands against the case.
pub(crate) async fn require(db: &impl ConnectionTrait, case: &Case) -> Result<()> {
    refuse(reasons(db, case).await?)
}

/// The same of other times for a booking that has lent its seat: until its end others may sit there, and give way when
/// its person returns, so only what lies beyond has to be free.
pub(crate) async fn require_beyond(db: &impl ConnectionTrait, case: &Case, ends_at: Instant) -> Result<()> {
    let held = match Interval::new(ends_at, case.request.interval.ends_at) {
        Some(beyond) => live_bookings(db, Of::Desk(case.desk.id), beyond).await?,
        None => Vec::new(),
    };
    refuse(reasons_with(db, case, held).await?)
}

fn refuse(reasons: Vec<Reason>) -> Result<()> {
    if reasons.is_empty() { Ok(()) } else { Err(Refusal::Rules { reasons, offer: None }.into()) }
}

/// A desk's facts from its row, the kept zones of its floor, and its live bookings.
pub(crate) fn desk_facts(desk: &desk::Model, kept: &Kept, bookings: Vec<(BookingId, Interval)>) -> DeskFacts {
    let kept_for = desk.zone_id.and_then(|zone| kept.get(&zone));
    DeskFacts {
        out_of_service: desk.out_of_service.clone(),
        retired: desk.retired_at.is_some(),
        assigned_to: desk.assigned_to.map(Into::into),
        kept_for: kept_for.map(|(team, name, until)| ((*team).into(), name.clone(), *until)),
        bookings,
    }
}

/// A person's facts around an interval.
pub(crate) async fn person_facts(
    db: &impl ConnectionTrait,
    person: PersonId,
    around: Interval,
    now: Instant,
) -> Result<PersonFacts> {
    facts_of(&own(db, person, around, now).await?, around, now)
}

/// A live booking of a person, and where it is.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Own {
    pub id: Uuid,
    pub desk_id: Uuid,
    pub floor_id: Uuid,
    pub site_id: Uuid,
    pub label: String,
    pub zone: String,
    pub starts_at: i64,
    pub ends_at: i64,
}

impl Own {
    /// Its time.
    pub(crate) fn interval(&self) -> Interval {
        span(self.starts_at, self.ends_at)
    }

    /// The zone of its desk's site.
    pub(crate) fn zone(&self) -> Result<Tz> {
        context::zone_named(&self.zone)
    }

    fn fact(&self) -> Result<OwnBooking> {
        Ok(OwnBooking { id: self.id.into(), label: self.label.clone(), interval: self.interval(), zone: self.zone()? })
    }
}

/// A person's live bookings that are not over, or share an instant with an interval; soonest first.
pub(crate) async fn own(
    db: &impl ConnectionTrait,
    person: PersonId,
    around: Interval,
    now: Instant,
) -> Result<Vec<Own>> {
    let from = around.starts_at.min(now).timestamp();
    let query = booking::Entity::find()
        .select_only()
        .columns([booking::Column::Id, booking::Column::DeskId, booking::Column::StartsAt, booking::Column::EndsAt])
        .join(JoinType::InnerJoin, joins::desk_of_booking())
        .columns([desk::Column::FloorId, desk::Column::Label])
        .join(JoinType::InnerJoin, joins::floor_of_desk())
        .join(JoinType::InnerJoin, joins::site_of_floor())
        .column(site::Column::Zone)
        .column_as(site::Column::Id, "site_id")
        .filter(booking::Column::PersonId.eq(person.0))
        .filter(is_live())
        .filter(booking::Column::StartsAt.gt(from.saturating_sub(LONGEST)))
        .filter(booking::Column::EndsAt.gt(from))
        .order_by_asc(booking::Column::StartsAt);
    Ok(query.into_model::<Own>().all(db).await?)
}

/// A person's facts around an interval, of their bookings that were read already.
pub(crate) fn facts_of(own: &[Own], around: Interval, now: Instant) -> Result<PersonFacts> {
    let then = own.iter().filter(|row| row.interval().overlaps(&around));
    let active = own.iter().filter(|row| row.ends_at > now.timestamp()).count();
    Ok(PersonFacts {
        bookings: then.map(Own::fact).collect::<Result<Vec<_>>>()?,
        active: u16::try_from(active).unwrap_or(u16::MAX),
    })
}

/// Whose bookings to look for.
pub(crate) enum Of {
    /// Those that hold a desk; one that is lent is not held by whoever lent it.
    Desk(Uuid),
    /// Those of a desk, with those that lent it.
    LentDesk(Uuid),
    /// All of a person.
    Person(Uuid),
}

/// Live bookings that share an instant with an interval, soonest first.
pub(crate) async fn live_bookings(db: &impl ConnectionTrait, of: Of, around: Interval) -> Result<Vec<booking::Model>> {
    let of = match of {
        Of::Desk(id) => Condition::all().add(booking::Column::DeskId.eq(id)).add(booking::Column::LentAt.is_null()),
        Of::LentDesk(id) => Condition::all().add(booking::Column::DeskId.eq(id)),
        Of::Person(id) => Condition::all().add(booking::Column::PersonId.eq(id)),
    };
    let query = booking::Entity::find().filter(of).filter(live_during(around)).order_by_asc(booking::Column::StartsAt);
    Ok(query.all(db).await?)
}

/// The caller's live booking that holds now.
pub(crate) async fn live_now(db: &impl ConnectionTrait, caller: &Caller) -> Result<Option<booking::Model>> {
    Ok(live_bookings(db, Of::Person(caller.person.0), Interval::moment(caller.now)).await?.into_iter().next())
}

/// More seconds than any booking lasts: each lies in one local day.
const LONGEST: i64 = 2 * 86_400;

/// Holds for live bookings that share an instant with an interval. Bounds their start on both sides, so that an index
/// leads to the few around that time and not through all that ever were.
pub(crate) fn live_during(around: Interval) -> Condition {
    during(is_live(), around)
}

/// The same, with bookings that are over and held their desk until then: what a day was like, not what is free.
pub(crate) fn booked_during(around: Interval) -> Condition {
    during(is_one_of(BOOKED), around)
}

fn during(states: Expr, around: Interval) -> Condition {
    let (from, to) = (around.starts_at.timestamp(), around.ends_at.timestamp());
    Condition::all()
        .add(states)
        .add(booking::Column::StartsAt.lt(to))
        .add(booking::Column::StartsAt.gt(from.saturating_sub(LONGEST)))
        .add(booking::Column::EndsAt.gt(from))
}

/// A person who may hold seats, or not found.
pub(crate) async fn active_person(db: &impl ConnectionTrait, id: PersonId) -> Result<person::Model> {
    found_active(db, id).await?.ok_or(Error::Refused(Refusal::NotFound))
}

/// A person, if they may hold seats.
pub(crate) async fn found_active(db: &impl ConnectionTrait, id: PersonId) -> Result<Option<person::Model>> {
    Ok(person::Entity::find_by_id(id.0).one(db).await?.filter(|row| row.active))
}

/// Makes other writers about this person wait until this transaction is over, so that quotas hold and no step of a
/// booking's life is taken from a state that is gone. On SQLite the transaction already is the only writer.
pub(crate) async fn lock_person(tx: &DatabaseTransaction, id: PersonId) -> Result<()> {
    if is_postgres(tx) {
        // Not the strongest lock, which would also stop those who only refer to this person, as who booked for others.
        person::Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate).one(tx).await?;
    }
    Ok(())
}

/// Makes other writers about this desk wait, after the person's lock and never before it. Without it two who want
/// one desk at once may each wait for the other in the exclusion constraint until the database gives one of them up.
pub(crate) async fn lock_desk(tx: &DatabaseTransaction, id: DeskId) -> Result<()> {
    if is_postgres(tx) {
        desk::Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate).one(tx).await?;
    }
    Ok(())
}

/// A stored interval.
pub(crate) fn interval(row: &booking::Model) -> Interval {
    span(row.starts_at, row.ends_at)
}

/// The time between two stored instants.
pub(crate) fn span(starts_at: i64, ends_at: i64) -> Interval {
    Interval { starts_at: instant(starts_at), ends_at: instant(ends_at) }
}

/// What is left of a stored booking, from the quarter hour that has begun.
pub(crate) fn rest(row: &booking::Model, caller: &Caller) -> Result<Interval> {
    let whole = interval(row);
    let starts_at = whole.starts_at.max(quarter_begun(caller.now));
    Ok(Interval::new(starts_at, whole.ends_at).ok_or(Reason::Past)?)
}

/// A stored instant.
pub(crate) fn instant(seconds: i64) -> Instant {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// Whether a caller may change somebody's booking.
pub(crate) fn may_change(caller: &Caller, row: &booking::Model) -> bool {
    caller.role == Role::Admin || caller.person.0 == row.person_id || caller.person.0 == row.booked_by
}
