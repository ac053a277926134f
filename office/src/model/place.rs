//! Sites, floors, zones and desks. Positions are metres from the floor's north-west corner, y to the south.

use super::{
    id::{DeskId, FloorId, PersonId, SiteId, TeamId, ZoneId},
    time::{Minute, WorkingHours},
};
use serde::{Deserialize, Serialize};

/// A language people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Korean.
    #[default]
    Ko,
    /// English.
    En,
}

impl Lang {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Ko => "ko",
            Lang::En => "en",
        }
    }
}

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Names {
    /// Korean.
    pub ko: String,
    /// English.
    pub en: String,
}

impl Names {
    /// Both names at once.
    pub fn new(ko: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ko: ko.into(), en: en.into() }
    }

    /// The name in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }
}

/// A building or campus with one time zone and one calendar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Identity.
    pub id: SiteId,
    /// Name.
    pub name: Names,
    /// IANA time zone, for example `Asia/Seoul`.
    pub zone: String,
    /// Local working hours.
    pub hours: WorkingHours,
}

/// A level of a site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Floor {
    /// Identity.
    pub id: FloorId,
    /// Its site.
    pub site: SiteId,
    /// Name, for example 12층 / 12F.
    pub name: Names,
    /// Order from the ground, lowest first.
    pub level: i32,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {$(
            $(#[$vdoc])*
            #[serde(rename = $text)]
            $variant,
        )+}

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word used in the database, the API and text keys.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// The value of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($text => Some($name::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What a zone is for.
    ZoneKind {
        /// Heads-down work.
        Focus = "focus",
        /// Talking while working.
        Collaboration = "collaboration",
        /// A project's temporary home.
        Project = "project",
        /// No calls.
        Quiet = "quiet",
        /// Everything else.
        Open = "open",
    }
}

words! {
    /// What a desk is like as furniture.
    DeskKind {
        /// A desk on a bench.
        Standard = "standard",
        /// A desk whose height can be set.
        Standing = "standing",
        /// A single carrel.
        Carrel = "carrel",
    }
}

words! {
    /// What a desk offers.
    Amenity {
        /// Two monitors.
        DualMonitor = "dual_monitor",
        /// One wide monitor.
        WideMonitor = "wide_monitor",
        /// Height can be set.
        HeightAdjustable = "height_adjustable",
        /// At a window.
        Window = "window",
        /// Calls are not made here.
        Quiet = "quiet",
        /// USB-C dock.
        Dock = "dock",
        /// Room for a wheelchair.
        Accessible = "accessible",
    }
}

/// A polygon on a floor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    /// Identity.
    pub id: ZoneId,
    /// Its floor.
    pub floor: FloorId,
    /// The letter or word that starts its desks' labels, for example `A`.
    pub code: String,
    /// Name.
    pub name: Names,
    /// What it is for.
    pub kind: ZoneKind,
    /// Corners in metres, not closed.
    pub outline: Vec<[f64; 2]>,
    /// The team whose neighbourhood it is, with the local time on the day at which it opens to everybody.
    pub kept_for: Option<(TeamId, Minute)>,
}

/// One seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    /// Identity; outlives labels and revisions.
    pub id: DeskId,
    /// Its floor.
    pub floor: FloorId,
    /// Its zone.
    pub zone: Option<ZoneId>,
    /// Unique on its floor, for example `A-28`.
    pub label: String,
    /// Centre in metres: x to the east, y to the south.
    pub at: [f64; 2],
    /// Degrees clockwise; at 0 the chair is south of the desk.
    pub rotation: f64,
    /// Furniture.
    pub kind: DeskKind,
    /// What it offers.
    pub amenities: Vec<Amenity>,
    /// The person it is assigned to, if anybody.
    pub assigned_to: Option<PersonId>,
    /// Why it can't be used now, in the words of whoever said so.
    pub out_of_service: Option<String>,
}
