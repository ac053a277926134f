//! Every session and every host as an admin sees them, and what happened to one session.

use super::{
    provider::ProviderError,
    providers::{
        find::GLANCE,
        registry::{self, Serving},
    },
    room, sessions,
};
use crate::{
    backend::{
        bookings::{judge, step},
        caller::Caller,
        db,
        error::{Fault, Result, stored},
        office::Office,
        places::context,
        rows::{booking, desk, floor, host, joins, ledger, person, session, site},
    },
    model::{
        cloud_pc::{Ask, SessionState},
        id::SessionId,
        place::{Names, Site},
        refusal::Refusal,
        room::{Health, Load, NoRoom},
        rules::local_times,
        sessions::{HostNow, MOST_LISTED, SessionEvent, SessionLog, SessionRow, SessionsNow, Which},
        time::{self, Instant, Minute},
    },
};
use chrono_tz::Tz;
use futures::future::join_all;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};
use std::collections::HashMap;
use tokio::time::timeout;
use uuid::Uuid;

/// How far ahead bookings' sessions are listed, in seconds: until the end of the next day.
const AHEAD_SECONDS: i64 = 40 * 3_600;
/// How long what is over stays listed for those who ask for it, in seconds.
const BACK_SECONDS: i64 = 24 * 3_600;
/// The hour of the next day for which is told what is promised.
const MORNING: Minute = Minute::hour(9);

/// The hosts, and the sessions that an admin asks for.
pub async fn overview(office: &Office, caller: &Caller, which: &Which) -> Result<SessionsNow> {
    caller.must_be_admin()?;
    let db = &office.db.read;
    let zone = zone(db, which, caller.now).await?;
    let local = time::local(zone, caller.now);
    let tomorrow = time::starts(zone, time::next_day(local.date()), MORNING);
    let rows = wanted(which, caller.now).limit(MOST_LISTED as u64 + 1).all(db).await?;
    let more = rows.len() > MOST_LISTED;
    let mut sessions = shown(db, rows.into_iter().take(MOST_LISTED).collect()).await?;
    sessions.sort_by_key(|(starts, row)| (!SessionState::RUNNING.contains(&row.state), *starts));
    Ok(SessionsNow {
        as_of: (local.date(), Minute::of(local)),
        zone: zone.name().to_owned(),
        hosts: all_hosts(office, (caller.now, tomorrow)).await?,
        sessions: sessions.into_iter().map(|(_, row)| row).collect(),
        more,
    })
}

/// The clock of the site that is looked at, also through one of its floors, else of the first one.
async fn zone(db: &impl ConnectionTrait, which: &Which, now: Instant) -> Result<Tz> {
    let of_floor = match which.floor {
        Some(floor) => floor::Entity::find_by_id(floor.0).one(db).await?.map(|row| row.site_id),
        None => None,
    };
    let id = match of_floor.or(which.site.map(|site| site.0)) {
        Some(id) => Some(id),
        None => site::Entity::find().order_by_asc(site::Column::Position).one(db).await?.map(|row| row.id),
    };
    match id {
        Some(id) => Ok(context::site(db, id, now).await?.facts.zone),
        None => Ok(chrono_tz::UTC),
    }
}

/// The sessions that are asked for, soonest first.
fn wanted(which: &Which, now: Instant) -> Select<session::Entity> {
    let now = now.timestamp();
    let query = session::Entity::find()
        .join(sea_orm::JoinType::InnerJoin, joins::booking_of_session())
        .filter(booking::Column::StartsAt.lt(now + AHEAD_SECONDS))
        .order_by_asc(booking::Column::StartsAt)
        .order_by_asc(session::Column::Id);
    let query = match which.state {
        Some(SessionState::Released) => query
            .filter(session::Column::State.eq(SessionState::Released.word()))
            .filter(booking::Column::EndsAt.gt(now - BACK_SECONDS)),
        Some(state) => query.filter(session::Column::State.eq(state.word())),
        None => query.filter(session::Column::State.ne(SessionState::Released.word())),
    };
    let desks = || desk::Entity::find().select_only().column(desk::Column::Id);
    let query = match (which.floor, which.site) {
        (Some(floor), _) => query.filter(
            booking::Column::DeskId.in_subquery(desks().filter(desk::Column::FloorId.eq(floor.0)).into_query()),
        ),
        (None, Some(site)) => {
            let desks = desks().filter(desk::Column::FloorId.in_subquery(context::floors(site)));
            query.filter(booking::Column::DeskId.in_subquery(desks.into_query()))
        }
        (None, None) => query,
    };
    match which.person.trim() {
        "" => query,
        text => {
            let named = db::contains([person::Column::Name, person::Column::Email], text);
            let people = person::Entity::find().select_only().column(person::Column::Id).filter(named);
            query.filter(booking::Column::PersonId.in_subquery(people.into_query()))
        }
    }
}

/// Sessions with what people call their places, each after its booking's start.
async fn shown(db: &impl ConnectionTrait, rows: Vec<session::Model>) -> Result<Vec<(i64, SessionRow)>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let bookings: HashMap<Uuid, booking::Model> = booking::Entity::find()
        .filter(booking::Column::Id.is_in(rows.iter().map(|row| row.booking_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let people: HashMap<Uuid, String> = person::Entity::find()
        .filter(person::Column::Id.is_in(bookings.values().map(|row| row.person_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    let desks: HashMap<Uuid, desk::Model> = desk::Entity::find()
        .filter(desk::Column::Id.is_in(bookings.values().map(|row| row.desk_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let places = Places::read(db).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let booking = stored(bookings.get(&row.booking_id), "booking")?;
        let desk = stored(desks.get(&booking.desk_id), "desk")?;
        let name = people.get(&booking.person_id).cloned().unwrap_or_default();
        found.push((booking.starts_at, places.row(&row, (booking, desk), name)?));
    }
    Ok(found)
}

/// Sites and floors, read once for all rows.
struct Places {
    floors: HashMap<Uuid, floor::Model>,
    sites: HashMap<Uuid, (Site, Tz)>,
}

impl Places {
    async fn read(db: &impl ConnectionTrait) -> Result<Self> {
        let mut sites = HashMap::new();
        for row in site::Entity::find().all(db).await? {
            let (id, site) = (row.id, context::to_site(row)?);
            let zone = context::zone_of(&site)?;
            sites.insert(id, (site, zone));
        }
        let floors = floor::Entity::find().all(db).await?.into_iter().map(|row| (row.id, row)).collect();
        Ok(Self { floors, sites })
    }

    fn row(
        &self,
        row: &session::Model,
        (booking, desk): (&booking::Model, &desk::Model),
        person_name: String,
    ) -> Result<SessionRow, Fault> {
        let floor = stored(self.floors.get(&desk.floor_id), "floor")?;
        let (site, zone) = stored(self.sites.get(&floor.site_id), "site")?;
        let name = &site.name;
        let goes_on = step::state(booking)?.is_live();
        Ok(SessionRow {
            id: row.id.into(),
            booking: row.booking_id.into(),
            person_name,
            place: Names::new(format!("{} {}", name.ko, floor.name_ko), format!("{} {}", name.en, floor.name_en)),
            label: desk.label.clone(),
            local: local_times(*zone, judge::interval(booking)),
            state: stored(SessionState::from_word(&row.state), "state of session")?,
            no_room: row.no_room.as_deref().and_then(NoRoom::from_word),
            // Of what is over it only says that it is being ended.
            asked: row.asked.as_deref().and_then(Ask::from_word).filter(|_| goes_on),
            problem: row.problem.clone(),
        })
    }
}

async fn all_hosts(office: &Office, (now, tomorrow): (Instant, Instant)) -> Result<Vec<HostNow>> {
    let db = &office.db.read;
    let providers = registry::all(office).await?;
    // All at once: one that does not answer holds up no other.
    let health = join_all(providers.iter().map(health)).await;
    let mut found = Vec::new();
    for (provider, health) in providers.into_iter().zip(health) {
        let name = sessions::host_of(Some(provider.id.0));
        let Some(row) = host::Entity::find_by_id(name.clone()).one(db).await? else { continue };
        let running = session::Entity::find()
            .filter(session::Column::Host.eq(&name))
            .filter(session::Column::State.is_in(SessionState::RUNNING.map(SessionState::word)))
            .count(db)
            .await?;
        let version = row.version;
        let room = room::to_room(row)?;
        found.push(HostNow {
            provider: provider.name,
            state: room.state,
            capacity: room.capacity,
            limit: provider.limits.capacity,
            version,
            health,
            running: u32::try_from(running).unwrap_or(u32::MAX),
            now: load(db, &name, now).await?,
            tomorrow: load(db, &name, tomorrow).await?,
            name,
        });
    }
    Ok(found)
}

async fn load(db: &impl ConnectionTrait, name: &str, at: Instant) -> Result<Load> {
    let (promised, without) = room::load(db, name, at).await?;
    Ok(Load { promised, without })
}

async fn health(provider: &Serving) -> Health {
    match timeout(GLANCE, provider.health()).await {
        Ok(Ok(())) => Health::Well,
        Ok(Err(ProviderError::Unavailable { cause, missing, remedy })) => Health::Lacks { cause, missing, remedy },
        Ok(Err(other)) => Health::Silent(other.to_string()),
        Err(_) => Health::Silent(String::new()),
    }
}

/// One session, for admins.
pub async fn one(office: &Office, caller: &Caller, id: SessionId) -> Result<SessionRow> {
    caller.must_be_admin()?;
    let db = &office.db.read;
    let row = session::Entity::find_by_id(id.0).one(db).await?.ok_or(Refusal::NotFound)?;
    Ok(shown(db, vec![row]).await?.pop().map(|(_, row)| row).ok_or(Refusal::NotFound)?)
}

/// What the ledger tells of one session and its booking, newest first.
pub async fn log(office: &Office, caller: &Caller, id: SessionId) -> Result<SessionLog> {
    caller.must_be_admin()?;
    let db = &office.db.read;
    let (row, booking) = sessions::with_booking(db, id).await?;
    let (_, floor) = context::desk(db, booking.desk_id.into()).await?;
    let zone = context::site(db, floor.site_id, caller.now).await?.facts.zone;
    // What happened to the booking itself, or to an earlier session of it, is told where it belongs.
    let its_own = Condition::any()
        .add(ledger::Column::SessionId.eq(id.0))
        .add(Condition::all().add(ledger::Column::BookingId.eq(booking.id)).add(ledger::Column::SessionId.is_null()));
    let events = ledger::Entity::find().filter(its_own).order_by_desc(ledger::Column::Seq).all(db).await?;
    let actors: HashMap<Uuid, String> = person::Entity::find()
        .filter(person::Column::Id.is_in(events.iter().filter_map(|event| event.actor_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    let told = events.into_iter().map(|event| {
        let at = judge::instant(event.at);
        let local = time::local(zone, at);
        SessionEvent {
            seq: event.seq,
            at,
            local: (local.date(), Minute::of(local)),
            by: event.actor_id.and_then(|actor| actors.get(&actor).cloned()),
            detail: event.detail.filter(|_| event.kind.starts_with("session.")),
            kind: event.kind,
        }
    });
    let events = told.collect();
    let session = shown(db, vec![row]).await?.pop().map(|(_, row)| row).ok_or(Refusal::NotFound)?;
    Ok(SessionLog { session, events })
}
