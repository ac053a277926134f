//! The same with real processes: servers that are killed with -9, and desktops of this host. Where the desktops' programs
//! are not installed the tests are passed over, unless `JARI_REQUIRE_DESKTOPS` is set.

use super::proxy::{Fault, Unreliable};
use crate::common::{TestOffice, all_day, name_of};
use office::{
    backend::{
        bookings::cancel::cancel,
        cloud_pcs::{
            local::LocalDesktops,
            provider::{DesktopProvider, Handle, Power},
            sessions,
        },
        jobs::schedule,
        office::{Clock, Office},
    },
    model::{
        booking::Booking,
        cloud_pc::SessionState,
        id::{PersonId, SessionId},
        time::Instant,
    },
};
use std::{collections::BTreeSet, fs, path::Path, process::Stdio, sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio_util::sync::CancellationToken;

const TODAY: &str = "2026-12-03";
/// When the servers' clocks begin: nine o'clock in Seoul.
const NINE: &str = "2026-12-03T00:00:00Z";
/// How long anything here may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A clock that all processes of a test share: it goes on from nine o'clock.
#[derive(Clone, Copy)]
struct Going {
    since: u128,
}

/// Milliseconds since 1970.
#[allow(clippy::disallowed_methods)]
fn millis() -> u128 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis()
}

impl Clock for Going {
    fn now(&self) -> Instant {
        let gone = (millis() - self.since) / 1_000;
        NINE.parse::<Instant>().unwrap() + chrono::TimeDelta::seconds(i64::try_from(gone).unwrap())
    }
}

/// What a server of its own process needs to know, in its environment.
const URL: &str = "JARI_TEST_SERVER_URL";
const FOLDER: &str = "JARI_TEST_SERVER_FOLDER";
const SINCE: &str = "JARI_TEST_SERVER_SINCE";
const FAULT: &str = "JARI_TEST_SERVER_FAULT";

/// The server itself: this program once more, until it is killed. Without its environment there is nothing to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_serves_until_it_is_killed() {
    let Ok(url) = std::env::var(URL) else { return };
    let clock = Arc::new(Going { since: std::env::var(SINCE).unwrap().parse().unwrap() });
    let desktops = LocalDesktops::new(std::env::var(FOLDER).unwrap().into());
    let proxy = Unreliable::before(desktops, clock.clone(), 0);
    match std::env::var(FAULT).as_deref() {
        Ok("never") => proxy.fail_next(&[Fault::Never]),
        Ok("unanswered") => proxy.fail_next(&[Fault::Unanswered]),
        _ => {}
    }
    let office = Office::open(&url, clock, proxy).await.unwrap();
    schedule::start(&office, &CancellationToken::new()).join_all().await;
}

/// Desktops of this host, and servers that run them; all of it ends with the test.
struct Host<'a> {
    t: &'a TestOffice,
    folder: TempDir,
    desktops: LocalDesktops,
    clock: Going,
}

impl<'a> Host<'a> {
    /// `None` says that the test is passed over, and why.
    async fn with_desktops(t: &'a TestOffice) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let desktops = LocalDesktops::new(folder.path().to_owned());
        if let Err(problem) = desktops.health().await {
            assert!(std::env::var_os("JARI_REQUIRE_DESKTOPS").is_none(), "desktops are required: {problem}");
            println!("passed over: {problem}");
            return None;
        }
        Some(Self { t, folder, desktops, clock: Going { since: millis() } })
    }

    /// Starts a server, whose first start of a desktop goes wrong in a way.
    fn server(&self, fault: &str) -> Child {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &name_of(module_path!(), "a_server_serves_until_it_is_killed"), "--nocapture"])
            .envs([(URL, self.t.url.as_str()), (FAULT, fault), (SINCE, &self.clock.since.to_string())])
            .env(FOLDER, self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap()
    }

    /// The test's own clock follows that of the servers.
    fn look_at_the_clock(&self) {
        self.t.clock.set(&self.clock.now().to_rfc3339());
    }

    async fn book(&self, person: PersonId, desk: usize) -> (PersonId, Booking) {
        self.look_at_the_clock();
        (person, self.t.book(person, self.t.desks[desk], all_day(TODAY)).await.unwrap())
    }

    async fn state(&self, (person, booking): &(PersonId, Booking)) -> SessionState {
        let session = booking.session.unwrap();
        sessions::one(&self.t.office, &self.t.caller(*person), session).await.unwrap().state
    }

    async fn handle(&self, (_, booking): &(PersonId, Booking)) -> Option<Handle> {
        let SessionId(id) = booking.session.unwrap();
        let query = format!("SELECT COALESCE(handle, '') FROM sessions WHERE id = {}", self.t.uuid(id));
        self.t.texts(&query).await.pop().filter(|handle| !handle.is_empty()).map(Handle)
    }

    /// The handles of all desktops of which a process runs.
    async fn running(&self) -> BTreeSet<String> {
        let mut running = BTreeSet::new();
        for handle in self.desktops.inventory().await.unwrap() {
            if self.desktops.observe(&handle).await.unwrap() != Power::Absent {
                running.insert(handle.0);
            }
        }
        running
    }

    /// Waits until exactly the desktops of these bookings run and can be opened.
    async fn until_ready(&self, bookings: &[&(PersonId, Booking)]) {
        eventually("the desktops are ready, and no others run", async || {
            let mut named = BTreeSet::new();
            for booking in bookings {
                if self.state(booking).await != SessionState::Ready {
                    return false;
                }
                named.extend(self.handle(booking).await.map(|handle| handle.0));
            }
            self.running().await == named
        })
        .await;
    }

    /// Kills the screen of a desktop with -9.
    async fn kill_screen(&self, handle: &Handle) {
        let sessions = self.folder.path().join("sessions").join(&handle.0);
        let screens = processes("Xvnc", &sessions);
        assert!(!screens.is_empty(), "no screen was found");
        for pid in screens {
            assert!(Command::new("kill").args(["-9", &pid]).status().await.unwrap().success());
        }
    }
}

impl Drop for Host<'_> {
    fn drop(&mut self) {
        let root = self.folder.path().to_owned();
        let end = std::thread::spawn(move || {
            tokio::runtime::Runtime::new().unwrap().block_on(async {
                let desktops = LocalDesktops::new(root);
                for handle in desktops.inventory().await.unwrap() {
                    desktops.release(&handle).await.unwrap();
                }
            });
        });
        // A second panic would end the whole program.
        assert!(end.join().is_ok() || std::thread::panicking(), "all desktops end");
    }
}

/// The processes of a program that run in the sandbox of a folder: it is bound there by whoever started them.
fn processes(program: &str, folder: &Path) -> Vec<String> {
    let folder = folder.to_string_lossy().into_owned();
    let mut parents: Vec<(String, String, String)> = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let pid = entry.file_name().to_string_lossy().into_owned();
        let Ok(command) = fs::read_to_string(entry.path().join("cmdline")) else { continue };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let parent = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1)).unwrap_or("0").to_owned();
        parents.push((pid, parent, command));
    }
    let mut inside: BTreeSet<String> =
        parents.iter().filter(|(_, _, command)| command.contains(&folder)).map(|(pid, ..)| pid.clone()).collect();
    while let Some((pid, ..)) = parents.iter().find(|(pid, parent, _)| inside.contains(parent) && !inside.contains(pid))
    {
        inside.insert(pid.clone());
    }
    let is_it = |command: &str| command.split('\0').next().is_some_and(|first| first.ends_with(program));
    parents
        .iter()
        .filter(|(pid, _, command)| inside.contains(pid) && is_it(command))
        .map(|(pid, ..)| pid.clone())
        .collect()
}

/// Waits until something is so.
async fn eventually(what: &str, holds: impl AsyncFn() -> bool) {
    let waiting = async {
        while !holds().await {
            // The processes that are waited for need the processor too.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, waiting).await.is_ok(), "waited in vain: {what}");
}

on_both_databases! {
    async fn servers_and_screens_that_are_killed_leave_every_desktop_where_its_booking_says(t) {
        let Some(host) = Host::with_desktops(t).await else { return };
        let first = host.book(t.jimin, 0).await;
        // It dies after it wrote down what it is about to do.
        let mut server = host.server("never");
        eventually("the intent is written", async || host.handle(&first).await.is_some()).await;
        server.kill().await.unwrap();
        assert_eq!(host.running().await.len(), 0);
        // The next one dies after it did that, and before it could say so.
        let mut server = host.server("unanswered");
        eventually("the desktop runs", async || host.running().await.len() == 1).await;
        server.kill().await.unwrap();
        let _server = host.server("");
        host.until_ready(&[&first]).await;

        let second = host.book(t.seoyeon, 1).await;
        host.until_ready(&[&first, &second]).await;
        let (lost, stays) = (host.handle(&first).await.unwrap(), host.handle(&second).await);
        host.kill_screen(&lost).await;
        eventually("another desktop takes its place", async || host.handle(&first).await.as_ref() != Some(&lost)).await;
        host.until_ready(&[&first, &second]).await;
        assert_eq!(host.handle(&second).await, stays, "the other person's was touched");

        host.look_at_the_clock();
        cancel(&t.office, &t.caller(t.jimin), first.1.id).await.unwrap();
        eventually("what is over has ended", async || host.state(&first).await == SessionState::Released).await;
        host.until_ready(&[&second]).await;
    }
}
