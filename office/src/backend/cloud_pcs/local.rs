//! Desktops on this host: TigerVNC, Openbox and xterm, each in its own bubblewrap sandbox with its own user, process,
//! network and IPC namespaces, seeing its session's folder, its person's home, and the system read-only.
//!
//! A desktop does not end with the server. What runs is read from `/proc`, so a restarted server finds its desktops
//! and a recycled process number can't be mistaken for one.

mod sandbox;

use super::provider::{DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen};
use async_trait::async_trait;
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{io::AsyncReadExt, net::UnixStream, time::timeout};

/// The programs that are needed and the Debian packages that bring them.
const NEEDED: [(&str, &str); 4] = [
    ("bwrap", "bubblewrap"),
    ("Xvnc", "tigervnc-standalone-server"),
    ("openbox", "openbox"),
    ("xterm", "xterm"),
];

/// The provider of local desktops.
pub struct LocalDesktops {
    root: PathBuf,
}

impl LocalDesktops {
    /// Keeps sessions and homes below a folder.
    pub fn new(root: PathBuf) -> Self {
        Self { root: std::path::absolute(&root).unwrap_or(root) }
    }

    fn session(&self, handle: &Handle) -> Result<PathBuf, ProviderError> {
        let plain = handle.0.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if plain && !handle.0.is_empty() { Ok(self.root.join("sessions").join(&handle.0)) } else { Err(ProviderError::NotFound) }
    }

    /// The processes of a session's sandbox: those started with its folder.
    fn processes(&self, folder: &Path) -> Result<Vec<Pid>, ProviderError> {
        let needle = folder.as_os_str().as_encoded_bytes();
        let mut found = Vec::new();
        for entry in fs::read_dir("/proc").map_err(transient)?.flatten() {
            let Some(number) = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok()) else { continue };
            let Ok(line) = fs::read(entry.path().join("cmdline")) else { continue };
            let mut words = line.split(|byte| *byte == 0);
            let is_sandbox = words.next().is_some_and(|program| program.ends_with(b"bwrap"));
            if is_sandbox && words.any(|word| word == needle) {
                found.extend(Pid::from_raw(number));
            }
        }
        Ok(found)
    }
}

#[async_trait]
impl DesktopProvider for LocalDesktops {
    async fn health(&self) -> Result<(), ProviderError> {
        let missing: Vec<&str> =
            NEEDED.iter().filter(|(program, _)| sandbox::find(program).is_none()).map(|(_, package)| *package).collect();
        if missing.is_empty() {
            return sandbox::permitted().await;
        }
        let packages = missing.join(" ");
        Err(ProviderError::Unavailable {
            missing: format!("not installed: {packages}"),
            remedy: format!("apt-get install {packages}"),
        })
    }

    async fn start(&self, key: Key, owner: &Owner) -> Result<Handle, ProviderError> {
        self.health().await?;
        let handle = Handle(key.to_string());
        let folder = self.session(&handle)?;
        if !self.processes(&folder)?.is_empty() {
            return Ok(handle);
        }
        let home = self.root.join("homes").join(owner.person.to_string());
        sandbox::prepare(&folder, &home).map_err(transient)?;
        sandbox::spawn(&folder, &home, &owner.name).map_err(transient)?;
        Ok(handle)
    }

    async fn observe(&self, handle: &Handle) -> Result<Power, ProviderError> {
        let folder = self.session(handle)?;
        if self.processes(&folder)?.is_empty() {
            return Ok(Power::Absent);
        }
        // The first window is there and the screen answers; either alone is not ready.
        let ready = folder.join("ready").exists() && answers(&folder.join("rfb.sock")).await;
        Ok(if ready { Power::Ready } else { Power::Starting })
    }

    async fn connect(&self, handle: &Handle) -> Result<Screen, ProviderError> {
        match self.observe(handle).await? {
            Power::Ready => Ok(Screen::RfbUnix(self.session(handle)?.join("rfb.sock"))),
            Power::Absent | Power::Starting => Err(ProviderError::NotFound),
        }
    }

    async fn release(&self, handle: &Handle) -> Result<(), ProviderError> {
        let folder = self.session(handle)?;
        for _ in 0..100 {
            let running = self.processes(&folder)?;
            if running.is_empty() {
                return match fs::remove_dir_all(&folder) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => Err(transient(error)),
                    _ => Ok(()),
                };
            }
            for process in running {
                // The sandbox's first process takes everything inside with it; one that has just ended is no error.
                let _ = kill_process(process, Signal::KILL);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(ProviderError::Transient("the desktop does not end".into()))
    }

    async fn inventory(&self) -> Result<Vec<Handle>, ProviderError> {
        let mut found = Vec::new();
        let Ok(entries) = fs::read_dir(self.root.join("sessions")) else { return Ok(found) };
        for entry in entries.flatten() {
            if !self.processes(&entry.path())?.is_empty() {
                found.extend(entry.file_name().into_string().ok().map(Handle));
            }
        }
        Ok(found)
    }
}

async fn answers(socket: &Path) -> bool {
    let greeting = async {
        let mut stream = UnixStream::connect(socket).await?;
        let mut banner = [0u8; 4];
        stream.read_exact(&mut banner).await?;
        Ok::<_, io::Error>(banner == *b"RFB ")
    };
    matches!(timeout(Duration::from_secs(2), greeting).await, Ok(Ok(true)))
}

fn transient(error: io::Error) -> ProviderError {
    ProviderError::Transient(error.to_string())
}
