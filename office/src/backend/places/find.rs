//! Look places up.

use super::context::{self, SiteContext};
use crate::{
    backend::{
        caller::Caller,
        error::{Error, Fault, Result},
        office::Office,
        rows::{desk, floor, floor_plan, site, zone},
    },
    model::{
        booking::LocalTimes,
        id::{DeskId, FloorId, SiteId},
        place::{Desk, Floor, Site, Zone},
        plan::Plan,
        refusal::Refusal,
        rules::{Closure, Rules, local_times, works_on},
        time::{self, Choice},
    },
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// Every site, in the order admins chose.
pub async fn sites(office: &Office, _caller: &Caller) -> Result<Vec<Site>> {
    let rows = site::Entity::find().order_by_asc(site::Column::Position).all(&office.db.read).await?;
    rows.into_iter().map(|row| context::to_site(row).map_err(Error::from)).collect()
}

/// Every floor, by site and level.
pub async fn floors(office: &Office, _caller: &Caller) -> Result<Vec<Floor>> {
    let rows = floor::Entity::find()
        .order_by_asc(floor::Column::SiteId)
        .order_by_asc(floor::Column::Level)
        .all(&office.db.read)
        .await?;
    Ok(rows.into_iter().map(context::to_floor).collect())
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
    pub(crate) context: SiteContext,
}

impl FloorNow {
    /// The site's time zone.
    pub fn zone(&self) -> Tz {
        self.context.facts.zone
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
    let (row, context) = context::floor(&office.db.read, id, caller.now).await?;
    Ok(FloorNow { floor: context::to_floor(row), today: context.facts.today(), site: context.site.clone(), context })
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
    let db = &office.db.read;
    let (row, site) = context::floor(db, id, caller.now).await?;
    let today = site.facts.today();
    let plans = floor_plan::Entity::find()
        .filter(floor_plan::Column::FloorId.eq(id.0))
        .filter(floor_plan::Column::PublishedFrom.lte(today.to_string()))
        .order_by_desc(floor_plan::Column::Revision)
        .one(db)
        .await?;
    let plan = plans.ok_or(Refusal::NotFound)?;
    let zones =
        zone::Entity::find().filter(zone::Column::FloorId.eq(id.0)).order_by_asc(zone::Column::Code).all(db).await?;
    Ok(FloorPlan {
        floor: context::to_floor(row),
        rules: site.rules,
        closures: site.facts.closures,
        plan: serde_json::from_str(&plan.geometry).map_err(|error| Fault::Stored(error.to_string()))?,
        revision: plan.revision,
        zones: zones.into_iter().map(context::to_zone).collect::<Result<_, _>>()?,
        today,
        site: site.site,
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
    let context = context::site(&office.db.read, site.0, caller.now).await?;
    Ok(time::local(context.facts.zone, caller.now).date())
}

/// The site of a desk.
pub async fn site_of_desk(office: &Office, _caller: &Caller, desk: DeskId) -> Result<SiteId> {
    let (_, floor) = context::desk(&office.db.read, desk).await?;
    Ok(floor.site_id.into())
}

/// The time zone of a site.
pub async fn zone(office: &Office, caller: &Caller, site: SiteId) -> Result<Tz> {
    Ok(context::site(&office.db.read, site.0, caller.now).await?.facts.zone)
}

/// Whether a site works on each of `days` local days from a date.
pub async fn working_days(
    office: &Office,
    caller: &Caller,
    site: SiteId,
    (from, days): (NaiveDate, usize),
) -> Result<Vec<(NaiveDate, bool)>> {
    let context = context::site(&office.db.read, site.0, caller.now).await?;
    let closed = |date| context.facts.closures.iter().any(|closure| closure.date == date);
    Ok(from.iter_days().take(days).map(|date| (date, works_on(&context.rules, date) && !closed(date))).collect())
}
