//! The one handle that operations share.

use super::{
    cloud_pcs::{
        place::Place,
        provider::DesktopProvider,
        providers::{
            patience::Patience,
            registry::{self, Registry},
        },
    },
    db::{self, Databases},
    error::Result,
    live::Live,
    places::{
        drawing::Drawings,
        known::Known,
        seats::{Days, Fills},
    },
    vault::Vault,
};
use crate::model::time::Instant;
use chrono::{SubsecRound, Utc};
use std::sync::Arc;
use tokio::sync::Notify;

/// Tells the time. Tests give their own.
pub trait Clock: Send + Sync {
    /// Now, in UTC, whole seconds.
    fn now(&self) -> Instant;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        // The one place where time is taken rather than given.
        #[allow(clippy::disallowed_methods)]
        Utc::now().trunc_subsecs(0)
    }
}

/// Everything an operation needs besides its caller. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    pub(crate) db: Databases,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) live: Live,
    pub(crate) desktops: Arc<dyn DesktopProvider>,
    pub(crate) reconcile: Arc<Notify>,
    pub(crate) drawings: Drawings,
    pub(crate) places: Known,
    pub(crate) fills: Fills,
    pub(crate) days: Days,
    pub(crate) registry: Registry,
    pub(crate) patience: Patience,
    pub(crate) vault: Vault,
    pub(crate) place: Place,
}

/// What stands at a database's URL.
pub enum Found {
    /// No file yet.
    Nothing,
    /// A database that so many steps of the schema's history are missing from.
    Behind(usize),
    /// An office that can be worked with.
    Office(Box<Office>),
}

impl Office {
    /// Opens the database at a URL (`sqlite://…` or `postgres://…`) and brings its schema up to date.
    pub async fn open(url: &str, clock: Arc<dyn Clock>, desktops: Arc<dyn DesktopProvider>) -> Result<Self> {
        let db = db::open(url).await?;
        db::migrate(&db).await?;
        registry::begin(&db.write).await?;
        Ok(Self::on(db, clock, desktops))
    }

    /// Looks what stands at a URL without changing it.
    pub async fn look(url: &str, clock: Arc<dyn Clock>, desktops: Arc<dyn DesktopProvider>) -> Result<Found> {
        if !db::is_there(url) {
            return Ok(Found::Nothing);
        }
        let db = db::open(url).await?;
        match db::missing_steps(&db).await? {
            0 => Ok(Found::Office(Box::new(Self::on(db, clock, desktops)))),
            steps => Ok(Found::Behind(steps)),
        }
    }

    fn on(db: Databases, clock: Arc<dyn Clock>, desktops: Arc<dyn DesktopProvider>) -> Self {
        Self {
            live: Live::new(),
            db,
            clock,
            desktops,
            reconcile: Arc::new(Notify::new()),
            drawings: Drawings::default(),
            places: Known::default(),
            fills: Fills::default(),
            days: Days::default(),
            registry: Registry::default(),
            patience: Patience::default(),
            vault: Vault::without_key(),
            place: Place::default(),
        }
    }

    /// The same office with the key of its stored secrets.
    pub fn with_vault(self, vault: Vault) -> Self {
        Self { vault, ..self }
    }

    /// The same office with another patience with its providers.
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Now, in UTC.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// What open pages are told.
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        self.db.read.ping().await.is_ok()
    }
}
