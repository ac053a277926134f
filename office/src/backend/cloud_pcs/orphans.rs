//! Ends what runs at a provider for no session: what a start left behind whose answer came too late or never, what a
//! provider said to have ended and did not, what a restored database does not know.

use super::{
    provider::{Handle, ProviderError},
    providers::registry::{self, Serving},
};
use crate::{
    backend::{error::Result, office::Office, rows::session},
    model::cloud_pc::SessionState,
};
use futures::{StreamExt, future::join_all, stream};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;

/// How many cloud PCs are looked up with one question.
const LOOKED_UP: usize = 500;
/// How many are ended at once.
const AT_ONCE: usize = 8;

/// Ends every cloud PC that runs for no session, at all providers beside each other. Answers how many. Nothing that a
/// session will have can be met: its handle is written down before it is started, and never used again.
pub async fn end(office: &Office) -> Result<usize> {
    let serving = registry::all(office).await?;
    let mut ended = 0;
    for done in join_all(serving.into_iter().map(|serving| end_at(office, serving))).await {
        ended += done?;
    }
    Ok(ended)
}

async fn end_at(office: &Office, serving: Serving) -> Result<usize> {
    let there = match serving.desktops.inventory().await {
        Ok(there) => there,
        Err(error) => {
            tracing::info!(%error, provider = %serving.id.0, "what runs could not be listed; it will be looked at again");
            return Ok(0);
        }
    };
    let mut orphans = Vec::new();
    for some in there.chunks(LOOKED_UP) {
        let known = known(office, &serving, some).await?;
        orphans.extend(some.iter().filter(|handle| !known.contains(&handle.0)).cloned());
    }
    let ended = stream::iter(orphans).map(|handle| end_one(&serving, handle)).buffer_unordered(AT_ONCE);
    Ok(ended.filter(|ended| std::future::ready(*ended)).count().await)
}

/// Those of a provider's cloud PCs that belong to a session.
async fn known(office: &Office, serving: &Serving, there: &[Handle]) -> Result<HashSet<String>> {
    let named: Vec<Option<String>> = session::Entity::find()
        .select_only()
        .column(session::Column::Handle)
        .filter(session::Column::Handle.is_in(there.iter().map(|handle| &handle.0)))
        .filter(session::Column::State.ne(SessionState::Released.word()))
        .filter(registry::sessions_of(Some(serving.id.0)))
        .into_tuple()
        .all(&office.db.read)
        .await?;
    Ok(named.into_iter().flatten().collect())
}

/// Ends one. Whether it is gone is seen the next time.
async fn end_one(serving: &Serving, handle: Handle) -> bool {
    let provider = serving.id.0;
    match serving.desktops.release(&handle).await {
        Ok(()) => {
            tracing::info!(handle = handle.0, %provider, "a desktop ran for no session and was ended");
            true
        }
        // It has been asked to shut down and is given its time.
        Err(ProviderError::NotYet) => false,
        Err(error) => {
            tracing::warn!(%error, handle = handle.0, %provider, "a desktop runs for no session and could not be ended");
            false
        }
    }
}
