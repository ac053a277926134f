//! Fields of the admin's forms: a label, what was typed, and what is wrong with it, said at the field.

use super::typed::Typed;
use crate::{texts::Texts, viewer::use_texts};
use leptos::prelude::*;

/// A form's state as its address tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// What was typed.
    pub typed: Typed,
    /// The field that is wrong and the word for it.
    pub problem: Option<(String, String)>,
    texts: Texts,
}

impl Form {
    /// The state of the form in an address; `standard` fills it while nothing was typed.
    pub fn new(typed: Typed, problem: &str, standard: impl FnOnce() -> Typed) -> Self {
        let typed = if typed.is_empty() { standard() } else { typed };
        let problem = problem.rsplit_once('.').map(|(field, word)| (field.to_owned(), word.to_owned()));
        Self { typed, problem, texts: use_texts() }
    }

    /// What is wrong with a field, in words.
    pub fn wrong(&self, field: &str) -> Option<String> {
        let (at, word) = self.problem.as_ref()?;
        (at == field).then(|| self.texts.s(&format!("problem-{word}")))
    }

    /// Whether somebody else was faster.
    pub fn is_stale(&self) -> bool {
        self.problem.as_ref().is_some_and(|(_, word)| word == "stale")
    }

    /// A line of text.
    pub fn text(&self, name: &'static str, label: &str) -> impl IntoView + use<> {
        self.input(name, label, Look::TEXT)
    }

    /// A field of any kind.
    pub fn input(&self, name: &'static str, label: &str, look: Look) -> impl IntoView + use<> {
        let (wrong, value) = (self.wrong(name), self.typed.get(name).to_owned());
        let text = self.texts.s(label);
        view! {
            <label class="field">
                <span>{text}</span>
                <input
                    type=look.kind name=format!("typed[{name}]") value=value list=look.list
                    inputmode=look.mode autocomplete="off" required=look.needed
                    aria-invalid=wrong.is_some().then_some("true")
                    aria-describedby=wrong.is_some().then(|| format!("w-{name}"))
                />
                {said(name, wrong)}
            </label>
        }
    }

    /// A choice of values and their names.
    pub fn select(&self, name: &str, label: String, options: Vec<(String, String)>) -> impl IntoView + use<> {
        let (wrong, chosen) = (self.wrong(name), self.typed.get(name).to_owned());
        let options = options.into_iter().map(|(value, text)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        });
        view! {
            <label class="field">
                <span>{label}</span>
                <select
                    name=format!("typed[{name}]") aria-invalid=wrong.is_some().then_some("true")
                    aria-describedby=wrong.is_some().then(|| format!("w-{name}"))
                >{options.collect_view()}</select>
                {said(name, wrong)}
            </label>
        }
    }

    /// A box to tick.
    pub fn tick(&self, name: &str, label: String) -> impl IntoView + use<> {
        let ticked = self.typed.ticked(name);
        view! {
            <label class="tick"><input type="checkbox" name=format!("typed[{name}]") value="on" checked=ticked />{label}</label>
        }
    }

    /// Everything typed as hidden fields, to be sent again as it is.
    pub fn hidden(&self) -> impl IntoView + use<> {
        let fields = self.typed.0.clone().into_iter();
        fields
            .map(|(name, value)| view! { <input type="hidden" name=format!("typed[{name}]") value=value /> })
            .collect_view()
    }
}

/// How a field of text looks and what it takes.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    kind: &'static str,
    mode: Option<&'static str>,
    list: Option<&'static str>,
    needed: bool,
}

impl Look {
    /// A line of text that has to be filled.
    pub const TEXT: Look = Look { kind: "text", mode: None, list: None, needed: true };
    /// A line of text that may stay empty.
    pub const FREE: Look = Look::TEXT.free();
    /// A number, typed with a comma or a point.
    pub const NUMBER: Look = Look { mode: Some("decimal"), ..Look::TEXT };
    /// A date.
    pub const DATE: Look = Look { kind: "date", ..Look::TEXT };

    /// An e-mail address.
    pub const EMAIL: Look = Look { kind: "email", ..Look::TEXT };

    /// The same, but it may stay empty.
    pub const fn free(self) -> Look {
        Look { needed: false, ..self }
    }

    /// With suggestions from a list on the page.
    pub const fn among(self, list: &'static str) -> Look {
        Look { list: Some(list), ..self }
    }
}

fn said(name: &str, wrong: Option<String>) -> impl IntoView + use<> {
    let id = format!("w-{name}");
    wrong.map(|text| view! { <small class="problem" id=id role="alert">{text}</small> })
}

/// The quarter hours of a day as options, with words for none before them if there may be none.
pub fn times(none: Option<String>) -> Vec<(String, String)> {
    let steps = (0..=96u16).filter_map(|step| office::model::time::Minute::new(step * 15));
    let steps = steps.map(|minute| (minute.to_string(), minute.to_string()));
    none.map(|text| (String::new(), text)).into_iter().chain(steps).collect()
}
