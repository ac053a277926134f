//! Everything people read, in Korean and English, as Fluent messages: one file per feature and language.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use office::model::place::{Lang, Names};
use std::sync::{LazyLock, OnceLock};
use unic_langid::{LanguageIdentifier, langid};

/// The texts in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts(pub Lang);

macro_rules! files {
    ($lang:literal) => {
        [
            include_str!(concat!("../locales/", $lang, "/common.ftl")),
            include_str!(concat!("../locales/", $lang, "/reasons.ftl")),
            include_str!(concat!("../locales/", $lang, "/home.ftl")),
            include_str!(concat!("../locales/", $lang, "/seats.ftl")),
            include_str!(concat!("../locales/", $lang, "/bookings.ftl")),
            include_str!(concat!("../locales/", $lang, "/cloud-pcs.ftl")),
        ]
    };
}

/// What only the pages of [`Part::Own`](crate::part::Part::Own) say.
macro_rules! own_files {
    ($lang:literal) => {
        [
            include_str!(concat!("../locales/", $lang, "/desktop.ftl")),
            include_str!(concat!("../locales/", $lang, "/my-bookings.ftl")),
            include_str!(concat!("../locales/", $lang, "/people.ftl")),
            include_str!(concat!("../locales/", $lang, "/terminals.ftl")),
        ]
    };
}

/// What only the pages of [`Part::Office`](crate::part::Part::Office) say.
macro_rules! office_files {
    ($lang:literal) => {
        [
            include_str!(concat!("../locales/", $lang, "/usage.ftl")),
            include_str!(concat!("../locales/", $lang, "/seat-health.ftl")),
            include_str!(concat!("../locales/", $lang, "/admin.ftl")),
        ]
    };
}

/// What only the server says: in files that it makes, in pages of its own, about the API.
#[cfg(not(target_family = "wasm"))]
macro_rules! server_files {
    ($lang:literal) => {
        [
            include_str!(concat!("../locales/", $lang, "/server.ftl")),
            include_str!(concat!("../locales/", $lang, "/api.ftl")),
        ]
    };
}

/// The files of one language.
type Files = &'static [&'static str];

const KO: Files = &files!("ko");
const EN: Files = &files!("en");
const OWN: [Files; 2] = [&own_files!("ko"), &own_files!("en")];
const OFFICE: [Files; 2] = [&office_files!("ko"), &office_files!("en")];

/// What is said besides: a browser is told by the part that it shows, so that the other does not carry it along.
static MORE: OnceLock<[Files; 2]> = OnceLock::new();

/// Has the pages of the own part say their own texts. Before anything is said.
pub fn add_own() {
    // A second time adds nothing.
    let _ = MORE.set(OWN);
}

/// Has the pages of the office part say their own texts. Before anything is said.
pub fn add_office() {
    // A second time adds nothing.
    let _ = MORE.set(OFFICE);
}

static KOREAN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(langid!("ko"), [KO, &more()[0]]));
static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(langid!("en"), [EN, &more()[1]]));

#[cfg(target_family = "wasm")]
fn more() -> [Vec<&'static str>; 2] {
    MORE.get().copied().unwrap_or_default().map(<[_]>::to_vec)
}

/// The server says everything.
#[cfg(not(target_family = "wasm"))]
fn more() -> [Vec<&'static str>; 2] {
    const SERVER: [Files; 2] = [&server_files!("ko"), &server_files!("en")];
    [0, 1].map(|at| [OWN[at], OFFICE[at], SERVER[at]].concat())
}

fn bundle(lang: LanguageIdentifier, files: [&[&'static str]; 2]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![lang]);
    bundle.set_use_isolating(false);
    for file in files.into_iter().flatten() {
        // A broken message is left out; a test refuses it before it gets here.
        let resource = match FluentResource::try_new((*file).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

impl Texts {
    /// A message without arguments. An unknown key reads as itself.
    pub fn s(self, key: &str) -> String {
        self.format(key, None)
    }

    /// A message with arguments.
    pub fn f<'a>(self, key: &str, args: &[(&'a str, FluentValue<'a>)]) -> String {
        let mut named = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            named.set(*name, value.clone());
        }
        self.format(key, Some(&named))
    }

    /// A name in this language.
    pub fn name(self, names: &Names) -> String {
        names.get(self.0).to_owned()
    }

    /// A date like `12월 3일 목요일` or `Thursday 3 December`.
    pub fn date(self, date: chrono::NaiveDate) -> String {
        use chrono::Datelike;
        let weekday = self.s(&format!("weekday-{}", date.weekday().num_days_from_monday()));
        let month = self.s(&format!("month-{}", date.month()));
        self.f("date-long", &[("weekday", weekday.into()), ("month", month.into()), ("day", date.day().into())])
    }

    /// A date without its weekday, like `12월 3일` or `3 December`.
    pub fn day(self, date: chrono::NaiveDate) -> String {
        use chrono::Datelike;
        let month = self.s(&format!("month-{}", date.month()));
        self.f("date-day", &[("month", month.into()), ("day", date.day().into())])
    }

    /// The short name of a date's weekday, like `목` or `Thu`.
    pub fn weekday(self, date: chrono::NaiveDate) -> String {
        use chrono::Datelike;
        self.s(&format!("weekday-short-{}", date.weekday().num_days_from_monday()))
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = match self.0 {
            Lang::Ko => &KOREAN,
            Lang::En => &ENGLISH,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut problems = Vec::new();
        bundle.format_pattern(pattern, args, &mut problems).into_owned()
    }
}

#[cfg(test)]
mod tests;
