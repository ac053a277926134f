//! Cloud PCs that only open elsewhere: an address leads to each. Nothing of them is seen from here, so they are ready
//! whenever they are wanted, and who uses one is known by their opening it only.

pub mod template;

use super::provider::{Capacity, DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen};
use crate::{
    backend::vault::Secret,
    model::{
        cloud_pc::{Cause, Opens},
        provider::{Finding, Found, LaunchSettings},
        refusal::Refusal,
    },
};
use async_trait::async_trait;
use std::{num::NonZeroUsize, time::Duration};
use template::{Template, Values};
use tokio::{
    net::{TcpStream, lookup_host},
    time::timeout,
};

/// How long a host has to answer somebody who looks at the provider.
const ANSWER: Duration = Duration::from_secs(4);
/// Nothing is started, so any number can be.
const AT_ONCE: NonZeroUsize = match NonZeroUsize::new(1000) {
    Some(many) => many,
    None => NonZeroUsize::MIN,
};

/// The provider of addresses.
pub struct Launches {
    template: Template,
    key: Option<Secret>,
}

impl Launches {
    /// With checked settings. Refused as bad input of the field that is wrong.
    pub fn new(settings: &LaunchSettings, key: Option<Secret>) -> Result<Self, Refusal> {
        let template = Template::read(&settings.url)?;
        if template.is_signed() && key.is_none() {
            return Err(Refusal::input("secret", "needs_signing_key"));
        }
        Ok(Self { template, key })
    }

    /// Whether the host is known and answers this server. People's browsers may reach it all the same.
    async fn reached(&self) -> Found {
        let (host, port) = self.template.host();
        let about = if port == 443 { host.to_owned() } else { format!("{host}:{port}") };
        let addresses = match timeout(ANSWER, lookup_host((host, port))).await {
            Ok(Ok(addresses)) => addresses.collect::<Vec<_>>(),
            _ => return Found::about(Finding::UnknownHost, about),
        };
        match timeout(ANSWER, TcpStream::connect(addresses.as_slice())).await {
            Ok(Ok(_)) => Found::plain(Finding::Works),
            _ => Found::about(Finding::NoAnswer, about),
        }
    }
}

#[async_trait]
impl DesktopProvider for Launches {
    async fn health(&self) -> Result<(), ProviderError> {
        Ok(())
    }

    fn capacity(&self) -> Capacity {
        Capacity { at_once: AT_ONCE, boot: Duration::ZERO }
    }

    async fn start(&self, key: Key, _owner: &Owner) -> Result<Handle, ProviderError> {
        Ok(Handle(key.to_string()))
    }

    async fn observe(&self, _handle: &Handle) -> Result<Power, ProviderError> {
        Ok(Power::Ready)
    }

    async fn connect(&self, _handle: &Handle) -> Result<Screen, ProviderError> {
        Err(ProviderError::NotFound)
    }

    async fn release(&self, _handle: &Handle) -> Result<(), ProviderError> {
        Ok(())
    }

    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        Ok(Vec::new())
    }

    fn opens(&self) -> Opens {
        Opens::Elsewhere
    }

    fn address(&self, values: &Values) -> Result<String, ProviderError> {
        self.template.filled(values, self.key.as_ref()).ok_or_else(|| ProviderError::Unavailable {
            cause: Cause::Settings,
            missing: "the address can't be filled for this person".into(),
            remedy: "look at the provider's address under Admin, Cloud PC providers".into(),
        })
    }

    async fn examine(&self) -> Vec<Found> {
        vec![self.reached().await]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launches(url: &str, key: Option<&str>) -> Result<Launches, Refusal> {
        Launches::new(&LaunchSettings { url: url.into() }, key.map(Secret::new))
    }

    #[test]
    fn a_signed_address_needs_a_key() {
        let refused = launches("https://pc.example/?s={signature}", None).err();
        assert_eq!(refused, Some(Refusal::input("secret", "needs_signing_key")));
        assert!(launches("https://pc.example/?s={signature}", Some("key")).is_ok());
    }

    #[tokio::test]
    async fn a_closer_look_says_whether_somebody_answers() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let url = format!("https://127.0.0.1:{port}/{{email}}");
        assert_eq!(launches(&url, None).unwrap().examine().await, [Found::plain(Finding::Works)]);
        drop(listener);
        let about = format!("127.0.0.1:{port}");
        assert_eq!(launches(&url, None).unwrap().examine().await, [Found::about(Finding::NoAnswer, about)]);
        let nowhere = launches("https://nowhere.invalid/", None).unwrap();
        assert_eq!(nowhere.examine().await, [Found::about(Finding::UnknownHost, "nowhere.invalid")]);
    }
}
