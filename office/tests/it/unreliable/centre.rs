//! A data centre in memory: it does what it is asked to, and remembers when that was wrong.

use async_trait::async_trait;
use office::{
    backend::cloud_pcs::provider::{Capacity, DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen},
    model::id::PersonId,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroUsize,
    sync::Mutex,
    time::Duration,
};

/// A data centre.
#[derive(Default)]
pub struct Centre(Mutex<Inside>);

/// What is in it.
#[derive(Default)]
pub struct Inside {
    /// Handle, whose, and how many looks until it is ready.
    pub machines: BTreeMap<String, (PersonId, u32)>,
    /// What somebody looks at just now.
    pub in_use: BTreeSet<String>,
    /// What was ended although somebody looked at it.
    pub ended_in_use: Vec<String>,
    /// Every start that was done.
    pub started: Vec<String>,
    /// Looks until a new machine is ready.
    pub lag: u32,
}

impl Centre {
    /// Looks into it, or changes something there.
    pub fn tell<T>(&self, change: impl FnOnce(&mut Inside) -> T) -> T {
        change(&mut self.0.lock().unwrap())
    }

    /// The handles of all its machines.
    pub fn machines(&self) -> BTreeSet<String> {
        self.tell(|inside| inside.machines.keys().cloned().collect())
    }

    /// A machine breaks down; nobody looks at it any more.
    pub fn lose(&self, handle: &str) {
        self.tell(|inside| {
            inside.machines.remove(handle);
            inside.in_use.remove(handle);
        });
    }
}

#[async_trait]
impl DesktopProvider for Centre {
    async fn health(&self) -> Result<(), ProviderError> {
        Ok(())
    }

    fn capacity(&self) -> Capacity {
        Capacity { at_once: NonZeroUsize::new(20).unwrap(), boot: Duration::from_secs(5) }
    }

    async fn start(&self, key: Key, owner: &Owner) -> Result<Handle, ProviderError> {
        tokio::task::yield_now().await;
        self.tell(|inside| {
            let lag = inside.lag;
            inside.machines.entry(key.to_string()).or_insert((owner.person, lag));
            inside.started.push(key.to_string());
        });
        Ok(Handle(key.to_string()))
    }

    async fn observe(&self, handle: &Handle) -> Result<Power, ProviderError> {
        tokio::task::yield_now().await;
        Ok(self.tell(|inside| match inside.machines.get_mut(&handle.0) {
            None => Power::Absent,
            Some((_, 0)) => Power::Ready,
            Some((_, looks)) => {
                *looks -= 1;
                Power::Starting
            }
        }))
    }

    async fn connect(&self, _handle: &Handle) -> Result<Screen, ProviderError> {
        Err(ProviderError::NotFound)
    }

    async fn release(&self, handle: &Handle) -> Result<(), ProviderError> {
        tokio::task::yield_now().await;
        self.tell(|inside| {
            if inside.in_use.contains(&handle.0) {
                inside.ended_in_use.push(handle.0.clone());
            }
            inside.machines.remove(&handle.0);
        });
        Ok(())
    }

    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        Ok(self.machines().into_iter().map(Handle).collect())
    }
}
