//! Who looks at the page: known on the server from the request, in the browser from the page itself.

use crate::texts::Texts;
use leptos::prelude::*;
use office::model::{person::Person, person::Role, place::Lang};
use serde::{Deserialize, Serialize};

/// What a page may know of its viewer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Viewer {
    /// Who is signed in.
    pub person: Option<Person>,
    /// The language to show.
    pub lang: Lang,
    /// `light`, `dark`, or empty for the system's.
    pub theme: String,
    /// The demo office: offers sign-ins by one click.
    pub demo: bool,
    /// The office sends mail.
    pub mails: bool,
}

impl Viewer {
    /// The name of the `<meta>` element that carries the viewer into the browser.
    pub const META: &'static str = "jari-viewer";

    /// Whether the viewer may see how floors are used.
    pub fn sees_usage(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.role != Role::Employee)
    }

    /// Whether the viewer sets up the office.
    pub fn is_admin(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.role == Role::Admin)
    }

    /// The texts in the viewer's language.
    pub fn texts(&self) -> Texts {
        Texts(self.lang)
    }
}

/// The page's viewer.
pub fn use_viewer() -> Viewer {
    use_context::<Viewer>().unwrap_or_default()
}

/// The texts in the viewer's language.
pub fn use_texts() -> Texts {
    use_viewer().texts()
}

/// Makes the viewer known to every component below.
pub fn provide_viewer() {
    provide_context(read());
}

#[cfg(not(target_family = "wasm"))]
fn read() -> Viewer {
    use_context::<crate::caller::Visit>().map(|visit| visit.viewer).unwrap_or_default()
}

#[cfg(target_family = "wasm")]
fn read() -> Viewer {
    let selector = format!("meta[name={}]", Viewer::META);
    let found = document().query_selector(&selector).ok().flatten();
    let content = found.and_then(|element| element.get_attribute("content"));
    content.and_then(|json| serde_json::from_slice(json.as_bytes()).ok()).unwrap_or_default()
}
