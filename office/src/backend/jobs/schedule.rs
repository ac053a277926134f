//! The one list of the office's recurring work. Mail and counting are the server's own and begin beside it.

use crate::backend::{
    bookings::{release, reserve},
    cloud_pcs::{orphans, reconcile, seat_health, tickets},
    error::Result,
    live, notices,
    office::Office,
    people::sign_in,
};
use std::{future::Future, time::Duration};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Starts everything that recurs; it runs until told to stop.
pub fn start(office: &Office, stop: &CancellationToken) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    jobs.spawn(live::follow(office.clone(), stop.clone()));
    jobs.spawn(every(5, stop.clone(), office.clone(), release_due));
    jobs.spawn(every(600, stop.clone(), office.clone(), forget_old));
    jobs.spawn(every(60, stop.clone(), office.clone(), end_orphans));
    jobs.spawn(reconcile::run(office.clone(), stop.clone()));
    jobs
}

async fn end_orphans(office: Office) -> Result<()> {
    orphans::end(&office).await.map(|_| ())
}

async fn release_due(office: Office) -> Result<()> {
    release::release_due(&office).await.map(|_| ())
}

async fn forget_old(office: Office) -> Result<()> {
    sign_in::forget_old(&office, office.now()).await?;
    reserve::forget_old_keys(&office, office.now()).await?;
    seat_health::forget_old(&office, office.now()).await?;
    tickets::forget_old(&office).await?;
    notices::forget_old(&office).await
}

async fn every<F, W>(seconds: u64, stop: CancellationToken, office: Office, work: F)
where
    F: Fn(Office) -> W,
    W: Future<Output = Result<()>>,
{
    let mut ticks = tokio::time::interval(Duration::from_secs(seconds));
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = work(office.clone()).await {
            tracing::warn!(%error, "recurring work failed; it will run again");
        }
    }
}
