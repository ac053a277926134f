//! How far a browser reaches into a desktop.

use office::model::clipboard::Clipboard;

/// How far a browser reaches into a desktop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It types and points, and text goes as far as the rules let it.
    Hands(Clipboard),
    /// It only looks.
    Eyes,
}

impl Reach {
    /// Which way text may go.
    pub fn clipboard(self) -> Clipboard {
        match self {
            Self::Hands(clipboard) => clipboard,
            Self::Eyes => Clipboard::Off,
        }
    }
}
