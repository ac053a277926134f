//! Look places up.

use super::{
    context::{self, SiteContext},
    known::Places,
    seats::Since,
};
use crate::{
    backend::{
        caller::Caller,
        error::{Error, Fault, Result},
        office::Office,
        rows::{desk, floor_plan},
    },
    model::{
        booking::LocalTimes,
        id::{DeskId, FloorId, SiteId},
        place::{Desk, Floor, Site, Zone},
        plan::Plan,
        refusal::Refusal,
        rules::{Closure, Rules, is_open, local_times, works_on},
        time::Choice,
    },
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::sync::Arc;

/// Every site, in the order admins chose.
pub async fn sites(office: &Office, _caller: &Caller) -> Result<Vec<Site>> {
    Ok(office.places.now(&office.db.read).await?.sites().cloned().collect())
}

/// Every floor, by site and level.
pub async fn floors(office: &Office, _caller: &Caller) -> Result<Vec<Floor>> {
    Ok(office.places.now(&office.db.read).await?.floors().to_vec())
}

/// A floor with its site and the day there: looked up once for everything that is asked of it.
#[derive(Clone, Debug)]
pub struct FloorNow {
    /// The floor.
    pub floor: Floor,
    /// Its site.
    pub site: Site,
    /// Today at the site.
    pub today: NaiveDate,
    /// The number of the ledger's newest event when this was looked up: whatever is read of the floor is no older.
    pub seq: i64,
    pub(crate) context: SiteContext,
    pub(crate) places: Arc<Places>,
}

impl FloorNow {
    /// The site's time zone.
    pub fn zone(&self) -> Tz {
        self.context.facts.zone
    }

    /// Since when what is read of the floor is so.
    pub(super) fn since(&self) -> Since {
        (self.seq, self.places.version())
    }

    /// Every site, in the order admins chose.
    pub fn sites(&self) -> impl Iterator<Item = &Site> {
        self.places.sites()
    }

    /// Every floor of every site, by site and level.
    pub fn floors(&self) -> &[Floor] {
        self.places.floors()
    }

    /// A choice of time as the site's clocks show it, without the part of it that is over; `None` when nothing is left
    /// of it.
    pub fn local(&self, choice: Choice) -> Option<LocalTimes> {
        let interval = self.context.facts.interval(choice).ok()?;
        Some(local_times(self.zone(), interval))
    }
}

/// One floor.
pub async fn floor(office: &Office, caller: &Caller, id: FloorId) -> Result<FloorNow> {
    let (places, seq) = office.places.and_newest(&office.db.read).await?;
    let floor = places.floor(id)?.clone();
    let context = places.site(floor.site, caller.now)?;
    Ok(FloorNow { floor, today: context.facts.today(), site: context.site.clone(), seq, context, places })
}

/// A floor with everything that is drawn of it.
#[derive(Clone, Debug)]
pub struct FloorPlan {
    /// The floor.
    pub floor: Floor,
    /// Its site.
    pub site: Site,
    /// The site's rules.
    pub rules: Rules,
    /// The site's closures.
    pub closures: Vec<Closure>,
    /// The published geometry.
    pub plan: Plan,
    /// The revision's number; with the floor it names the drawing for ever.
    pub revision: i32,
    /// Zones.
    pub zones: Vec<Zone>,
    /// Today at the site.
    pub today: NaiveDate,
}

/// The floor plan in force today.
pub async fn floor_plan(office: &Office, caller: &Caller, id: FloorId) -> Result<FloorPlan> {
    let here = floor(office, caller, id).await?;
    let plan = here.places.plan(id, here.today).ok_or(Refusal::NotFound)?;
    let plan = floor_plan::Entity::find_by_id(plan).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    Ok(FloorPlan {
        rules: here.context.rules,
        closures: here.context.facts.closures,
        plan: serde_json::from_str(&plan.geometry).map_err(|error| Fault::Stored(error.to_string()))?,
        revision: plan.revision,
        zones: here.places.zones(id),
        today: here.today,
        site: here.site,
        floor: here.floor,
    })
}

/// A floor's desks that are on the plan, by label.
pub async fn desks(office: &Office, _caller: &Caller, floor: FloorId) -> Result<Vec<Desk>> {
    let rows = desk::Entity::find()
        .filter(desk::Column::FloorId.eq(floor.0))
        .filter(desk::Column::RetiredAt.is_null())
        .order_by_asc(desk::Column::Label)
        .all(&office.db.read)
        .await?;
    rows.into_iter().map(|row| context::to_desk(row).map_err(Error::from)).collect()
}

/// Today at a site.
pub async fn today(office: &Office, caller: &Caller, site: SiteId) -> Result<NaiveDate> {
    Ok(context_of(office, caller, site).await?.facts.today())
}

/// The site of a desk.
pub async fn site_of_desk(office: &Office, _caller: &Caller, desk: DeskId) -> Result<SiteId> {
    let (_, floor) = context::desk(&office.db.read, desk).await?;
    Ok(floor.site_id.into())
}

/// The time zone of a site.
pub async fn zone(office: &Office, caller: &Caller, site: SiteId) -> Result<Tz> {
    Ok(context_of(office, caller, site).await?.facts.zone)
}

/// A local day of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiteDay {
    /// The date.
    pub date: NaiveDate,
    /// A working day by its weekday.
    pub works: bool,
    /// And no closure falls on it.
    pub open: bool,
}

/// `days` local days of a site from a date.
pub async fn working_days(
    office: &Office,
    caller: &Caller,
    site: SiteId,
    (from, days): (NaiveDate, usize),
) -> Result<Vec<SiteDay>> {
    let SiteContext { rules, facts, .. } = context_of(office, caller, site).await?;
    let day = |date| SiteDay { date, works: works_on(&rules, date), open: is_open(&rules, &facts, date) };
    Ok(from.iter_days().take(days).map(day).collect())
}

async fn context_of(office: &Office, caller: &Caller, site: SiteId) -> Result<SiteContext> {
    office.places.now(&office.db.read).await?.site(site, caller.now)
}
