//! What somebody has typed into a form, as it travels in addresses: a form that is refused comes back with all of it
//! and says which field is wrong, with and without the browser's part.

use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The words of an address that are no typed values.
const CONTROLS: [&str; 13] =
    ["do", "desk", "version", "problem", "done", "event", "to", "again", "count", "left", "q", "__path", "__err"];

/// Fields and what was typed into them. A box that is not ticked is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Typed(pub BTreeMap<String, String>);

impl Typed {
    /// The typed values of an address.
    pub fn of(query: &ParamsMap) -> Self {
        let pairs = query.latest_values().filter(|(name, _)| !CONTROLS.contains(&name.as_ref()));
        Self(pairs.map(|(name, value)| (name.to_string(), value.to_owned())).collect())
    }

    /// Values from pairs.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// What a field says, without space around it; empty when it is not there.
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |value| value.trim())
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// Whether nothing was typed at all: the form has not been sent yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// An address of ours with typed values and other words in its query.
pub fn address(path: &str, words: &[(&str, &str)], typed: &Typed) -> String {
    let typed = typed.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let pairs = words.iter().copied().chain(typed).filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = pairs.map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// Text made safe for a query. The router decodes twice, so a percent sign is written for both times.
fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            b'%' => "%2525".to_owned(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(not(target_family = "wasm"))]
mod on_the_server {
    use super::{Typed, address};
    use crate::failure::Failure;
    use office::{
        backend::error::Error,
        model::{refusal::Refusal, time::Minute},
    };
    use std::str::FromStr;

    /// Leads to an address of ours.
    pub fn lead(path: &str, words: &[(&str, &str)], typed: &Typed) {
        leptos_axum::redirect(&address(path, words, typed));
    }

    /// Leads back to a form with everything that was typed into it and what is wrong; what no form can help with is
    /// a failure.
    pub fn again(error: impl Into<Wrong>, path: &str, words: &[(&str, &str)], typed: &Typed) -> Result<(), Failure> {
        let problem = match error.into() {
            Wrong::Field(field, problem) => format!("{field}.{problem}"),
            Wrong::Stale => "form.stale".to_owned(),
            Wrong::Other(failure) => return Err(failure),
        };
        let words: Vec<(&str, &str)> = words.iter().copied().chain([("problem", problem.as_str())]).collect();
        lead(path, &words, typed);
        Ok(())
    }

    /// What can be wrong with a form.
    pub enum Wrong {
        /// A field, and a word for what is wrong with it.
        Field(String, String),
        /// Somebody else was faster.
        Stale,
        /// Anything else.
        Other(Failure),
    }

    impl From<Refusal> for Wrong {
        fn from(refusal: Refusal) -> Self {
            match refusal {
                Refusal::BadInput { field, problem } => Wrong::Field(field, problem),
                Refusal::Stale => Wrong::Stale,
                other => Wrong::Other(Failure::refuse(other)),
            }
        }
    }

    impl From<Error> for Wrong {
        fn from(error: Error) -> Self {
            match error {
                Error::Refused(refusal) => refusal.into(),
                fault => Wrong::Other(fault.into()),
            }
        }
    }

    impl Typed {
        /// A number, with a comma or a point.
        pub fn number(&self, field: &str) -> Result<f64, Refusal> {
            let number: Option<f64> = self.get(field).replace(',', ".").parse().ok();
            number.filter(|number| number.is_finite()).ok_or_else(|| Refusal::input(field, "not_a_number"))
        }

        /// A whole number.
        pub fn whole<T: FromStr>(&self, field: &str) -> Result<T, Refusal> {
            self.get(field).parse().map_err(|_| Refusal::input(field, "not_whole"))
        }

        /// A time of day.
        pub fn time(&self, field: &str) -> Result<Minute, Refusal> {
            self.get(field).parse().map_err(|_| Refusal::input(field, "not_a_time"))
        }

        /// An id or any other value with a text of its own; empty means none.
        pub fn maybe<T: FromStr>(&self, field: &str) -> Result<Option<T>, Refusal> {
            match self.get(field) {
                "" => Ok(None),
                text => text.parse().map(Some).map_err(|_| Refusal::input(field, "unknown")),
            }
        }
    }
}

#[cfg(not(target_family = "wasm"))]
pub use on_the_server::{again, lead};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_survives_the_address() {
        let typed = Typed::from_pairs([("note", "팔걸이 파손 100% & more = %41 + ?".to_owned())]);
        let written = address("/admin/floors/1", &[("do", "edit")], &typed);
        // As the router reads it: decoded once as a query, and once more.
        let url = format!("https://jari.test{written}");
        let query = url.split_once('?').unwrap().1;
        let decoded: ParamsMap = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), leptos_router::location::Url::unescape(value)))
            .collect();
        assert_eq!(Typed::of(&decoded), typed);
        assert_eq!(decoded.get("do").as_deref(), Some("edit"));
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let typed = Typed::from_pairs([("x", " 12,35 ".to_owned()), ("y", "ten".to_owned())]);
        assert_eq!(typed.number("x"), Ok(12.35));
        assert!(typed.number("y").is_err() && typed.number("z").is_err());
    }
}
