//! What one person sees of a floor's seats for a choice of time. The judge is the same as for booking.

use super::context::{self, SiteContext};
use crate::{
    backend::{
        bookings::judge::{self, Wish},
        caller::Caller,
        error::{Fault, Result, stored},
        office::Office,
        rows::{booking, desk, floor, person},
    },
    model::{
        booking::LocalTimes,
        id::{BookingId, FloorId, PersonId},
        person::{Visibility, hue},
        place::DeskKind,
        refusal::{Offer, Reason},
        rules::{Facts, PersonFacts, Request, evaluate, last_day, local_times, works_on},
        seat::{Busy, Holder, MyBooking, Seat, SeatState},
        time::{self, Choice, Instant, Interval, Minute},
    },
};
use chrono::{Days, NaiveDate};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::Query,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A floor's seats for one viewer and one choice.
#[derive(Clone, Debug)]
pub struct Seats {
    /// The chosen time as the site's clocks show it; `None` when the choice makes no sense or is over.
    pub local: Option<LocalTimes>,
    /// What stands against every seat alike (closed day, too far ahead, over…).
    pub against_all: Vec<Reason>,
    /// The viewer's booking at that time; taking another seat moves it.
    pub mine: Option<MyBooking>,
    /// The seats, by label.
    pub seats: Vec<Seat>,
    /// When this was read, in UTC.
    pub as_of: Instant,
    /// The same, local to the site.
    pub as_of_local: Minute,
}

/// The seats of a floor. A seat that says free is one that `reserve` (or `move_seat`, when the viewer has a booking
/// at that time) accepts.
pub async fn seats(office: &Office, caller: &Caller, floor: FloorId, choice: Choice) -> Result<Seats> {
    let db = &office.db.read;
    let (row, site) = context::floor(db, floor, caller.now).await?;
    let desks = desk::Entity::find()
        .filter(desk::Column::FloorId.eq(floor.0))
        .filter(desk::Column::RetiredAt.is_null())
        .order_by_asc(desk::Column::Label)
        .all(db)
        .await?;
    let view = View::read(db, caller, (row, site), choice).await?;
    let seats = desks.into_iter().map(|desk| view.seat(desk)).collect::<Result<Vec<_>, Fault>>()?;
    Ok(Seats {
        local: view.wanted.as_ref().ok().map(|interval| local_times(view.site.facts.zone, *interval)),
        against_all: common(&seats),
        mine: view.mine.clone(),
        seats,
        as_of: caller.now,
        as_of_local: Minute::of(time::local(view.site.facts.zone, caller.now)),
    })
}

/// The same choice on the first day from its own on that is neither over nor closed.
pub async fn first_open(office: &Office, caller: &Caller, floor: FloorId, choice: Choice) -> Result<Choice> {
    let (_, site) = context::floor(&office.db.read, floor, caller.now).await?;
    let closed = |date| site.facts.closures.iter().any(|closure| closure.date == date) || !works_on(&site.rules, date);
    let over = |date| site.facts.interval(Choice { date, ..choice }).is_err();
    let days = choice.date.iter_days().take(60);
    let found = days.into_iter().find(|date| !closed(*date) && !over(*date));
    Ok(Choice { date: found.unwrap_or(choice.date), ..choice })
}

/// Reasons that every unavailable seat shares when none is free.
fn common(seats: &[Seat]) -> Vec<Reason> {
    let Some(first) = seats.first() else { return Vec::new() };
    let shared = first.reasons.iter().filter(|reason| seats.iter().all(|seat| seat.reasons.contains(reason)));
    shared.cloned().collect()
}

/// How full each of the coming days is.
#[derive(Clone, Debug, PartialEq)]
pub struct DayFill {
    /// The local date.
    pub date: NaiveDate,
    /// Bookable desks with a live booking that day.
    pub booked: u32,
    /// Desks on the floor.
    pub desks: u32,
    /// A working day without closure.
    pub open: bool,
    /// Within what the rules let people book now.
    pub bookable: bool,
}

/// How full a floor is on each of `days` days from a date.
pub async fn fill(
    office: &Office,
    caller: &Caller,
    floor: FloorId,
    (from, days): (NaiveDate, u8),
) -> Result<Vec<DayFill>> {
    let db = &office.db.read;
    let (_, site) = context::floor(db, floor, caller.now).await?;
    let zone = site.facts.zone;
    let desks = live_desks(db, floor).await?;
    let dates: Vec<NaiveDate> = (0..days).filter_map(|day| from.checked_add_days(Days::new(day.into()))).collect();
    let Some(last) = dates.last() else { return Ok(Vec::new()) };
    let around = Interval { starts_at: time::day(zone, from).starts_at, ends_at: time::day(zone, *last).ends_at };
    let held: Vec<(Uuid, i64, i64)> = held_query(floor, around)
        .select_only()
        .columns([booking::Column::DeskId, booking::Column::StartsAt, booking::Column::EndsAt])
        .into_tuple()
        .all(db)
        .await?;
    let until = last_day(&site.rules, &site.facts);
    Ok(dates
        .into_iter()
        .map(|date| {
            let day = time::day(zone, date);
            let (begins, ends) = (day.starts_at.timestamp(), day.ends_at.timestamp());
            let that_day = held.iter().filter(|(_, starts_at, ends_at)| *starts_at < ends && begins < *ends_at);
            let mut booked: Vec<Uuid> = that_day.map(|(desk, ..)| *desk).collect();
            booked.sort_unstable();
            booked.dedup();
            DayFill {
                date,
                booked: u32::try_from(booked.len()).unwrap_or(u32::MAX),
                desks: u32::try_from(desks).unwrap_or(u32::MAX),
                open: works_on(&site.rules, date) && !site.facts.closures.iter().any(|closure| closure.date == date),
                bookable: date >= site.facts.today() && date <= until,
            }
        })
        .collect())
}

/// The seat nearest to a wished one on its floor that the wish's person may have instead, of the same kind if there
/// is one.
pub(crate) async fn nearest_free(db: &impl ConnectionTrait, caller: &Caller, wish: Wish) -> Result<Option<Offer>> {
    let case = judge::open(db, caller, wish).await?;
    let (row, floor) = (&case.desk, FloorId(case.floor.id));
    // Who sits at a lent seat may have to leave it again: not one to be offered.
    let held = held(db, floor, wish.interval).await?;
    let taken: HashSet<Uuid> = held.into_iter().map(|held| held.desk_id).collect();
    let mut desks = desk::Entity::find()
        .filter(desk::Column::FloorId.eq(floor.0))
        .filter(desk::Column::RetiredAt.is_null())
        .filter(desk::Column::Id.ne(row.id))
        .all(db)
        .await?;
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

async fn live_desks(db: &impl ConnectionTrait, floor: FloorId) -> Result<u64> {
    let desks =
        desk::Entity::find().filter(desk::Column::FloorId.eq(floor.0)).filter(desk::Column::RetiredAt.is_null());
    Ok(desks.count(db).await?)
}

/// Live bookings at desks of a floor that share an instant with an interval, soonest first.
async fn held(db: &impl ConnectionTrait, floor: FloorId, around: Interval) -> Result<Vec<booking::Model>> {
    Ok(held_query(floor, around).order_by_asc(booking::Column::StartsAt).all(db).await?)
}

fn held_query(floor: FloorId, around: Interval) -> Select<booking::Entity> {
    let mut desks = Query::select();
    desks
        .column(desk::Column::Id)
        .from(desk::Entity)
        .and_where(desk::Column::FloorId.eq(floor.0))
        .and_where(desk::Column::RetiredAt.is_null());
    booking::Entity::find().filter(booking::Column::DeskId.in_subquery(desks)).filter(judge::live_during(around))
}

/// Everything read once for all seats of a floor.
struct View {
    caller: Caller,
    site: SiteContext,
    date: NaiveDate,
    wanted: Result<Interval, Reason>,
    kept: context::Kept,
    held: HashMap<Uuid, Vec<booking::Model>>,
    people: HashMap<Uuid, person::Model>,
    own: PersonFacts,
    mine: Option<MyBooking>,
    lent: HashSet<Uuid>,
}

impl View {
    async fn read(
        db: &impl ConnectionTrait,
        caller: &Caller,
        (floor, site): (floor::Model, SiteContext),
        choice: Choice,
    ) -> Result<Self> {
        let wanted = site.facts.interval(choice);
        let day = time::day(site.facts.zone, choice.date);
        let asked = wanted.as_ref().copied().unwrap_or(day);
        let around =
            Interval { starts_at: day.starts_at.min(asked.starts_at), ends_at: day.ends_at.max(asked.ends_at) };
        let held = held(db, floor.id.into(), around).await?;
        let ids: Vec<Uuid> = held.iter().map(|row| row.person_id).collect();
        let people = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
        let own = judge::person_facts(db, caller.person, asked, caller.now).await?;
        let mine = mine(db, caller, (&site, asked)).await?;
        let mut by_desk: HashMap<Uuid, Vec<booking::Model>> = HashMap::new();
        let (lent, held): (Vec<_>, Vec<_>) = held.into_iter().partition(|row| row.lent_at.is_some());
        let own_lent = lent.iter().find(|row| row.person_id == caller.person.0).cloned();
        for row in own_lent.into_iter().chain(held) {
            by_desk.entry(row.desk_id).or_default().push(row);
        }
        Ok(Self {
            kept: context::kept_zones(db, floor.id).await?,
            caller: caller.clone(),
            site,
            date: choice.date,
            wanted,
            held: by_desk,
            people: people.into_iter().map(|row| (row.id, row)).collect(),
            own,
            mine,
            lent: lent.into_iter().filter(|row| row.person_id != caller.person.0).map(|row| row.desk_id).collect(),
        })
    }

    fn seat(&self, desk: desk::Model) -> Result<Seat, Fault> {
        let empty = Vec::new();
        let held = self.held.get(&desk.id).unwrap_or(&empty);
        let now_holds =
            self.wanted.as_ref().ok().and_then(|wanted| held.iter().find(|row| judge::interval(row).overlaps(wanted)));
        let own = now_holds.filter(|row| row.person_id == self.caller.person.0);
        let reasons = if own.is_some() { Vec::new() } else { self.reasons(&desk, held) };
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
            holder: now_holds.filter(|_| own.is_none()).and_then(|row| self.holder(row)),
            day: self.busy(held),
            booking: own.map(|row| BookingId(row.id)),
            label: desk.label,
        })
    }

    fn reasons(&self, desk: &desk::Model, held: &[booking::Model]) -> Vec<Reason> {
        let interval = match &self.wanted {
            Ok(interval) => *interval,
            Err(reason) => return vec![reason.clone()],
        };
        let replaces = self.mine.as_ref().map(|mine| mine.id);
        let request = Request {
            by: self.caller.person,
            role: self.caller.role,
            by_team: self.caller.team,
            person: self.caller.person,
            team: self.caller.team,
            desk: desk.id.into(),
            date: self.date,
            interval,
            replaces,
        };
        let bookings = held.iter().map(|row| (row.id.into(), judge::interval(row))).collect();
        let facts = judge::desk_facts(desk, &self.kept, bookings);
        evaluate(&self.site.rules, &request, Facts { site: &self.site.facts, desk: &facts, person: &self.own })
    }

    fn holder(&self, row: &booking::Model) -> Option<Holder> {
        let person = self.people.get(&row.person_id)?;
        let teammate = person.team_id.is_some() && person.team_id == self.caller.team.map(|team| team.0);
        let shown = match Visibility::from_word(&person.visibility)? {
            Visibility::Everybody => true,
            Visibility::Team => teammate,
            Visibility::Nobody => false,
        };
        shown.then(|| Holder {
            person: PersonId(person.id),
            name: person.name.clone(),
            given_name: person.given_name.clone(),
            teammate,
            hue: hue(PersonId(person.id)),
        })
    }

    fn busy(&self, held: &[booking::Model]) -> Vec<Busy> {
        let day = time::day(self.site.facts.zone, self.date);
        let rows = held.iter().filter_map(|row| {
            let span = judge::interval(row);
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

/// The viewer's booking that overlaps a time; with several, the one that lasts longest is the one a move would take.
async fn mine(
    db: &impl ConnectionTrait,
    caller: &Caller,
    (site, asked): (&SiteContext, Interval),
) -> Result<Option<MyBooking>> {
    let own = judge::live_bookings(db, judge::Of::Person(caller.person.0), asked).await?;
    let Some(row) = own.into_iter().max_by_key(|row| row.ends_at - row.starts_at) else { return Ok(None) };
    let (desk, floor) = context::desk(db, row.desk_id.into()).await?;
    Ok(Some(MyBooking {
        id: row.id.into(),
        desk: desk.id.into(),
        label: desk.label,
        floor: floor.id.into(),
        local: local_times(site.facts.zone, judge::interval(&row)),
    }))
}
