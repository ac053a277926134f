//! How long a provider is waited for. Whoever calls one goes on after a while, also when it never answers; and what it
//! says of a cloud PC that is gone means the same, whichever way it says it.

use crate::{
    backend::cloud_pcs::{
        launch::template::Values,
        provider::{Capacity, DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen},
    },
    model::{cloud_pc::Opens, provider::Found},
};
use async_trait::async_trait;
use std::{future::Future, sync::Arc, time::Duration};
use tokio::time::timeout;

/// How long a provider has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// When it is asked what it sees.
    pub look: Duration,
    /// When it is asked to do something. Longer than a local desktop takes to end by force, and shorter than people wait.
    pub change: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { look: Duration::from_secs(10), change: Duration::from_secs(40) }
    }
}

/// A provider that is waited for so long and no longer.
pub(super) struct Patient {
    desktops: Arc<dyn DesktopProvider>,
    patience: Patience,
}

impl Patient {
    /// A provider with the patience for it.
    pub fn with(desktops: Arc<dyn DesktopProvider>, patience: Patience) -> Self {
        Self { desktops, patience }
    }

    async fn look<T>(&self, answer: impl Future<Output = Result<T, ProviderError>>) -> Result<T, ProviderError> {
        timeout(self.patience.look, answer).await.unwrap_or_else(|_| Err(too_slow()))
    }

    async fn change<T>(&self, answer: impl Future<Output = Result<T, ProviderError>>) -> Result<T, ProviderError> {
        timeout(self.patience.change, answer).await.unwrap_or_else(|_| Err(too_slow()))
    }
}

fn too_slow() -> ProviderError {
    ProviderError::Transient("the provider does not answer in time".into())
}

#[async_trait]
impl DesktopProvider for Patient {
    async fn health(&self) -> Result<(), ProviderError> {
        self.look(self.desktops.health()).await
    }

    fn capacity(&self) -> Capacity {
        self.desktops.capacity()
    }

    async fn start(&self, key: Key, owner: &Owner) -> Result<Handle, ProviderError> {
        self.change(self.desktops.start(key, owner)).await
    }

    async fn observe(&self, handle: &Handle) -> Result<Power, ProviderError> {
        match self.look(self.desktops.observe(handle)).await {
            Err(ProviderError::NotFound) => Ok(Power::Absent),
            other => other,
        }
    }

    async fn connect(&self, handle: &Handle) -> Result<Screen, ProviderError> {
        self.look(self.desktops.connect(handle)).await
    }

    async fn release(&self, handle: &Handle) -> Result<(), ProviderError> {
        match self.change(self.desktops.release(handle)).await {
            Err(ProviderError::NotFound) => Ok(()),
            other => other,
        }
    }

    async fn reset(&self, key: Key, owner: &Owner) -> Result<(), ProviderError> {
        self.change(self.desktops.reset(key, owner)).await
    }

    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        // It may have to ask about each one.
        self.change(self.desktops.inventory()).await
    }

    fn opens(&self) -> Opens {
        self.desktops.opens()
    }

    fn address(&self, values: &Values) -> Result<String, ProviderError> {
        self.desktops.address(values)
    }

    async fn examine(&self) -> Vec<Found> {
        // Whoever has it looked at closely says how long.
        self.desktops.examine().await
    }
}
