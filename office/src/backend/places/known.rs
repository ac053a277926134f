//! The places as this process read them last: sites with their rules, floors, zones, plans and desks. They change a few
//! times a month and are looked at all day. The database counts their changes, so one number tells whether they still
//! are what was read.

use super::context::{self, Kept, SiteContext};
use crate::{
    backend::{
        cloud_pcs::{providers::registry, room, sessions},
        error::{Error, Fault, Result, stored},
        rows::{closure, desk, floor, floor_plan, host, ledger, places_version, provider, site, site_rules, zone},
    },
    model::{
        id::{FloorId, SiteId},
        place::{Floor, Site, Zone},
        refusal::Refusal,
        room::Room,
        rules::{Closure, Rules},
        time::Instant,
    },
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use uuid::Uuid;

/// What was read last. Whoever finds it outdated reads anew; those who find the same meanwhile wait for that.
#[derive(Clone, Default)]
pub(crate) struct Known {
    last: Arc<Mutex<Option<Arc<Places>>>>,
    reading: Arc<tokio::sync::Mutex<()>>,
}

/// A site's desks that are on the plan, by label.
pub(crate) type Desks = Arc<[desk::Model]>;

/// All places at one moment.
#[derive(Debug)]
pub(crate) struct Places {
    version: i64,
    /// In the order admins chose.
    sites: Vec<SiteKnown>,
    /// By site and level.
    floors: Vec<Floor>,
    /// By code.
    zones: Vec<Zone>,
    kept: Kept,
    /// The newest first.
    plans: Vec<PlanKnown>,
    hosts: HashMap<String, Room>,
    /// Read when a site is first looked at.
    desks: Mutex<HashMap<SiteId, Desks>>,
}

#[derive(Debug)]
struct SiteKnown {
    site: Site,
    rules: Rules,
    closures: Vec<Closure>,
    provider: Option<Uuid>,
}

#[derive(Debug)]
struct PlanKnown {
    id: Uuid,
    floor: Uuid,
    published_from: NaiveDate,
}

impl Known {
    /// The places as they are now.
    pub(crate) async fn now(&self, db: &impl ConnectionTrait) -> Result<Arc<Places>> {
        Ok(self.and_newest(db).await?.0)
    }

    /// The places as they are now, and the ledger's newest number: 0 before the first.
    pub(crate) async fn and_newest(&self, db: &impl ConnectionTrait) -> Result<(Arc<Places>, i64)> {
        let (version, newest) = numbers(db).await?;
        if let Some(places) = self.of(version) {
            return Ok((places, newest));
        }
        let _turn = self.reading.lock().await;
        // Read first: a change between the two is then read twice, never missed.
        let (version, newest) = numbers(db).await?;
        if let Some(places) = self.of(version) {
            return Ok((places, newest));
        }
        let places = Arc::new(Places::read(db, version).await?);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(places.clone());
        Ok((places, newest))
    }

    fn of(&self, version: i64) -> Option<Arc<Places>> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|places| places.version == version).cloned()
    }
}

/// The version of the places and the ledger's newest number.
async fn numbers(db: &impl ConnectionTrait) -> Result<(i64, i64)> {
    let newest = Query::select().expr(Expr::col(ledger::Column::Seq).max()).from(ledger::Entity).take();
    let found: Option<(i64, Option<i64>)> = places_version::Entity::find_by_id(1)
        .select_only()
        .column(places_version::Column::Version)
        .column_as(Expr::SubQuery(None, Box::new(newest.into())), "newest")
        .into_tuple()
        .one(db)
        .await?;
    let (version, newest) = stored(found, "version of the places")?;
    Ok((version, newest.unwrap_or(0)))
}

impl Places {
    async fn read(db: &impl ConnectionTrait, version: i64) -> Result<Self> {
        let mut closures: HashMap<Uuid, Vec<Closure>> = HashMap::new();
        for row in closure::Entity::find().all(db).await? {
            closures.entry(row.site_id).or_default().extend(context::to_closure(row));
        }
        let rules: HashMap<Uuid, String> =
            site_rules::Entity::find().all(db).await?.into_iter().map(|row| (row.site_id, row.body)).collect();
        let to_site = |row: site::Model| {
            Ok(SiteKnown {
                rules: context::to_rules(rules.get(&row.id).map(String::as_str))?,
                closures: closures.remove(&row.id).unwrap_or_default(),
                provider: row.provider_id,
                site: context::to_site(row)?,
            })
        };
        let sites = site::Entity::find().order_by_asc(site::Column::Position).all(db).await?;
        let floors = floor::Entity::find().order_by_asc(floor::Column::SiteId).order_by_asc(floor::Column::Level);
        let zones = zone::Entity::find().order_by_asc(zone::Column::Code).all(db).await?;
        let hosts = host::Entity::find().all(db).await?;
        let limits = provider::Entity::find().all(db).await?.into_iter();
        let limits: HashMap<String, Option<u32>> =
            limits.map(|row| (sessions::host_of(Some(row.id)), registry::limits(&row).capacity)).collect();
        let to_host = |row: host::Model| {
            let most = limits.get(&row.name).copied().flatten();
            Ok((row.name.clone(), room::to_room(row)?.within(most)))
        };
        Ok(Self {
            version,
            sites: sites.into_iter().map(to_site).collect::<Result<_, Fault>>()?,
            floors: floors.all(db).await?.into_iter().map(context::to_floor).collect(),
            zones: zones.into_iter().map(context::to_zone).collect::<Result<_, _>>()?,
            kept: context::kept(db, Condition::all()).await?,
            plans: plans(db).await?,
            hosts: hosts.into_iter().map(to_host).collect::<Result<_>>()?,
            desks: Mutex::default(),
        })
    }

    /// How often the places, and what people show of themselves, had been changed when they were read.
    pub(crate) fn version(&self) -> i64 {
        self.version
    }

    /// Every site, in the order admins chose.
    pub(crate) fn sites(&self) -> impl Iterator<Item = &Site> {
        self.sites.iter().map(|known| &known.site)
    }

    /// Every floor, by site and level.
    pub(crate) fn floors(&self) -> &[Floor] {
        &self.floors
    }

    /// A floor.
    pub(crate) fn floor(&self, id: FloorId) -> Result<&Floor> {
        self.floors.iter().find(|floor| floor.id == id).ok_or(Error::Refused(Refusal::NotFound))
    }

    /// A site with its rules at a moment.
    pub(crate) fn site(&self, id: SiteId, now: Instant) -> Result<SiteContext> {
        let known = self.known(id)?;
        SiteContext::new(known.site.clone(), (known.rules.clone(), known.closures.clone()), now)
    }

    /// The host that starts a site's cloud PCs, as it stands.
    pub(crate) fn host(&self, site: SiteId) -> Result<(String, Option<Room>)> {
        let name = sessions::host_of(self.known(site)?.provider);
        let room = self.hosts.get(&name).copied();
        Ok((name, room))
    }

    /// A floor's zones, by code.
    pub(crate) fn zones(&self, floor: FloorId) -> Vec<Zone> {
        self.zones.iter().filter(|zone| zone.floor == floor).cloned().collect()
    }

    /// Which zones are kept for teams.
    pub(crate) fn kept(&self) -> &Kept {
        &self.kept
    }

    /// The plan of a floor that is in force on a date.
    pub(crate) fn plan(&self, floor: FloorId, on: NaiveDate) -> Option<Uuid> {
        self.plans.iter().find(|plan| plan.floor == floor.0 && plan.published_from <= on).map(|plan| plan.id)
    }

    /// A site's desks that are on the plan, by label.
    pub(crate) async fn desks(&self, db: &impl ConnectionTrait, site: SiteId) -> Result<Desks> {
        let read = self.desks.lock().unwrap_or_else(PoisonError::into_inner).get(&site).cloned();
        if let Some(desks) = read {
            return Ok(desks);
        }
        let rows = desk::Entity::find()
            .filter(desk::Column::FloorId.in_subquery(context::floors(site)))
            .filter(desk::Column::RetiredAt.is_null())
            .order_by_asc(desk::Column::Label)
            .all(db)
            .await?;
        let desks: Desks = rows.into();
        self.desks.lock().unwrap_or_else(PoisonError::into_inner).insert(site, desks.clone());
        Ok(desks)
    }

    fn known(&self, site: SiteId) -> Result<&SiteKnown> {
        self.sites.iter().find(|known| known.site.id == site).ok_or(Error::Refused(Refusal::NotFound))
    }
}

/// Published plans without what they draw, the newest first.
async fn plans(db: &impl ConnectionTrait) -> Result<Vec<PlanKnown>> {
    let rows: Vec<(Uuid, Uuid, String)> = floor_plan::Entity::find()
        .select_only()
        .columns([floor_plan::Column::Id, floor_plan::Column::FloorId, floor_plan::Column::PublishedFrom])
        .filter(floor_plan::Column::PublishedFrom.is_not_null())
        .order_by_desc(floor_plan::Column::Revision)
        .into_tuple()
        .all(db)
        .await?;
    let known = rows.into_iter().map(|(id, floor, from)| {
        let published_from = stored(from.parse().ok(), "date of a plan")?;
        Ok(PlanKnown { id, floor, published_from })
    });
    known.collect()
}
