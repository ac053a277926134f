//! Which desktops run, read from `/proc`. Nothing is remembered between two looks, so neither a lost note nor a
//! recycled process number can make another process pass for a desktop.

use rustix::process::{Pid, Signal, geteuid, kill_process, kill_process_group};
use std::{fs, io, os::unix::ffi::OsStrExt, path::Path};

/// A process that holds a sandbox: bubblewrap itself outside, or the first process inside.
struct Holder {
    pid: Pid,
    command: Vec<u8>,
    inside: bool,
}

/// All sandboxes on this host that this user runs.
pub struct Sandboxes(Vec<Holder>);

impl Sandboxes {
    /// Looks now. A process that ends meanwhile is passed over.
    pub fn look() -> io::Result<Self> {
        let entries = fs::read_dir("/proc")?.flatten();
        let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        Ok(Self(numbers.filter_map(holder).collect()))
    }

    /// Whether a folder is bound into one of them.
    pub fn have(&self, folder: &Path) -> bool {
        self.with(folder).next().is_some()
    }

    /// Asks everything in a folder's sandbox to end.
    pub fn ask_to_end(&self, folder: &Path) {
        for holder in self.with(folder).filter(|holder| holder.inside) {
            // One that has just ended is no error, here and below.
            let _ = kill_process_group(holder.pid, Signal::TERM);
        }
    }

    /// Ends a folder's sandbox. The first process inside takes all others with it.
    pub fn end(&self, folder: &Path) {
        for holder in self.with(folder) {
            let _ = kill_process(holder.pid, Signal::KILL);
        }
    }

    fn with<'a>(&'a self, folder: &'a Path) -> impl Iterator<Item = &'a Holder> {
        let wanted = folder.as_os_str().as_bytes();
        self.0.iter().filter(move |holder| holder.command.split(|byte| *byte == 0).any(|word| word == wanted))
    }
}

fn holder(number: i32) -> Option<Holder> {
    let command = fs::read(format!("/proc/{number}/cmdline")).ok()?;
    if !command.split(|byte| *byte == 0).next()?.ends_with(b"bwrap") {
        return None;
    }
    let status = fs::read_to_string(format!("/proc/{number}/status")).ok()?;
    let inside = place(&status)?;
    Some(Holder { pid: Pid::from_raw(number)?, command, inside })
}

/// Whether a process of ours is the first inside a sandbox (`true`) or outside of any (`false`). Whatever else runs
/// inside is nothing to us, or a person's program could pass for somebody else's desktop by its name.
fn place(status: &str) -> Option<bool> {
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name));
    let uid: u32 = field("Uid:")?.split_whitespace().next()?.parse().ok()?;
    if uid != geteuid().as_raw() {
        return None;
    }
    let numbers: Vec<&str> = field("NSpid:")?.split_whitespace().collect();
    match numbers.as_slice() {
        [_] => Some(false),
        [_, "1"] => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    fn status(numbers: &str) -> String {
        format!("Name:\tbwrap\nUid:\t{0}\t{0}\t{0}\t{0}\nNSpid:\t{numbers}\n", rustix::process::geteuid().as_raw())
    }

    #[test]
    fn a_sandbox_is_held_from_outside_and_by_its_first_process_only() {
        assert_eq!(place(&status("4711")), Some(false));
        assert_eq!(place(&status("4712\t1")), Some(true));
        assert_eq!(place(&status("4713\t9")), None, "a program inside passes for a sandbox");
        assert_eq!(place(&status("4714\t10\t1")), None, "a sandbox made inside passes for one of ours");
    }

    #[test]
    fn somebody_elses_process_is_not_ours() {
        assert_eq!(place("Name:\tbwrap\nUid:\t4294967294\t0\t0\t0\nNSpid:\t4711\n"), None);
    }
}
