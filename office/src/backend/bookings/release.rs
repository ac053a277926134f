//! What time itself does to bookings: nobody came, the person is out for long, or the end was reached.

use super::{away, judge, step};
use crate::{
    backend::{
        cloud_pcs::{room, sessions},
        db,
        error::Result,
        ledger::{self, Event},
        office::Office,
        places::context::{self, SiteContext},
        rows::{booking, desk, floor, session},
    },
    model::{
        away::AwayCause,
        booking::{Absence, BookingState},
        cloud_pc::SessionState,
        rules::{check_in_opens, no_show_deadline},
        time::Instant,
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Select,
};
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};
use uuid::Uuid;

/// Releases no-shows, notes who went out and what follows from it, and ends what is over. Answers how many bookings changed. Run again and again by the schedule;
/// two servers doing it at once change each booking once.
pub async fn release_due(office: &Office) -> Result<usize> {
    let now = office.now();
    let mut done = 0;
    for id in due(office, now).await? {
        match db::write(&office.db, |scope| Box::pin(settle(scope.tx, id, now))).await {
            Ok(settled) => done += usize::from(settled),
            // One that can't be settled holds up no other; it is tried again the next time.
            Err(error) => tracing::warn!(%error, booking = %id, "a booking could not be settled"),
        }
    }
    if done > 0 {
        office.live.wake();
        sessions::wake(office);
    }
    Ok(done)
}

/// Bookings to which something should happen now. Looked for outside of any write: most need nothing.
async fn due(office: &Office, now: Instant) -> Result<Vec<Uuid>> {
    let db = &office.db.read;
    let begun = booking::Entity::find()
        .filter(judge::is_live())
        .filter(booking::Column::StartsAt.lte(now.timestamp()))
        .order_by_asc(booking::Column::StartsAt)
        .all(db)
        .await?;
    if begun.is_empty() {
        return Ok(Vec::new());
    }
    let mut due = Vec::new();
    let (known, desktops) = (sites_of_desks(office, now).await?, desktops(db, None).await?);
    for row in begun {
        let desktop = desktops.get(&row.id).copied().unwrap_or_default();
        if let Some(site) = known.get(&row.desk_id)
            && fate(site, (&row, desktop), now)?.is_some()
        {
            due.push(row.id);
        }
    }
    Ok(due)
}

/// What is seen of a booking's desktop.
#[derive(Clone, Copy, Default)]
struct Desktop {
    /// Somebody has its screen open.
    open: bool,
    /// When it was last used, in UTC seconds, and what says so.
    used: Option<(i64, AwayCause)>,
}

/// The open and left desktops by their bookings.
async fn desktops(db: &impl ConnectionTrait, only: Option<Uuid>) -> Result<HashMap<Uuid, Desktop>> {
    let mut query = opened();
    if let Some(booking) = only {
        query = query.filter(session::Column::BookingId.eq(booking));
    }
    let seen = |row: session::Model| {
        let open = row.state == SessionState::Connected.word();
        let used = match open {
            true => row.input_at.map(|at| (at, AwayCause::Idle)),
            false => row.screen_seen_at.map(|at| (at, AwayCause::Disconnected)),
        };
        (row.booking_id, Desktop { open, used })
    };
    Ok(query.all(db).await?.into_iter().map(seen).collect())
}

/// Sessions whose screen is open or was left, without a look at the many that are over.
fn opened() -> Select<session::Entity> {
    let opened = [SessionState::Connected.word(), SessionState::Disconnected.word()];
    session::Entity::find().filter(room::goes_on()).filter(session::Column::State.is_in(opened))
}

/// The site of each desk with its rules. A site whose rules can't be read is left out.
async fn sites_of_desks(office: &Office, now: Instant) -> Result<HashMap<Uuid, Arc<SiteContext>>> {
    let db = &office.db.read;
    let mut sites = HashMap::new();
    let mut of_floor: HashMap<Uuid, Arc<SiteContext>> = HashMap::new();
    for floor in floor::Entity::find().all(db).await? {
        let site = floor.site_id;
        if let Entry::Vacant(unknown) = sites.entry(site) {
            let found = context::site(db, site, now).await;
            let found =
                found.inspect_err(|error| tracing::warn!(%error, %site, "the rules of a site could not be read"));
            unknown.insert(found.ok().map(Arc::new));
        }
        of_floor.extend(sites.get(&site).cloned().flatten().map(|site| (floor.id, site)));
    }
    let desks: Vec<(Uuid, Uuid)> = desk::Entity::find()
        .select_only()
        .columns([desk::Column::Id, desk::Column::FloorId])
        .into_tuple()
        .all(db)
        .await?;
    Ok(desks.into_iter().filter_map(|(desk, floor)| Some((desk, of_floor.get(&floor)?.clone()))).collect())
}

/// Does to a booking what time does to it by now. `false` when that is nothing.
pub(super) async fn settle(tx: &DatabaseTransaction, id: Uuid, now: Instant) -> Result<bool> {
    if let Some(row) = booking::Entity::find_by_id(id).one(tx).await? {
        judge::lock_person(tx, row.person_id.into()).await?;
    }
    let Some(mut row) = booking::Entity::find_by_id(id).one(tx).await? else { return Ok(false) };
    let (desk, floor) = context::desk(tx, row.desk_id.into()).await?;
    let site = context::site(tx, floor.site_id, now).await?;
    let desktop = desktops(tx, Some(row.id)).await?.remove(&row.id).unwrap_or_default();
    let Some(fate) = fate(&site, (&row, desktop), now)? else { return Ok(false) };
    let kind = fate.meet(&mut row, now);
    row.clone().into_active_model().reset_all().update(tx).await?;
    if !step::state(&row)?.is_live() {
        sessions::end(tx, row.id.into(), now).await?;
    }
    ledger::record(tx, now, Event::of_booking(kind, &row, &desk, &floor)).await?;
    Ok(true)
}

/// What should become of a booking.
enum Fate {
    /// Its time is over.
    Ends,
    /// Its seat is taken back.
    Released,
    /// Its person went out at that time, in UTC seconds.
    Away(i64, AwayCause),
    /// Others may sit there.
    Lent,
}

impl Fate {
    /// Changes a booking; answers the ledger's word for it.
    fn meet(self, row: &mut booking::Model, now: Instant) -> &'static str {
        match self {
            Self::Ends => {
                step::become_state(row, BookingState::Ended);
                row.ended_at = Some(now.timestamp());
                "booking.ended"
            }
            Self::Released => {
                step::become_state(row, BookingState::Released);
                row.ended_at = Some(now.timestamp());
                "booking.released"
            }
            Self::Away(since, cause) => {
                step::become_state(row, BookingState::Away);
                (row.away_since, row.away_cause) = (Some(since), Some(cause.word().into()));
                "booking.away"
            }
            Self::Lent => {
                row.lent_at = Some(now.timestamp());
                "seat.lent"
            }
        }
    }
}

/// What should become of a booking now. Whoever works on its desktop since they could come is no no-show, wherever they sit.
fn fate(site: &SiteContext, (row, desktop): (&booking::Model, Desktop), now: Instant) -> Result<Option<Fate>> {
    let state = step::state(row)?;
    if !state.is_live() {
        return Ok(None);
    }
    let no_show = || {
        let deadline = no_show_deadline(&site.rules, judge::interval(row), judge::instant(row.made_at));
        deadline.is_some_and(|deadline| deadline <= now)
    };
    let works = || {
        let opens = check_in_opens(&site.rules, judge::instant(row.starts_at)).timestamp();
        desktop.open && desktop.used.is_some_and(|(last, _)| last >= opens)
    };
    Ok(match state {
        BookingState::Reserved if no_show() && !works() => Some(Fate::Released),
        _ if row.ends_at <= now.timestamp() => Some(Fate::Ends),
        BookingState::Reserved => None,
        BookingState::Away => away::absence(row, site)?.and_then(|absence| absent(absence, now)),
        _ => left(site, (row, desktop), now),
    })
}

/// What follows from being out for so long.
fn absent(absence: Absence, now: Instant) -> Option<Fate> {
    let due = |at: Option<Instant>| at.is_some_and(|at| at <= now);
    match (due(absence.steps.released_at), due(absence.steps.lent_from) && !absence.lent) {
        (true, _) => Some(Fate::Released),
        (false, true) => Some(Fate::Lent),
        (false, false) => None,
    }
}

/// Whether somebody who sits has gone without a word. Their own word that they are there stands against a desktop that
/// was used last before it.
fn left(site: &SiteContext, (row, desktop): (&booking::Model, Desktop), now: Instant) -> Option<Fate> {
    let grace = i64::from(site.rules.away.notice_min?) * 60;
    let (last, cause) = desktop.used?;
    let said = row.present_at.max(row.checked_in_at).unwrap_or(i64::MIN);
    (last >= said && last + grace <= now.timestamp()).then_some(Fate::Away(last, cause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::{DbBackend, QueryTrait, Statement};

    #[tokio::test]
    async fn open_desktops_are_found_past_the_sessions_that_are_over() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("jari.db").display());
        let db = db::open(&url).await.unwrap();
        db::migrate(&db).await.unwrap();
        let asked = opened().build(DbBackend::Sqlite);
        let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {}", asked.sql), ..asked };
        let steps = db.read.query_all_raw(explain).await.unwrap();
        let steps: Vec<String> = steps.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
        assert!(!steps.is_empty() && steps.iter().all(|step| step.contains("USING INDEX")), "{steps:?}");
    }
}
