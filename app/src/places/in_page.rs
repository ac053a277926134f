//! How the page's data travels inside the page: without the drawing, which is there already.

use super::view::FloorView;
use crate::failure::Failure;
use leptos::server::codee::{Decoder, Encoder};

/// What the page asks for.
pub type Loaded = Result<FloorView, Failure>;

/// Everything but the drawing, as JSON.
pub struct InPage;

impl Encoder<Loaded> for InPage {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(loaded: &Loaded) -> Result<String, Self::Error> {
        let bare = loaded.clone().map(|view| FloorView { plan: String::new(), ..view });
        serde_json::to_string(&bare)
    }
}

impl Decoder<Loaded> for InPage {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<Loaded, Self::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}
