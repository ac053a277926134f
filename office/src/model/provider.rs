//! Providers: the systems that run cloud PCs, as an admin sets them up and looks at them.

use super::{
    id::{ProviderId, SiteId},
    place::{Names, words},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// This server's own desktops, which every office has; who names no provider means them.
pub const OWN_DESKTOPS: ProviderId = ProviderId(Uuid::from_u128(1));

words! {
    /// What kind of system a provider is.
    ProviderKind {
        /// Desktops on the server's own host.
        Local = "local",
        /// Virtual machines on a host that libvirt manages.
        Libvirt = "libvirt",
        /// A system that only opens elsewhere, at an address.
        LaunchUrl = "launch_url",
    }
}

/// How much a provider may run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The most cloud PCs at the same time; `None` for as many as are needed, 0 for no new ones.
    pub capacity: Option<u32>,
    /// The most that start at the same time; `None` for what is usual for its kind.
    pub at_once: Option<u32>,
}

/// The most that a limit can say.
pub const MOST: u32 = 100_000;

/// A host of virtual machines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LibvirtSettings {
    /// Where libvirt is, as its own tools are told it: `qemu:///session`, `qemu+unix:///session?socket=…`.
    pub uri: String,
    /// Whom to sign in as where libvirt asks; empty for nobody.
    #[serde(default)]
    pub user: String,
    /// Memory of one cloud PC, MiB.
    pub memory_mib: u32,
    /// Processors of one cloud PC.
    pub cpus: u32,
    /// The storage pool of the disks.
    #[serde(default)]
    pub pool: String,
    /// The volume in the pool from which each person's disk is made; empty for cloud PCs without a disk.
    #[serde(default)]
    pub image: String,
    /// libvirt's network that cloud PCs are in; empty for cloud PCs without a network.
    #[serde(default)]
    pub network: String,
    /// How long a cloud PC has to shut down by itself, in seconds.
    pub shutdown_seconds: u32,
}

/// An address that opens a cloud PC elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaunchSettings {
    /// The address, https, with names in braces where what is the person's goes.
    pub url: String,
}

/// What is set up about a provider besides its limits and secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settings {
    /// Nothing: everything is on this host.
    Local,
    /// A host of virtual machines.
    Libvirt(LibvirtSettings),
    /// An address.
    LaunchUrl(LaunchSettings),
}

impl Settings {
    /// The kind of provider they are of.
    pub fn kind(&self) -> ProviderKind {
        match self {
            Self::Local => ProviderKind::Local,
            Self::Libvirt(_) => ProviderKind::Libvirt,
            Self::LaunchUrl(_) => ProviderKind::LaunchUrl,
        }
    }

    /// As stored. The error names the field.
    pub fn read(kind: ProviderKind, text: &str) -> Result<Self, String> {
        let read = match kind {
            ProviderKind::Local => Ok(Self::Local),
            ProviderKind::Libvirt => serde_json::from_str(text).map(Self::Libvirt),
            ProviderKind::LaunchUrl => serde_json::from_str(text).map(Self::LaunchUrl),
        };
        read.map_err(|error| error.to_string())
    }

    /// To be stored.
    pub fn written(&self) -> Result<String, serde_json::Error> {
        match self {
            Self::Local => Ok("{}".into()),
            Self::Libvirt(settings) => serde_json::to_string(settings),
            Self::LaunchUrl(settings) => serde_json::to_string(settings),
        }
    }
}

/// A provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provider {
    /// Identity.
    pub id: ProviderId,
    /// What people call it.
    pub name: Names,
    /// What kind it is; known also where its settings can't be read.
    pub kind: ProviderKind,
    /// What is set up, `None` where that can't be read.
    pub settings: Option<Settings>,
    /// Whether a secret is stored. It is never shown.
    pub has_secret: bool,
    /// How much it may run.
    pub limits: Limits,
    /// Whether it may start cloud PCs.
    pub enabled: bool,
    /// To notice when somebody else changes it.
    pub version: i32,
}

words! {
    /// What a look at a provider found.
    Finding {
        /// Cloud PCs can be started.
        Works = "works",
        /// An admin has switched it off.
        Off = "off",
        /// It may run no cloud PC at all.
        NoRoom = "no_room",
        /// As many run as it may run.
        Full = "full",
        /// Programs are not installed on this host.
        Packages = "packages",
        /// This host lets no sandbox be made.
        Sandbox = "sandbox",
        /// Its settings can't be read.
        Unreadable = "unreadable",
        /// Its secret was stored with another key.
        OtherKey = "other_key",
        /// There is no key to read its secret with, or the key can't be used.
        NoKey = "no_key",
        /// Nobody answers at its address.
        NoService = "no_service",
        /// It answers but does not let us in.
        NotAllowed = "not_allowed",
        /// It did not answer in time.
        TooSlow = "too_slow",
        /// There is no system of that kind at the address.
        WrongAddress = "wrong_address",
        /// It can make no virtual machines.
        NoGuests = "no_guests",
        /// Virtual machines are emulated in software.
        Emulated = "emulated",
        /// The storage pool is not there.
        NoPool = "no_pool",
        /// The volume for new disks is not in the pool.
        NoImage = "no_image",
        /// The address is not https.
        NotHttps = "not_https",
        /// No such host is known.
        UnknownHost = "unknown_host",
        /// The host does not answer this server.
        NoAnswer = "no_answer",
        /// Something else, told in the log.
        Broken = "broken",
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// All is well.
    Fine,
    /// Worth knowing; cloud PCs can be started.
    Note,
    /// No cloud PC can be started.
    Wrong,
}

impl Finding {
    /// How much it weighs.
    pub fn weight(self) -> Weight {
        match self {
            Self::Works => Weight::Fine,
            // People's browsers may reach what this server does not.
            Self::Emulated | Self::Full | Self::UnknownHost | Self::NoAnswer => Weight::Note,
            _ => Weight::Wrong,
        }
    }
}

/// A finding and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was found.
    pub finding: Finding,
    /// The packages, the address, the pool or the host that it is about; empty where nothing has to be named.
    pub about: String,
}

impl Found {
    /// A finding that names nothing.
    pub fn plain(finding: Finding) -> Self {
        Self { finding, about: String::new() }
    }

    /// A finding about something.
    pub fn about(finding: Finding, about: impl Into<String>) -> Self {
        Self { finding, about: about.into() }
    }
}

/// A provider as it stands now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProviderNow {
    /// The provider.
    pub provider: Provider,
    /// What a look at it found, the most important first.
    pub found: Vec<Found>,
    /// The sites that use it.
    pub sites: Vec<SiteId>,
    /// Cloud PCs that it runs, or that are on their way.
    pub running: u32,
}

/// A site and the provider that it uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SiteUse {
    /// The site.
    pub site: SiteId,
    /// Its name.
    pub name: Names,
    /// Its provider.
    pub provider: ProviderId,
}

/// What an admin wants a provider to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderDraft {
    /// What people call it.
    pub name: Names,
    /// What is set up.
    pub settings: Settings,
    /// How much it may run.
    pub limits: Limits,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_is_read_again_and_a_wrong_field_is_named() {
        let settings = Settings::LaunchUrl(LaunchSettings { url: "https://pc.example/{email}".into() });
        let written = settings.written().unwrap();
        assert_eq!(Settings::read(ProviderKind::LaunchUrl, &written), Ok(settings));
        let wrong = Settings::read(ProviderKind::Libvirt, r#"{"uri":"qemu:///session","memory_mib":"much"}"#);
        assert!(wrong.unwrap_err().contains("much"));
        let unknown = Settings::read(ProviderKind::LaunchUrl, r#"{"url":"https://pc.example","urll":1}"#);
        assert!(unknown.unwrap_err().contains("urll"));
        let missing = Settings::read(ProviderKind::LaunchUrl, "{}");
        assert!(missing.unwrap_err().contains("url"));
    }

    #[test]
    fn only_what_keeps_cloud_pcs_from_starting_is_wrong() {
        assert_eq!(Finding::Works.weight(), Weight::Fine);
        assert_eq!(Finding::NoAnswer.weight(), Weight::Note);
        assert_eq!(Finding::NoRoom.weight(), Weight::Wrong);
    }
}
