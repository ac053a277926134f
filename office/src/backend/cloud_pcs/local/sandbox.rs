//! The sandbox of one desktop: its folder, its command line, its start.

use super::files::Folder;
use crate::{
    backend::cloud_pcs::provider::{Owner, ProviderError},
    model::{cloud_pc::Cause, place::Lang},
};
use std::{
    io,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tokio::process::Command;

/// How long the check whether sandboxes may be made can take.
const CHECK: Duration = Duration::from_secs(10);

/// Kept from the sandbox: every namespace of its own, no terminal of ours, no capability even when root starts it,
/// and a name for its user that is not root's.
const APART: [&str; 14] = [
    "--unshare-user",
    "--unshare-pid",
    "--unshare-net",
    "--unshare-ipc",
    "--unshare-uts",
    "--unshare-cgroup-try",
    "--new-session",
    "--clearenv",
    "--cap-drop",
    "ALL",
    "--uid",
    "1000",
    "--gid",
    "1000",
];

/// What programs find inside: the system, read-only, and devices, processes and temporary files of their own. What
/// stands below `/proc` may be read only, or a desktop that root's server starts could set this host's kernel.
const SYSTEM: [&str; 23] = [
    "--ro-bind",
    "/usr",
    "/usr",
    "--symlink",
    "usr/lib",
    "/lib",
    "--symlink",
    "usr/lib64",
    "/lib64",
    "--symlink",
    "usr/bin",
    "/bin",
    "--symlink",
    "usr/sbin",
    "/sbin",
    "--proc",
    "/proc",
    "--remount-ro",
    "/proc",
    "--dev",
    "/dev",
    "--tmpfs",
    "/tmp",
];

/// Parts of `/etc` and `/var` that programs need to draw text; nothing else of them is seen inside.
const SEEN: [&str; 7] = [
    "/etc/fonts",
    "/etc/X11",
    "/etc/xdg",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/var/cache/fontconfig",
];

const ENVIRONMENT: [(&str, &str); 8] = [
    ("PATH", "/usr/bin:/bin"),
    ("HOME", "/home/me"),
    ("USER", "me"),
    ("SHELL", "/bin/bash"),
    ("LANG", "C.UTF-8"),
    ("DISPLAY", ":1"),
    ("XAUTHORITY", "/run/jari/Xauthority"),
    ("XDG_RUNTIME_DIR", "/tmp"),
];

/// Where a program is.
pub fn find(program: &str) -> Option<PathBuf> {
    ["/usr/bin", "/bin", "/usr/local/bin"]
        .iter()
        .map(|folder| Path::new(folder).join(program))
        .find(|path| path.exists())
}

/// Whether this host lets this process make a sandbox.
pub async fn permitted() -> Result<(), ProviderError> {
    let check = async {
        let mut command = bubblewrap()?;
        command.args(SYSTEM).arg("true").stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        command.status().await
    };
    match tokio::time::timeout(CHECK, check).await {
        Ok(Ok(status)) if status.success() => Ok(()),
        _ => Err(ProviderError::Unavailable {
            cause: Cause::Sandbox,
            missing: "this host does not let bubblewrap make user namespaces".into(),
            remedy: "allow them: sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000, and on \
                     hosts with AppArmor kernel.apparmor_restrict_unprivileged_userns=0"
                .into(),
        }),
    }
}

/// Starts the desktop. It outlives this server: it has a process group and a terminal session of its own.
pub fn spawn(folder: &Folder, (home, owner): (&Path, &Owner)) -> io::Result<()> {
    let log = folder.log()?;
    let mut command = bubblewrap()?;
    command.args(SYSTEM).args(["--hostname", "jari"]);
    for (name, value) in ENVIRONMENT {
        command.args(["--setenv", name, value]);
    }
    // Read also where the locale is the host's plain one, which every host has.
    command.args(["--setenv", "LANGUAGE", if owner.lang == Lang::Ko { "ko:en" } else { "en" }]);
    command.args(["--setenv", "TZ", owner.zone.name()]);
    for path in SEEN {
        command.args(["--ro-bind-try", path, path]);
    }
    command.arg("--ro-bind").arg(folder.passwd()).arg("/etc/passwd");
    command.arg("--ro-bind").arg(folder.given()).arg("/run/jari");
    command.arg("--bind").arg(folder.live()).arg("/run/session");
    command.arg("--bind").arg(folder.display()).arg("/tmp/.X11-unix");
    command.arg("--bind").arg(home).arg("/home/me");
    command.args(["--chdir", "/home/me", "sh", "/run/jari/run"]);
    command.stdout(log.try_clone()?).stderr(log).process_group(0);
    let mut child = command.spawn()?;
    // Somebody must take note of its end, or it would stay in the process table while this server runs.
    tokio::spawn(async move { child.wait().await });
    Ok(())
}

fn bubblewrap() -> io::Result<Command> {
    let program = find("bwrap").ok_or(io::ErrorKind::NotFound)?;
    let mut command = Command::new(program);
    command.args(APART).env_clear().stdin(Stdio::null());
    Ok(command)
}
