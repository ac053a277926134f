//! What a system that runs cloud PCs must be able to do. Decisions are made from what it is observed to do, never
//! from an error's code.

use super::{
    launch::template::Values,
    letters::{Keyboard, Letters},
};
use crate::model::{
    cloud_pc::{Cause, Opens},
    id::{PersonId, SessionId},
    place::Lang,
    provider::{Finding, Found},
};
use async_trait::async_trait;
use chrono_tz::Tz;
use rustix::fs::{FileType, Mode, OFlags, fstat, open};
use std::{
    fmt, io,
    num::NonZeroUsize,
    os::fd::AsRawFd,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::net::UnixStream;

/// Our name for a remote object. An attempt has a new epoch, so a late answer to an old attempt can't be mistaken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The session.
    pub session: SessionId,
    /// The attempt, from 1.
    pub epoch: u32,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.session, self.epoch)
    }
}

/// Whose cloud PC it is.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Identity; names the home folder.
    pub person: PersonId,
    /// Shown in the desktop.
    pub name: String,
    /// What they read.
    pub lang: Lang,
    /// The time zone of where they sit.
    pub zone: Tz,
}

/// A provider's own name for a remote object; stored, never interpreted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Handle(pub String);

/// What was seen of a cloud PC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// There is none.
    Absent,
    /// It is on its way and can't be opened yet.
    Starting,
    /// It can be opened.
    Ready,
    /// It is there, can't be opened, and will not mend by itself.
    Broken,
}

/// How to reach a desktop's screen; for the server only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// RFB on a unix socket.
    RfbUnix(PathBuf),
    /// The same, of a desktop on this host whose keyboard can be given letters.
    Local {
        /// The socket.
        rfb: PathBuf,
        /// The keyboard.
        keyboard: Keyboard,
    },
}

impl Screen {
    /// Connects to the screen. What stands at its place must be a socket itself (else `InvalidInput`): a desktop can
    /// put a link there, and following it would hand the person somebody else's screen or a service of this host.
    pub async fn open(&self) -> io::Result<UnixStream> {
        let (Self::RfbUnix(path) | Self::Local { rfb: path, .. }) = self;
        open_socket(path).await
    }

    /// The letters that its keyboard can be given, where it can; without them what every keyboard has is typed all the same.
    pub async fn letters(&self) -> Option<Letters> {
        let Self::Local { keyboard, .. } = self else { return None };
        let letters = Letters::of(keyboard).await;
        letters.inspect_err(|error| tracing::warn!(%error, "a desktop's keyboard can't be reached")).ok()
    }
}

/// Connects to a socket that a desktop made, and to nothing that it put in its place.
pub(super) async fn open_socket(path: &Path) -> io::Result<UnixStream> {
    let place = open(path, OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())?;
    if FileType::from_raw_mode(fstat(&place)?.st_mode) != FileType::Socket {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    UnixStream::connect(format!("/proc/self/fd/{}", place.as_raw_fd())).await
}

/// Why a provider did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// Something must be installed or allowed first.
    #[error("{missing}: {remedy}")]
    Unavailable {
        /// The kind of thing.
        cause: Cause,
        /// What is missing.
        missing: String,
        /// What whoever runs the host can do.
        remedy: String,
    },
    /// It may work the next time.
    #[error("{0}")]
    Transient(String),
    /// There is no such cloud PC.
    #[error("no such cloud PC")]
    NotFound,
    /// What was asked for is being done; to be looked at again.
    #[error("not done yet")]
    NotYet,
}

impl ProviderError {
    /// What it says to an admin who looks at the provider.
    pub fn found(&self) -> Found {
        match self {
            Self::Unavailable { cause: Cause::Packages, remedy, .. } => Found::about(Finding::Packages, remedy),
            Self::Unavailable { cause: Cause::Sandbox, remedy, .. } => Found::about(Finding::Sandbox, remedy),
            Self::Unavailable { cause: Cause::Service, .. } => Found::plain(Finding::NoService),
            Self::Unavailable { cause: Cause::Settings, .. } => Found::plain(Finding::Unreadable),
            Self::Unavailable { cause: Cause::Off, .. } => Found::plain(Finding::Off),
            Self::Unavailable { cause: Cause::Full, .. } => Found::plain(Finding::Full),
            Self::Transient(_) | Self::NotFound | Self::NotYet => Found::plain(Finding::Broken),
        }
    }
}

/// What a provider can start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// How many cloud PCs may boot at the same time.
    pub at_once: NonZeroUsize,
    /// How long a boot takes.
    pub boot: Duration,
}

/// A system that runs cloud PCs. Every call may be repeated, and given up by whoever waits for it: what became of it is
/// found by looking.
#[async_trait]
pub trait DesktopProvider: Send + Sync {
    /// Whether it can start cloud PCs now.
    async fn health(&self) -> Result<(), ProviderError>;

    /// What it can start at once.
    fn capacity(&self) -> Capacity;

    /// Starts the cloud PC of a key unless it runs already. Its handle follows from the key, so that it is found also when
    /// the answer is lost.
    async fn start(&self, key: Key, owner: &Owner) -> Result<Handle, ProviderError>;

    /// Looks at one.
    async fn observe(&self, handle: &Handle) -> Result<Power, ProviderError>;

    /// Where its screen is. Refused as not found while it can't be opened.
    async fn connect(&self, handle: &Handle) -> Result<Screen, ProviderError>;

    /// Ends one and everything that runs in it; the person's files stay. One that is gone is no error.
    async fn release(&self, handle: &Handle) -> Result<(), ProviderError>;

    /// Puts the desktop's settings of a key's person back to those of the first day; documents stay. Called while
    /// nothing of theirs runs. A provider that keeps no settings has nothing to do.
    async fn reset(&self, _key: Key, _owner: &Owner) -> Result<(), ProviderError> {
        Ok(())
    }

    /// Everything that is ours, whether it runs or was only left over, for finding orphans.
    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError>;

    /// On which machine its cloud PCs run, where they can be seen only from there.
    fn place(&self) -> Option<String> {
        None
    }

    /// How its cloud PCs are opened.
    fn opens(&self) -> Opens {
        Opens::Screen
    }

    /// The address at which one opens for somebody, where they open elsewhere.
    fn address(&self, _values: &Values) -> Result<String, ProviderError> {
        Err(ProviderError::NotFound)
    }

    /// A closer look than its health: what an admin should know, the most important first.
    async fn examine(&self) -> Vec<Found> {
        match self.health().await {
            Ok(()) => vec![Found::plain(Finding::Works)],
            Err(error) => vec![error.found()],
        }
    }
}
