//! The folder of one desktop. What the server reads and writes is apart from what the desktop may change, so nothing
//! that runs in a desktop can lead the server's hand to another file.

use super::environment::Environment;
use crate::backend::cloud_pcs::letters::Keyboard;
use rand::{TryRngCore, rngs::OsRng};
use std::{
    ffi::OsStr,
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    time::Duration,
};
use uuid::Uuid;

/// Runs inside first: the screen.
///
/// The list of refused clients is off: all clients come through one socket, so looking at it five times would lock
/// the person out. What is only selected is not sent: it would take the place of what the person has copied outside.
const SCREEN: &str = r#"umask 077
trap 'kill "$screen"' TERM INT HUP
Xvnc :1 -rfbunixpath /run/session/rfb.sock -rfbunixmode 0600 -rfbport -1 -SecurityTypes None -UseBlacklist=0 -SendPrimary=0 \
    -nolisten tcp -auth /run/jari/Xauthority -geometry 1440x900 -depth 24 -AcceptSetDesktopSize -desktop Jari &
screen=$!
tries=0
while [ ! -S /tmp/.X11-unix/X1 ] && [ "$tries" -lt 400 ]; do tries=$((tries + 1)); sleep 0.05; done
"#;

/// Runs inside last. With the screen everything ends; a desktop that shows no window within a minute ends too, so that it can be
/// started anew, and so does one that no server has looked after for 144 times 300 seconds, half a day.
const END: &str = r#"(sleep 60; [ -e /run/session/ready ] || kill "$screen") &
sh /run/jari/watch "$screen" /run/jari/heard 144 300 &
while kill -0 "$screen" 2>/dev/null; do wait "$screen"; done
kill -TERM -1
sleep 0.5
kill -KILL -1
"#;

/// Ends a screen (its process, then a file, how many looks and how many seconds each takes) once the file was not renewed for
/// all those looks. Looks are counted and no clocks compared: neither a clock that is set nor a machine that was asleep ends
/// anybody's desktop.
const WATCH: &str = r#"quiet=0 seen=
while [ "$quiet" -lt "$3" ]; do
    sleep "$4"
    now=$(stat -c %y "$2")
    if [ "$now" = "$seen" ]; then quiet=$((quiet + 1)); else quiet=0 seen=$now; fi
done
kill "$1"
sleep "$4"
kill -KILL "$1"
"#;

/// What is renewed while a server looks after the desktop.
const HEARD: &str = "heard";
/// How often that is done at most.
const RENEWED_EVERY: Duration = Duration::from_secs(60);

/// Opens the first window, in which the keys of copying and pasting are those of common terminals.
const STARTUP: &str = r#"xterm -u8 -fa Monospace -fd Monospace:lang=ko -fs 11 -name jari \
    -xrm '*VT100.translations: #override Ctrl Shift <Key>V: insert-selection(CLIPBOARD)\n Ctrl Shift <Key>C: copy-selection(CLIPBOARD)' \
    -T "$(cat /run/jari/title)" -e bash /run/jari/shell &
"#;

/// Runs in the first window: once the window says that it has the keyboard, the desktop can be used. A window that
/// had it before it was asked says nothing, so the wait is short.
const SHELL: &str = r#"printf '\033[?1004h'
read -rsn3 -t 3
printf '\033[?1004l'
touch /run/session/ready
exec bash
"#;

/// Starts by itself once XFCE is there.
const ARRIVED: &str = "[Desktop Entry]\nType=Application\nName=Jari\nExec=touch /run/session/ready\nNoDisplay=true\n";

/// Who one is inside.
const PASSWD: &str = "me:x:1000:1000:me:/home/me:/bin/bash\n";

/// Where XFCE looks for what starts by itself, below what is given.
const AUTOSTART: &str = "xdg/autostart";

/// The folder of one desktop.
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at a path, which need not exist.
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// What the desktop may only read.
    pub fn given(&self) -> PathBuf {
        self.0.join("given")
    }

    /// What the desktop may change; it names the desktop among the running processes.
    pub fn live(&self) -> PathBuf {
        self.0.join("live")
    }

    /// Where the desktop has the sockets of its X display. Apart from what it may change otherwise, so that the way there is no
    /// link of its own.
    pub fn display(&self) -> PathBuf {
        self.0.join("display")
    }

    /// How the server reaches the desktop's keyboard.
    pub fn keyboard(&self) -> Keyboard {
        Keyboard { display: self.display().join("X1"), authority: self.given().join("Xauthority") }
    }

    /// The list of users inside.
    pub fn passwd(&self) -> PathBuf {
        self.given().join("passwd")
    }

    /// The screen's socket.
    pub fn socket(&self) -> PathBuf {
        self.live().join("rfb.sock")
    }

    /// Whether the first window was there.
    pub fn had_window(&self) -> bool {
        self.live().join("ready").symlink_metadata().is_ok()
    }

    /// Where the desktop's programs say what is wrong with them.
    pub fn log(&self) -> io::Result<File> {
        private(&self.0.join("log"))
    }

    /// Makes the folder anew, closed to everybody else.
    pub fn make(&self, title: &str, environment: Environment) -> io::Result<()> {
        self.remove()?;
        for folder in [self.given().join(AUTOSTART), self.live(), self.display()] {
            closed(&folder)?;
        }
        let run = [SCREEN, environment.script(), END].concat();
        let title: String = title.chars().filter(|letter| !letter.is_control()).collect();
        let files: [(&str, &[u8]); 9] = [
            ("run", run.as_bytes()),
            ("watch", WATCH.as_bytes()),
            (HEARD, b"\n"),
            ("xdg/autostart/jari.desktop", ARRIVED.as_bytes()),
            ("startup", STARTUP.as_bytes()),
            ("shell", SHELL.as_bytes()),
            ("title", title.as_bytes()),
            ("passwd", PASSWD.as_bytes()),
            ("Xauthority", &authority()?),
        ];
        for (name, content) in files {
            private(&self.given().join(name))?.write_all(content)?;
        }
        Ok(())
    }

    /// Tells the desktop that a server looks after it, at most once a minute: one that has not heard so for long ends by itself.
    pub fn renew(&self) -> io::Result<()> {
        let file = self.given().join(HEARD);
        let renewed = file.metadata().and_then(|found| found.modified());
        // A moment that is still to come is from before the clock was set.
        if renewed.is_ok_and(|at| at.elapsed().is_ok_and(|age| age < RENEWED_EVERY)) {
            return Ok(());
        }
        // Written over and not anew, which needs no room on a full disk.
        OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(file)?.write_all(b"\n")
    }

    /// Removes the folder. One that is gone is no error, and what the desktop closed inside is opened first.
    pub fn remove(&self) -> io::Result<()> {
        let mut removed = fs::remove_dir_all(&self.0);
        if removed.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
            reopen(&self.live())?;
            reopen(&self.display())?;
            removed = fs::remove_dir_all(&self.0);
        }
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Makes a folder that is closed to everybody else, and those above it.
pub fn closed(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Moves the hidden entries of a home, where programs keep their settings, into a folder of it: what somebody put there
/// themselves, as a key, is still to be found. Everything else stays. Done again, it moves what is new, beside what was moved
/// before.
///
/// Whoever owns the home may have put a link in the way, so the folder must be one itself and no link to one.
pub fn put_settings_aside(home: &Path, aside: &str) -> io::Result<()> {
    let entries = match fs::read_dir(home) {
        Ok(entries) => entries.collect::<io::Result<Vec<_>>>()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let hidden: Vec<_> = entries.iter().map(|entry| entry.file_name()).filter(|name| is_hidden(name)).collect();
    if hidden.is_empty() {
        return Ok(());
    }
    let folder = home.join(aside);
    match DirBuilder::new().mode(0o700).create(&folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.symlink_metadata()?.is_dir() => {}
        made => made?,
    }
    for name in hidden {
        fs::rename(home.join(&name), unused(&folder, &name))?;
    }
    Ok(())
}

/// A place in a folder for an entry: its own name, or one with a number while something is there already, which a renamed file
/// would replace and a renamed folder could not.
fn unused(folder: &Path, name: &OsStr) -> PathBuf {
    let mut place = folder.join(name);
    let mut number = 1;
    while place.symlink_metadata().is_ok() {
        number += 1;
        let mut numbered = name.to_owned();
        numbered.push(format!("-{number}"));
        place = folder.join(numbered);
    }
    place
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn reopen(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o700))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            reopen(&entry.path())?;
        }
    }
    Ok(())
}

/// Opens a file for writing that is closed to everybody else, made if it isn't there.
pub fn private(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(path)
}

/// The name of a folder of desktops, by which its machine is told from others: chosen once, the same for every server that
/// uses the folder.
pub fn place(folder: &Path) -> io::Result<String> {
    closed(folder)?;
    let file = folder.join("place");
    if !file.exists() {
        // Written beside and then named, so that whoever finds it finds all of it.
        let name = Uuid::new_v4().to_string();
        let beside = folder.join(format!("place-{name}"));
        private(&beside)?.write_all(name.as_bytes())?;
        let named = fs::hard_link(&beside, &file);
        fs::remove_file(&beside)?;
        named.or_else(|error| if error.kind() == io::ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })?;
    }
    fs::read_to_string(&file)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::{os::unix::fs::symlink, process::Command};

    #[test]
    fn a_desktop_is_told_once_a_minute_that_it_is_looked_after() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::at(root.path().join("one"));
        folder.make("지민", Environment::Plain).unwrap();
        let heard = folder.given().join(HEARD);
        let renewed = || heard.metadata().unwrap().modified().unwrap();
        let first = renewed();
        folder.renew().unwrap();
        assert_eq!(renewed(), first, "it is renewed at every look");
        for before in [first - RENEWED_EVERY, first + Duration::from_secs(3600)] {
            File::options().write(true).open(&heard).unwrap().set_modified(before).unwrap();
            folder.renew().unwrap();
            assert_ne!(renewed(), before);
        }
    }

    #[test]
    fn a_desktop_that_no_server_looks_after_ends_and_not_before() {
        assert!(END.contains(r#"sh /run/jari/watch "$screen" /run/jari/heard 144 300 &"#));
        let root = tempfile::tempdir().unwrap();
        let heard = root.path().join(HEARD);
        let mut screen = Command::new("sleep").arg("120").spawn().unwrap();
        // Each look notes itself in the file; what is seen of it is another thing at each of the first twenty.
        let looks = r#"sleep() { :; }
            stat() { echo >>"$3"; many=$(wc -l <"$3"); [ "$many" -lt 20 ] || many=20; echo "$many"; }
        "#;
        let mut watch = Command::new("sh");
        watch.arg("-c").arg([looks, WATCH].concat()).arg("watch").arg(screen.id().to_string()).arg(&heard);
        assert!(watch.args(["3", "300"]).output().is_ok());
        assert_eq!(fs::read_to_string(&heard).unwrap().lines().count(), 23);
        assert_eq!(screen.wait().unwrap().code(), None, "the screen was not ended");
    }

    #[test]
    fn settings_are_put_aside_and_documents_stay() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join(".config")).unwrap();
        fs::write(home.path().join(".bashrc"), "x").unwrap();
        fs::write(home.path().join("report.txt"), "y").unwrap();
        for _ in 0..2 {
            put_settings_aside(home.path(), "earlier").unwrap();
            assert!(home.path().join("report.txt").exists() && home.path().join("earlier/.config").is_dir());
            assert!(!home.path().join(".bashrc").exists() && home.path().join("earlier/.bashrc").exists());
        }
    }

    #[test]
    fn settings_that_came_since_are_put_beside_the_earlier_ones() {
        let home = tempfile::tempdir().unwrap();
        for round in ["first", "second"] {
            fs::create_dir(home.path().join(".config")).unwrap();
            fs::write(home.path().join(".config/panel"), round).unwrap();
            fs::write(home.path().join(".bashrc"), round).unwrap();
            put_settings_aside(home.path(), "earlier").unwrap();
        }
        let kept = |name: &str| fs::read_to_string(home.path().join("earlier").join(name)).unwrap();
        assert_eq!([kept(".config/panel"), kept(".config-2/panel")], ["first", "second"]);
        assert_eq!([kept(".bashrc"), kept(".bashrc-2")], ["first", "second"]);
    }

    #[test]
    fn nothing_is_moved_through_a_link() {
        let (home, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(home.path().join(".bashrc"), "x").unwrap();
        symlink(elsewhere.path(), home.path().join("earlier")).unwrap();
        assert!(put_settings_aside(home.path(), "earlier").is_err());
        assert!(home.path().join(".bashrc").exists());
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_home_that_is_not_there_has_no_settings() {
        put_settings_aside(Path::new("/nowhere/at/all"), "earlier").unwrap();
    }
}
