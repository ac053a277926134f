//! The providers as they work: made of what is stored, kept until that changes.

use super::patience::Patient;
use crate::{
    backend::{
        cloud_pcs::{
            launch::Launches,
            libvirt::Machines,
            provider::{Capacity, DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen},
            record::{self, Step},
        },
        db,
        error::{Error, Fault, Result, stored},
        office::Office,
        rows::{desk, floor, provider, session, setting, site},
        settings,
        vault::{Locked, Secret},
    },
    model::{
        cloud_pc::{Cause, SessionState},
        id::ProviderId,
        place::Names,
        provider::{Finding, Found, Limits, OWN_DESKTOPS, ProviderKind, Settings},
    },
};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter,
    QuerySelect, QueryTrait, sea_query::LockType,
};
use std::{
    collections::HashMap,
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use uuid::Uuid;

/// Providers by identity and version.
type Made = HashMap<Uuid, (i32, Arc<dyn DesktopProvider>)>;

/// The providers that were made so far.
#[derive(Clone, Default)]
pub(crate) struct Registry(Arc<Mutex<Made>>);

/// A provider at work.
#[derive(Clone)]
pub(crate) struct Serving {
    pub id: ProviderId,
    pub name: Names,
    pub limits: Limits,
    pub enabled: bool,
    /// What keeps it from working, where its own settings do.
    pub broken: Option<Found>,
    pub desktops: Arc<dyn DesktopProvider>,
}

impl Serving {
    /// Whether it can start cloud PCs now.
    pub async fn health(&self) -> Result<(), ProviderError> {
        if !self.enabled {
            return Err(unavailable(Cause::Off, "the provider is switched off"));
        }
        self.desktops.health().await
    }

    /// What it can start at once, as far as an admin lets it.
    pub fn capacity(&self) -> Capacity {
        let own = self.desktops.capacity();
        let set = self.limits.at_once.and_then(|most| NonZeroUsize::new(usize::try_from(most).ok()?));
        Capacity { at_once: set.unwrap_or(own.at_once), ..own }
    }
}

fn unavailable(cause: Cause, missing: &str) -> ProviderError {
    let remedy = "see Admin, Cloud PC providers".to_owned();
    ProviderError::Unavailable { cause, missing: missing.to_owned(), remedy }
}

/// The provider of a session or site; where none is named, this server's own desktops.
pub(crate) async fn serving(office: &Office, id: Option<Uuid>) -> Result<Serving> {
    let id = id.unwrap_or(OWN_DESKTOPS.0);
    let row = provider::Entity::find_by_id(id).one(&office.db.read).await?;
    of_row(office, stored(row, "provider")?).await
}

/// Every provider, this server's own desktops first.
pub(crate) async fn all(office: &Office) -> Result<Vec<Serving>> {
    let mut found = Vec::new();
    for row in super::find::rows(&office.db.read).await? {
        found.push(of_row(office, row).await?);
    }
    Ok(found)
}

/// A stored provider at work.
pub(crate) async fn of_row(office: &Office, row: provider::Model) -> Result<Serving> {
    let (desktops, broken) = match make(office, &row).await? {
        Ok(desktops) => (desktops, None),
        Err(found) => (Arc::new(Broken(found.clone())) as Arc<dyn DesktopProvider>, Some(found)),
    };
    Ok(Serving {
        id: row.id.into(),
        limits: limits(&row),
        name: Names::new(row.name_ko, row.name_en),
        enabled: row.enabled,
        broken,
        desktops: Arc::new(Patient::with(desktops, office.patience)),
    })
}

/// The limits of a stored provider.
pub(crate) fn limits(row: &provider::Model) -> Limits {
    let number = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
    Limits { capacity: number(row.capacity), at_once: number(row.at_once) }
}

async fn make(office: &Office, row: &provider::Model) -> Result<Result<Arc<dyn DesktopProvider>, Found>> {
    let kind = stored(ProviderKind::from_word(&row.kind), "kind of provider")?;
    if kind == ProviderKind::Local {
        return Ok(Ok(office.desktops.clone()));
    }
    let known = office.registry.0.lock().unwrap_or_else(PoisonError::into_inner).get(&row.id).cloned();
    if let Some((_, desktops)) = known.filter(|(version, _)| *version == row.version) {
        return Ok(Ok(desktops));
    }
    let settings = match Settings::read(kind, &row.settings) {
        Ok(settings) => settings,
        Err(problem) => {
            tracing::warn!(provider = %row.id, problem, "a provider's settings can't be read");
            return Ok(Err(Found::plain(Finding::Unreadable)));
        }
    };
    let secret = match secret(office, row) {
        Ok(secret) => secret,
        Err(locked) => {
            tracing::warn!(provider = %row.id, %locked, "a provider's secret can't be read");
            return Ok(Err(Found::plain(finding_of(&locked))));
        }
    };
    let made = match made(office, settings, secret).await {
        Ok(made) => made,
        Err(Error::Refused(refusal)) => {
            tracing::warn!(provider = %row.id, %refusal, "a provider's settings can't be used");
            return Ok(Err(Found::plain(Finding::Unreadable)));
        }
        Err(fault) => return Err(fault),
    };
    let mut known = office.registry.0.lock().unwrap_or_else(PoisonError::into_inner);
    known.insert(row.id, (row.version, made.clone()));
    Ok(Ok(made))
}

/// A provider of settings. Refused as bad input of the field that is wrong.
pub(super) async fn made(
    office: &Office,
    settings: Settings,
    secret: Option<Secret>,
) -> Result<Arc<dyn DesktopProvider>> {
    Ok(match settings {
        Settings::Local => office.desktops.clone(),
        Settings::LaunchUrl(settings) => Arc::new(Launches::new(&settings, secret)?),
        Settings::Libvirt(settings) => Arc::new(Machines::new(deployment(office).await?, settings, secret)?),
    })
}

const DEPLOYMENT: &str = "deployment";

/// Chooses what tells this office's machines from those of another one on the same host: once, for ever.
pub(crate) async fn begin(db: &impl ConnectionTrait) -> Result<()> {
    if setting::Entity::find_by_id(DEPLOYMENT.to_owned()).one(db).await?.is_none() {
        settings::begin_with(db, DEPLOYMENT, Uuid::new_v4().to_string()).await?;
    }
    Ok(())
}

/// What tells this office's machines from those of another one. An office that is only looked at may have chosen nothing
/// yet: then it has no machines either, and any will do.
async fn deployment(office: &Office) -> Result<Uuid> {
    match setting::Entity::find_by_id(DEPLOYMENT.to_owned()).one(&office.db.read).await? {
        Some(row) => Ok(stored(row.value.parse().ok(), "deployment")?),
        None => Ok(Uuid::new_v4()),
    }
}

/// What a stored secret belongs to: it can be read in no other row.
pub(super) fn owner(id: Uuid) -> String {
    format!("providers/{id}")
}

/// The secret of a stored provider in the clear.
pub(super) fn secret(office: &Office, row: &provider::Model) -> Result<Option<Secret>, Locked> {
    row.secrets.as_ref().map(|stored| office.vault.open(stored, &owner(row.id))).transpose()
}

/// What a secret that can't be read says to an admin.
pub(super) fn finding_of(locked: &Locked) -> Finding {
    match locked {
        Locked::OtherKey => Finding::OtherKey,
        Locked::Broken => Finding::Unreadable,
        Locked::NoKey | Locked::BadKey { .. } | Locked::OpenKey { .. } | Locked::NoFile { .. } => Finding::NoKey,
    }
}

/// The sessions of a provider.
pub(crate) fn sessions_of(id: Option<Uuid>) -> Condition {
    let own = id.is_none_or(|id| id == OWN_DESKTOPS.0);
    let named = session::Column::ProviderId.eq(id.unwrap_or(OWN_DESKTOPS.0));
    Condition::any().add(named).add_option(own.then(|| session::Column::ProviderId.is_null()))
}

/// How many cloud PCs of a provider run or are on their way.
pub(super) async fn running(db: &impl ConnectionTrait, id: Uuid, besides: Option<Uuid>) -> Result<u64> {
    let running = session::Entity::find()
        .filter(sessions_of(Some(id)))
        .filter(session::Column::State.is_in(SessionState::RUNNING.map(SessionState::word)))
        .filter(Condition::all().add_option(besides.map(|one| session::Column::Id.ne(one))));
    Ok(running.count(db).await?)
}

/// What became of the wish to start a cloud PC.
pub(crate) enum Claim {
    /// It may be started; the session as it is stored now.
    Saved(Box<session::Model>),
    /// Somebody else changed the session meanwhile.
    Changed,
    /// As many run as the provider may run.
    Full(ProviderError),
}

/// Saves the intent to start a cloud PC, unless its provider is full: counted in the transaction that adds one to it.
pub(in crate::backend::cloud_pcs) async fn claim(office: &Office, serving: &Serving, step: Step) -> Result<Claim> {
    let now = office.now();
    let step = &step;
    let saved = db::write(&office.db, |scope| {
        Box::pin(async move {
            if !has_room(scope.tx, serving, step.session()).await? {
                return Ok(None);
            }
            record::write(scope.tx, step, (None, now)).await.map(Some)
        })
    })
    .await?;
    office.live.wake();
    Ok(match saved {
        Some(true) => Claim::Saved(Box::new(step.after())),
        Some(false) => Claim::Changed,
        None => Claim::Full(unavailable(Cause::Full, "as many cloud PCs run as the provider may run")),
    })
}

async fn has_room(tx: &DatabaseTransaction, serving: &Serving, besides: Uuid) -> Result<bool> {
    let Some(most) = serving.limits.capacity else { return Ok(true) };
    lock(tx, serving.id).await?;
    Ok(running(tx, serving.id.0, Some(besides)).await? < u64::from(most))
}

/// Makes other writers about a provider wait.
pub(super) async fn lock(tx: &DatabaseTransaction, id: ProviderId) -> Result<Option<provider::Model>> {
    let query = provider::Entity::find_by_id(id.0);
    let query = if db::is_postgres(tx) { query.lock(LockType::Update) } else { query };
    Ok(query.one(tx).await?)
}

/// A provider whose settings or secret can't be used. What it runs can't be looked at either.
struct Broken(Found);

impl Broken {
    fn error(&self) -> ProviderError {
        unavailable(Cause::Settings, "the provider's settings or its secret can't be used")
    }
}

#[async_trait]
impl DesktopProvider for Broken {
    async fn health(&self) -> Result<(), ProviderError> {
        Err(self.error())
    }

    fn capacity(&self) -> Capacity {
        Capacity { at_once: NonZeroUsize::MIN, boot: Duration::ZERO }
    }

    async fn start(&self, _key: Key, _owner: &Owner) -> Result<Handle, ProviderError> {
        Err(self.error())
    }

    async fn observe(&self, _handle: &Handle) -> Result<Power, ProviderError> {
        Err(self.error())
    }

    async fn connect(&self, _handle: &Handle) -> Result<Screen, ProviderError> {
        Err(self.error())
    }

    async fn release(&self, _handle: &Handle) -> Result<(), ProviderError> {
        Err(self.error())
    }

    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        Err(self.error())
    }

    async fn examine(&self) -> Vec<Found> {
        vec![self.0.clone()]
    }
}

/// The provider of the site at which a desk stands.
pub(crate) async fn of_desk(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Uuid>, Fault> {
    let its_floor =
        desk::Entity::find().select_only().column(desk::Column::FloorId).filter(desk::Column::Id.eq(id)).into_query();
    let its_site = floor::Entity::find()
        .select_only()
        .column(floor::Column::SiteId)
        .filter(floor::Column::Id.in_subquery(its_floor))
        .into_query();
    let named: Option<Option<Uuid>> = site::Entity::find()
        .select_only()
        .column(site::Column::ProviderId)
        .filter(site::Column::Id.in_subquery(its_site))
        .into_tuple()
        .one(db)
        .await?;
    Ok(named.flatten())
}
