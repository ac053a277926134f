//! On which machine the office's cloud PCs run. Those whose screens are shown here, desktops of a server's own and machines of
//! its libvirt, are seen only from the machine they run on. Of several that share a database one drives them; another takes
//! over when nothing was heard of it for a while.

use super::providers::registry;
use crate::{
    backend::{
        db,
        error::{Result, stored},
        office::Office,
        rows::setting,
        settings,
    },
    model::{cloud_pc::Opens, id::ProviderId},
};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

const SETTING: &str = "cloud_pcs_at";
/// How long a machine is waited for that nothing is heard of, in seconds.
pub const GIVEN_UP_SECONDS: i64 = 90;
/// How often a machine says that it is there, in seconds.
const SAID_EVERY: i64 = 20;

/// What was found last: whether it is this machine, and when that was.
#[derive(Clone, Default)]
pub(crate) struct Place(Arc<Mutex<Option<(bool, i64)>>>);

/// Those of the providers whose cloud PCs are this server's to drive.
pub(super) async fn driven(office: &Office, lanes: BTreeSet<ProviderId>) -> Result<BTreeSet<ProviderId>> {
    // Also while nothing is due: the other machines have to hear of this one.
    if is_here(office).await? {
        return Ok(lanes);
    }
    let mut elsewhere = BTreeSet::new();
    for lane in lanes {
        if registry::serving(office, Some(lane.0)).await?.desktops.opens() == Opens::Elsewhere {
            elsewhere.insert(lane);
        }
    }
    Ok(elsewhere)
}

/// Whether this is the machine on which cloud PCs run, which is said to the others from time to time.
async fn is_here(office: &Office) -> Result<bool> {
    let Some(here) = office.desktops.place() else { return Ok(true) };
    let now = office.now().timestamp();
    let known = *office.place.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((found, at)) = known
        && (at..at + SAID_EVERY).contains(&now)
    {
        return Ok(found);
    }
    let found = db::write(&office.db, |scope| Box::pin(hold(scope.tx, &here, now))).await?;
    match (known.is_none_or(|(before, _)| before), found) {
        (true, false) => tracing::info!("cloud PCs run on another machine and are left to it"),
        (false, true) => {
            tracing::info!("nothing was heard of the other machine: cloud PCs run on this one from now on")
        }
        _ => {}
    }
    *office.place.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((found, now));
    Ok(found)
}

/// Takes the turn of a machine, or keeps it, unless another one has it.
async fn hold(tx: &DatabaseTransaction, here: &str, now: i64) -> Result<bool> {
    let held = format!("{here} {}", now + GIVEN_UP_SECONDS);
    settings::begin_with(tx, SETTING, held.clone()).await?;
    let row = setting::Entity::find_by_id(SETTING.to_owned()).lock_exclusive().one(tx).await?;
    let mut row = stored(row, "machine of cloud PCs")?;
    let by = row.value.split_once(' ').and_then(|(place, until)| Some((place, until.parse::<i64>().ok()?)));
    let (place, until) = stored(by, "machine of cloud PCs")?;
    if place != here && now < until {
        return Ok(false);
    }
    row.value = held;
    row.into_active_model().reset_all().update(tx).await?;
    Ok(true)
}
