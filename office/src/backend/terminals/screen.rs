//! What a terminal shows to whoever stands in front of it.

use super::sit;
use crate::{
    backend::{
        bookings::{
            arrive,
            judge::{self, Of},
            step,
        },
        cloud_pcs::sessions,
        error::Result,
        office::Office,
        places::context::{self, Kept, SiteContext},
        rows::{booking, desk, person, terminal, zone},
    },
    model::{
        booking::BookingState,
        id::{FloorId, TerminalId},
        person::Visibility,
        refusal::Refusal,
        rules::local_times,
        terminal::{Neighbour, TerminalView, Waiting},
        time::{self, Instant, Interval, Minute},
    },
};
use chrono::TimeDelta;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// How long before a booking its holder's name is shown, in minutes.
const NAMED_BEFORE_MINUTES: i64 = 30;
/// How far around the desk the picture shows desks, in metres.
const AROUND: f64 = 5.0;

/// What a terminal shows now. Names only whom everybody may see, and nobody else's desk.
pub async fn view(office: &Office, id: TerminalId, now: Instant) -> Result<TerminalView> {
    let db = &office.db.read;
    let row = terminal::Entity::find_by_id(id.0).one(db).await?;
    let row = row.filter(|row| row.retired_at.is_none()).ok_or(Refusal::NotFound)?;
    let (desk, floor) = context::desk(db, row.desk_id.into()).await?;
    let site = context::site(db, floor.site_id, now).await?;
    let zone = match desk.zone_id {
        Some(id) => zone::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let day = rest_of_day(&site, now);
    let held = judge::live_bookings(db, Of::Desk(desk.id), day).await?;
    let session = match sit::seated(db, id, now).await? {
        Some(held) => sessions::now_of(db, held.id.into()).await?.map(|(session, _)| session),
        None => None,
    };
    let kept = context::kept_zones(db, floor.id).await?;
    let against = arrive::against_anybody(&site, (&desk, &kept));
    let local = time::local(site.facts.zone, now);
    Ok(TerminalView {
        terminal: id,
        desk: desk.id.into(),
        floor: floor.id.into(),
        zone_name: zone.map(context::to_zone).transpose()?.map(|zone| zone.name),
        amenities: context::amenities(&desk.amenities),
        today: local.date(),
        now: Minute::of(local),
        waiting: waiting(db, &held, (&site, now)).await?,
        free_until: if against.is_none() { free_until(&held, (&site, now)) } else { None },
        against,
        session,
        around: around(db, (&desk, &kept), &site).await?,
        label: desk.label,
        floor_name: context::to_floor(floor).name,
        site_name: site.site.name,
    })
}

/// The floor of a terminal that works.
pub async fn floor_of(office: &Office, id: TerminalId) -> Result<FloorId> {
    let desk = super::call::desk_of(office, id).await?;
    let (_, floor) = context::desk(&office.db.read, desk).await?;
    Ok(floor.id.into())
}

fn rest_of_day(site: &SiteContext, now: Instant) -> Interval {
    let day = time::day(site.facts.zone, site.facts.today());
    Interval { starts_at: now, ends_at: day.ends_at.max(now + TimeDelta::seconds(1)) }
}

/// Whoever holds the desk, from half an hour before their booking.
async fn waiting(
    db: &impl ConnectionTrait,
    held: &[booking::Model],
    (site, now): (&SiteContext, Instant),
) -> Result<Option<Waiting>> {
    let near = now + TimeDelta::minutes(NAMED_BEFORE_MINUTES);
    let Some(row) = held.first().filter(|row| judge::instant(row.starts_at) <= near) else { return Ok(None) };
    let person = person::Entity::find_by_id(row.person_id).one(db).await?;
    let shown = person.filter(|row| Visibility::from_word(&row.visibility) == Some(Visibility::Everybody));
    let local = local_times(site.facts.zone, judge::interval(row));
    Ok(Some(Waiting {
        name: shown.map(|person| person.name),
        from: local.from,
        to: local.to,
        came: step::state(row)? != BookingState::Reserved,
        pc: sessions::now_of(db, row.id.into()).await?.map(|(_, state)| state),
    }))
}

/// Until when somebody could sit down now: the next booking, or the end of the working day.
fn free_until(held: &[booking::Model], (site, now): (&SiteContext, Instant)) -> Option<Minute> {
    let next = held.first().map(|row| judge::instant(row.starts_at));
    if next.is_some_and(|next| next <= now) {
        return None;
    }
    let closes = time::ends(site.facts.zone, site.facts.today(), site.facts.hours.closes);
    let day_ends = if closes > now { closes } else { rest_of_day(site, now).ends_at };
    let ends = next.map_or(day_ends, |next| next.min(day_ends));
    Interval::new(now, ends).map(|free| local_times(site.facts.zone, free).to)
}

async fn around(
    db: &impl ConnectionTrait,
    (here, kept): (&desk::Model, &Kept),
    site: &SiteContext,
) -> Result<Vec<Neighbour>> {
    let desks = desk::Entity::find()
        .filter(desk::Column::FloorId.eq(here.floor_id))
        .filter(desk::Column::RetiredAt.is_null())
        .all(db)
        .await?;
    let near: Vec<desk::Model> =
        desks.into_iter().filter(|desk| (desk.x - here.x).hypot(desk.y - here.y) < AROUND).collect();
    let held = booking::Entity::find()
        .filter(booking::Column::DeskId.is_in(near.iter().map(|desk| desk.id)))
        .filter(judge::live_during(Interval::moment(site.facts.now)))
        // Whoever has lent a seat does not hold it.
        .filter(booking::Column::LentAt.is_null())
        .all(db)
        .await?;
    let shown = near.into_iter().map(|desk| Neighbour {
        at: [desk.x, desk.y],
        rotation: desk.rotation,
        free: arrive::against_anybody(site, (&desk, kept)).is_none() && held.iter().all(|row| row.desk_id != desk.id),
        here: desk.id == here.id,
        label: desk.label,
    });
    Ok(shown.collect())
}
