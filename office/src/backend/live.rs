//! Tells open pages what changed. Follows the ledger, so it also hears of other server processes.

use super::{caller::Caller, error::Result, ledger, office::Office};
use crate::model::{
    id::{FloorId, PersonId},
    live::{OwnFact, SeatFact},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;

/// How long a change made by another process may stay unseen, in milliseconds.
const LOOK_EVERY_MS: u64 = 250;

/// How many facts are read at once.
const AT_ONCE: u64 = 500;

/// The stream of changes inside this process.
#[derive(Clone)]
pub struct Live {
    facts: broadcast::Sender<(FloorId, SeatFact)>,
    own: broadcast::Sender<(PersonId, OwnFact)>,
    wake: Arc<Notify>,
}

impl Live {
    pub(crate) fn new() -> Self {
        Self { facts: broadcast::channel(4096).0, own: broadcast::channel(4096).0, wake: Arc::new(Notify::new()) }
    }

    /// Everything from now on, of every floor. A listener that falls behind is told so and reads the ledger.
    pub fn listen(&self) -> broadcast::Receiver<(FloorId, SeatFact)> {
        self.facts.subscribe()
    }

    /// Everything from now on about people's own bookings and cloud PCs.
    pub fn listen_own(&self) -> broadcast::Receiver<(PersonId, OwnFact)> {
        self.own.subscribe()
    }

    /// Says that this process has just written to the ledger.
    pub(crate) fn wake(&self) {
        self.wake.notify_one();
    }
}

/// The number of the newest event, from which a new page listens on.
pub async fn newest(office: &Office) -> Result<i64> {
    ledger::newest(&office.db.read).await
}

/// How many facts [`since`] answers at most.
pub const MOST_AT_ONCE: usize = 1_000;

/// What happened on a floor after an event, oldest first.
pub async fn since(office: &Office, floor: FloorId, seq: i64) -> Result<Vec<SeatFact>> {
    ledger::seats_after(&office.db.read, floor, (seq, MOST_AT_ONCE as u64)).await
}

/// What happened to the caller's own bookings and cloud PC after an event, oldest first.
pub async fn own_since(office: &Office, caller: &Caller, seq: i64) -> Result<Vec<OwnFact>> {
    ledger::own_after(&office.db.read, caller.person, (seq, MOST_AT_ONCE as u64)).await
}

/// Where following begins. Asked until it is known: beginning anywhere else would tell everything again.
async fn first(office: &Office, stop: &CancellationToken) -> Option<i64> {
    loop {
        match newest(office).await {
            Ok(seq) => return Some(seq),
            Err(error) => tracing::warn!(%error, "the ledger could not be read; trying again"),
        }
        tokio::select! {
            () = stop.cancelled() => return None,
            () = tokio::time::sleep(Duration::from_millis(LOOK_EVERY_MS)) => {}
        }
    }
}

/// Follows the ledger until told to stop.
pub async fn follow(office: Office, stop: CancellationToken) {
    let Some(mut last) = first(&office, &stop).await else { return };
    while !stop.is_cancelled() {
        let mut behind = false;
        match ledger::after(&office.db.read, last, AT_ONCE).await {
            Ok(events) => {
                behind = events.len() as u64 == AT_ONCE;
                for event in events {
                    last = event.seq;
                    // Nobody listening is no failure.
                    for fact in event.seats {
                        let _ = office.live.facts.send(fact);
                    }
                    let _ = event.own.map(|fact| office.live.own.send(fact));
                }
            }
            Err(error) => tracing::warn!(%error, "the ledger could not be read; trying again"),
        }
        if behind {
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = office.live.wake.notified() => {}
            () = tokio::time::sleep(Duration::from_millis(LOOK_EVERY_MS)) => {}
        }
    }
}
