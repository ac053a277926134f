//! The pages are three applications, each with a browser's part of its own, so that nobody who looks for a seat loads
//! what only admins use. A link from one into the other loads a page anew.

/// One of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What everybody uses every day: home and seats.
    Seats,
    /// What is one's own: bookings, desktop, terminals, settings, signing in, setting up.
    Own,
    /// How the floors are used, and everything that is set up.
    Office,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Seats, Self::Own, Self::Office];

    /// The part to which an address belongs.
    pub fn of(path: &str) -> Self {
        let first = path.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or_default();
        match first {
            "usage" | "admin" => Self::Office,
            "bookings" | "sign-in" | "set-up" | "settings" | "terminal" | "sit" | "desktop" => Self::Own,
            _ => Self::Seats,
        }
    }

    /// The name of its files under `/pkg`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seats => "seats",
            Self::Own => "own",
            Self::Office => "office",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn an_address_belongs_to_one_part() {
        for path in ["/", "/floors/1?date=2026-11-25", "/administration", ""] {
            assert_eq!(Part::of(path), Part::Seats, "{path}");
        }
        for path in ["/bookings", "/sign-in?next=/admin", "/sit/1", "/terminal", "/desktop/1", "/settings"] {
            assert_eq!(Part::of(path), Part::Own, "{path}");
        }
        for path in ["/usage", "/usage?site=1", "/admin", "/admin/floors/1", "/admin#x"] {
            assert_eq!(Part::of(path), Part::Office, "{path}");
        }
    }
}
