//! Look providers up, and look at them.

use super::registry::{self, Serving};
use crate::{
    backend::{
        caller::Caller,
        error::{Result, stored},
        office::Office,
        rows::{provider, site},
    },
    model::{
        id::{ProviderId, SiteId},
        place::Names,
        provider::{Finding, Found, OWN_DESKTOPS, Provider, ProviderKind, ProviderNow, Settings, SiteUse, Weight},
        refusal::Refusal,
    },
};
use futures::future::join_all;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use std::time::Duration;
use tokio::time::timeout;

/// How long a provider has to answer a look at all of them.
pub(in crate::backend::cloud_pcs) const GLANCE: Duration = Duration::from_secs(3);
/// How long it has to answer a closer look.
const LOOK: Duration = Duration::from_secs(20);

/// Every provider with what a glance at it finds, this server's own desktops first. For admins.
pub async fn all(office: &Office, caller: &Caller) -> Result<Vec<ProviderNow>> {
    caller.must_be_admin()?;
    let rows = rows(&office.db.read).await?;
    join_all(rows.into_iter().map(|row| now_of(office, row, GLANCE))).await.into_iter().collect()
}

/// One provider. For admins.
pub async fn one(office: &Office, caller: &Caller, id: ProviderId) -> Result<Provider> {
    caller.must_be_admin()?;
    let row = provider::Entity::find_by_id(id.0).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    to_provider(&row)
}

/// Tests the connection to a provider: what a close look at it finds, the most important first. For admins.
pub async fn examine(office: &Office, caller: &Caller, id: ProviderId) -> Result<Vec<Found>> {
    caller.must_be_admin()?;
    let row = provider::Entity::find_by_id(id.0).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    let serving = registry::of_row(office, row).await?;
    let running = registry::running(&office.db.read, id.0, None).await?;
    let seen = timeout(LOOK, serving.desktops.examine()).await.unwrap_or(vec![Found::plain(Finding::TooSlow)]);
    Ok(sorted(seen.into_iter().chain(of_limits(&serving, running)).collect()))
}

/// Which site uses which provider. For admins.
pub async fn uses(office: &Office, caller: &Caller) -> Result<Vec<SiteUse>> {
    caller.must_be_admin()?;
    let sites = site::Entity::find().order_by_asc(site::Column::Position).all(&office.db.read).await?;
    let uses = sites.into_iter().map(|row| SiteUse {
        site: row.id.into(),
        name: Names::new(row.name_ko, row.name_en),
        provider: row.provider_id.map_or(OWN_DESKTOPS, ProviderId),
    });
    Ok(uses.collect())
}

/// Every provider's name with why its stored secret can't be read, for whoever runs the server.
pub async fn locked_secrets(office: &Office) -> Result<Vec<(String, String)>> {
    let rows = rows(&office.db.read).await?.into_iter();
    let locked = rows.filter_map(|row| {
        let why = registry::secret(office, &row).err()?.to_string();
        Some((row.name_en, why))
    });
    Ok(locked.collect())
}

/// Every provider's name with what keeps it from starting cloud PCs, if anything does, for whoever runs the server.
pub async fn health(office: &Office) -> Result<Vec<(String, Option<String>)>> {
    let mut found = Vec::new();
    for serving in registry::all(office).await? {
        let health = timeout(LOOK, serving.health()).await;
        let problem = match health {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some("it does not answer".into()),
        };
        found.push((serving.name.en, problem));
    }
    Ok(found)
}

async fn now_of(office: &Office, row: provider::Model, patience: Duration) -> Result<ProviderNow> {
    let db = &office.db.read;
    let provider = to_provider(&row)?;
    let running = registry::running(db, row.id, None).await?;
    let sites = site::Entity::find().order_by_asc(site::Column::Position).all(db).await?.into_iter();
    let used_by = |site: &site::Model| site.provider_id.unwrap_or(OWN_DESKTOPS.0) == row.id;
    let sites: Vec<SiteId> = sites.filter(used_by).map(|site| site.id.into()).collect();
    let serving = registry::of_row(office, row).await?;
    let seen = match (&serving.broken, timeout(patience, serving.desktops.health()).await) {
        (Some(broken), _) => broken.clone(),
        (None, Ok(Ok(()))) => Found::plain(Finding::Works),
        (None, Ok(Err(error))) => error.found(),
        (None, Err(_)) => Found::plain(Finding::TooSlow),
    };
    let found = sorted(of_limits(&serving, running).into_iter().chain([seen]).collect());
    Ok(ProviderNow { provider, found, sites, running: u32::try_from(running).unwrap_or(u32::MAX) })
}

/// What its switch and its limits say.
fn of_limits(serving: &Serving, running: u64) -> Vec<Found> {
    let off = (!serving.enabled).then_some(Finding::Off);
    let room = match serving.limits.capacity {
        Some(0) => Some(Finding::NoRoom),
        Some(most) if running >= u64::from(most) => Some(Finding::Full),
        _ => None,
    };
    off.into_iter().chain(room).map(Found::plain).collect()
}

/// The most important first; that it works is said only where nothing is wrong.
fn sorted(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|one| std::cmp::Reverse(one.finding.weight()));
    if found.first().is_some_and(|one| one.finding.weight() == Weight::Wrong) {
        found.retain(|one| one.finding != Finding::Works);
    }
    found
}

/// Every stored provider, the oldest first: this server's own desktops were there before all others.
pub(super) async fn rows(db: &impl ConnectionTrait) -> Result<Vec<provider::Model>> {
    let query = provider::Entity::find().order_by_asc(provider::Column::CreatedAt);
    Ok(query.order_by_asc(provider::Column::Id).all(db).await?)
}

/// A stored provider as an admin sees it. Its secret stays where it is.
pub(super) fn to_provider(row: &provider::Model) -> Result<Provider> {
    let kind = stored(ProviderKind::from_word(&row.kind), "kind of provider")?;
    Ok(Provider {
        id: row.id.into(),
        name: Names::new(&row.name_ko, &row.name_en),
        kind,
        settings: Settings::read(kind, &row.settings).ok(),
        has_secret: row.secrets.is_some(),
        limits: registry::limits(row),
        enabled: row.enabled,
        version: row.version,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_comes_first_and_nothing_works_beside_it() {
        let seen = [Finding::Works, Finding::Emulated, Finding::NoRoom].map(Found::plain);
        let said: Vec<Finding> = sorted(seen.to_vec()).into_iter().map(|one| one.finding).collect();
        assert_eq!(said, [Finding::NoRoom, Finding::Emulated]);
        let said = sorted(vec![Found::plain(Finding::Works), Found::plain(Finding::Full)]);
        assert_eq!(said.len(), 2, "a full one works");
    }
}
