//! What the page of providers asks the server. A secret is only ever sent, never shown, and never put into an address.

use crate::{admin::typed::Typed, failure::Failure};
use leptos::prelude::*;
use office::model::{
    id::ProviderId,
    provider::{Found, Provider, ProviderNow, SiteUse},
};
use serde::{Deserialize, Serialize};

#[cfg(not(target_family = "wasm"))]
use crate::{
    admin::typed::{again, lead},
    bookings::api::id,
    caller::caller,
};
#[cfg(not(target_family = "wasm"))]
use office::{
    backend::{
        cloud_pcs::providers::{
            assign,
            change::{self, SecretChange},
            find,
        },
        vault::Secret,
    },
    model::{
        id::SiteId,
        place::Names,
        provider::{LaunchSettings, LibvirtSettings, Limits, ProviderDraft, ProviderKind, Settings},
        refusal::Refusal,
    },
};

/// The page's address.
#[cfg(not(target_family = "wasm"))]
const PATH: &str = "/admin/providers";

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Providers {
    /// Every provider.
    pub providers: Vec<ProviderNow>,
    /// Which site uses which.
    pub uses: Vec<SiteUse>,
    /// The one whose connection was tested, and what was found.
    pub tested: Option<(ProviderId, Vec<Found>)>,
    /// The one that is being changed.
    pub edited: Option<Provider>,
}

/// Every provider; one of them tested or to be changed.
#[server(prefix = "/fn", endpoint = "admin/providers/load")]
pub async fn load_providers(test: String, edit: String) -> Result<Providers, Failure> {
    let (office, caller) = caller()?;
    let tested = match test.is_empty() {
        true => None,
        false => {
            let provider = id::<ProviderId>(&test)?;
            Some((provider, find::examine(&office, &caller, provider).await?))
        }
    };
    let edited = match edit.is_empty() {
        true => None,
        false => Some(find::one(&office, &caller, id(&edit)?).await?),
    };
    let providers = find::all(&office, &caller).await?;
    Ok(Providers { providers, uses: find::uses(&office, &caller).await?, tested, edited })
}

/// Adds a provider of a kind and tests its connection.
#[server(prefix = "/fn", endpoint = "admin/providers/add")]
pub async fn add_provider(
    kind: String,
    #[server(default)] secret: String,
    #[server(default)] typed: Typed,
) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let made = async {
        let draft = draft(&kind, &typed)?;
        change::add(&office, &caller, draft, wanted(secret, &typed)).await
    };
    match made.await {
        Ok(provider) => {
            lead_to_test(&provider.to_string(), "provider-added");
            Ok(())
        }
        Err(error) => again(error, PATH, &[("do", "add"), ("to", &kind)], &typed),
    }
}

/// Changes a provider and tests its connection.
#[server(prefix = "/fn", endpoint = "admin/providers/change")]
pub async fn change_provider(
    provider: String,
    version: i32,
    kind: String,
    #[server(default)] secret: String,
    #[server(default)] typed: Typed,
) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let made = async {
        let which = provider.parse().map_err(|_| Refusal::NotFound)?;
        let draft = draft(&kind, &typed)?;
        change::change(&office, &caller, (which, version), (draft, wanted(secret, &typed))).await
    };
    match made.await {
        Ok(_) => {
            lead_to_test(&provider, "provider-changed");
            Ok(())
        }
        Err(error) => {
            let version = version.to_string();
            again(error, PATH, &[("do", "edit"), ("to", &provider), ("version", &version)], &typed)
        }
    }
}

/// Switches a provider on or off.
#[server(prefix = "/fn", endpoint = "admin/providers/switch")]
pub async fn switch_provider(provider: String, on: bool) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    change::switch(&office, &caller, id(&provider)?, on).await?;
    let done = if on { "provider-on" } else { "provider-off" };
    lead(PATH, &[("done", done), ("to", &provider)], &Typed::default());
    Ok(())
}

/// Removes a provider that nobody uses; else leads back to why not and what to do.
#[server(prefix = "/fn", endpoint = "admin/providers/remove")]
pub async fn remove_provider(provider: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    match change::remove(&office, &caller, id(&provider)?).await {
        Ok(()) => {
            lead(PATH, &[("done", "provider-removed")], &Typed::default());
            Ok(())
        }
        Err(error) => again(error, PATH, &[("do", "remove"), ("to", &provider)], &Typed::default()),
    }
}

/// Has a site use a provider.
#[server(prefix = "/fn", endpoint = "admin/providers/assign")]
pub async fn assign_provider(site: String, provider: String) -> Result<(), Failure> {
    let (office, caller) = caller()?;
    let before = assign::assign(&office, &caller, id::<SiteId>(&site)?, id(&provider)?).await?.to_string();
    let done = if before == provider { "same" } else { "provider-assigned" };
    lead(PATH, &[("done", done), ("desk", &site), ("event", &before)], &Typed::default());
    Ok(())
}

#[cfg(not(target_family = "wasm"))]
fn lead_to_test(provider: &str, done: &str) {
    lead(PATH, &[("done", done), ("do", "test"), ("to", provider)], &Typed::default());
}

/// What becomes of the stored secret: an empty field leaves it as it is.
#[cfg(not(target_family = "wasm"))]
fn wanted(secret: String, typed: &Typed) -> SecretChange {
    match secret.is_empty() {
        false => SecretChange::Put(Secret::new(secret)),
        true if typed.ticked("forget") => SecretChange::Forget,
        true => SecretChange::Keep,
    }
}

#[cfg(not(target_family = "wasm"))]
fn draft(kind: &str, typed: &Typed) -> Result<ProviderDraft, Refusal> {
    let settings = match ProviderKind::from_word(kind) {
        Some(ProviderKind::Local) => Settings::Local,
        Some(ProviderKind::LaunchUrl) => Settings::LaunchUrl(LaunchSettings { url: typed.get("url").to_owned() }),
        Some(ProviderKind::Libvirt) => Settings::Libvirt(LibvirtSettings {
            uri: typed.get("uri").to_owned(),
            user: typed.get("user").to_owned(),
            memory_mib: typed.whole("memory_mib")?,
            cpus: typed.whole("cpus")?,
            pool: typed.get("pool").to_owned(),
            image: typed.get("image").to_owned(),
            network: typed.get("network").to_owned(),
            shutdown_seconds: typed.whole("shutdown_seconds")?,
        }),
        None => return Err(Refusal::NotFound),
    };
    let limits = Limits { capacity: limit(typed, "capacity")?, at_once: limit(typed, "at_once")? };
    Ok(ProviderDraft { name: Names::new(typed.get("name_ko"), typed.get("name_en")), settings, limits })
}

/// A whole number, or none where the field is empty.
#[cfg(not(target_family = "wasm"))]
fn limit(typed: &Typed, field: &str) -> Result<Option<u32>, Refusal> {
    match typed.get(field) {
        "" => Ok(None),
        _ => typed.whole(field).map(Some),
    }
}
