//! Somebody is at a desk: seen by connecting there, which is the check-in at the exact seat.
//!
//! What was booked decides what happens: this desk, and it is in use; another desk, and the booking moves here; nothing,
//! and a booking is made under the same rules; somebody else's desk, and both are told. Word of an arrival may come
//! twice, late or after that of a later one: the bookings then are the same as if every word had come once, in order.

use super::{
    check_in,
    judge::{self, Of, Wish},
    move_seat::{self, To},
    reserve,
    step::{self, Wanted},
};
use crate::{
    backend::{
        caller::Caller,
        db,
        error::{Error, Result, stored},
        ledger::{self, Event},
        office::Office,
        places::context::{self, Kept, SiteContext},
        rows::{arrival, booking, desk},
    },
    model::{
        id::{BookingId, DeskId},
        person::Role,
        refusal::{Reason, Refusal},
        rules::{Facts, PersonFacts, Request, check_in_opens, evaluate, local_times, quarter_begun},
        terminal::{Arrived, Foreseen, Outcome},
        time::{self, Choice, Instant, Interval, Minute, Part, WorkingHours},
    },
};
use chrono::TimeDelta;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

/// How long after it happened word of an arrival is still believed, in minutes.
pub const BELIEVED_MINUTES: i64 = 15;

/// One arrival of the caller at a desk.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    /// Names this arrival: word of it that comes twice has the same one.
    pub id: Uuid,
    /// Where.
    pub desk: DeskId,
    /// When it happened, in UTC.
    pub at: Instant,
}

/// Takes note of an arrival. Refused with every reason and the nearest free seat; whoever holds the desk is told.
pub async fn arrive(office: &Office, caller: &Caller, arrival: Arrival) -> Result<Arrived> {
    let word = Word { arrival, received: caller.now };
    let caller = Caller { now: arrival.at.min(caller.now), ..caller.clone() };
    if word.received - caller.now > TimeDelta::minutes(BELIEVED_MINUTES) {
        return Err(Refusal::Stale.into());
    }
    let wanted = Wanted::seat(plan(&office.db.read, &caller, arrival.desk).await?.wish);
    let booking = step::change(office, &caller, wanted, |scope| Box::pin(write(scope.tx, &caller, word))).await;
    match booking {
        Ok(booking) => {
            let row = arrival::Entity::find_by_id(arrival.id).one(&office.db.read).await?.ok_or(Refusal::Stale)?;
            let outcome = stored(Outcome::from_word(&row.outcome), "outcome of an arrival")?;
            Ok(Arrived { outcome, booking, left: row.from_desk_id.map(Into::into) })
        }
        Err(error) => Err(noted(office, &caller, word, error).await?),
    }
}

/// What an arrival would lead to, for asking before it. Refused like the arrival itself; whoever holds the desk is told
/// already, for the caller is there and nothing more is asked of them.
pub async fn foresee(office: &Office, caller: &Caller, arrival: Arrival) -> Result<Foreseen> {
    let db = &office.db.read;
    let planned = plan(db, caller, arrival.desk).await?;
    if !matches!(planned.does, Does::CheckIn(_))
        && let Err(error) = step::try_seat(office, caller, planned.wish).await
    {
        return Err(noted(office, caller, Word { arrival, received: caller.now }, error).await?);
    }
    let (_, floor) = context::desk(db, arrival.desk).await?;
    let site = context::site(db, floor.site_id, caller.now).await?;
    let (outcome, left) = match planned.does {
        Does::CheckIn(_) => (Outcome::Seated, None),
        Does::Bring(row) => (Outcome::Moved, Some(context::desk(db, row.desk_id.into()).await?.0.label)),
        Does::WalkIn => (Outcome::WalkedIn, None),
    };
    Ok(Foreseen { outcome, left, local: local_times(site.facts.zone, planned.wish.interval) })
}

/// An arrival and when word of it came.
#[derive(Clone, Copy, Debug)]
struct Word {
    arrival: Arrival,
    received: Instant,
}

/// What an arrival would do, as the bookings stand.
struct Plan {
    wish: Wish,
    does: Does,
}

enum Does {
    CheckIn(BookingId),
    Bring(Box<booking::Model>),
    WalkIn,
}

async fn plan(db: &impl ConnectionTrait, caller: &Caller, desk: DeskId) -> Result<Plan> {
    let (_, floor) = context::desk(db, desk).await?;
    let site = context::site(db, floor.site_id, caller.now).await?;
    let own = coming(db, caller, &site).await?;
    let wish = |interval, replaces| Wish { person: caller.person, desk, interval, replaces };
    if let Some(here) = own.iter().find(|row| row.desk_id == desk.0) {
        let id = BookingId(here.id);
        return Ok(Plan { wish: wish(judge::interval(here), Some(id)), does: Does::CheckIn(id) });
    }
    if let Some(elsewhere) = own.into_iter().next() {
        let interval = judge::rest(&elsewhere, caller)?;
        return Ok(Plan { wish: wish(interval, Some(elsewhere.id.into())), does: Does::Bring(Box::new(elsewhere)) });
    }
    let interval = walk_in(db, caller, (desk, &site)).await?;
    Ok(Plan { wish: wish(interval, None), does: Does::WalkIn })
}

/// The caller's bookings that can be checked in now, soonest first.
async fn coming(db: &impl ConnectionTrait, caller: &Caller, site: &SiteContext) -> Result<Vec<booking::Model>> {
    let ahead = TimeDelta::minutes(i64::from(site.rules.check_in_before_min)) + TimeDelta::seconds(1);
    let around = Interval { starts_at: caller.now, ends_at: caller.now + ahead };
    judge::live_bookings(db, Of::Person(caller.person.0), around).await
}

/// From the quarter hour that has begun to the end of the working day, or to whatever the desk or the person has before.
async fn walk_in(db: &impl ConnectionTrait, caller: &Caller, (desk, site): (DeskId, &SiteContext)) -> Result<Interval> {
    let whole = walk_in_time(site)?;
    let mut others = judge::live_bookings(db, Of::Desk(desk.0), whole).await?;
    others.extend(judge::live_bookings(db, Of::Person(caller.person.0), whole).await?);
    let next = others.iter().map(|row| judge::instant(row.starts_at)).filter(|starts| *starts > caller.now).min();
    let ends_at = next.map_or(whole.ends_at, |next| next.min(whole.ends_at));
    // What leaves no time at all is left to the judge, who knows why.
    Ok(Interval::new(whole.starts_at, ends_at).unwrap_or(whole))
}

/// The time for which whoever walks in now would sit, if nobody came: to the end of the working day. Where nobody may sit before
/// it begins, it begins with the day for whoever may check in by then.
pub(crate) fn walk_in_time(site: &SiteContext) -> Result<Interval, Reason> {
    let (facts, rules) = (&site.facts, &site.rules);
    let local = time::local(facts.zone, quarter_begun(facts.now));
    let WorkingHours { opens, closes, .. } = facts.hours;
    let first = time::starts(facts.zone, local.date(), opens);
    let early = rules.within_hours && facts.now < first && facts.now >= check_in_opens(rules, first);
    let from = if early { opens } else { Minute::of(local) };
    let to = if from < closes { closes } else { Minute::END };
    facts.interval(Choice { date: local.date(), part: Part::Custom { from, to } })
}

/// What stands against whoever would walk in at a desk now, of whom nothing is known; bookings are apart.
pub(crate) fn against_anybody(site: &SiteContext, (desk, kept): (&desk::Model, &Kept)) -> Option<Reason> {
    let interval = match walk_in_time(site) {
        Ok(interval) => interval,
        Err(reason) => return Some(reason),
    };
    let anybody = Uuid::nil();
    let request = Request {
        by: anybody.into(),
        role: Role::Employee,
        by_team: None,
        person: anybody.into(),
        team: None,
        desk: desk.id.into(),
        date: time::local(site.facts.zone, interval.starts_at).date(),
        interval,
        replaces: None,
        keeps: None,
    };
    let desk = judge::desk_facts(desk, kept, Vec::new());
    let facts = Facts { site: &site.facts, desk: &desk, person: &PersonFacts::default() };
    evaluate(&site.rules, &request, facts).into_iter().next()
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, word: Word) -> Result<BookingId> {
    judge::lock_person(tx, caller.person).await?;
    judge::lock_desk(tx, word.arrival.desk).await?;
    let known = arrival::Entity::find_by_id(word.arrival.id).one(tx).await?;
    if let Some(done) = known.as_ref().and_then(|row| row.booking_id) {
        return Ok(done.into());
    }
    if let Some(newer) = newer(tx, caller, word).await? {
        came_earlier(tx, caller, newer).await?;
        remember(tx, caller, (word, known), (Outcome::Late, Some(newer), None)).await?;
        return Ok(newer);
    }
    let planned = plan(tx, caller, word.arrival.desk).await?;
    let (outcome, booking, left) = match planned.does {
        Does::CheckIn(id) => (Outcome::Seated, id, None),
        Does::Bring(row) => {
            let to = To { desk: word.arrival.desk, choice: None };
            move_seat::write(tx, caller, row.id.into(), to).await?;
            (Outcome::Moved, row.id.into(), Some(DeskId(row.desk_id)))
        }
        Does::WalkIn => (Outcome::WalkedIn, reserve::walk_in(tx, caller, planned.wish).await?, None),
    };
    check_in::write(tx, caller, booking).await?;
    remember(tx, caller, (word, known), (outcome, Some(booking), left)).await?;
    Ok(booking)
}

/// The booking of an arrival of the caller that happened after this one, if word of it has come already.
async fn newer(tx: &DatabaseTransaction, caller: &Caller, word: Word) -> Result<Option<BookingId>> {
    let later = arrival::Entity::find()
        .filter(arrival::Column::PersonId.eq(caller.person.0))
        .filter(arrival::Column::OccurredAt.gt(caller.now.timestamp()))
        .filter(arrival::Column::Id.ne(word.arrival.id))
        .filter(arrival::Column::BookingId.is_not_null())
        .order_by_desc(arrival::Column::OccurredAt)
        .one(tx)
        .await?;
    Ok(later.and_then(|row| row.booking_id).map(Into::into))
}

/// Somebody whose later arrival is known was there earlier than that.
async fn came_earlier(tx: &DatabaseTransaction, caller: &Caller, booking: BookingId) -> Result<()> {
    let mut held = step::load(tx, caller, booking).await?;
    let at = caller.now.timestamp();
    if held.booking.checked_in_at.is_none_or(|known| known <= at) {
        return Ok(());
    }
    held.booking.checked_in_at = Some(at);
    step::save(tx, &held, caller, "booking.came_earlier").await
}

async fn remember(
    tx: &DatabaseTransaction,
    caller: &Caller,
    (word, known): (Word, Option<arrival::Model>),
    (outcome, booking, left): (Outcome, Option<BookingId>, Option<DeskId>),
) -> Result<()> {
    let row = arrival::Model {
        id: word.arrival.id,
        person_id: caller.person.0,
        desk_id: word.arrival.desk.0,
        occurred_at: caller.now.timestamp(),
        received_at: word.received.timestamp(),
        outcome: outcome.word().into(),
        booking_id: booking.map(|id| id.0),
        from_desk_id: left.map(|id| id.0),
    };
    let row = row.into_active_model();
    match known {
        Some(_) => row.reset_all().update(tx).await?,
        None => row.insert(tx).await?,
    };
    Ok(())
}

/// An error, after what is refused by rule was noted.
async fn noted(office: &Office, caller: &Caller, word: Word, error: Error) -> Result<Error> {
    if matches!(error, Error::Refused(Refusal::Rules { .. })) {
        note_refusal(office, caller, word).await?;
    }
    Ok(error)
}

/// Remembers an arrival that was refused and tells whoever holds the desk, once.
async fn note_refusal(office: &Office, caller: &Caller, word: Word) -> Result<()> {
    db::write(&office.db, |scope| {
        Box::pin(async move {
            let tx = scope.tx;
            judge::lock_person(tx, caller.person).await?;
            if arrival::Entity::find_by_id(word.arrival.id).one(tx).await?.is_some() {
                return Ok(());
            }
            remember(tx, caller, (word, None), (Outcome::Refused, None, None)).await?;
            let moment = Interval::moment(caller.now);
            let holding = judge::live_bookings(tx, Of::Desk(word.arrival.desk.0), moment).await?;
            let Some(theirs) = holding.into_iter().find(|row| row.person_id != caller.person.0) else { return Ok(()) };
            let (desk, floor) = context::desk(tx, word.arrival.desk).await?;
            let event = Event::of_booking("seat.contested", &theirs, &desk, &floor).by(caller.person);
            ledger::record(tx, caller.now, event).await
        })
    })
    .await?;
    office.live.wake();
    Ok(())
}
