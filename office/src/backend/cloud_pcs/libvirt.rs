//! Virtual machines on a host that libvirt manages: one for each session, with its screen on a unix socket. What to do
//! is decided by what is observed; whether a command says that it failed decides nothing by itself.

mod domain;
mod virsh;

use super::{
    local::greets,
    provider::{Capacity, DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen},
};
use crate::{
    backend::vault::Secret,
    model::{
        cloud_pc::Cause,
        provider::{Finding, Found, LibvirtSettings, Weight},
        refusal::Refusal,
    },
};
use async_trait::async_trait;
use domain::{Domain, Guest, prefix};
use std::{
    collections::HashMap,
    io,
    num::NonZeroUsize,
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    net::{TcpStream, UnixStream},
    time::timeout,
};
use url::Url;
use uuid::Uuid;
use virsh::{NoAnswer, Virsh};

/// The Debian package with the program that asks libvirt.
const PACKAGE: &str = "libvirt-clients";
/// How many machines one host boots at once unless an admin says otherwise.
const AT_ONCE: NonZeroUsize = match NonZeroUsize::new(4) {
    Some(many) => many,
    None => NonZeroUsize::MIN,
};
/// How long a machine takes from its start until its desktop can be used.
const BOOT: Duration = Duration::from_secs(60);
/// How long the screen has to say who it is.
const GREETING: Duration = Duration::from_secs(2);
/// How long a host has to take a connection.
const CONNECTION: Duration = Duration::from_secs(4);

/// The provider of virtual machines.
pub struct Machines {
    deployment: Uuid,
    settings: LibvirtSettings,
    uri: Url,
    virsh: Virsh,
    /// Since when machines are asked to shut down.
    closing: Mutex<HashMap<String, Instant>>,
}

/// What a machine does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// There is none of that name.
    Unknown,
    /// It is defined and off.
    Off,
    /// It runs.
    On,
    /// It is held, or on its way from one state to another.
    Between,
}

impl Machines {
    /// With checked settings, for one office. Refused as bad input of the field that is wrong.
    pub fn new(deployment: Uuid, settings: LibvirtSettings, password: Option<Secret>) -> Result<Self, Refusal> {
        let uri = checked(&settings)?;
        let sign_in = match (settings.user.is_empty(), password) {
            (true, Some(_)) => return Err(Refusal::input("user", "password_needs_user")),
            (false, Some(password)) => Some((settings.user.clone(), password)),
            (_, None) => None,
        };
        let virsh = Virsh::at(settings.uri.clone(), sign_in);
        Ok(Self { deployment, settings, uri, virsh, closing: Mutex::default() })
    }

    fn name(&self, handle: &Handle) -> Result<String, ProviderError> {
        let plain = handle.0.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
        let named = (plain && !handle.0.is_empty()).then(|| format!("{}{}", prefix(self.deployment), handle.0));
        named.ok_or(ProviderError::NotFound)
    }

    /// The names of every domain that could be ours.
    async fn names(&self) -> Result<Vec<String>, NoAnswer> {
        let prefix = prefix(self.deployment);
        let names = self.virsh.ask(&["list", "--all", "--name"]).await?;
        Ok(names.lines().map(str::trim).filter(|name| name.starts_with(&prefix)).map(str::to_owned).collect())
    }

    async fn state(&self, name: &str) -> Result<State, ProviderError> {
        match self.virsh.ask(&["domstate", name]).await {
            Ok(said) => Ok(match said.trim() {
                "running" | "idle" => State::On,
                "shut off" | "crashed" => State::Off,
                _ => State::Between,
            }),
            // Whether there is no such domain or nobody to ask is seen in the list.
            Err(NoAnswer::Refused(_)) if !self.names().await.map_err(passing)?.iter().any(|one| one == name) => {
                Ok(State::Unknown)
            }
            Err(error) => Err(passing(error)),
        }
    }

    async fn told(&self, name: &str) -> Result<domain::Told, ProviderError> {
        Ok(domain::told(&self.virsh.ask(&["dumpxml", name]).await.map_err(passing)?))
    }

    async fn guest(&self) -> Result<Guest, Found> {
        let said = self.virsh.ask(&["capabilities"]).await;
        let said = match said {
            Ok(said) => said,
            Err(error) => return Err(self.why(error).await),
        };
        domain::guest(&said).ok_or(Found::plain(Finding::NoGuests))
    }

    /// Why libvirt does not answer, as far as it can be seen.
    async fn why(&self, error: NoAnswer) -> Found {
        tracing::warn!(%error, uri = %self.uri, "libvirt does not answer");
        let said = match error {
            NoAnswer::NotInstalled => return Found::about(Finding::Packages, format!("apt-get install {PACKAGE}")),
            NoAnswer::TooSlow => return Found::plain(Finding::TooSlow),
            NoAnswer::Refused(said) => said,
        };
        match self.reached().await {
            Some(Err(error)) if error.kind() == io::ErrorKind::PermissionDenied => Found::plain(Finding::NotAllowed),
            Some(Err(_)) => Found::plain(Finding::NoService),
            _ => Found::plain(guessed(&said)),
        }
    }

    /// Whether somebody takes a connection where libvirt should be; `None` where that can't be known from outside.
    async fn reached(&self) -> Option<io::Result<()>> {
        if let Some((_, path)) = self.uri.query_pairs().find(|(name, _)| name == "socket") {
            return Some(UnixStream::connect(path.as_ref()).await.map(|_| ()));
        }
        let port = match self.uri.scheme().split_once('+') {
            Some((_, "tcp")) => 16509,
            None | Some((_, "tls")) => 16514,
            _ => return None,
        };
        let host = self.uri.host_str().filter(|host| !host.is_empty())?;
        let connected = timeout(CONNECTION, TcpStream::connect((host, self.uri.port().unwrap_or(port)))).await;
        Some(connected.unwrap_or(Err(io::ErrorKind::TimedOut.into())).map(|_| ()))
    }

    /// The volume with a person's disk, made from the image when they come for the first time. It is never removed.
    async fn disk(&self, owner: &Owner) -> Result<Option<String>, ProviderError> {
        let LibvirtSettings { pool, image, .. } = &self.settings;
        if image.is_empty() {
            return Ok(None);
        }
        let name = format!("{}{}.qcow2", prefix(self.deployment), owner.person);
        if self.volume(&name).await.is_some() {
            return Ok(Some(name));
        }
        let Some(from) = self.volume(image).await else {
            return Err(ProviderError::Unavailable {
                cause: Cause::Settings,
                missing: format!("there is no volume {image} in the pool {pool}"),
                remedy: format!("virsh vol-upload --pool {pool} {image} FILE"),
            });
        };
        let size = format!("{}B", from.capacity);
        let new = ["vol-create-as", pool, &name, &size, "--format", "qcow2"];
        let backing = ["--backing-vol", image, "--backing-vol-format", &from.format];
        let made = self.virsh.ask(&[&new[..], &backing[..]].concat()).await;
        // Somebody else may have made it meanwhile.
        match (self.volume(&name).await, made) {
            (Some(_), _) => Ok(Some(name)),
            (None, Err(error)) => Err(passing(error)),
            (None, Ok(_)) => Err(ProviderError::Transient("the person's disk is not there".into())),
        }
    }

    async fn volume(&self, name: &str) -> Option<domain::Volume> {
        let said = self.virsh.ask(&["vol-dumpxml", "--pool", &self.settings.pool, name]).await;
        said.ok().and_then(|xml| domain::volume(&xml))
    }

    /// Ends other attempts at a session: they must not write to the person's disk any more.
    async fn end_earlier(&self, key: Key) -> Result<(), ProviderError> {
        let attempts = format!("{}{}-", prefix(self.deployment), key.session);
        let own = self.name(&Handle(key.to_string()))?;
        for name in self.names().await.map_err(passing)? {
            if name.starts_with(&attempts) && name != own {
                self.end(&name).await?;
            }
        }
        Ok(())
    }

    /// Ends a machine by force and forgets it.
    async fn end(&self, name: &str) -> Result<(), ProviderError> {
        let mut last = None;
        if self.state(name).await? != State::Off {
            last = self.virsh.ask(&["destroy", name]).await.err();
        }
        if let Err(error) = self.virsh.ask(&["undefine", name, "--managed-save"]).await {
            last = Some(error);
        }
        if self.state(name).await? == State::Unknown {
            self.closing.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
            return Ok(());
        }
        Err(last.map_or(ProviderError::Transient("the machine does not end".into()), passing))
    }

    /// Since when a machine is asked to shut down, from now on if it was not asked before.
    fn asked(&self, name: &str) -> (Duration, bool) {
        let mut closing = self.closing.lock().unwrap_or_else(PoisonError::into_inner);
        let first = !closing.contains_key(name);
        let since = *closing.entry(name.to_owned()).or_insert_with(Instant::now);
        (since.elapsed(), first)
    }

    async fn screen(&self, name: &str) -> Result<Option<PathBuf>, ProviderError> {
        Ok(self.told(name).await?.screen)
    }
}

#[async_trait]
impl DesktopProvider for Machines {
    async fn health(&self) -> Result<(), ProviderError> {
        self.guest().await.map(|_| ()).map_err(unavailable)
    }

    fn capacity(&self) -> Capacity {
        Capacity { at_once: AT_ONCE, boot: BOOT }
    }

    async fn start(&self, key: Key, owner: &Owner) -> Result<Handle, ProviderError> {
        let guest = self.guest().await.map_err(unavailable)?;
        let handle = Handle(key.to_string());
        let name = self.name(&handle)?;
        self.end_earlier(key).await?;
        let mut last = None;
        if self.state(&name).await? == State::Unknown {
            let volume = self.disk(owner).await?;
            let domain = Domain {
                deployment: self.deployment,
                handle: &handle,
                settings: &self.settings,
                guest: &guest,
                volume: volume.as_deref(),
            };
            last = self.virsh.give(&["define", "/dev/stdin"], &domain.written()).await.err();
        }
        if self.state(&name).await? == State::Off {
            last = self.virsh.ask(&["start", &name]).await.err();
        }
        match self.state(&name).await? {
            State::On | State::Between => Ok(handle),
            State::Off | State::Unknown => {
                Err(last.map_or(ProviderError::Transient("the machine does not run".into()), passing))
            }
        }
    }

    async fn observe(&self, handle: &Handle) -> Result<Power, ProviderError> {
        let name = self.name(handle)?;
        match self.state(&name).await? {
            State::Unknown | State::Off => return Ok(Power::Absent),
            State::Between => return Ok(Power::Starting),
            State::On => {}
        }
        let Some(path) = self.screen(&name).await? else { return Ok(Power::Starting) };
        match timeout(GREETING, greets(&Screen::RfbUnix(path))).await {
            Ok(Ok(true)) => Ok(Power::Ready),
            Ok(Err(error)) if error.kind() == io::ErrorKind::PermissionDenied => Err(ProviderError::Transient(
                "this server may not open the machine's screen: it has to run as the same user".into(),
            )),
            _ => Ok(Power::Starting),
        }
    }

    async fn connect(&self, handle: &Handle) -> Result<Screen, ProviderError> {
        match (self.observe(handle).await?, self.screen(&self.name(handle)?).await) {
            (Power::Ready, Ok(Some(path))) => Ok(Screen::RfbUnix(path)),
            _ => Err(ProviderError::NotFound),
        }
    }

    async fn release(&self, handle: &Handle) -> Result<(), ProviderError> {
        let name = self.name(handle)?;
        match self.state(&name).await? {
            State::Unknown => return Ok(()),
            State::Off => return self.end(&name).await,
            State::On | State::Between => {}
        }
        let (waited, first) = self.asked(&name);
        if waited >= Duration::from_secs(self.settings.shutdown_seconds.into()) {
            return self.end(&name).await;
        }
        if first && let Err(error) = self.virsh.ask(&["shutdown", &name]).await {
            // One that can't be asked is ended when its time is over.
            tracing::info!(%error, name, "a machine could not be asked to shut down");
        }
        Err(ProviderError::NotYet)
    }

    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        let mut found = Vec::new();
        for name in self.names().await.map_err(passing)? {
            // The name may be somebody else's idea; our notes are not.
            let ours = self.told(&name).await?.ours;
            found.extend(ours.filter(|(office, _)| *office == self.deployment).map(|(_, handle)| handle));
        }
        Ok(found)
    }

    async fn examine(&self) -> Vec<Found> {
        let guest = match self.guest().await {
            Ok(guest) => guest,
            Err(found) => return vec![found],
        };
        let mut found = vec![Found::plain(Finding::Works)];
        if guest.is_emulated() {
            found.push(Found::plain(Finding::Emulated));
        }
        let LibvirtSettings { pool, image, .. } = &self.settings;
        if !image.is_empty() {
            let pools = self.virsh.ask(&["pool-list", "--name"]).await.unwrap_or_default();
            if !pools.lines().any(|one| one.trim() == pool) {
                found.push(Found::about(Finding::NoPool, pool));
            } else if self.volume(image).await.is_none() {
                found.push(Found::about(Finding::NoImage, image));
            }
        }
        found
    }
}

fn passing(error: NoAnswer) -> ProviderError {
    ProviderError::Transient(error.to_string())
}

/// A finding as the reason why nothing can be started.
fn unavailable(found: Found) -> ProviderError {
    let (cause, missing) = match found.finding {
        Finding::Packages => (Cause::Packages, format!("not installed: {PACKAGE}")),
        Finding::WrongAddress | Finding::NoGuests => {
            (Cause::Settings, "libvirt can make no virtual machines there".into())
        }
        Finding::NotAllowed => (Cause::Service, "libvirt does not let this server in".into()),
        _ => (Cause::Service, "libvirt does not answer".into()),
    };
    let remedy = match found.finding.weight() {
        Weight::Wrong if !found.about.is_empty() => found.about,
        _ => "see Admin, Cloud PC providers, Test connection".into(),
    };
    ProviderError::Unavailable { cause, missing, remedy }
}

/// What a refusal that can't be seen from outside probably means; it only chooses the words for an admin.
fn guessed(said: &str) -> Finding {
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if has(&["authentication", "Permission denied", "polkit", "access denied"]) {
        Finding::NotAllowed
    } else if has(&["no connection driver", "URI path", "unexpected", "unsupported"]) {
        Finding::WrongAddress
    } else if has(&["Failed to connect socket", "unable to connect", "Connection refused", "resolve"]) {
        Finding::NoService
    } else {
        Finding::Broken
    }
}

/// Checks what an admin typed, and answers the address.
fn checked(settings: &LibvirtSettings) -> Result<Url, Refusal> {
    let uri = address(&settings.uri).ok_or_else(|| Refusal::input("uri", "not_libvirt"))?;
    let ranges = [
        ("memory_mib", settings.memory_mib, 32..=1_048_576, "memory_range"),
        ("cpus", settings.cpus, 1..=256, "cpus_range"),
        ("shutdown_seconds", settings.shutdown_seconds, 0..=600, "shutdown_range"),
    ];
    for (field, value, range, problem) in ranges {
        if !range.contains(&value) {
            return Err(Refusal::input(field, problem));
        }
    }
    let named = [("pool", &settings.pool), ("image", &settings.image), ("network", &settings.network)];
    for (field, name) in named {
        if !name.is_empty() && !is_name(name, "") {
            return Err(Refusal::input(field, "volume_name"));
        }
    }
    if !settings.user.is_empty() && !is_name(&settings.user, "@") {
        return Err(Refusal::input("user", "user_name"));
    }
    if !settings.image.is_empty() && settings.pool.is_empty() {
        return Err(Refusal::input("pool", "image_needs_pool"));
    }
    Ok(uri)
}

/// An address of libvirt that leads to a host of virtual machines. One that runs a program of the admin's choice on this
/// server is none.
fn address(text: &str) -> Option<Url> {
    let uri = Url::parse(text).ok()?;
    let (driver, transport) = match uri.scheme().split_once('+') {
        Some((driver, transport)) => (driver, transport),
        None => (uri.scheme(), ""),
    };
    let known =
        ["qemu", "test", "xen", "ch", "bhyve"].contains(&driver) && ["", "unix", "tcp", "tls"].contains(&transport);
    let harmless =
        uri.query_pairs().all(|(name, _)| ["socket", "no_verify", "pkipath", "mode"].contains(&name.as_ref()));
    (known && harmless && uri.password().is_none() && text.is_ascii()).then_some(uri)
}

/// Refuses an address that leads to another server: the screens of its machines are sockets in that one's files.
pub(in crate::backend::cloud_pcs) fn must_be_here(settings: &LibvirtSettings) -> Result<(), Refusal> {
    let uri = address(&settings.uri).ok_or_else(|| Refusal::input("uri", "not_libvirt"))?;
    let host = uri.host_str().unwrap_or_default();
    let named = rustix::system::uname().nodename().to_string_lossy().to_lowercase();
    let ours = host.split('.').next() == named.split('.').next();
    let here = ours || matches!(host, "" | "localhost" | "127.0.0.1" | "[::1]");
    if here { Ok(()) } else { Err(Refusal::input("uri", "libvirt_elsewhere")) }
}

fn is_name(text: &str, more: &str) -> bool {
    let fits = |one: char| one.is_ascii_alphanumeric() || "._-".contains(one) || more.contains(one);
    text.len() <= 128 && !text.starts_with(['-', '.']) && text.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> LibvirtSettings {
        LibvirtSettings {
            uri: "qemu:///session".into(),
            user: String::new(),
            memory_mib: 1024,
            cpus: 1,
            pool: "default".into(),
            image: String::new(),
            network: String::new(),
            shutdown_seconds: 30,
        }
    }

    #[track_caller]
    fn wrong(settings: LibvirtSettings) -> (String, String) {
        match checked(&settings) {
            Err(Refusal::BadInput { field, problem }) => (field, problem),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn whatever_is_wrong_is_named_by_its_field() {
        assert!(checked(&settings()).is_ok());
        let named = |field: &str, problem: &str| (field.to_owned(), problem.to_owned());
        for uri in
            ["", "session", "http://host/", "qemu+ssh://host/system", "qemu+ext:///session?command=/bin/sh", "lxc:///"]
        {
            assert_eq!(wrong(LibvirtSettings { uri: uri.into(), ..settings() }), named("uri", "not_libvirt"), "{uri}");
        }
        for uri in ["qemu+tls://other/system", "qemu+tcp://10.0.0.7:16509/system", "qemu://other/system"] {
            let elsewhere = Err(Refusal::input("uri", "libvirt_elsewhere"));
            assert_eq!(must_be_here(&LibvirtSettings { uri: uri.into(), ..settings() }), elsewhere, "{uri}");
        }
        let own = format!("qemu+tls://{}/system", rustix::system::uname().nodename().to_string_lossy());
        for uri in ["qemu:///session", "qemu+tcp://localhost/system", "qemu+tcp://[::1]/system", &own] {
            assert!(must_be_here(&LibvirtSettings { uri: uri.into(), ..settings() }).is_ok(), "{uri}");
        }
        assert_eq!(wrong(LibvirtSettings { memory_mib: 0, ..settings() }), named("memory_mib", "memory_range"));
        assert_eq!(wrong(LibvirtSettings { cpus: 0, ..settings() }), named("cpus", "cpus_range"));
        assert_eq!(
            wrong(LibvirtSettings { shutdown_seconds: 601, ..settings() }),
            named("shutdown_seconds", "shutdown_range")
        );
        for name in ["a b", "-x", "a'/><x", "../up"] {
            assert_eq!(
                wrong(LibvirtSettings { image: name.into(), ..settings() }),
                named("image", "volume_name"),
                "{name}"
            );
        }
        let no_pool = LibvirtSettings { image: "win11.qcow2".into(), pool: String::new(), ..settings() };
        assert_eq!(wrong(no_pool), named("pool", "image_needs_pool"));
        let no_user = Machines::new(Uuid::nil(), settings(), Some(Secret::new("x"))).err();
        assert_eq!(no_user, Some(Refusal::input("user", "password_needs_user")));
    }

    #[tokio::test]
    async fn a_handle_names_no_domain_of_others() {
        let machines = Machines::new(Uuid::nil(), settings(), None).unwrap();
        for name in ["", "a b", "../x", "a;b", "--all"] {
            let named = machines.name(&Handle(name.into()));
            assert!(named.is_err() || named.unwrap().starts_with("jari-00000000-"), "{name}");
        }
        assert_eq!(machines.release(&Handle("a b".into())).await, Err(ProviderError::NotFound));
    }
}
