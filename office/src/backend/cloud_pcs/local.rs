//! Desktops on this host: TigerVNC with XFCE, or with Openbox and a terminal, each in its own bubblewrap sandbox with its own
//! user, process, network and IPC namespaces, seeing its session's folder, its person's home, and the system read-only.
//!
//! A desktop does not end with the server, and a restarted server finds it again among the running processes. One that no server
//! has looked after for half a day ends by itself.

mod environment;
mod files;
mod processes;
mod sandbox;

use super::provider::{Capacity, DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen};
use crate::model::cloud_pc::Cause;
use async_trait::async_trait;
pub use environment::Environment;
use files::Folder;
use processes::Sandboxes;
use rustix::fs::{FlockOperation, flock};
use std::{
    fs::{self, File},
    io,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::OnceLock,
    time::Duration,
};
use tokio::{
    io::AsyncReadExt,
    time::{sleep, timeout},
};

pub(super) use sandbox::find as find_program;

/// How many desktops one host boots at once: each takes a fifth of a second of a processor.
const AT_ONCE: NonZeroUsize = match NonZeroUsize::new(8) {
    Some(many) => many,
    None => NonZeroUsize::MIN,
};
/// From the start to the first window on a busy host.
const BOOT: Duration = Duration::from_secs(4);
/// From the start to XFCE's panel on a busy host.
const XFCE_BOOT: Duration = Duration::from_secs(8);
/// How long programs have to end by themselves.
const GRACE: Duration = Duration::from_secs(3);
/// How long ending them by force may take.
const FORCE: Duration = Duration::from_secs(5);
/// How long the screen has to say who it is.
const GREETING: Duration = Duration::from_secs(2);
/// How long to wait for another worker that starts or ends a desktop.
const TURN: Duration = Duration::from_secs(10);
/// Between two looks at something that is about to happen.
const BLINK: Duration = Duration::from_millis(25);

/// The provider of local desktops.
pub struct LocalDesktops {
    root: PathBuf,
    environment: Environment,
    place: OnceLock<Option<String>>,
}

impl LocalDesktops {
    /// Keeps sessions and homes below a folder. Its desktops are plain ones.
    pub fn new(root: PathBuf) -> Self {
        let root = std::path::absolute(&root).unwrap_or(root);
        Self { root, environment: Environment::Plain, place: OnceLock::new() }
    }

    /// The same with another environment in those that start from now on.
    pub fn showing(self, environment: Environment) -> Self {
        Self { environment, ..self }
    }

    fn sessions(&self) -> PathBuf {
        self.root.join("sessions")
    }

    fn folder(&self, handle: &Handle) -> Result<Folder, ProviderError> {
        let plain = handle.0.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let folder = (plain && !handle.0.is_empty()).then(|| Folder::at(self.sessions().join(&handle.0)));
        folder.ok_or(ProviderError::NotFound)
    }

    /// Waits until nobody else starts or ends a desktop, in this process or another; over when the file is dropped.
    async fn turn(&self) -> Result<File, ProviderError> {
        files::closed(&self.root).map_err(transient)?;
        let file = files::private(&self.root.join("lock")).map_err(transient)?;
        let taken = async {
            while flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
                sleep(BLINK).await;
            }
        };
        timeout(TURN, taken).await.map_err(|_| ProviderError::Transient("other desktops are being started".into()))?;
        Ok(file)
    }

    /// Earlier attempts at a session. Whatever still runs of them must not touch the person's files any more.
    fn earlier(&self, key: Key) -> Result<Vec<Handle>, ProviderError> {
        let session = key.session.to_string();
        let is_earlier = |handle: &Handle| {
            let attempt = handle.0.rsplit_once('-').filter(|(name, _)| *name == session);
            attempt.and_then(|(_, epoch)| epoch.parse::<u32>().ok()).is_some_and(|epoch| epoch < key.epoch)
        };
        Ok(self.handles()?.into_iter().filter(is_earlier).collect())
    }

    fn handles(&self) -> Result<Vec<Handle>, ProviderError> {
        match fs::read_dir(self.sessions()) {
            Ok(entries) => {
                Ok(entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).map(Handle).collect())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(transient(error)),
        }
    }

    async fn end(&self, handle: &Handle) -> Result<(), ProviderError> {
        let folder = self.folder(handle)?;
        end_processes(&folder.live()).await?;
        folder.remove().map_err(transient)
    }
}

#[async_trait]
impl DesktopProvider for LocalDesktops {
    async fn health(&self) -> Result<(), ProviderError> {
        let missing = self.environment.lacks();
        if missing.is_empty() {
            return sandbox::permitted().await;
        }
        let packages = missing.join(" ");
        Err(ProviderError::Unavailable {
            cause: Cause::Packages,
            missing: format!("not installed: {packages}"),
            remedy: format!("apt-get install {packages}"),
        })
    }

    fn capacity(&self) -> Capacity {
        let boot = match self.environment {
            Environment::Plain => BOOT,
            Environment::Xfce => XFCE_BOOT,
        };
        Capacity { at_once: AT_ONCE, boot }
    }

    async fn start(&self, key: Key, owner: &Owner) -> Result<Handle, ProviderError> {
        self.health().await?;
        let _turn = self.turn().await?;
        let handle = Handle(key.to_string());
        if self.observe(&handle).await? != Power::Absent {
            return Ok(handle);
        }
        for gone in self.earlier(key)?.iter().chain([&handle]) {
            self.end(gone).await?;
        }
        let folder = self.folder(&handle)?;
        let home = self.root.join("homes").join(owner.person.to_string());
        files::closed(&home).map_err(transient)?;
        folder.make(&owner.name, self.environment).map_err(transient)?;
        sandbox::spawn(&folder, (&home, owner)).map_err(transient)?;
        Ok(handle)
    }

    async fn observe(&self, handle: &Handle) -> Result<Power, ProviderError> {
        let folder = self.folder(handle)?;
        if !Sandboxes::look().map_err(transient)?.have(&folder.live()) {
            return Ok(Power::Absent);
        }
        if let Err(error) = folder.renew() {
            tracing::warn!(%error, "a desktop can't be told that it is looked after");
        }
        if !folder.had_window() {
            return Ok(Power::Starting);
        }
        // The first window was there and the screen answers; either alone is not ready.
        match timeout(GREETING, greets(&Screen::RfbUnix(folder.socket()))).await {
            Ok(Ok(true)) => Ok(Power::Ready),
            Ok(Err(error)) if is_gone(&error) => Ok(Power::Absent),
            _ => Ok(Power::Starting),
        }
    }

    async fn connect(&self, handle: &Handle) -> Result<Screen, ProviderError> {
        match self.observe(handle).await? {
            Power::Ready => {
                let folder = self.folder(handle)?;
                Ok(Screen::Local { rfb: folder.socket(), keyboard: folder.keyboard() })
            }
            Power::Absent | Power::Starting | Power::Broken => Err(ProviderError::NotFound),
        }
    }

    async fn release(&self, handle: &Handle) -> Result<(), ProviderError> {
        let _turn = self.turn().await?;
        self.end(handle).await
    }

    async fn reset(&self, key: Key, owner: &Owner) -> Result<(), ProviderError> {
        let _turn = self.turn().await?;
        let home = self.root.join("homes").join(owner.person.to_string());
        files::put_settings_aside(&home, &format!("earlier-settings-{key}")).map_err(transient)
    }

    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        self.handles()
    }

    fn place(&self) -> Option<String> {
        let named = || {
            let unnamed = |error: &io::Error| tracing::warn!(%error, "the folder of desktops can't be named");
            files::place(&self.root).inspect_err(unnamed).ok()
        };
        self.place.get_or_init(named).clone()
    }
}

/// Asks a desktop's programs to end, and ends those that do not.
async fn end_processes(live: &Path) -> Result<(), ProviderError> {
    Sandboxes::look().map_err(transient)?.ask_to_end(live);
    if timeout(GRACE, ended(live)).await.is_ok_and(|end| end.is_ok()) {
        return Ok(());
    }
    Sandboxes::look().map_err(transient)?.end(live);
    match timeout(FORCE, ended(live)).await {
        Ok(end) => end.map_err(transient),
        Err(_) => Err(ProviderError::Transient("the desktop does not end".into())),
    }
}

async fn ended(live: &Path) -> io::Result<()> {
    while Sandboxes::look()?.have(live) {
        sleep(BLINK).await;
    }
    Ok(())
}

/// Whether a screen says that it speaks RFB.
pub(super) async fn greets(screen: &Screen) -> io::Result<bool> {
    let mut banner = [0u8; 4];
    screen.open().await?.read_exact(&mut banner).await?;
    Ok(banner == *b"RFB ")
}

/// Whether an error says that nobody will answer at a screen's socket any more.
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused | io::ErrorKind::InvalidInput)
}

fn transient(error: io::Error) -> ProviderError {
    ProviderError::Transient(error.to_string())
}
