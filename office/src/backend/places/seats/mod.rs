//! What one person sees of a floor's seats for a choice of time. The judge is the same as for booking.

mod fill;
mod held;
mod lasting;
mod nearest;
mod view;

pub(crate) use fill::Fills;
pub use fill::{DayFill, fill};
pub(crate) use held::Days;
pub(crate) use lasting::Since;
pub(crate) use nearest::{nearest_at_site, nearest_free};

use super::find::{self, FloorNow};
use crate::{
    backend::{
        caller::Caller,
        cloud_pcs::room,
        error::{Fault, Result},
        office::Office,
        rows::desk,
    },
    model::{
        booking::LocalTimes,
        id::FloorId,
        refusal::Reason,
        room::NoRoom,
        rules::{is_open, last_day, local_times},
        seat::{MyBooking, Seat, SeatState},
        time::{self, Choice, Instant, Minute},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;
use uuid::Uuid;
use view::View;

/// A floor's seats for one viewer and one choice.
#[derive(Clone, Debug)]
pub struct Seats {
    /// The chosen time as the site's clocks show it; `None` when the choice makes no sense or is over.
    pub local: Option<LocalTimes>,
    /// What stands against every seat but the viewer's own alike (closed day, too far ahead, over, another seat of theirs…);
    /// never what is about a desk.
    pub against_all: Vec<Reason>,
    /// The viewer's booking at that time; taking another seat moves it.
    pub mine: Option<MyBooking>,
    /// Why a booking of the viewer's at that time would have no cloud PC; `None` where it would have one.
    pub no_pc: Option<NoRoom>,
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
    let here = find::floor(office, caller, floor).await?;
    seats_of(office, caller, &here, choice).await
}

/// The same of a floor that was looked up already.
pub async fn seats_of(office: &Office, caller: &Caller, here: &FloorNow, choice: Choice) -> Result<Seats> {
    let db = &office.db.read;
    let desks = here.places.desks(db, here.site.id).await?;
    let view = View::read(office, caller, here, choice).await?;
    let left = still_held(db, &view, &desks).await?;
    Ok(Seats { no_pc: lacks(db, here, &view).await?, ..seen(&view, on_floor(here, &desks, &left))? })
}

/// The same, and how many seats are free on each floor of the site that has any desk.
pub async fn seats_and_floors(
    office: &Office,
    caller: &Caller,
    here: &FloorNow,
    choice: Choice,
) -> Result<(Seats, HashMap<FloorId, usize>)> {
    let db = &office.db.read;
    let desks = here.places.desks(db, here.site.id).await?;
    let view = View::read(office, caller, here, choice).await?;
    let mut free: HashMap<FloorId, usize> = HashMap::new();
    for desk in desks.iter() {
        *free.entry(desk.floor_id.into()).or_default() += usize::from(view.is_free(desk));
    }
    let left = still_held(db, &view, &desks).await?;
    let seats = Seats { no_pc: lacks(db, here, &view).await?, ..seen(&view, on_floor(here, &desks, &left))? };
    Ok((seats, free))
}

/// Desks of the floor that are off the plan while the viewer still holds them: who sits at a desk when it is retired
/// stays there, and has to see where that is and how to leave.
async fn still_held(db: &impl ConnectionTrait, view: &View<'_>, desks: &[desk::Model]) -> Result<Vec<desk::Model>> {
    let gone = view.own_desks.iter().filter(|id| !desks.iter().any(|desk| desk.id == **id));
    let gone: Vec<Uuid> = gone.copied().collect();
    if gone.is_empty() {
        return Ok(Vec::new());
    }
    Ok(desk::Entity::find().filter(desk::Column::Id.is_in(gone)).all(db).await?)
}

/// The desks of a floor, by label.
fn on_floor<'a>(here: &FloorNow, desks: &'a [desk::Model], left: &'a [desk::Model]) -> Vec<&'a desk::Model> {
    let mut shown: Vec<&desk::Model> = desks.iter().filter(|desk| desk.floor_id == here.floor.id.0).collect();
    for desk in left {
        let at = shown.partition_point(|one| one.label < desk.label);
        shown.insert(at, desk);
    }
    shown
}

/// Why a booking of the caller's for a choice would have no cloud PC, if so.
pub async fn no_pc(office: &Office, here: &FloorNow, choice: Choice) -> Result<Option<NoRoom>> {
    match here.context.facts.interval(choice) {
        Ok(interval) => room::foreseen(&office.db.read, here.places.host(here.site.id)?, (interval, None)).await,
        Err(_) => Ok(None),
    }
}

async fn lacks(db: &impl ConnectionTrait, here: &FloorNow, view: &View<'_>) -> Result<Option<NoRoom>> {
    let replaces = view.mine.as_ref().map(|mine| mine.id);
    match &view.wanted {
        Ok(interval) => room::foreseen(db, here.places.host(here.site.id)?, (*interval, replaces)).await,
        Err(_) => Ok(None),
    }
}

fn seen(view: &View<'_>, desks: Vec<&desk::Model>) -> Result<Seats> {
    let seats = desks.into_iter().map(|desk| view.seat(desk)).collect::<Result<Vec<_>, Fault>>()?;
    let zone = view.site.facts.zone;
    Ok(Seats {
        local: view.wanted.as_ref().ok().map(|interval| local_times(zone, *interval)),
        against_all: common(&seats),
        mine: view.mine.clone(),
        no_pc: None,
        seats,
        as_of: view.caller.now,
        as_of_local: Minute::of(time::local(zone, view.caller.now)),
    })
}

/// The same choice on the first day from its own on that is neither over nor closed.
pub fn first_open(here: &FloorNow, choice: Choice) -> Choice {
    let site = &here.context;
    let open = |date| is_open(&site.rules, &site.facts, date);
    let over = |date| site.facts.interval(Choice { date, ..choice }).is_err();
    let days = choice.date.iter_days().take(60);
    let found = days.into_iter().find(|date| open(*date) && !over(*date));
    Choice { date: found.unwrap_or(choice.date), ..choice }
}

/// The same choice on each day from its own on that can be booked now: neither over nor closed nor too far ahead.
pub fn open_days(here: &FloorNow, choice: Choice) -> impl Iterator<Item = Choice> {
    let (rules, facts) = (&here.context.rules, &here.context.facts);
    let last = last_day(rules, facts);
    let days = choice.date.iter_days().take_while(move |date| *date <= last);
    let days = days.map(move |date| Choice { date, ..choice });
    days.filter(move |day| is_open(rules, facts, day.date) && facts.interval(*day).is_ok())
}

/// Reasons that every seat but the viewer's own shares. What is about a desk is none, also where each desk has it: another
/// floor helps.
fn common(seats: &[Seat]) -> Vec<Reason> {
    let others: Vec<&Seat> = seats.iter().filter(|seat| seat.state != SeatState::Mine).collect();
    let Some(first) = others.first() else { return Vec::new() };
    let shared = |reason: &&Reason| others.iter().all(|seat| seat.reasons.contains(reason));
    first.reasons.iter().filter(|reason| !reason.is_about_the_desk()).filter(shared).cloned().collect()
}
