//! Add a provider, change it, switch it off and on, remove it.

use super::{find, registry};
use crate::{
    backend::{
        caller::Caller,
        cloud_pcs::{libvirt, room, sessions},
        db,
        error::{Error, Fault, Result},
        ledger::{self, Event},
        office::Office,
        places::sites::add::named,
        rows::{provider, session, site},
        vault::{Locked, Secret},
    },
    model::{
        cloud_pc::SessionState,
        id::ProviderId,
        place::Names,
        provider::{Limits, MOST, OWN_DESKTOPS, Provider, ProviderDraft, ProviderKind, Settings},
        refusal::Refusal,
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    sea_query::Expr,
};
use serde::Serialize;
use uuid::Uuid;

/// The longest secret.
const LONGEST_SECRET: usize = 4096;

/// What becomes of a provider's secret.
#[derive(Clone, Debug)]
pub enum SecretChange {
    /// It stays, if there is one.
    Keep,
    /// Another takes its place.
    Put(Secret),
    /// It is forgotten.
    Forget,
}

/// Adds a provider, switched on. For admins.
pub async fn add(office: &Office, caller: &Caller, draft: ProviderDraft, secret: SecretChange) -> Result<ProviderId> {
    caller.must_be_admin()?;
    if draft.settings.kind() == ProviderKind::Local {
        return Err(Refusal::input("kind", "one_local").into());
    }
    let id = Uuid::now_v7();
    let (draft, secrets) = checked(office, (id, None), (draft, secret)).await?;
    let row = provider::Model {
        id,
        kind: draft.settings.kind().word().into(),
        name_ko: draft.name.ko.clone(),
        name_en: draft.name.en.clone(),
        settings: written(&draft.settings)?,
        secrets,
        capacity: number(draft.limits.capacity),
        at_once: number(draft.limits.at_once),
        enabled: true,
        version: 1,
        created_at: caller.now.timestamp(),
    };
    let row = &row;
    let added = db::write(&office.db, |scope| {
        Box::pin(async move {
            provider::Entity::insert(row.clone().into_active_model()).exec_without_returning(scope.tx).await?;
            room::begin(scope.tx, &sessions::host_of(Some(row.id))).await?;
            tell(scope.tx, caller, ("provider.added", row)).await
        })
    });
    name_taken(added.await)?;
    Ok(id.into())
}

/// Changes a provider in a version; its kind stays. For admins.
pub async fn change(
    office: &Office,
    caller: &Caller,
    (id, version): (ProviderId, i32),
    (draft, secret): (ProviderDraft, SecretChange),
) -> Result<Provider> {
    caller.must_be_admin()?;
    let before = provider::Entity::find_by_id(id.0).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    if draft.settings.kind().word() != before.kind {
        return Err(Refusal::input("kind", "kind_stays").into());
    }
    let (draft, secrets) = checked(office, (id.0, Some(&before)), (draft, secret)).await?;
    let settings = written(&draft.settings)?;
    let (draft, secrets, settings) = (&draft, &secrets, &settings);
    let saved = db::write(&office.db, |scope| {
        Box::pin(async move {
            let row = locked(scope.tx, (id, version)).await?;
            if leads_elsewhere(&row, &draft.settings) && registry::running(scope.tx, id.0, None).await? > 0 {
                // What runs there could never be looked at or ended again.
                return Err(Refusal::input("uri", "address_in_use").into());
            }
            if row.capacity != number(draft.limits.capacity) {
                // Until this is over nothing is promised of it.
                room::seize(scope.tx, &sessions::host_of(Some(id.0))).await?;
            }
            let after = provider::Model {
                name_ko: draft.name.ko.clone(),
                name_en: draft.name.en.clone(),
                settings: settings.clone(),
                secrets: secrets.clone(),
                capacity: number(draft.limits.capacity),
                at_once: number(draft.limits.at_once),
                version: row.version + 1,
                ..row
            };
            save(scope.tx, caller, ("provider.changed", after)).await
        })
    });
    let row = name_taken(saved.await)?;
    look_again(office, id).await?;
    find::to_provider(&row)
}

/// Switches a provider on or off: off, it starts no cloud PC; those that run go on. For admins.
pub async fn switch(office: &Office, caller: &Caller, id: ProviderId, on: bool) -> Result<()> {
    caller.must_be_admin()?;
    db::write(&office.db, |scope| {
        Box::pin(async move {
            let row = registry::lock(scope.tx, id).await?.ok_or(Refusal::NotFound)?;
            if row.enabled == on {
                return Ok(());
            }
            let kind = if on { "provider.switched_on" } else { "provider.switched_off" };
            let after = provider::Model { enabled: on, version: row.version + 1, ..row };
            save(scope.tx, caller, (kind, after)).await.map(|_| ())
        })
    })
    .await?;
    look_again(office, id).await
}

/// Removes a provider with its secret. Refused while it has cloud PCs or a site uses it. For admins.
pub async fn remove(office: &Office, caller: &Caller, id: ProviderId) -> Result<()> {
    caller.must_be_admin()?;
    if id == OWN_DESKTOPS {
        return Err(Refusal::input("provider", "own_desktops_stay").into());
    }
    db::write(&office.db, |scope| Box::pin(write_removal(scope.tx, caller, id))).await
}

async fn write_removal(tx: &DatabaseTransaction, caller: &Caller, id: ProviderId) -> Result<()> {
    // From here on nobody can name it any more: whoever does waits for this transaction and then finds nothing.
    let row = registry::lock(tx, id).await?.ok_or(Refusal::NotFound)?;
    let used = site::Entity::find().filter(site::Column::ProviderId.eq(id.0)).count(tx).await?;
    if used > 0 {
        return Err(Refusal::input("provider", "provider_has_sites").into());
    }
    let of_it = || session::Entity::find().filter(session::Column::ProviderId.eq(id.0));
    let live = of_it().filter(session::Column::State.ne(SessionState::Released.word())).count(tx).await?;
    if live > 0 {
        return Err(Refusal::input("provider", "provider_has_sessions").into());
    }
    session::Entity::update_many()
        .col_expr(session::Column::ProviderId, Expr::value(Option::<Uuid>::None))
        .filter(session::Column::ProviderId.eq(id.0))
        .exec(tx)
        .await?;
    provider::Entity::delete_by_id(id.0).exec(tx).await?;
    room::end(tx, &sessions::host_of(Some(id.0))).await?;
    tell(tx, caller, ("provider.removed", &row)).await
}

/// A draft with its names trimmed and its secret locked away, after all of it was found to work together.
async fn checked(
    office: &Office,
    (id, before): (Uuid, Option<&provider::Model>),
    (draft, secret): (ProviderDraft, SecretChange),
) -> Result<(ProviderDraft, Option<String>)> {
    let draft = ProviderDraft { name: named(&draft.name)?, ..draft };
    within(&draft.limits)?;
    let stored = before.and_then(|row| row.secrets.clone());
    let (clear, stored) = match secret {
        SecretChange::Forget => (None, None),
        SecretChange::Put(secret) if secret.reveal().len() > LONGEST_SECRET => {
            return Err(Refusal::input("secret", "secret_length").into());
        }
        SecretChange::Put(secret) => {
            let locked = office.vault.lock(&secret, &registry::owner(id)).map_err(refused)?;
            (Some(secret), Some(locked))
        }
        SecretChange::Keep => {
            let clear = stored.as_ref().map(|text| office.vault.open(text, &registry::owner(id)));
            (clear.transpose().map_err(refused)?, stored)
        }
    };
    registry::made(office, draft.settings.clone(), clear).await?;
    if let Settings::Libvirt(settings) = &draft.settings {
        libvirt::must_be_here(settings)?;
    }
    Ok((draft, stored))
}

/// Whether machines would be looked for on another host than before.
fn leads_elsewhere(row: &provider::Model, settings: &Settings) -> bool {
    match (Settings::read(ProviderKind::Libvirt, &row.settings), settings) {
        (Ok(Settings::Libvirt(before)), Settings::Libvirt(after)) => before.uri != after.uri,
        _ => false,
    }
}

fn within(limits: &Limits) -> Result<(), Refusal> {
    if limits.capacity.is_some_and(|most| most > MOST) {
        return Err(Refusal::input("capacity", "capacity_range"));
    }
    if limits.at_once.is_some_and(|most| !(1..=MOST).contains(&most)) {
        return Err(Refusal::input("at_once", "at_once_range"));
    }
    Ok(())
}

/// What is wrong with the key, at the field of the secret. Whoever runs the server finds more in the log.
fn refused(locked: Locked) -> Refusal {
    tracing::warn!(%locked, "a secret could not be stored or read");
    match locked {
        Locked::OtherKey | Locked::Broken => Refusal::input("secret", "secret_other_key"),
        _ => Refusal::input("secret", "secret_no_key"),
    }
}

fn written(settings: &Settings) -> Result<String, Fault> {
    settings.written().map_err(|error| Fault::Stored(error.to_string()))
}

fn number(limit: Option<u32>) -> Option<i32> {
    limit.and_then(|limit| i32::try_from(limit).ok())
}

/// The row of a provider in a version, with other writers made to wait.
async fn locked(tx: &DatabaseTransaction, (id, version): (ProviderId, i32)) -> Result<provider::Model> {
    let row = registry::lock(tx, id).await?.ok_or(Refusal::NotFound)?;
    if row.version == version { Ok(row) } else { Err(Refusal::Stale.into()) }
}

async fn save(
    tx: &DatabaseTransaction,
    caller: &Caller,
    (kind, after): (&'static str, provider::Model),
) -> Result<provider::Model> {
    after.clone().into_active_model().reset_all().update(tx).await?;
    tell(tx, caller, (kind, &after)).await?;
    Ok(after)
}

/// What the ledger tells of a provider; never its secret.
#[derive(Serialize)]
struct Told<'a> {
    provider: Uuid,
    kind: &'a str,
    name: Names,
    settings: &'a str,
    has_secret: bool,
    capacity: Option<i32>,
    at_once: Option<i32>,
    version: i32,
}

async fn tell(tx: &DatabaseTransaction, caller: &Caller, (kind, row): (&'static str, &provider::Model)) -> Result<()> {
    let told = Told {
        provider: row.id,
        kind: &row.kind,
        name: Names::new(&row.name_ko, &row.name_en),
        settings: &row.settings,
        has_secret: row.secrets.is_some(),
        capacity: row.capacity,
        at_once: row.at_once,
        version: row.version,
    };
    let detail = Some(serde_json::to_string(&told).map_err(|error| Fault::Stored(error.to_string()))?);
    ledger::record(tx, caller.now, Event { kind, detail, ..Event::default() }.by(caller.person)).await
}

fn name_taken<T>(outcome: Result<T>) -> Result<T> {
    match outcome {
        Err(Error::Fault(Fault::Database(error))) if db::is_duplicate(&error) => {
            Err(Refusal::input("name_ko", "provider_name_taken").into())
        }
        other => other,
    }
}

/// Has the sessions that could not start looked at again at once, not a minute later.
pub(super) async fn look_again(office: &Office, id: ProviderId) -> Result<()> {
    let stuck = [SessionState::Unavailable.word(), SessionState::Failed.word()];
    let rows = session::Entity::find()
        .filter(registry::sessions_of(Some(id.0)))
        .filter(session::Column::State.is_in(stuck))
        .all(&office.db.read)
        .await?;
    for row in rows {
        sessions::look_at(&office.db.write, row.id, office.now()).await?;
    }
    sessions::wake(office);
    Ok(())
}
