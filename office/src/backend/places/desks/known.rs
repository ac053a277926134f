//! The desks of a site as this process read them last. They change a few times a month and are looked at all day.

use crate::{
    backend::{error::Result, places::context, rows::desk},
    model::id::SiteId,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Func},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// How many desks a site has ever had, and how often they were changed: no change leaves both as they were, because
/// each raises its desk's version.
type Versions = (i64, i64);

/// What was read, by site.
#[derive(Clone, Default)]
pub(crate) struct Known(Arc<Mutex<HashMap<SiteId, (Versions, Desks)>>>);

/// A site's desks that are on the plan, by label.
pub(crate) type Desks = Arc<[desk::Model]>;

impl Known {
    /// The desks of a site as they are now: read again if one has changed since.
    pub(crate) async fn of_site(&self, db: &impl ConnectionTrait, site: SiteId) -> Result<Desks> {
        // Read first: a change between the two is then read twice, never missed.
        let versions = versions(db, site).await?;
        if let Some(desks) = self.kept(site, versions) {
            return Ok(desks);
        }
        let rows = desk::Entity::find()
            .filter(desk::Column::FloorId.in_subquery(context::floors(site)))
            .filter(desk::Column::RetiredAt.is_null())
            .order_by_asc(desk::Column::Label)
            .all(db)
            .await?;
        let desks: Desks = rows.into();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(site, (versions, desks.clone()));
        Ok(desks)
    }

    fn kept(&self, site: SiteId, versions: Versions) -> Option<Desks> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&site).filter(|(of, _)| *of == versions).map(|(_, desks)| desks.clone())
    }
}

async fn versions(db: &impl ConnectionTrait, site: SiteId) -> Result<Versions> {
    let sum = Expr::expr(Func::cast_as(Func::sum(Expr::col(desk::Column::Version)), "bigint"));
    let found: Option<(i64, Option<i64>)> = desk::Entity::find()
        .select_only()
        .expr(desk::Column::Id.count())
        .expr(sum)
        .filter(desk::Column::FloorId.in_subquery(context::floors(site)))
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.map_or((0, 0), |(count, sum)| (count, sum.unwrap_or(0))))
}
