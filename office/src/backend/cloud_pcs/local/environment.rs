//! What a desktop shows inside its screen.

use super::sandbox;

/// The windows, menus and first programs of a desktop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Openbox with one terminal: small, for hosts with little memory.
    Plain,
    /// XFCE: a panel, a file manager, settings, in the person's language where its texts are installed.
    Xfce,
}

/// A program that is needed, and the Debian package that brings it.
type Program = (&'static str, &'static str);

const ALWAYS: [Program; 2] = [("bwrap", "bubblewrap"), ("Xvnc", "tigervnc-standalone-server")];

impl Environment {
    /// XFCE where it is installed.
    pub fn installed() -> Self {
        if Self::Xfce.lacks().is_empty() { Self::Xfce } else { Self::Plain }
    }

    /// Its name in a configuration.
    pub fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Xfce => "xfce",
        }
    }

    /// The environment of its name in a configuration.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Plain, Self::Xfce].into_iter().find(|one| one.word() == word)
    }

    /// The Debian packages of what is missing on this host.
    pub(super) fn lacks(self) -> Vec<&'static str> {
        let own: &[Program] = match self {
            Self::Plain => &[("openbox", "openbox"), ("xterm", "xterm")],
            Self::Xfce => &[
                ("xfce4-session", "xfce4-session"),
                ("xfwm4", "xfwm4"),
                ("xfce4-panel", "xfce4-panel"),
                ("xfdesktop", "xfdesktop4"),
                ("dbus-run-session", "dbus-daemon"),
            ],
        };
        let needed = ALWAYS.iter().chain(own);
        needed.filter(|(program, _)| sandbox::find(program).is_none()).map(|(_, package)| *package).collect()
    }

    /// What is run once there is a screen.
    pub(super) fn script(self) -> &'static str {
        match self {
            Self::Plain => OPENBOX,
            Self::Xfce => XFCE,
        }
    }
}

/// The window manager starts the first window once it manages windows.
///
/// The first window is as large as the screen and stays so when the browser's window gets another size, unless the person has
/// settings of their own for the window manager.
const OPENBOX: &str = r#"[ -e "$HOME/.config/openbox/rc.xml" ] ||
    sed 's#</applications>#<application name="jari"><maximized>yes</maximized></application>&#' \
        /etc/xdg/openbox/rc.xml >/tmp/openbox.xml && set -- --config-file /tmp/openbox.xml
openbox "$@" --startup "sh /run/jari/startup" &
"#;

/// Whoever logs out inside ends the desktop. What starts by itself in a session also says that it is there.
const XFCE: &str = r#"export XDG_CURRENT_DESKTOP=XFCE XDG_CONFIG_DIRS=/run/jari/xdg:/etc/xdg
(dbus-run-session -- xfce4-session; kill "$screen") &
"#;
