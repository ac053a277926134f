//! Between the computer in front of somebody and their cloud PC: which way text may be copied and pasted.

use super::place::words;
use serde::{Deserialize, Serialize};

words! {
    /// A site's rule for the clipboard of its cloud PCs.
    Clipboard {
        /// Neither way.
        Off = "off",
        /// Only pasted into the cloud PC.
        In = "in",
        /// Only copied out of the cloud PC.
        Out = "out",
        /// Both ways.
        Both = "both",
    }
}

/// Nothing leaves a cloud PC until somebody decides that it may; pasting into it is what people need every day.
impl Default for Clipboard {
    fn default() -> Self {
        Self::In
    }
}

impl Clipboard {
    /// Whether text may be pasted into the cloud PC.
    pub fn lets_in(self) -> bool {
        matches!(self, Self::In | Self::Both)
    }

    /// Whether text may be copied out of the cloud PC.
    pub fn lets_out(self) -> bool {
        matches!(self, Self::Out | Self::Both)
    }
}

#[cfg(test)]
mod tests {
    use super::Clipboard;

    #[test]
    fn unless_a_site_says_otherwise_nothing_leaves_a_cloud_pc() {
        assert!(!Clipboard::default().lets_out());
        let ways = Clipboard::ALL.iter().map(|one| (one.lets_in(), one.lets_out()));
        assert!(ways.eq([(false, false), (true, false), (false, true), (true, true)]));
    }
}
