//! Processes of the `jari` binary.

use crate::Outcome;
use rand::{Rng, SeedableRng, rngs::StdRng};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs::{self, File},
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::Stdio,
    time::Duration,
};
use tokio::{
    process::{Child, Command},
    time::{Instant, sleep},
};

/// How long a server may take to become ready: filling the demo office is part of it.
const PATIENCE: Duration = Duration::from_secs(120);

/// The binary to drive: `JARI_BINARY`, else the one that was built beside this program.
pub fn binary() -> Outcome<PathBuf> {
    let here = std::env::current_exe()?;
    let beside = here.ancestors().skip(1).take(2).map(|folder| folder.join("jari"));
    let named = std::env::var_os("JARI_BINARY").map(PathBuf::from);
    let found = named.into_iter().chain(beside).find(|path| path.is_file());
    let found = found.ok_or("jari is missing: run `cargo build -p server`, or name the binary in JARI_BINARY")?;
    Ok(found.canonicalize()?)
}

/// How to run the binary: at which database, with which folder of its own.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The binary.
    pub binary: PathBuf,
    /// The database's URL.
    pub database_url: String,
    /// Data and logs.
    pub home: PathBuf,
    /// Fills an empty database with the demo office.
    pub demo: bool,
}

impl Settings {
    /// One command of the binary at this database.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .args(words)
            .env("JARI_DATABASE_URL", &self.database_url)
            .env("JARI_DATA_DIR", &self.home)
            .env("JARI_DESKTOPS", "plain")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }
}

/// A running server; killed when dropped.
pub struct Server {
    settings: Settings,
    address: SocketAddr,
    child: Child,
}

impl Server {
    /// Starts a server and waits until it is ready.
    pub async fn start(settings: Settings) -> Outcome<Self> {
        let address = free_address()?;
        let child = spawn(&settings, address)?;
        let mut server = Self { settings, address, child };
        server.until_ready().await?;
        Ok(server)
    }

    /// Its address for people, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its address for sockets.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Ends the process at once, as `kill -9` or a power cut does.
    pub async fn kill(&mut self) -> Outcome<()> {
        Ok(self.child.kill().await?)
    }

    /// Starts the process anew at the same address and waits until it is ready.
    pub async fn restart(&mut self) -> Outcome<()> {
        self.child = spawn(&self.settings, self.address)?;
        self.until_ready().await
    }

    /// Asks the process to stop and waits until it has.
    pub async fn stop(mut self) -> Outcome<()> {
        if let Some(pid) = self.child.id().and_then(|id| Pid::from_raw(id as i32)) {
            kill_process(pid, Signal::TERM)?;
        }
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await??;
        if ended.success() { Ok(()) } else { Err(format!("the server ended with {ended}: {}", self.said()).into()) }
    }

    /// What the process wrote to its log.
    pub fn said(&self) -> String {
        fs::read_to_string(log(&self.settings, self.address)).unwrap_or_default()
    }

    async fn until_ready(&mut self) -> Outcome<()> {
        let begun = Instant::now();
        let url = format!("{}/readyz", self.url());
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("the server ended with {status}: {}", self.said()).into());
            }
            if reqwest::get(&url).await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            sleep(Duration::from_millis(20)).await;
        }
        Err(format!("the server is not ready after {PATIENCE:?}: {}", self.said()).into())
    }
}

fn spawn(settings: &Settings, address: SocketAddr) -> Outcome<Child> {
    fs::create_dir_all(&settings.home)?;
    let log = File::options().create(true).append(true).open(log(settings, address))?;
    let words: &[&str] = if settings.demo { &["serve", "--demo"] } else { &["serve"] };
    let child = settings
        .command(words)
        .env("JARI_LISTEN", address.to_string())
        .env("JARI_BASE_URL", format!("http://{address}"))
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()?;
    Ok(child)
}

fn log(settings: &Settings, address: SocketAddr) -> PathBuf {
    settings.home.join(format!("jari-{}.log", address.port()))
}

/// An address that nobody listens at, with a port below those that the system gives to connections, so that it is still free
/// after a restart.
fn free_address() -> Outcome<SocketAddr> {
    let mut random = StdRng::from_os_rng();
    for _ in 0..100 {
        let address = SocketAddr::from(([127, 0, 0, 1], random.random_range(20_000u16..30_000)));
        if TcpListener::bind(address).is_ok() {
            return Ok(address);
        }
    }
    Err("no port is free".into())
}
