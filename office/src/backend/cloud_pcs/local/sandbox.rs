//! The sandbox of one desktop: its folder, its command line, its start.

use crate::backend::cloud_pcs::provider::ProviderError;
use rand::{TryRngCore, rngs::OsRng};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::{fs::DirBuilderExt, fs::OpenOptionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

/// Runs inside: the screen, then the window manager, which starts the first window once it manages windows.
const RUN: &str = r#"umask 077
Xvnc :1 -rfbunixpath /run/session/rfb.sock -rfbunixmode 0600 -rfbport -1 -SecurityTypes None -nolisten tcp \
    -auth /run/session/Xauthority -geometry 1440x900 -depth 24 -desktop Jari -AlwaysShared=0 &
screen=$!
tries=0
while [ ! -S /tmp/.X11-unix/X1 ] && [ "$tries" -lt 400 ]; do tries=$((tries + 1)); sleep 0.05; done
openbox --startup "sh /run/session/startup" &
wait "$screen"
"#;

/// The first window says that the desktop can be used.
const STARTUP: &str = r#"xterm -u8 -fa Monospace -fs 11 -geometry 100x30+80+60 -T "$JARI_TITLE" \
    -e sh -c 'touch /run/session/ready; exec "$SHELL"' &
"#;

/// Parts of `/etc` and `/var` that programs need to draw text; nothing else of them is seen inside.
const SEEN: [&str; 6] =
    ["/etc/fonts", "/etc/X11", "/etc/xdg", "/etc/alternatives", "/etc/ld.so.cache", "/var/cache/fontconfig"];

/// Where a program is.
pub fn find(program: &str) -> Option<PathBuf> {
    ["/usr/bin", "/bin", "/usr/local/bin"].iter().map(|folder| Path::new(folder).join(program)).find(|path| path.exists())
}

/// Whether this host lets an ordinary process make a sandbox.
pub async fn permitted() -> Result<(), ProviderError> {
    let mut probe = tokio::process::Command::new("bwrap");
    probe.args(["--unshare-user", "--unshare-pid", "--unshare-net", "--ro-bind", "/", "/", "true"]);
    probe.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match tokio::time::timeout(Duration::from_secs(10), probe.status()).await {
        Ok(Ok(status)) if status.success() => Ok(()),
        _ => Err(ProviderError::Unavailable {
            missing: "bubblewrap may not make user namespaces on this host".into(),
            remedy: "sysctl kernel.unprivileged_userns_clone=1".into(),
        }),
    }
}

/// Makes the session's folder and the person's home, closed to everybody else.
pub fn prepare(folder: &Path, home: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    DirBuilder::new().recursive(true).mode(0o700).create(home)?;
    for stale in ["ready", "rfb.sock"] {
        match fs::remove_file(folder.join(stale)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    private(&folder.join("run"))?.write_all(RUN.as_bytes())?;
    private(&folder.join("startup"))?.write_all(STARTUP.as_bytes())?;
    private(&folder.join("Xauthority"))?.write_all(&authority()?)
}

fn private(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(path)
}

/// An X authority file with one random cookie for any host name (family 0xFFFF, FamilyWild in Xauth.h).
fn authority() -> io::Result<Vec<u8>> {
    let mut cookie = [0u8; 16];
    OsRng.try_fill_bytes(&mut cookie).map_err(io::Error::other)?;
    let name = b"MIT-MAGIC-COOKIE-1";
    let mut file = vec![0xff, 0xff, 0, 0, 0, 0, 0, name.len() as u8];
    file.extend_from_slice(name);
    file.extend_from_slice(&[0, cookie.len() as u8]);
    file.extend_from_slice(&cookie);
    Ok(file)
}

/// Starts the desktop in a process group of its own; it outlives this server.
pub fn spawn(folder: &Path, home: &Path, title: &str) -> io::Result<()> {
    let log = private(&folder.join("log"))?;
    let mut command = Command::new("bwrap");
    command.args([
        "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
        "--hostname", "jari", "--new-session", "--clearenv",
        "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", "/home/me", "--setenv", "DISPLAY", ":1",
        "--setenv", "XAUTHORITY", "/run/session/Xauthority", "--setenv", "LANG", "C.UTF-8",
        "--setenv", "SHELL", "/bin/bash", "--setenv", "JARI_TITLE", title,
        "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
        "--symlink", "usr/bin", "/bin", "--symlink", "usr/sbin", "/sbin",
    ]);
    for path in SEEN {
        command.args(["--ro-bind-try", path, path]);
    }
    command.args(["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--dir", "/tmp/.X11-unix", "--chmod", "01777", "/tmp/.X11-unix"]);
    command.arg("--bind").arg(home).arg("/home/me").arg("--bind").arg(folder).arg("/run/session");
    command.args(["--chdir", "/home/me", "sh", "/run/session/run"]);
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).process_group(0);
    let mut child = command.spawn()?;
    // Somebody must take note of its end, or it would stay in the process table while this server runs.
    std::thread::spawn(move || child.wait());
    Ok(())
}
