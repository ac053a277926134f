//! Virtual machines through a real libvirt: its own test driver, and real machines of qemu, emulated in software. The
//! daemon is private to each test. Where its packages are not installed the tests are passed over, unless
//! `JARI_REQUIRE_LIBVIRT` is set.

use office::{
    backend::cloud_pcs::{
        libvirt::Machines,
        provider::{DesktopProvider, Handle, Key, Owner, Power, ProviderError, Screen},
    },
    model::{
        cloud_pc::Cause,
        id::{PersonId, SessionId},
        place::Lang,
        provider::{Finding, LibvirtSettings},
    },
};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
};
use uuid::Uuid;

/// How long anything here may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);
const NEEDED: [&str; 4] = ["/usr/sbin/libvirtd", "/usr/bin/virsh", "/usr/bin/qemu-system-x86_64", "/usr/sbin/runuser"];

/// A libvirt of a test's own; it ends with the test.
struct Libvirt {
    folder: TempDir,
    daemon: Child,
    /// The test driver forgets everything with its last connection, so one is kept.
    kept: Option<Child>,
}

impl Libvirt {
    /// `None` says that the test is passed over, and why.
    async fn start() -> Option<Self> {
        if let Some(missing) = NEEDED.iter().find(|path| !Path::new(path).exists()) {
            assert!(std::env::var_os("JARI_REQUIRE_LIBVIRT").is_none(), "libvirt is required: {missing}");
            println!("passed over: {missing} is not installed");
            return None;
        }
        // Short: the path of a unix socket has room for about a hundred letters.
        let folder = tempfile::Builder::new().prefix("jv").tempdir_in("/tmp").unwrap();
        let daemon = as_somebody(folder.path(), &["/usr/sbin/libvirtd", "--timeout", "0"]).spawn().unwrap();
        let mut libvirt = Self { folder, daemon, kept: None };
        libvirt.until("the daemon answers", async |it| UnixStream::connect(it.socket()).await.is_ok()).await;
        let mut kept = Command::new("virsh");
        kept.args(["-q", "-c", &libvirt.uri("test", "default")]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut kept = kept.stderr(Stdio::null()).spawn().unwrap();
        // Machines of the test driver are there only as long as somebody is connected: before they are asked for, this is.
        kept.stdin.as_mut().unwrap().write_all(b"uri\n").unwrap();
        let said = BufReader::new(kept.stdout.as_mut().unwrap()).lines().map_while(Result::ok);
        assert!(said.into_iter().any(|line| line.contains("test")), "the connection that is kept does not answer");
        libvirt.kept = Some(kept);
        // The first question about what qemu can do starts it, which takes a busy machine longer than an answer may.
        libvirt.virsh(&libvirt.uri("qemu", "session"), &["domcapabilities"]);
        Some(libvirt)
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("r/libvirt/libvirt-sock")
    }

    fn uri(&self, driver: &str, path: &str) -> String {
        format!("{driver}+unix:///{path}?socket={}", self.socket().display())
    }

    fn qemu(&self) -> LibvirtSettings {
        settings(&self.uri("qemu", "session"))
    }

    fn test_driver(&self) -> LibvirtSettings {
        settings(&self.uri("test", "default"))
    }

    /// What virsh says, for the test's own eyes.
    fn virsh(&self, uri: &str, words: &[&str]) -> String {
        let output = Command::new("virsh").args(["-q", "-c", uri]).args(words).env("LC_ALL", "C").output().unwrap();
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn domains(&self, uri: &str) -> Vec<String> {
        let names = self.virsh(uri, &["list", "--all", "--name"]);
        names.lines().filter(|name| name.starts_with("jari-")).map(str::to_owned).collect()
    }

    /// The processes of this libvirt's machines.
    fn machines(&self) -> usize {
        let own = self.folder.path().to_string_lossy().into_owned();
        let processes = fs::read_dir("/proc").unwrap().flatten();
        let commands = processes.filter_map(|one| fs::read_to_string(one.path().join("cmdline")).ok());
        commands.filter(|command| command.contains("qemu-system") && command.contains(&own)).count()
    }

    async fn until(&self, what: &str, holds: impl AsyncFn(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self).await {
            assert!(begun.elapsed() < PATIENCE, "never: {what}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Libvirt {
    fn drop(&mut self) {
        for name in self.domains(&self.uri("qemu", "session")) {
            self.virsh(&self.uri("qemu", "session"), &["destroy", &name]);
        }
        for child in self.kept.iter_mut().chain([&mut self.daemon]) {
            let _ = child.kill();
            let _ = child.wait();
        }
        // Of a daemon that was started as somebody else only who started it is our child.
        let own = format!("{}/pid", self.folder.path().display());
        if let Ok(number) = fs::read_to_string(own) {
            let _ = Command::new("kill").arg(number.trim()).status();
        }
    }
}

/// A command that has its home, settings and sockets below a folder. A daemon that runs as root would be the whole host's.
fn as_somebody(folder: &Path, words: &[&str]) -> Command {
    for name in ["h", "c", "r", "k", "d"] {
        fs::create_dir(folder.join(name)).unwrap();
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o700)).unwrap();
    }
    let root = rustix::process::geteuid().is_root();
    if root {
        assert!(Command::new("chown").args(["-R", "nobody"]).arg(folder).status().unwrap().success());
    }
    let mut command = Command::new(if root { "/usr/sbin/runuser" } else { "/usr/bin/env" });
    if root {
        command.args(["-u", "nobody", "--", "/usr/bin/env"]);
    }
    for (name, place) in [
        ("HOME", "h"),
        ("XDG_CONFIG_HOME", "c"),
        ("XDG_RUNTIME_DIR", "r"),
        ("XDG_CACHE_HOME", "k"),
        ("XDG_DATA_HOME", "d"),
    ] {
        command.arg(format!("{name}={}", folder.join(place).display()));
    }
    command.args(words).args(["--pid-file", &folder.join("pid").to_string_lossy()]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn settings(uri: &str) -> LibvirtSettings {
    LibvirtSettings {
        uri: uri.into(),
        user: String::new(),
        memory_mib: 64,
        cpus: 1,
        pool: String::new(),
        image: String::new(),
        network: String::new(),
        shutdown_seconds: 0,
    }
}

fn machines(settings: LibvirtSettings) -> Machines {
    Machines::new(Uuid::from_u128(0xabcd_ef01 << 96), settings, None).unwrap()
}

fn key() -> Key {
    Key { session: SessionId(Uuid::new_v4()), epoch: 1 }
}

fn owner() -> Owner {
    Owner { person: PersonId(Uuid::new_v4()), name: "김하늘".into(), lang: Lang::Ko, zone: chrono_tz::Asia::Seoul }
}

async fn ready(machines: &Machines, handle: &Handle) {
    let begun = Instant::now();
    while machines.observe(handle).await != Ok(Power::Ready) {
        assert!(begun.elapsed() < PATIENCE, "it never got ready");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Asks until it is done: a host that is busy for seconds answers that it isn't there now.
async fn patiently<T>(attempt: impl AsyncFn() -> Result<T, ProviderError>) -> T {
    let begun = Instant::now();
    loop {
        match attempt().await {
            Ok(done) => return done,
            Err(error) => assert!(begun.elapsed() < PATIENCE, "{error}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn started(machines: &Machines, key: Key, owner: &Owner) -> Handle {
    patiently(async || machines.start(key, owner).await).await
}

/// The first picture of a screen: its size, and how many different colours are in it.
async fn picture(screen: &Screen) -> ((u16, u16), usize) {
    let mut line = screen.open().await.unwrap();
    let mut banner = [0; 12];
    line.read_exact(&mut banner).await.unwrap();
    assert_eq!(&banner, b"RFB 003.008\n");
    line.write_all(&banner).await.unwrap();
    let kinds = line.read_u8().await.unwrap();
    let mut offered = vec![0; kinds.into()];
    line.read_exact(&mut offered).await.unwrap();
    assert!(offered.contains(&1), "the screen asks for a password");
    line.write_all(&[1]).await.unwrap();
    assert_eq!(line.read_u32().await.unwrap(), 0);
    line.write_all(&[1]).await.unwrap();
    let (width, height) = (line.read_u16().await.unwrap(), line.read_u16().await.unwrap());
    let mut format = [0; 16];
    line.read_exact(&mut format).await.unwrap();
    let name = line.read_u32().await.unwrap();
    let mut called = vec![0; name as usize];
    line.read_exact(&mut called).await.unwrap();
    // All of it at once, as plain pixels.
    line.write_all(&[3, 0, 0, 0, 0, 0]).await.unwrap();
    line.write_u16(width).await.unwrap();
    line.write_u16(height).await.unwrap();
    assert_eq!(line.read_u8().await.unwrap(), 0, "no picture");
    line.read_u8().await.unwrap();
    let mut colours = std::collections::HashSet::new();
    for _ in 0..line.read_u16().await.unwrap() {
        let mut place = [0u16; 4];
        for number in &mut place {
            *number = line.read_u16().await.unwrap();
        }
        assert_eq!(line.read_u32().await.unwrap(), 0, "no plain pixels");
        let mut pixels = vec![0; usize::from(place[2]) * usize::from(place[3]) * usize::from(format[0] / 8)];
        line.read_exact(&mut pixels).await.unwrap();
        colours.extend(pixels.chunks(usize::from(format[0] / 8)).map(<[u8]>::to_vec));
    }
    ((width, height), colours.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_is_made_started_seen_and_ended_without_a_trace() {
    let Some(libvirt) = Libvirt::start().await else { return };
    let (machines, key) = (machines(libvirt.qemu()), key());
    assert_eq!(machines.health().await, Ok(()));
    assert_eq!(machines.observe(&Handle(key.to_string())).await, Ok(Power::Absent));
    let handle = started(&machines, key, &owner()).await;
    assert_eq!(libvirt.domains(&libvirt.qemu().uri), [format!("jari-abcdef01-{}-1", key.session)]);
    ready(&machines, &handle).await;
    assert_eq!(started(&machines, key, &owner()).await, handle, "started twice it is another");
    assert_eq!((machines.inventory().await.unwrap(), libvirt.machines()), (vec![handle.clone()], 1));

    let screen = patiently(async || machines.connect(&handle).await).await;
    // What the machine's firmware writes is light on dark.
    libvirt.until("the firmware has drawn something", async |_| picture(&screen).await.1 > 1).await;
    assert!(picture(&screen).await.0.0 >= 640);

    machines.release(&handle).await.unwrap();
    assert_eq!(machines.observe(&handle).await, Ok(Power::Absent));
    assert_eq!((libvirt.domains(&libvirt.qemu().uri), libvirt.machines()), (vec![], 0));
    assert!(screen.open().await.is_err());
    assert_eq!(machines.connect(&handle).await, Err(ProviderError::NotFound));
    machines.release(&handle).await.expect("releasing again is no error");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_ignores_its_shutdown_is_given_its_time_and_then_ended() {
    let Some(libvirt) = Libvirt::start().await else { return };
    let machines = machines(LibvirtSettings { shutdown_seconds: 40, ..libvirt.qemu() });
    let handle = started(&machines, key(), &owner()).await;
    ready(&machines, &handle).await;
    let begun = Instant::now();
    assert_eq!(machines.release(&handle).await, Err(ProviderError::NotYet), "nothing waits for it");
    assert_eq!(machines.release(&handle).await, Err(ProviderError::NotYet));
    // A firmware without a system heeds nothing.
    ready(&machines, &handle).await;
    libvirt.until("it has ended", async |_| machines.release(&handle).await == Ok(())).await;
    assert!(begun.elapsed() >= Duration::from_secs(40), "it was not given its time");
    assert_eq!((libvirt.domains(&libvirt.qemu().uri), libvirt.machines()), (vec![], 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_dies_is_gone_and_another_attempt_takes_its_place() {
    let Some(libvirt) = Libvirt::start().await else { return };
    let (machines, first) = (machines(libvirt.qemu()), key());
    let handle = started(&machines, first, &owner()).await;
    ready(&machines, &handle).await;
    libvirt.virsh(&libvirt.qemu().uri, &["destroy", &format!("jari-abcdef01-{}", handle.0)]);
    assert_eq!(machines.observe(&handle).await, Ok(Power::Absent));
    let second = started(&machines, Key { epoch: 2, ..first }, &owner()).await;
    ready(&machines, &second).await;
    assert_eq!(machines.inventory().await.unwrap(), [second], "the attempt before is still there");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_that_start_one_machine_start_one() {
    let Some(libvirt) = Libvirt::start().await else { return };
    let (one, other, key, owner) = (machines(libvirt.qemu()), machines(libvirt.qemu()), key(), owner());
    let both = tokio::join!(one.start(key, &owner), other.start(key, &owner));
    assert!(both.0.is_ok() || both.1.is_ok(), "{both:?}");
    ready(&one, &Handle(key.to_string())).await;
    assert_eq!((libvirt.domains(&libvirt.qemu().uri).len(), libvirt.machines()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_by_halves_is_gone_on_with() {
    let Some(libvirt) = Libvirt::start().await else { return };
    let uri = libvirt.test_driver().uri;
    let (machines, key) = (machines(libvirt.test_driver()), key());
    let name = format!("jari-abcdef01-{key}");
    let handle = started(&machines, key, &owner()).await;
    assert_eq!(libvirt.virsh(&uri, &["domstate", &name]), "running");
    assert_eq!(machines.observe(&handle).await, Ok(Power::Starting), "running without a screen is not ready");
    // Defined but not started, as after a crash in the middle.
    libvirt.virsh(&uri, &["destroy", &name]);
    assert_eq!(libvirt.virsh(&uri, &["domstate", &name]), "shut off");
    assert_eq!(machines.observe(&handle).await, Ok(Power::Absent));
    started(&machines, key, &owner()).await;
    assert_eq!(libvirt.virsh(&uri, &["domstate", &name]), "running");
    // Held by whoever runs the host: neither ended nor called ready.
    libvirt.virsh(&uri, &["suspend", &name]);
    assert_eq!(machines.observe(&handle).await, Ok(Power::Starting));
    // Undefined while it runs, as by somebody else's hand.
    libvirt.virsh(&uri, &["undefine", &name]);
    machines.release(&handle).await.unwrap();
    assert_eq!(libvirt.domains(&uri), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_of_others_are_left_alone() {
    let Some(libvirt) = Libvirt::start().await else { return };
    let uri = libvirt.test_driver().uri;
    let ours = machines(libvirt.test_driver());
    let other = Machines::new(Uuid::from_u128(0xabcd_ef01 << 96 | 1), libvirt.test_driver(), None).unwrap();
    let theirs = started(&other, key(), &owner()).await;
    // Their names begin alike; what is noted in them tells them apart.
    assert_eq!((ours.inventory().await.unwrap(), other.inventory().await.unwrap()), (vec![], vec![theirs]));
    assert_eq!(libvirt.virsh(&uri, &["domstate", "test"]), "running", "the host's own machine");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closer_look_says_what_is_wrong() {
    let Some(libvirt) = Libvirt::start().await else { return };
    let findings = async |settings: LibvirtSettings| -> Vec<Finding> {
        machines(settings).examine().await.into_iter().map(|found| found.finding).collect()
    };
    assert_eq!(findings(libvirt.test_driver()).await, [Finding::Works]);
    let host = findings(libvirt.qemu()).await;
    assert_eq!(host[0], Finding::Works);
    assert_eq!(findings(settings("qemu+unix:///session?socket=/nowhere")).await, [Finding::NoService]);
    assert_eq!(findings(settings("qemu+tcp://127.0.0.1:1/system")).await, [Finding::NoService]);
    assert_eq!(findings(settings(&libvirt.uri("xen", "system"))).await, [Finding::WrongAddress]);
    assert_eq!(findings(settings(&libvirt.uri("qemu", "nonsense"))).await, [Finding::WrongAddress]);
    let pooled =
        |pool: &str, image: &str| LibvirtSettings { pool: pool.into(), image: image.into(), ..libvirt.test_driver() };
    assert_eq!(findings(pooled("nowhere", "image")).await, [Finding::Works, Finding::NoPool]);
    assert_eq!(findings(pooled("default-pool", "image")).await, [Finding::Works, Finding::NoImage]);
    let down = machines(settings("qemu+unix:///session?socket=/nowhere"));
    assert!(matches!(down.health().await, Err(ProviderError::Unavailable { cause: Cause::Service, .. })));
    assert!(
        matches!(down.observe(&Handle("a-1".into())).await, Err(ProviderError::Transient(_))),
        "not seeing is not absent"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_person_has_a_disk_of_their_own_that_stays() {
    let Some(libvirt) = Libvirt::start().await else { return };
    if !Path::new("/usr/bin/qemu-img").exists() {
        assert!(std::env::var_os("JARI_REQUIRE_LIBVIRT").is_none(), "disks are required: qemu-img is not installed");
        println!("passed over: qemu-img is not installed");
        return;
    }
    let uri = libvirt.qemu().uri;
    let pool = libvirt.folder.path().join("d/pool");
    libvirt.virsh(&uri, &["pool-create-as", "desks", "dir", "--target", &pool.to_string_lossy(), "--build"]);
    libvirt.virsh(&uri, &["vol-create-as", "desks", "image.qcow2", "8M", "--format", "qcow2"]);
    let machines = machines(LibvirtSettings { pool: "desks".into(), image: "image.qcow2".into(), ..libvirt.qemu() });
    let (first, owner) = (key(), owner());
    let handle = started(&machines, first, &owner).await;
    ready(&machines, &handle).await;
    let volume = format!("jari-abcdef01-{}.qcow2", owner.person);
    let about = libvirt.virsh(&uri, &["vol-dumpxml", "--pool", "desks", &volume]);
    assert!(about.contains("image.qcow2"), "its image is not behind it: {about}");
    machines.release(&handle).await.unwrap();
    let again = started(&machines, key(), &owner).await;
    ready(&machines, &again).await;
    assert!(!libvirt.virsh(&uri, &["vol-path", "--pool", "desks", &volume]).is_empty(), "the person's files are gone");
    machines.release(&again).await.unwrap();
}
